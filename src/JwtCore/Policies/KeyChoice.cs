using JwtCore.Algorithms;

namespace JwtCore.Policies;

/// <summary>What a header leads to under one policy: an algorithm, the key or keys to try, and whether its type passes.</summary>
/// <param name="keys">The keys that the choice was made from.</param>
/// <param name="algorithm">The token's algorithm, which the policy allows.</param>
/// <param name="candidates">The keys to try, nearly always one.</param>
/// <param name="isTypeAccepted">Whether the policy accepts the <c>typ</c>.</param>
/// <param name="headerFault">What the rule for required header members says.</param>
internal readonly struct KeyChoice(JwkSet keys, SignatureAlgorithm algorithm, Jwk[] candidates, bool isTypeAccepted, int headerFault = 0)
{
    public JwkSet Keys { get; } = keys;

    public SignatureAlgorithm Algorithm { get; } = algorithm;

    public Jwk[] Candidates { get; } = candidates;

    public bool IsTypeAccepted { get; } = isTypeAccepted;

    public int HeaderFault { get; } = headerFault;
}
