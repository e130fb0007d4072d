using JwtCore.Jwks;

namespace JwtCore.Issuers;

/// <summary>How things stand with the policy of a known issuer. Immutable, replaced whole.</summary>
/// <param name="ConfirmedAt">When the question was asked that last brought the policy.</param>
internal sealed record IssuerState(TwoClocks ConfirmedAt)
{
    /// <summary>The last question since then failed.</summary>
    public bool HasFailed { get; init; }

    /// <summary>When the next question may start, in ticks of the monotonic clock.</summary>
    public long MayAskAt { get; init; } = long.MinValue;
}
