using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Text;
using JwtCore.Algorithms;
using JwtCore.Claims;
using JwtCore.Jws;
using JwtCore.Rules;
using JwtCore.Text;

namespace JwtCore;

/// <summary>
/// Verifies signed JWTs in compact form (RFC 7519 section 7.2, RFC 7515 section 5.2, RFC 8725). Immutable and safe for
/// concurrent use; make one and keep it.
/// </summary>
public sealed class JwtVerifier : ITokenVerifier
{
    private const int ShortToken = 2_048;
    private const int LongToken = 16_384;

    private readonly FrozenPolicy _policy;
    private readonly Limits _limits;
    private readonly TimeProvider _time;
    private readonly RevocationCheck? _isRevoked;

    /// <summary>Makes a verifier for the tokens of one issuer.</summary>
    /// <param name="policy">What to accept; copied.</param>
    /// <param name="options">How to run; copied. Null for the defaults.</param>
    /// <exception cref="ArgumentException">The policy or the options are empty somewhere, out of range, or contradict themselves.</exception>
    public JwtVerifier(VerificationPolicy policy, JwtVerifierOptions? options = null)
    {
        options ??= new JwtVerifierOptions();
        _limits = options.Limits ?? throw new ArgumentException("Limits is null.");
        _limits.Check();
        _time = options.TimeProvider ?? throw new ArgumentException("TimeProvider is null.");
        _isRevoked = options.IsRevoked;
        _policy = new FrozenPolicy(policy, _limits);
    }

    /// <summary>
    /// Verifies a token now, with the keys at hand. No content of the token makes it throw, allocate beyond one array
    /// for a payload above 2,048 bytes, or take more than linear time.
    /// </summary>
    /// <param name="token">The token in ASCII, without <c>Bearer</c>.</param>
    /// <param name="verified">The verdict, and the claims if it is good. A variable declared earlier must be <c>scoped</c>.</param>
    /// <returns>Whether <see cref="VerifiedToken.Error"/> is <see cref="VerifyError.None"/>.</returns>
    public bool TryVerify(scoped ReadOnlySpan<byte> token, [UnscopedRef] out VerifiedToken verified)
    {
        // The variable holds 3 KB that need no clearing.
        Unsafe.SkipInit(out verified);
        verified.Reset(VerifyError.NotVerified);
        VerifyError error = Verify(token, ref verified);
        verified.Members.Release();
        if (error is not (VerifyError.None or VerifyError.InsufficientScope))
        {
            verified.Reset(error);
        }

        verified.SetError(error);
        return error == VerifyError.None;
    }

    /// <summary>As the overload for bytes, for a token in chars.</summary>
    /// <param name="token">The token, without <c>Bearer</c>.</param>
    /// <param name="verified">The verdict, and the claims if it is good. A variable declared earlier must be <c>scoped</c>.</param>
    /// <returns>Whether <see cref="VerifiedToken.Error"/> is <see cref="VerifyError.None"/>.</returns>
    public bool TryVerify(scoped ReadOnlySpan<char> token, [UnscopedRef] out VerifiedToken verified)
    {
        if (token.Length > _limits.TokenBytes)
        {
            Unsafe.SkipInit(out verified);
            verified.Reset(VerifyError.TokenTooLarge);
            return false;
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

    // RFC 7519 section 7.2. Each step takes what the one before it produced; the first that fails is the verdict.
    private VerifyError Verify(scoped ReadOnlySpan<byte> token, ref VerifiedToken verified)
    {
        if (token.Length > _limits.TokenBytes)
        {
            return VerifyError.TokenTooLarge;
        }

        VerifyError error;

        // RFC 7519 section 7.2 steps 1 to 4, RFC 7515 sections 5.2 and 4: segments, header, and the one key for it.
        if ((error = CompactJws.Split(token, _policy.Tolerate.Includes(Tolerance.PaddedBase64Url), out CompactJws jws)) != VerifyError.None
            || (error = SelectKey(jws.Header, ref verified, out KeyChoice choice)) != VerifyError.None

            // RFC 7515 section 5.2 steps 7 and 8: the signature over the bytes as received.
            || (error = VerifySignature(jws, choice, ref verified)) != VerifyError.None

            // Authentic from here. RFC 7519 section 7.2 steps 6 and 10: the payload is a claims set.
            || (error = ReadPayload(jws.Payload, ref verified)) != VerifyError.None)
        {
            return error;
        }

        return CheckClaims(choice, ref verified);
    }

    private VerifyError SelectKey(scoped ReadOnlySpan<byte> encoded, ref VerifiedToken verified, out KeyChoice choice)
    {
        choice = default;
        if (encoded.Length > _limits.HeaderBytes)
        {
            return VerifyError.TokenTooLarge;
        }

        // The memory of the payload is still free.
        int length = StrictBase64Url.DecodedLength(encoded.Length);
        Span<byte> scratch = verified.Memory.Scratch();
        if (length <= scratch.Length)
        {
            return SelectKey(encoded, scratch[..length], ref verified, out choice);
        }

        byte[] rented = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            return SelectKey(encoded, rented.AsSpan(0, length), ref verified, out choice);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    private VerifyError SelectKey(scoped ReadOnlySpan<byte> encoded, scoped Span<byte> json, ref VerifiedToken verified, out KeyChoice choice)
    {
        choice = default;
        if (!StrictBase64Url.TryDecode(encoded, json))
        {
            return VerifyError.HeaderMalformed;
        }

        VerifyError error = JoseHeader.Read(json, _limits.JsonDepth, _policy.Algorithms, ref verified.Members, out JoseHeader header);
        if (error != VerifyError.None)
        {
            return error;
        }

        JwkSet? keys = _policy.Keys.Current;
        if (keys is null)
        {
            return VerifyError.KeysUnavailable;
        }

        error = header.HasKeyId
            ? keys.Index.Find(header.Algorithm, header.KeyId, out Jwk[] candidates)
            : keys.Index.FindWithoutKeyId(header.Algorithm, _policy.MostKeysWithoutKeyId, out candidates);
        choice = new KeyChoice(header.Algorithm, candidates, _policy.Types.Accepts(header.HasType, header.Type));
        return error;
    }

    private static VerifyError VerifySignature(scoped CompactJws jws, KeyChoice choice, ref VerifiedToken verified)
    {
        int length = StrictBase64Url.DecodedLength(jws.Signature.Length);
        if (length > SignatureAlgorithm.LargestSignature)
        {
            return VerifyError.SignatureInvalid;
        }

        // The memory of the payload is still free.
        Span<byte> signature = verified.Memory.Scratch()[..length];
        if (!StrictBase64Url.TryDecode(jws.Signature, signature))
        {
            return VerifyError.SignatureInvalid;
        }

        foreach (Jwk key in choice.Candidates)
        {
            if (choice.Algorithm.Verify(key.Material, jws.SigningInput, signature))
            {
                verified.SetKey(key, choice.Algorithm.Id);
                return VerifyError.None;
            }
        }

        return VerifyError.SignatureInvalid;
    }

    private VerifyError ReadPayload(scoped ReadOnlySpan<byte> encoded, ref VerifiedToken verified)
    {
        Span<byte> payload = verified.Memory.ReservePayload(StrictBase64Url.DecodedLength(encoded.Length));
        verified.Members.Release();
        verified.Members.Reset();
        return StrictBase64Url.TryDecode(encoded, payload)
            && StrictJson.CheckObject(payload, _limits.JsonDepth, ref verified.Members) == JsonFlaw.None
            ? VerifyError.None
            : VerifyError.PayloadMalformed;
    }

    // The rules in the order of VerifyError, each one statement; time is read once.
    private VerifyError CheckClaims(KeyChoice choice, ref VerifiedToken verified)
    {
        long now = _time.GetUtcNow().UtcTicks - DateTime.UnixEpoch.Ticks;
        Span<int> located = stackalloc int[ClaimNames.Most];
        ClaimReader reader = new(verified.Memory.Payload, ref verified.Members, _policy.Names.Table, located);
        VerifyError error;
        _ = (error = verified.ReadClaims(_policy.Names, reader, _policy.Tolerate)) == VerifyError.None
            && (error = TypeRule.Check(choice.IsTypeAccepted)) == VerifyError.None
            && (error = IssuerRule.Check(_policy.Issuer, verified.Issuer)) == VerifyError.None
            && (error = AudienceRule.Check(_policy.Audience, verified.List(verified.Claims.ExpectedAudiences))) == VerifyError.None
            && (error = _policy.Time.CheckExpiration(verified.Claims.Expiration, now)) == VerifyError.None
            && (error = _policy.Time.CheckNotBefore(verified.Claims.NotBefore, now)) == VerifyError.None
            && (error = _policy.Time.CheckIssuedAt(verified.Claims.IssuedAt, now)) == VerifyError.None
            && (error = _policy.Time.CheckAge(verified.Claims.IssuedAt, now)) == VerifyError.None
            && (error = _policy.Time.CheckLifetime(verified.Claims.IssuedAt, verified.Claims.Expiration)) == VerifyError.None
            && (error = _policy.RequiredClaims.Check(reader)) == VerifyError.None
            && (error = ProofOfPossessionRule.Check(reader, _policy.Tolerate)) == VerifyError.None
            && (error = CheckRevocation(ref verified)) == VerifyError.None
            && (error = _policy.Scopes.Check(verified.Scopes)) == VerifyError.None;
        return error;
    }

    private VerifyError CheckRevocation(ref VerifiedToken verified)
    {
        if (_isRevoked is null)
        {
            return VerifyError.None;
        }

        try
        {
            verified.SetError(VerifyError.None);
            return _isRevoked(verified) ? VerifyError.Revoked : VerifyError.None;
        }
        catch (Exception)
        {
            // The caller's code; whatever it throws, a token that could not be asked about is refused.
            return VerifyError.Revoked;
        }
    }

    private bool TryVerifyShort(scoped ReadOnlySpan<char> token, [UnscopedRef] out VerifiedToken verified)
    {
        Span<byte> utf8 = stackalloc byte[ShortToken];
        return TryVerifyNarrowed(token, utf8, out verified);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool TryVerifyLong(scoped ReadOnlySpan<char> token, [UnscopedRef] out VerifiedToken verified)
    {
        Span<byte> utf8 = stackalloc byte[LongToken];
        return TryVerifyNarrowed(token, utf8, out verified);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool TryVerifyHuge(scoped ReadOnlySpan<char> token, [UnscopedRef] out VerifiedToken verified)
    {
        byte[] utf8 = ArrayPool<byte>.Shared.Rent(token.Length);
        try
        {
            return TryVerifyNarrowed(token, utf8, out verified);
        }
        finally
        {
            // A token is a secret; the pool is everybody's.
            ArrayPool<byte>.Shared.Return(utf8, clearArray: true);
        }
    }

    private bool TryVerifyNarrowed(scoped ReadOnlySpan<char> token, scoped Span<byte> utf8, [UnscopedRef] out VerifiedToken verified)
    {
        if (Ascii.FromUtf16(token, utf8, out int length) != OperationStatus.Done)
        {
            Unsafe.SkipInit(out verified);
            verified.Reset(VerifyError.NotCompactJws);
            return false;
        }

        return TryVerify(utf8[..length], out verified);
    }

    /// <summary>What the header leads to: an algorithm, the key or keys to try, and whether its type passes.</summary>
    private readonly struct KeyChoice(SignatureAlgorithm algorithm, Jwk[] candidates, bool isTypeAccepted)
    {
        public SignatureAlgorithm Algorithm { get; } = algorithm;

        public Jwk[] Candidates { get; } = candidates;

        public bool IsTypeAccepted { get; } = isTypeAccepted;
    }
}
