using JwtCore.Jwks;

namespace JwtCore;

/// <summary>What one question about an issuer brought. Immutable.</summary>
/// <param name="Issuer">The issuer, as an unverified token or the application named it: any text of at most 2,048 bytes. Escape it before you log it; <see cref="Explain"/> does.</param>
/// <param name="Outcome">What the question led to.</param>
/// <param name="Duration">How long it took.</param>
public sealed record IssuerAnswer(string Issuer, IssuerOutcome Outcome, TimeSpan Duration)
{
    /// <summary>Whether the question led to no answer that can be used. A clear "no" is an answer.</summary>
    public bool IsFailure => Outcome is IssuerOutcome.PolicyRefused or IssuerOutcome.Failed or IssuerOutcome.TimedOut or IssuerOutcome.NotAsked;

    /// <summary>Why, in fixed words, with the type of an exception and never its text; null when the outcome says enough.</summary>
    internal string? Reason { get; init; }

    /// <summary>Says in one or two sentences what happened and what to change. Printable ASCII, one line.</summary>
    /// <param name="longest">The most characters of the issuer; 100 by default, for logs.</param>
    public string Explain(int longest = 100)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(longest);
        string issuer = PrintableText.Quote(Issuer, longest);
        return Outcome switch
        {
            IssuerOutcome.Known => $"The issuer {issuer} has a policy.",
            IssuerOutcome.Unknown => $"The issuer {issuer} has no policy.",
            IssuerOutcome.PolicyRefused => $"The policy for the issuer {issuer} is refused. {Reason}",
            IssuerOutcome.Failed => $"The function threw {Reason} for the issuer {issuer}.",
            IssuerOutcome.TimedOut => $"The function did not answer within {Reason} for the issuer {issuer}.",
            IssuerOutcome.NotAsked => $"The function was not called for the issuer {issuer}: too many unknown issuers. See QuestionsPerMinute and QuestionsAtOnce.",
            _ => $"The answer for the issuer {issuer} came too late and was dropped.",
        };
    }

    /// <summary>As <see cref="Explain"/>: safe to log.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => Explain();
}
