namespace JwtCore.Cli;

/// <summary>How long the fetched keys may be held, as the answer says and as it is taken.</summary>
internal static class CacheFindings
{
    private const string Area = "cache";

    public static IEnumerable<Finding> Of(JwksRequest answer)
    {
        foreach ((string name, string value) in answer.CacheHeaders)
        {
            yield return new Finding(Area, FindingLevel.Note, "header", $"{name}: {QuotedText.Of(value, 200)}");
        }

        if (!answer.HasEntityTag)
        {
            yield return new Finding(Area, FindingLevel.Note, "no-etag", "there is no ETag: each refresh brings the whole set");
        }

        TimeSpan taken = answer.TakenLifetime!.Value;
        string effective = DurationText.Of(taken);
        yield return answer.StatedLifetime is not TimeSpan stated
            ? new Finding(Area, FindingLevel.Note, "no-lifetime", $"the answer states no lifetime: the keys are current for {effective}")
            : stated == taken
                ? new Finding(Area, FindingLevel.Ok, "lifetime", $"the keys are current for {effective}")
                : new Finding(
                    Area,
                    stated < taken ? FindingLevel.Warning : FindingLevel.Note,
                    "lifetime-clamped",
                    $"the answer states {DurationText.Of(stated)}: the keys are current for {effective}",
                    stated < taken ? "Have the issuer state a lifetime of some minutes to an hour." : null);
    }
}
