using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Text;
using JwtCore.Diagnostics;
using JwtCore.Jwks;

namespace JwtCore;

// The forms of the one call: bytes, chars and async.
public sealed partial class JwtVerifier
{
    private const int ShortToken = 2_048;
    private const int LongToken = 16_384;

    /// <summary>
    /// Verifies a token now, with the keys at hand. No content of the token makes it throw or take more than linear time.
    /// When its key is missing, a refresh of remote keys may start, within their limits; it is not waited for.
    /// </summary>
    /// <remarks>
    /// Allocates nothing but one array for a payload above 2,048 bytes, and one for texts that had to be unescaped or
    /// gathered from several scope claims and find no room beside the payload in those bytes. The first tokens with a new
    /// header, the first uses of a shared secret by further threads, and the second use of a token that
    /// <see cref="JwtVerifierOptions.Cache"/> remembers, allocate what is then kept for reuse. On Linux this holds for all
    /// algorithms, elsewhere for all but ECDSA.
    /// </remarks>
    /// <param name="token">
    /// The token in ASCII, without <c>Bearer</c>; not a view into the variable that takes the result, and not written to
    /// during the call.
    /// </param>
    /// <param name="verified">The verdict, and the claims if it is good. A variable declared earlier must be <c>scoped</c>.</param>
    /// <returns>Whether <see cref="VerifiedToken.Error"/> is <see cref="VerifyError.None"/>.</returns>
    public bool TryVerify(scoped ReadOnlySpan<byte> token, [UnscopedRef] out VerifiedToken verified)
    {
        bool isValid = TryVerify(token, _cache?.Find(token), out verified, out RemoteJwks? lacking);
        lacking?.Start(RefreshReason.Token, _budget);
        Telemetry.Count(verified.Error);
        return isValid;
    }

    /// <summary>As the overload for bytes, for a token in chars.</summary>
    /// <param name="token">The token, without <c>Bearer</c>; not a view into the variable that takes the result.</param>
    /// <param name="verified">The verdict, and the claims if it is good. A variable declared earlier must be <c>scoped</c>.</param>
    /// <returns>Whether <see cref="VerifiedToken.Error"/> is <see cref="VerifyError.None"/>.</returns>
    public bool TryVerify(scoped ReadOnlySpan<char> token, [UnscopedRef] out VerifiedToken verified)
    {
        bool isValid = TryVerify(token, out verified, out RemoteJwks? lacking);
        lacking?.Start(RefreshReason.Token, _budget);
        Telemetry.Count(verified.Error);
        return isValid;
    }

    private bool TryVerify(scoped ReadOnlySpan<char> token, [UnscopedRef] out VerifiedToken verified, out RemoteJwks? lacking)
    {
        if (token.Length > _limits.TokenBytes)
        {
            return Refuse(VerifyError.TokenTooLarge, out verified, out lacking);
        }

        if (_cache is not null && token.Length <= ShortToken && FindNarrowed(token, out verified) is CachedToken known)
        {
            return TryVerify(known.Token, known, out verified, out lacking);
        }

        return token.Length switch
        {
            <= ShortToken => TryVerifyShort(token, out verified, out lacking),
            <= LongToken => TryVerifyLong(token, out verified, out lacking),
            _ => TryVerifyHuge(token, out verified, out lacking),
        };
    }

    /// <summary>
    /// Verifies a token and returns claims that may be kept. It completes at once, unless the key is missing and remote
    /// keys may have it by now: then it waits for one refresh, which it shares with others, at most
    /// <see cref="RemoteJwksOptions.WaitTimeout"/>, and verifies again.
    /// </summary>
    /// <remarks>Cancellation ends the wait and leaves the refresh to the others.</remarks>
    /// <inheritdoc/>
    public ValueTask<VerifyResult> VerifyAsync(ReadOnlyMemory<char> token, CancellationToken cancellationToken = default)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<VerifyResult>(cancellationToken);
        }

        VerifyResult result = Verify(token.Span, out RemoteJwks? lacking);
        if (lacking is not null)
        {
            return VerifyWithFreshKeysAsync(lacking, token, cancellationToken);
        }

        Telemetry.Count(result.Error);
        return new ValueTask<VerifyResult>(result);
    }

    private bool TryVerifyShort(scoped ReadOnlySpan<char> token, [UnscopedRef] out VerifiedToken verified, out RemoteJwks? lacking)
    {
        Span<byte> ascii = stackalloc byte[ShortToken];
        return TryVerifyNarrowed(token, ascii, out verified, out lacking);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool TryVerifyLong(scoped ReadOnlySpan<char> token, [UnscopedRef] out VerifiedToken verified, out RemoteJwks? lacking)
    {
        Span<byte> ascii = stackalloc byte[LongToken];
        return TryVerifyNarrowed(token, ascii, out verified, out lacking);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool TryVerifyHuge(scoped ReadOnlySpan<char> token, [UnscopedRef] out VerifiedToken verified, out RemoteJwks? lacking)
    {
        byte[] ascii = ArrayPool<byte>.Shared.Rent(token.Length);
        try
        {
            return TryVerifyNarrowed(token, ascii, out verified, out lacking);
        }
        finally
        {
            // A token is a secret; the pool is everybody's.
            ArrayPool<byte>.Shared.Return(ascii, clearArray: true);
        }
    }

    private bool TryVerifyNarrowed(scoped ReadOnlySpan<char> token, scoped Span<byte> ascii, [UnscopedRef] out VerifiedToken verified, out RemoteJwks? lacking) =>
        Ascii.FromUtf16(token, ascii, out int length) == OperationStatus.Done
            ? TryVerify(ascii[..length], token.Length > ShortToken ? _cache?.Find(ascii[..length]) : null, out verified, out lacking)
            : Refuse(VerifyError.NotCompactJws, out verified, out lacking);

    private static bool Refuse(VerifyError error, [UnscopedRef] out VerifiedToken verified, out RemoteJwks? lacking)
    {
        lacking = null;
        Unsafe.SkipInit(out verified);
        verified.Reset(error);
        return false;
    }
}
