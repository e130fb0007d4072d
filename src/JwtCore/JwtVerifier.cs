using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using JwtCore.Algorithms;
using JwtCore.Caching;
using JwtCore.Jwks;
using JwtCore.Jws;
using JwtCore.Pipeline;
using JwtCore.Policies;
using JwtCore.Text;

namespace JwtCore;

/// <summary>
/// Verifies signed JWTs in compact form (RFC 7519 section 7.2, RFC 7515 section 5.2, RFC 8725). Immutable and safe for
/// concurrent use; make one and keep it.
/// </summary>
public sealed partial class JwtVerifier : ITokenVerifier
{
    private readonly CompiledPolicy _first;
    private readonly PolicyRouter? _router;
    private readonly bool _allowsPadding;
    private readonly Limits _limits;
    private readonly TimeProvider _time;
    private readonly RevocationCheck? _isRevoked;
    private readonly RequestBudget _budget;
    private readonly MemberOrders _orders = new();

    /// <summary>Makes a verifier for the tokens of one issuer.</summary>
    /// <param name="policy">What to accept; copied.</param>
    /// <param name="options">How to run; copied. Null for the defaults.</param>
    /// <exception cref="ArgumentException">The policy or the options are empty somewhere, out of range, or contradict themselves.</exception>
    public JwtVerifier(VerificationPolicy policy, JwtVerifierOptions? options = null)
        : this([policy], options)
    {
    }

    /// <summary>
    /// Makes a verifier for the tokens of several issuers. The <c>iss</c> of a token decides which policy it is judged by;
    /// a key of one issuer never validates a token of another. Finding an issuer takes constant time, finding a template one
    /// comparison for each template.
    /// </summary>
    /// <param name="policies">What to accept, one policy for each issuer; copied.</param>
    /// <param name="options">How to run; copied. Null for the defaults.</param>
    /// <exception cref="ArgumentException">
    /// There is no policy; two have the same issuer or share a secret; or a policy or the options are empty somewhere, out
    /// of range, or contradict themselves.
    /// </exception>
    public JwtVerifier(IReadOnlyList<VerificationPolicy> policies, JwtVerifierOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(policies);
        options ??= new JwtVerifierOptions();
        _limits = options.Limits ?? throw new ArgumentException("Limits is null.");
        _limits.Check();
        options.Check();
        _time = options.TimeProvider ?? throw new ArgumentException("TimeProvider is null.");
        _isRevoked = options.IsRevoked is { HasSingleTarget: false }
            ? throw new ArgumentException("IsRevoked is made of several checks, of which only the last would count.")
            : options.IsRevoked;
        _budget = new RequestBudget(options.KeyRequestsPerMinute, options.KeyRequestsAtOnce, _time);
        options.Cache?.Check();
        _cache = options.Cache is null ? null : new TokenCache<CachedToken>(options.Cache.MaxEntries, options.Cache.MaxBytes);

        CompiledPolicy[] frozen = [.. policies.Select(policy => new CompiledPolicy(policy, _limits))];
        _first = frozen.Length > 0 ? frozen[0] : throw new ArgumentException("There is no policy.");
        _router = frozen.Length > 1 ? new PolicyRouter(frozen) : null;
        _allowsPadding = Array.Exists(frozen, policy => policy.Tolerate.Includes(Tolerance.PaddedBase64Url));
    }

    /// <summary>How many headers of the first policy are remembered now.</summary>
    internal int KnownHeaders => _first.Plans.Count;

    // The call itself, and the source that lacked the key for a token that may refresh it.
    private bool TryVerify(scoped ReadOnlySpan<byte> token, CachedToken? known, [UnscopedRef] out VerifiedToken verified, out RemoteJwks? lacking)
    {
        lacking = null;

        // The variable holds 3 KB that need no clearing.
        Unsafe.SkipInit(out verified);
        verified.Reset(VerifyError.NotVerified);
        VerifyError error = VerifyError.NotVerified;
        try
        {
            CallTime time = new(_time);
            error = known is null
                ? Verify(token, null, ref time, ref verified, ref lacking)
                : VerifyAgain(token, known, ref time, ref verified, ref lacking);
        }
        finally
        {
            // Also when the platform fails, out of memory for instance, or the clock, which is the caller's code, throws:
            // nothing unproved stays readable.
            verified.Members.Release();
            verified.Memory.Release();
            if (error is not (VerifyError.None or VerifyError.InsufficientScope))
            {
                verified.Reset(error);
            }
        }

        verified.SetError(error);
        return error == VerifyError.None;
    }

    // RFC 7519 section 7.2. Each step takes what the one before it produced; the first that fails is the verdict.
    private VerifyError Verify(scoped ReadOnlySpan<byte> token, CachedToken? known, ref CallTime time, ref VerifiedToken verified, ref RemoteJwks? lacking)
    {
        if (token.Length > _limits.TokenBytes)
        {
            return VerifyError.TokenTooLarge;
        }

        // RFC 7515 section 7.1: three segments.
        VerifyError error = CompactJws.Split(token, _allowsPadding, out CompactJws jws);
        if (error != VerifyError.None)
        {
            return error;
        }

        // RFC 7519 section 7.2 steps 2 to 4, RFC 7515 section 4: the header, and the one key for it.
        if ((error = SelectPolicy(jws, ref verified, out CompiledPolicy policy)) != VerifyError.None)
        {
            return error;
        }

        if ((error = KeySelector.Select(jws.Header, policy, policy.Keys.KeysAt(ref time), _limits, verified.Memory.Scratch(), out KeyChoice choice, out bool isPlanned)) != VerifyError.None

            // RFC 7515 section 5.2 steps 7 and 8: the signature over the bytes as received.
            || (error = VerifySignature(jws, choice, ref verified, out Jwk? key)) != VerifyError.None)
        {
            lacking = error is VerifyError.KeyNotFound or VerifyError.KeysUnavailable ? FindSource(policy, choice.Keys, jws, ref time, ref verified) : null;
            return error;
        }

        // Authentic from here.
        if (!isPlanned)
        {
            policy.Plans.Add(jws.Header, choice);
        }

        // RFC 7519 section 7.2 steps 6 and 10: the payload is a claims set. With several issuers it was read to find its own.
        verified.Memory.Own();
        error = _router is null ? ReadPayload(jws.Payload, isAuthentic: true, ref verified) : VerifyError.None;
        if (error != VerifyError.None || (error = CheckClaims(policy, choice, key!, ref time, ref verified)) != VerifyError.None)
        {
            return error;
        }

        if (verified.Order is null)
        {
            _orders.Learn(verified.Memory.Payload, in verified.Members, policy.Names.Table);
        }

        Remember(token, jws.SigningInput.Length, known is not null, policy, choice.Keys, key!, time.Now, in verified);
        return VerifyError.None;
    }

    private VerifyError SelectPolicy(scoped CompactJws jws, ref VerifiedToken verified, out CompiledPolicy policy)
    {
        policy = _first;
        if (_router is null)
        {
            return VerifyError.None;
        }

        VerifyError error = ReadPayload(jws.Payload, isAuthentic: false, ref verified);
        CompiledPolicy? found = error == VerifyError.None ? _router.Find(verified.Members.FindTopLevel(verified.Memory.Payload, "iss"u8)) : null;
        if (found is not null)
        {
            // Padding is tolerated issuer by issuer.
            policy = found;
            return jws.IsPadded && !found.Tolerate.Includes(Tolerance.PaddedBase64Url) ? VerifyError.NotCompactJws : VerifyError.None;
        }

        // The header comes before the issuer, so a fault in it answers first.
        VerifyError headerError = KeySelector.CheckHeader(jws.Header, _router.AllAlgorithms, _limits, verified.Memory.Scratch());
        return headerError != VerifyError.None ? headerError
            : error != VerifyError.None ? error
            : VerifyError.IssuerNotTrusted;
    }

    private static VerifyError VerifySignature(scoped CompactJws jws, in KeyChoice choice, ref VerifiedToken verified, out Jwk? key)
    {
        key = null;
        int length = StrictBase64Url.DecodedLength(jws.Signature.Length);
        Span<byte> scratch = verified.Memory.Scratch();
        return length <= scratch.Length ? VerifySignature(jws, choice, scratch[..length], ref verified, out key)
            : length <= SignatureAlgorithm.LargestSignature ? VerifySignatureOnStack(jws, choice, length, ref verified, out key)
            : VerifyError.SignatureInvalid;
    }

    // With several issuers the payload has been read, and may leave no room. A method of its own: one that takes memory
    // from the stack is compiled before its branches are known.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static VerifyError VerifySignatureOnStack(scoped CompactJws jws, in KeyChoice choice, int length, ref VerifiedToken verified, out Jwk? key)
    {
        Span<byte> signature = stackalloc byte[SignatureAlgorithm.LargestSignature];
        return VerifySignature(jws, choice, signature[..length], ref verified, out key);
    }

    private static VerifyError VerifySignature(scoped CompactJws jws, in KeyChoice choice, scoped Span<byte> signature, ref VerifiedToken verified, out Jwk? key)
    {
        key = null;
        if (!StrictBase64Url.TryDecode(jws.Signature, signature))
        {
            return VerifyError.SignatureInvalid;
        }

        foreach (Jwk candidate in choice.Candidates)
        {
            if (choice.Algorithm.Verify(candidate.Material, jws.SigningInput, signature))
            {
                key = candidate;
                verified.SetKey(candidate, choice.Algorithm.Id);
                return VerifyError.None;
            }
        }

        return VerifyError.SignatureInvalid;
    }

    private VerifyError ReadPayload(scoped ReadOnlySpan<byte> encoded, bool isAuthentic, ref VerifiedToken verified)
    {
        MemberOrder? expected = _orders.Latest;
        Span<byte> payload = verified.Memory.ReservePayload(StrictBase64Url.DecodedLength(encoded.Length), isAuthentic);
        if (!StrictBase64Url.TryDecode(encoded, payload)
            || StrictJson.CheckObject(payload, _limits.JsonDepth, expected, ref verified.Members, out bool cameAsExpected) != JsonFlaw.None)
        {
            return VerifyError.PayloadMalformed;
        }

        verified.Order = cameAsExpected ? expected : null;
        return VerifyError.None;
    }
}
