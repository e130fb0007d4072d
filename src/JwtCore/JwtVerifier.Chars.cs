using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Text;
using JwtCore.Caching;
using JwtCore.Diagnostics;
using JwtCore.Jwks;
using JwtCore.Pipeline;

namespace JwtCore;

// A token in chars: narrowed to bytes in memory of one of three sizes, then the one call.
public sealed partial class JwtVerifier
{
    private const int ShortToken = 2_048;
    private const int LongToken = 16_384;

    /// <summary>
    /// Verifies a token and returns claims that may be kept. It completes at once, unless the key is missing and remote
    /// keys may have it by now: then it waits for one refresh, which it shares with others, at most
    /// <see cref="RemoteJwksOptions.WaitTimeout"/>, and verifies again. Cancellation ends the wait, not the refresh. It also waits
    /// for <see cref="JwtVerifierOptions.IsRevokedAsync"/>, at most <see cref="JwtVerifierOptions.RevocationTimeout"/>.
    /// </summary>
    /// <inheritdoc/>
    public ValueTask<VerifyResult> VerifyAsync(ReadOnlyMemory<char> token, CancellationToken cancellationToken = default)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<VerifyResult>(cancellationToken);
        }

        VerifyResult result = VerifyToResult(token.Span, out LackingKeys lacking);
        if (lacking.CouldPass)
        {
            return VerifyWithFreshKeysAsync(lacking, token, cancellationToken);
        }

        lacking.Start(_budget);
        return ConcludeAsync(result, token, cancellationToken);
    }

    /// <summary>As <see cref="VerifyAsync"/>, with the keys at hand: a refresh may start, and is not waited for.</summary>
    internal ValueTask<VerifyResult> VerifyWithKeysAtHandAsync(ReadOnlyMemory<char> token, CancellationToken cancellationToken)
    {
        VerifyResult result = VerifyToResult(token.Span, out LackingKeys lacking);
        lacking.Start(_budget);
        return ConcludeAsync(result, token, cancellationToken);
    }

    private async ValueTask<VerifyResult> VerifyWithFreshKeysAsync(LackingKeys lacking, ReadOnlyMemory<char> token, CancellationToken cancellationToken)
    {
        await lacking.Source!.WaitForKeysAsync(_budget, lacking.KeyId, cancellationToken).ConfigureAwait(false);
        VerifyResult result = VerifyToResult(token.Span, out _);
        return await ConcludeAsync(result, token, cancellationToken).ConfigureAwait(false);
    }

    private ValueTask<VerifyResult> ConcludeAsync(VerifyResult result, ReadOnlyMemory<char> token, CancellationToken cancellationToken)
    {
        if (_isRevokedAsync is not null && result.Claims is not null)
        {
            return AskAsync(_isRevokedAsync, result, token, cancellationToken);
        }

        Telemetry.Count(result.Error);
        return new ValueTask<VerifyResult>(result);
    }

    // Asked before the scopes count, as the other check is: a token that lacks one is asked about too.
    private async ValueTask<VerifyResult> AskAsync(BoundedCheck<TokenClaims> isRevoked, VerifyResult result, ReadOnlyMemory<char> token, CancellationToken cancellationToken)
    {
        VerifyError error = await isRevoked.AskAsync(result.Claims!, cancellationToken).ConfigureAwait(false);
        result = error == VerifyError.None ? result : new VerifyResult(error, null, default);
        if (result.IsValid)
        {
            _cache?.RememberLate(token.Span, _setup);
        }

        Telemetry.Count(result.Error);
        return result;
    }

    [SkipLocalsInit]
    private VerifyResult VerifyToResult(ReadOnlySpan<char> token, out LackingKeys lacking)
    {
        TryVerifyChars(token, out VerifiedToken verified);
        lacking = verified.Lacking;
        bool isAuthentic = verified.Error is VerifyError.None or VerifyError.InsufficientScope;
        return new VerifyResult(verified.Error, isAuthentic ? new TokenClaims(verified) : null, verified.Explanation);
    }

    private bool TryVerifyChars(scoped ReadOnlySpan<char> token, [UnscopedRef] out VerifiedToken verified)
    {
        Unsafe.SkipInit(out verified);
        verified.Start();
        if (token.Length > _setup.Limits.TokenBytes)
        {
            return Refuse(VerifyError.TokenTooLarge, ref verified);
        }

        if (_cache is not null && token.Length <= ShortToken && FindNarrowed(_cache, token, ref verified) is RememberedToken known)
        {
            return TryVerify(known.Token, known, ref verified);
        }

        return token.Length switch
        {
            <= ShortToken => TryVerifyShort(token, ref verified),
            <= LongToken => TryVerifyLong(token, ref verified),
            _ => TryVerifyHuge(token, ref verified),
        };
    }

    // Narrowed into memory of the result: it needs no clearing, and a remembered token leaves it unused.
    private static RememberedToken? FindNarrowed(TokenCache cache, scoped ReadOnlySpan<char> token, scoped ref VerifiedToken verified)
    {
        Span<byte> ascii = verified.Body.Memory.Scratch();
        return Ascii.FromUtf16(token, ascii, out int length) == OperationStatus.Done ? cache.Find(ascii[..length]) : null;
    }

    [SkipLocalsInit]
    private bool TryVerifyShort(scoped ReadOnlySpan<char> token, ref VerifiedToken verified)
    {
        Span<byte> ascii = stackalloc byte[ShortToken];
        return TryVerifyNarrowed(token, ascii, ref verified);
    }

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool TryVerifyLong(scoped ReadOnlySpan<char> token, ref VerifiedToken verified)
    {
        Span<byte> ascii = stackalloc byte[LongToken];
        return TryVerifyNarrowed(token, ascii, ref verified);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool TryVerifyHuge(scoped ReadOnlySpan<char> token, ref VerifiedToken verified)
    {
        byte[] ascii = ArrayPool<byte>.Shared.Rent(token.Length);
        try
        {
            return TryVerifyNarrowed(token, ascii, ref verified);
        }
        finally
        {
            // A token is a secret; the pool is everybody's.
            ArrayPool<byte>.Shared.Return(ascii, clearArray: true);
        }
    }

    private bool TryVerifyNarrowed(scoped ReadOnlySpan<char> token, scoped Span<byte> ascii, ref VerifiedToken verified) =>
        Ascii.FromUtf16(token, ascii, out int length) == OperationStatus.Done
            ? TryVerify(ascii[..length], token.Length > ShortToken ? _cache?.Find(ascii[..length]) : null, ref verified)
            : Refuse(VerifyError.NotCompactJws, ref verified);

    private static bool Refuse(VerifyError error, ref VerifiedToken verified)
    {
        verified.Refuse(error);
        return false;
    }
}
