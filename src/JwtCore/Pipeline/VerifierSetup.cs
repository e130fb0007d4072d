using JwtCore.Policies;
using JwtCore.Text;

namespace JwtCore.Pipeline;

/// <summary>What all calls of one verifier share. Immutable but for the member orders it learns; safe for concurrent use.</summary>
internal sealed class VerifierSetup
{
    /// <param name="policies">The policies, one for each issuer.</param>
    /// <param name="limits">The sizes allowed, checked.</param>
    /// <param name="clock">The clock.</param>
    /// <exception cref="ArgumentException">There is no policy, or one is empty somewhere or contradicts itself or another.</exception>
    public VerifierSetup(IReadOnlyList<VerificationPolicy> policies, Limits limits, TimeProvider clock)
    {
        CompiledPolicy[] compiled = [.. policies.Select(policy => new CompiledPolicy(policy, limits))];
        FirstPolicy = compiled.Length > 0 ? compiled[0] : throw new RefusedArgumentException("policies", "is empty: there is no policy.");
        Router = compiled.Length > 1 ? new PolicyRouter(compiled) : null;
        Issuers = [.. compiled.Select(policy => policy.Issuers)];
        AllowsPadding = Array.Exists(compiled, policy => policy.Tolerate.Includes(Tolerance.PaddedBase64Url));
        RemoteSources = [.. compiled.Select(policy => policy.Keys).OfType<RemoteJwks>().Distinct()];
        HasRequiredScopes = policies.Any(policy => policy.RequiredScopes.Count > 0);
        HasRequiredClaims = policies.Any(policy => policy.RequiredClaims.Count > 0);
        Limits = limits;
        Clock = clock;
    }

    /// <summary>The only policy, or the first of several.</summary>
    public CompiledPolicy FirstPolicy { get; }

    /// <summary>Finds the policy of a token when there are several; otherwise null.</summary>
    public PolicyRouter? Router { get; }

    /// <summary>The issuers, an entry for each policy.</summary>
    public IReadOnlyList<Expected> Issuers { get; }

    /// <summary>The remote key sources, each once.</summary>
    public IReadOnlyList<RemoteJwks> RemoteSources { get; }

    /// <summary>Some policy tolerates padding.</summary>
    public bool AllowsPadding { get; }

    /// <summary>Some policy requires scopes.</summary>
    public bool HasRequiredScopes { get; }

    /// <summary>Some policy requires claims of certain values.</summary>
    public bool HasRequiredClaims { get; }

    public Limits Limits { get; }

    public TimeProvider Clock { get; }

    /// <summary>The member orders of payloads that verified.</summary>
    public MemberOrders Orders { get; } = new();
}
