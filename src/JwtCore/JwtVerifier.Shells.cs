using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Text;

namespace JwtCore;

// The forms of the one call for bytes: chars and async.
public sealed partial class JwtVerifier
{
    private const int ShortToken = 2_048;
    private const int LongToken = 16_384;

    /// <summary>As the overload for bytes, for a token in chars.</summary>
    /// <param name="token">The token, without <c>Bearer</c>; not a view into the variable that takes the result.</param>
    /// <param name="verified">The verdict, and the claims if it is good. A variable declared earlier must be <c>scoped</c>.</param>
    /// <returns>Whether <see cref="VerifiedToken.Error"/> is <see cref="VerifyError.None"/>.</returns>
    public bool TryVerify(scoped ReadOnlySpan<char> token, [UnscopedRef] out VerifiedToken verified)
    {
        if (token.Length > _limits.TokenBytes)
        {
            return Refuse(VerifyError.TokenTooLarge, out verified);
        }

        if (_cache is not null && token.Length <= ShortToken && FindNarrowed(token, out verified) is CachedToken known)
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

    /// <summary>
    /// Verifies a token and returns claims that may be kept. With static keys it completes at once.
    /// </summary>
    /// <inheritdoc/>
    public ValueTask<VerifyResult> VerifyAsync(ReadOnlyMemory<char> token, CancellationToken cancellationToken = default)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<VerifyResult>(cancellationToken);
        }

        TryVerify(token.Span, out VerifiedToken verified);
        bool isAuthentic = verified.Error is VerifyError.None or VerifyError.InsufficientScope;
        return new ValueTask<VerifyResult>(new VerifyResult(verified.Error, isAuthentic ? new TokenClaims(verified) : null));
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
            ? TryVerify(ascii[..length], out verified)
            : Refuse(VerifyError.NotCompactJws, out verified);

    private static bool Refuse(VerifyError error, [UnscopedRef] out VerifiedToken verified)
    {
        Unsafe.SkipInit(out verified);
        verified.Reset(error);
        return false;
    }
}
