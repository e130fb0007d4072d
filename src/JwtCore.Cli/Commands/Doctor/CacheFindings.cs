namespace JwtCore.Cli;

/// <summary>How long the fetched keys may be held, as the answer says and as it is taken.</summary>
internal static class CacheFindings
{
    private const string Area = "cache";

    public static IEnumerable<Finding> Of(Freshness freshness)
    {
        foreach ((string name, string value) in freshness.Headers)
        {
            yield return new Finding(Area, FindingLevel.Note, "header", $"{name}: {QuotedText.Of(value, 200)}");
        }

        if (!freshness.HasEntityTag)
        {
            yield return new Finding(Area, FindingLevel.Note, "no-etag", "there is no ETag: each refresh brings the whole set");
        }

        string effective = DurationText.Of(freshness.Effective);
        yield return freshness.Stated is not TimeSpan stated
            ? new Finding(Area, FindingLevel.Note, "no-lifetime", $"the answer states no lifetime: the keys are current for {effective}")
            : stated == freshness.Effective
                ? new Finding(Area, FindingLevel.Ok, "lifetime", $"the keys are current for {effective}")
                : new Finding(
                    Area,
                    stated < freshness.Effective ? FindingLevel.Warning : FindingLevel.Note,
                    "lifetime-clamped",
                    $"the answer states {DurationText.Of(stated)}: the keys are current for {effective}",
                    stated < freshness.Effective ? "Have the issuer state a lifetime of some minutes to an hour." : null);
    }
}
