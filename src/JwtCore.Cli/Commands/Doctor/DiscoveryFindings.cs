namespace JwtCore.Cli;

/// <summary>Where the metadata is and what it leads to.</summary>
internal static class DiscoveryFindings
{
    private const string Area = "discovery";

    public static IEnumerable<Finding> Of(KeyOrigin origin, KeyFetch fetch)
    {
        FetchTrace trail = fetch.Trail;
        foreach (HttpExchange exchange in trail.Asked)
        {
            bool isFound = ReferenceEquals(exchange, trail.Metadata);
            yield return new Finding(Area, isFound ? FindingLevel.Ok : FindingLevel.Note, isFound ? "metadata-found" : "metadata-not-here", Describe(exchange));
        }

        if (trail.Metadata is not null)
        {
            yield return new Finding(Area, FindingLevel.Ok, "issuer-equal", $"the metadata names exactly {QuotedText.Of(origin.Value)}");
            yield return fetch.Attempt.Outcome == RefreshOutcome.MetadataMalformed
                ? new Finding(Area, FindingLevel.Problem, "keys-address-refused", $"jwks_uri is {QuotedText.Of(trail.KeysAddress, 200)}, which is no https address", "Have the issuer publish its keys over https.")
                : new Finding(Area, FindingLevel.Ok, "keys-address", $"the keys are at {QuotedText.Of(trail.KeysAddress, 200)}");
        }
        else if (trail.ForeignIssuer is string named)
        {
            yield return new Finding(
                Area,
                FindingLevel.Problem,
                "issuer-differs",
                $"the metadata names {QuotedText.Of(named)}, not {QuotedText.Of(origin.Value)}",
                "Give the issuer exactly as the metadata and the tokens have it: a slash at the end counts.");
        }
        else
        {
            yield return new Finding(
                Area,
                FindingLevel.Problem,
                "metadata-missing",
                "no metadata of this issuer was found",
                "Check the issuer, or give the address of its keys with --jwks.");
        }
    }

    /// <summary>An address and what it answered.</summary>
    public static string Describe(HttpExchange exchange)
    {
        string answer = exchange.Status is int status ? $"answered {status}"
            : exchange.Failure is HttpRequestError error ? $"cannot be reached: {error}"
            : "did not answer";
        return $"{QuotedText.Of(exchange.Address.AbsoluteUri, 200)} {answer}";
    }
}
