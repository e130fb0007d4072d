namespace JwtCore.Cli;

/// <summary>Why a token was refused, for people. Values of the token and the policy stand whole, in JSON notation, escaped for a terminal.</summary>
/// <param name="Error">The error.</param>
internal sealed record Explanation(VerifyError Error)
{
    /// <summary>The claim that the error is about, or null.</summary>
    public string? Claim { get; init; }

    /// <summary>What is wrong with the claim.</summary>
    public ClaimFault Fault { get; init; }

    /// <summary>Why the keys could not be fetched, when that is what the token was refused for.</summary>
    public FetchCause Cause { get; init; }

    /// <summary>What would have passed, or null when the sentence of the error says it.</summary>
    public string? Expected { get; init; }

    /// <summary>What the token has. Untrusted unless <see cref="IsAuthentic"/>.</summary>
    public string? Found { get; init; }

    /// <summary>What to change; null when nothing here would help.</summary>
    public string? Hint { get; init; }

    /// <summary>The signature verified before the token was refused: the errors stand in the order of the steps.</summary>
    public bool IsAuthentic => Error >= VerifyError.PayloadMalformed;

    /// <summary>Explains one refusal.</summary>
    public static Explanation Of(Refusal refusal)
    {
        Explanation explanation = refusal.Error switch
        {
            VerifyError.None or VerifyError.NotVerified => new Explanation(refusal.Error),
            <= VerifyError.NotCompactJws => ShapeExplanation.Of(refusal),
            <= VerifyError.CompressedPayloadNotSupported => HeaderExplanation.Of(refusal),
            <= VerifyError.KeyAlgorithmMismatch => KeyExplanation.Of(refusal),
            VerifyError.SignatureInvalid => SignatureExplanation.Of(refusal),
            VerifyError.PayloadMalformed => HeaderExplanation.OfSegment(refusal, refusal.Token.Payload),
            VerifyError.ClaimMalformed => MalformedClaimExplanation.Of(refusal),
            >= VerifyError.ExpirationMissing and <= VerifyError.LifetimeTooLong => TimeExplanation.Of(refusal),
            _ => ClaimExplanation.Of(refusal),
        };
        return explanation with { Claim = refusal.Claim, Fault = refusal.Fault };
    }
}
