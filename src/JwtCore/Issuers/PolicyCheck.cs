using JwtCore.Jwks;

namespace JwtCore.Issuers;

/// <summary>Makes an issuer of a policy that the function returned, if the policy is for exactly this issuer.</summary>
/// <param name="options">Of the directory.</param>
/// <param name="budget">The budget of key requests of all issuers.</param>
internal sealed class PolicyCheck(IssuerDirectoryOptions options, RequestBudget budget)
{
    private const string Foreign = "Its Issuer must be or list exactly this text; Expected.Any and templates are refused, since other issuers would pass.";
    private const string Disposed = "Its RemoteJwks is disposed. Keep a source for as long as the function returns it, or return a new one.";

    /// <summary>Makes it. Throws nothing.</summary>
    /// <param name="question">What was asked.</param>
    /// <param name="found">What the function said.</param>
    /// <param name="held">The issuer as it is known, or null.</param>
    public PreparedIssuer Prepare(PolicyQuestion question, FoundPolicy found, KnownIssuer? held)
    {
        if (found.Policy is null)
        {
            return new(found.Outcome, Reason: found.Reason);
        }

        try
        {
            return Make(question, found.Policy, held);
        }
        catch (RefusedArgumentException refused)
        {
            // The sentences of the library quote no key and no secret.
            return new(IssuerOutcome.PolicyRefused, Reason: refused.Message);
        }
        catch (Exception thrown)
        {
            // Null inside a list, or a key source of the caller's that fails: its own text may say anything.
            return new(IssuerOutcome.PolicyRefused, Reason: $"It cannot be used: {thrown.GetType().FullName}.");
        }
    }

    private PreparedIssuer Make(PolicyQuestion question, VerificationPolicy policy, KnownIssuer? held)
    {
        if (policy.Issuer is null || policy.Issuer.TemplateText is not null || !policy.Issuer.Contains(question.Name, StringComparer.Ordinal))
        {
            return new(IssuerOutcome.PolicyRefused, Reason: Foreign);
        }

        if (policy.Keys is RemoteJwks { Status.State: JwksState.Disposed })
        {
            return new(IssuerOutcome.PolicyRefused, Reason: Disposed);
        }

        // For this issuer alone, also where the policy lists others: each is asked about by itself.
        VerificationPolicy own = policy with { Issuer = question.Name };
        if (held is not null && own.Keys is not null && held.Policy.Keys.IsSameAs(own.Keys))
        {
            // The same keys by the same way: those that are loaded stay in use.
            own = own with { Keys = held.Policy.Keys };
        }

        return held is not null && held.Policy == own
            ? new(IssuerOutcome.Known)
            : new(IssuerOutcome.Known, new KnownIssuer(
                question.Issuer, question.Name, own, new JwtVerifier([own], options.VerifierOptions, budget), new IssuerState(question.AskedAt)));
    }
}
