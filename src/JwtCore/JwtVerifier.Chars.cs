using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Text;
using JwtCore.Caching;
using JwtCore.Diagnostics;
using JwtCore.Jwks;

namespace JwtCore;

// A token in chars: narrowed to bytes in memory of one of three sizes, then the one call.
public sealed partial class JwtVerifier
{
    private const int ShortToken = 2_048;
    private const int LongToken = 16_384;

    /// <summary>As <see cref="VerifyAsync"/>, with the keys at hand: a refresh may start, and is not waited for.</summary>
    internal VerifyResult VerifyNow(ReadOnlySpan<char> token)
    {
        VerifyResult result = VerifyToResult(token, out LackingKeys lacking);
        lacking.Start(_budget);
        Telemetry.Count(result.Error);
        return result;
    }

    private bool TryVerifyChars(scoped ReadOnlySpan<char> token, [UnscopedRef] out VerifiedToken verified)
    {
        if (token.Length > _setup.Limits.TokenBytes)
        {
            return Refuse(VerifyError.TokenTooLarge, out verified);
        }

        if (_cache is not null && token.Length <= ShortToken && FindNarrowed(_cache, token, out verified) is RememberedToken known)
        {
            return TryVerify(known.Token, known, out verified);
        }

        return token.Length switch
        {
            <= ShortToken => TryVerifyShort(token, out verified),
            <= LongToken => TryVerifyLong(token, out verified),
            _ => TryVerifyHuge(token, out verified),
        };
    }

    // Narrowed into memory of the result: it needs no clearing, and a remembered token leaves it unused.
    private static RememberedToken? FindNarrowed(TokenCache cache, scoped ReadOnlySpan<char> token, out VerifiedToken verified)
    {
        Unsafe.SkipInit(out verified);
        verified.Start();
        Span<byte> ascii = verified.Body.Memory.Scratch();
        return Ascii.FromUtf16(token, ascii, out int length) == OperationStatus.Done ? cache.Find(ascii[..length]) : null;
    }

    private bool TryVerifyShort(scoped ReadOnlySpan<char> token, [UnscopedRef] out VerifiedToken verified)
    {
        Span<byte> ascii = stackalloc byte[ShortToken];
        return TryVerifyNarrowed(token, ascii, out verified);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool TryVerifyLong(scoped ReadOnlySpan<char> token, [UnscopedRef] out VerifiedToken verified)
    {
        Span<byte> ascii = stackalloc byte[LongToken];
        return TryVerifyNarrowed(token, ascii, out verified);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool TryVerifyHuge(scoped ReadOnlySpan<char> token, [UnscopedRef] out VerifiedToken verified)
    {
        byte[] ascii = ArrayPool<byte>.Shared.Rent(token.Length);
        try
        {
            return TryVerifyNarrowed(token, ascii, out verified);
        }
        finally
        {
            // A token is a secret; the pool is everybody's.
            ArrayPool<byte>.Shared.Return(ascii, clearArray: true);
        }
    }

    private bool TryVerifyNarrowed(scoped ReadOnlySpan<char> token, scoped Span<byte> ascii, [UnscopedRef] out VerifiedToken verified) =>
        Ascii.FromUtf16(token, ascii, out int length) == OperationStatus.Done
            ? TryVerify(ascii[..length], token.Length > ShortToken ? _cache?.Find(ascii[..length]) : null, out verified)
            : Refuse(VerifyError.NotCompactJws, out verified);

    private static bool Refuse(VerifyError error, [UnscopedRef] out VerifiedToken verified)
    {
        Unsafe.SkipInit(out verified);
        verified.Start();
        verified.Refuse(error);
        return false;
    }
}
