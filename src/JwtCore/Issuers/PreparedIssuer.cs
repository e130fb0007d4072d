namespace JwtCore.Issuers;

/// <summary>An answer, made ready outside the lock: keys are imported and policies compiled there.</summary>
/// <param name="Outcome">Known with a new issuer or, when the policy is the one that is held, without; otherwise what went wrong.</param>
/// <param name="Added">The issuer with its new policy, or null.</param>
/// <param name="Reason">Why a policy is refused, in fixed words.</param>
internal sealed record PreparedIssuer(IssuerOutcome Outcome, KnownIssuer? Added = null, string? Reason = null);
