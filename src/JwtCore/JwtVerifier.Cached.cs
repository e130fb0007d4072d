using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;
using JwtCore.Caching;
using JwtCore.Policies;

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

    // Narrowed into memory of the result: it needs no clearing, and a remembered token leaves it unused.
    private CachedToken? FindNarrowed(scoped ReadOnlySpan<char> token, out VerifiedToken verified)
    {
        Unsafe.SkipInit(out verified);
        verified.Reset(VerifyError.NotVerified);
        Span<byte> ascii = verified.Memory.Scratch();
        return Ascii.FromUtf16(token, ascii, out int length) == OperationStatus.Done ? _cache!.Find(ascii[..length]) : null;
    }

    // By the whole pipeline when the keys are others than those that verified the token, or no longer to be trusted.
    private VerifyError VerifyAgain(scoped ReadOnlySpan<byte> token, CachedToken known, ref CallTime time, ref VerifiedToken verified, ref RemoteJwks? lacking)
    {
        CompiledPolicy policy = known.Policy;
        if (!ReferenceEquals(policy.Keys.KeysAt(ref time), known.Keys))
        {
            return Verify(token, known, ref time, ref verified, ref lacking);
        }

        // The rules between and behind these depend on the token and the policy alone, and passed.
        VerifyError error = policy.Time.CheckClock(known.Claims, time.Now);
        if (error == VerifyError.None)
        {
            known.Show(ref verified);
            error = CheckRevocation(ref verified);
        }

        // A token that is refused now holds no place against others.
        if (error == VerifyError.None)
        {
            known.MarkUsed();
        }

        return error;
    }

    // Known before means that new keys verified it now.
    private void Remember(
        scoped ReadOnlySpan<byte> token, int signedLength, bool isKnown, CompiledPolicy policy, JwkSet keys, Jwk key, long now, scoped ref readonly VerifiedToken verified)
    {
        if (_cache is not null && (isKnown || _cache.IsSecondSight(token)) && _cache.MayHold(CachedToken.SizeOf(token, in verified)))
        {
            _cache.Add(new CachedToken(token, signedLength, policy, keys, key, in verified), now);
        }
    }
}
