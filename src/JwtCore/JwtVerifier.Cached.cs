using JwtCore.Caching;

namespace JwtCore;

// The opt-in short cut: a token that verified before, byte for byte the same, under keys that are still the same. It skips
// what cannot have changed since; the clock, the keys and the revocation check can, and are asked again.
public sealed partial class JwtVerifier
{
    private readonly TokenCache<CachedToken>? _cache;

    /// <summary>How many tokens are remembered now.</summary>
    internal int KnownTokens => _cache?.Count ?? 0;

    /// <summary>How many bytes the remembered tokens take together.</summary>
    internal int KnownTokenBytes => _cache?.Bytes ?? 0;

    // False when the keys are others than those that verified the token, or no longer to be trusted: it must verify anew.
    private bool TryRecall(CachedToken known, long now, ref VerifiedToken verified, out VerifyError error)
    {
        FrozenPolicy policy = known.Policy;
        if (!ReferenceEquals(policy.Keys.KeysAt(now, _time), known.Keys))
        {
            error = VerifyError.NotVerified;
            return false;
        }

        // The rules between and behind these depend on the token and the policy alone, and passed.
        known.MarkUsed();
        known.Show(ref verified);
        error = policy.Time.CheckClock(verified.Claims, now);
        if (error == VerifyError.None)
        {
            error = CheckRevocation(ref verified);
        }

        return true;
    }

    // Known before means that new keys verified it now.
    private void Remember(
        scoped ReadOnlySpan<byte> token, int signedLength, bool isKnown, FrozenPolicy policy, JwkSet keys, Jwk key, long now, scoped ref readonly VerifiedToken verified)
    {
        if (_cache is not null && (isKnown || _cache.IsSecondSight(token)))
        {
            _cache.Add(new CachedToken(token, signedLength, policy, keys, key, in verified), now);
        }
    }
}
