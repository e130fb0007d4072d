namespace JwtCore.Cli;

/// <summary>Where the metadata is and what it leads to.</summary>
internal static class DiscoveryFindings
{
    private const string Area = "discovery";

    public static IEnumerable<Finding> Of(KeyOrigin origin, KeyFetch fetch, VerificationPolicy policy)
    {
        foreach (JwksRequest request in fetch.Asked)
        {
            yield return request.Outcome == RefreshOutcome.Updated ? new Finding(Area, FindingLevel.Ok, "metadata-found", FetchSentences.Facts(request))
                : ReferenceEquals(request, fetch.Attempt.Decisive) ? Problem(request)
                : new Finding(Area, FindingLevel.Note, "metadata-not-here", FetchSentences.Facts(request));
        }

        if (fetch.Asked.Any(request => request.FoundIssuer == origin.Value))
        {
            yield return new Finding(Area, FindingLevel.Ok, "issuer-equal", $"the metadata names exactly {QuotedText.Of(origin.Value, int.MaxValue)}");
        }

        if (fetch.Metadata is JwksRequest found)
        {
            yield return new Finding(Area, FindingLevel.Ok, "keys-address", $"the keys are at {QuotedText.Of(found.KeysAddress, int.MaxValue)}");
        }

        foreach (string issuer in fetch.Asked.Select(request => request.AccessTokenIssuer).OfType<string>().Where(issuer => issuer != origin.Value).Distinct())
        {
            yield return OfAccessTokens(issuer, policy);
        }
    }

    private static Finding Problem(JwksRequest request)
    {
        string code = request.Cause switch
        {
            FetchCause.IssuerDiffers => "issuer-differs",
            FetchCause.KeysAddressRefused => "keys-address-refused",
            _ => "metadata-missing",
        };
        return new Finding(Area, FindingLevel.Problem, code, $"{request.Cause}: {FetchSentences.Facts(request)}", FetchSentences.Remedy(request, DoctorCommand.KeysOption))
        {
            Comparison = request is { Cause: FetchCause.IssuerDiffers, ExpectedIssuer: string expected, FoundIssuer: string found } ? new TextComparison(expected, found) : null,
        };
    }

    // AD FS: https://learn.microsoft.com/openspecs/windows_protocols/ms-oidce, section 2.2.3.2.
    private static Finding OfAccessTokens(string issuer, VerificationPolicy policy)
    {
        string text = $"the metadata names {QuotedText.Of(issuer, int.MaxValue)} as access_token_issuer: access tokens have that as iss";
        return policy.Issuer.IsAny || policy.Issuer.Contains(issuer)
            ? new Finding(Area, FindingLevel.Ok, "access-token-issuer", text)
            : new Finding(Area, FindingLevel.Warning, "access-token-issuer", text, "For access tokens give that text with --issuer, and the issuer of the metadata with --discover.");
    }
}
