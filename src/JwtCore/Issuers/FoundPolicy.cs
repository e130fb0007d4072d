namespace JwtCore.Issuers;

/// <summary>What a call of the function brought.</summary>
/// <param name="Outcome">Known with a policy, which is not checked yet; Unknown; Failed or TimedOut with the reason.</param>
/// <param name="Policy">The policy, or null.</param>
/// <param name="Reason">The type of the exception, or the limit.</param>
internal readonly record struct FoundPolicy(IssuerOutcome Outcome, VerificationPolicy? Policy = null, string? Reason = null);
