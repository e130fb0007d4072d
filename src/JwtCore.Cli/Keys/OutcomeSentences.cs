namespace JwtCore.Cli;

/// <summary>What each outcome of a fetch means, in one factual sentence. Nothing of the answer is quoted.</summary>
internal static class OutcomeSentences
{
    public static string Of(JwksAttempt attempt) => attempt is { Outcome: RefreshOutcome.StatusRefused, Status: int status }
        ? $"The server answered {status} instead of 200."
        : Of(attempt.Outcome);

    public static string Of(RefreshOutcome outcome)
    {
        RemoteJwksOptions defaults = new();
        return outcome switch
        {
            RefreshOutcome.Updated => "The key set was fetched.",
            RefreshOutcome.Unchanged => "The key set is the one that was held.",
            RefreshOutcome.NoUsableKey => "The key set has no key that can verify.",
            RefreshOutcome.TimedOut => $"There was no complete answer within {DurationText.Of(defaults.RequestTimeout)}.",
            RefreshOutcome.Unreachable => "The server cannot be reached, or the connection broke.",
            RefreshOutcome.AddressRefused => "The host has an address that is not public.",
            RefreshOutcome.RedirectRefused => "The server answered with a redirect, which is not followed; give the address that it leads to.",
            RefreshOutcome.StatusRefused => "The server answered another status than 200.",
            RefreshOutcome.BodyTooLarge => $"The answer is longer than {defaults.MaxBytes} bytes.",
            RefreshOutcome.KeySetMalformed => $"The answer is no JWK Set, or has more than {defaults.MaxKeys} keys.",
            RefreshOutcome.MetadataMalformed => "The metadata is no strict JSON object with issuer and an https jwks_uri.",
            RefreshOutcome.MetadataIssuerMismatch => "The metadata names another issuer.",
            RefreshOutcome.Discarded => "The answer came too late to be used.",
            _ => throw new ArgumentOutOfRangeException(nameof(outcome)),
        };
    }
}
