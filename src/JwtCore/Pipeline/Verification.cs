using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using JwtCore.Algorithms;
using JwtCore.Claims;
using JwtCore.Jwks;
using JwtCore.Jws;
using JwtCore.Policies;
using JwtCore.Rules;
using JwtCore.Text;

namespace JwtCore.Pipeline;

/// <summary>
/// The verification of one token, for the length of one call: the steps of RFC 7519 section 7.2 from the header to the last
/// rule that the token alone decides. It works in a <see cref="TokenBody"/> and trusts nothing in it until
/// <see cref="Run"/> answers <see cref="VerifyError.None"/>.
/// </summary>
internal ref struct Verification
{
    private readonly VerifierSetup _setup;
    private readonly CompactJws _jws;
    private readonly ref TokenBody _body;
    private CallTime _time;
    private KeyChoice _choice;

    /// <param name="setup">What all calls share.</param>
    /// <param name="jws">The token.</param>
    /// <param name="time">The time of the call.</param>
    /// <param name="body">Memory for the payload, reset.</param>
    public Verification(VerifierSetup setup, CompactJws jws, CallTime time, ref TokenBody body)
    {
        _setup = setup;
        _jws = jws;
        _time = time;
        _body = ref body;
        Policy = setup.FirstPolicy;
    }

    /// <summary>The policy of the token.</summary>
    public CompiledPolicy Policy { get; private set; }

    /// <summary>What the header led to.</summary>
    [UnscopedRef]
    public readonly ref readonly KeyChoice Choice => ref _choice;

    /// <summary>The key that verified the signature, or null.</summary>
    public Jwk? Key { get; private set; }

    /// <summary>The source that lacked the key.</summary>
    public LackingKeys Lacking { get; private set; }

    /// <summary>Which claim a rule refused, and why. Of a token without a good signature it says nothing.</summary>
    public Explanation Explanation { get; private set; }

    /// <summary>The payload.</summary>
    public readonly ref readonly TokenBody Body => ref _body;

    /// <summary>The token as received.</summary>
    public readonly ReadOnlySpan<byte> Token => _jws.Token;

    /// <summary>How many of its bytes are signed.</summary>
    public readonly int SignedLength => _jws.SigningInput.Length;

    /// <summary>What all calls share.</summary>
    public readonly VerifierSetup Setup => _setup;

    /// <summary>The time of the call.</summary>
    public readonly CallTime Time => _time;

    /// <summary>RFC 7519 section 7.2. Each step takes what the one before it produced; the first that fails is the verdict.</summary>
    // Not inlined: the locals of the later steps would be cleared before the first.
    [MethodImpl(MethodImplOptions.NoInlining)]
    public VerifyError Run()
    {
        // RFC 7519 section 7.2 steps 2 to 4, RFC 7515 section 4: the header, and the one key for it.
        VerifyError error = _setup.Router is null ? VerifyError.None : SelectPolicy(_setup.Router);
        if (error != VerifyError.None)
        {
            return error;
        }

        JwkSet? keys = Policy.Keys.KeysAt(ref _time);
        bool isKnown = Policy.Plans.TryFind(_jws.Header, keys, out _choice);
        if ((!isKnown && (error = KeySelector.Select(_jws.Header, Policy, keys, _setup.Limits, _body.Memory.Scratch(), out _choice)) != VerifyError.None)

            // RFC 7515 section 5.2 steps 7 and 8: the signature over the bytes as received.
            || (error = VerifySignature()) != VerifyError.None)
        {
            Lacking = error is VerifyError.KeyNotFound or VerifyError.KeysUnavailable ? FindSource(isLoaded: error == VerifyError.KeyNotFound) : default;
            return error;
        }

        // Authentic from here.
        if (!isKnown && Policy.Plans.MayAdd(_jws.Header, _choice.Keys))
        {
            RememberHeader(_jws.Header.ToArray());
        }

        // RFC 7519 section 7.2 steps 6 and 10: the payload is a claims set. With several issuers it was read to find its own.
        _body.Memory.Own();
        error = _setup.Router is null ? ReadPayload(isAuthentic: true) : VerifyError.None;
        if (error != VerifyError.None || (error = CheckClaims()) != VerifyError.None)
        {
            return error;
        }

        if (_body.Order is null)
        {
            _setup.Orders.Learn(_body.Payload, in _body.Members, Policy.Names.Table);
        }

        return VerifyError.None;
    }

    private VerifyError SelectPolicy(PolicyRouter router)
    {
        VerifyError error = ReadPayload(isAuthentic: false);
        CompiledPolicy? found = error == VerifyError.None ? router.Find(_body.Members.FindTopLevel(_body.Payload, "iss"u8)) : null;
        if (found is not null)
        {
            // Padding is tolerated issuer by issuer.
            Policy = found;
            return _jws.IsPadded && !found.Tolerate.Includes(Tolerance.PaddedBase64Url) ? VerifyError.NotCompactJws : VerifyError.None;
        }

        // The header comes before the issuer, so a fault in it answers first.
        VerifyError headerError = KeySelector.CheckHeader(_jws.Header, router.AllAlgorithms, _setup.Limits, _body.Memory.Scratch());
        return headerError != VerifyError.None ? headerError
            : error != VerifyError.None ? error
            : VerifyError.IssuerNotTrusted;
    }

    private VerifyError VerifySignature()
    {
        int length = StrictBase64Url.DecodedLength(_jws.Signature.Length);
        Span<byte> scratch = _body.Memory.Scratch();
        return length <= scratch.Length ? VerifySignature(scratch[..length])
            : length <= SignatureAlgorithm.LargestSignature ? VerifySignatureOnStack(length)
            : VerifyError.SignatureInvalid;
    }

    // With several issuers the payload is read already and may leave no room. Separate method: with stackalloc the JIT
    // compiles it without a branch profile.
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining)]
    private VerifyError VerifySignatureOnStack(int length)
    {
        Span<byte> signature = stackalloc byte[SignatureAlgorithm.LargestSignature];
        return VerifySignature(signature[..length]);
    }

    private VerifyError VerifySignature(scoped Span<byte> signature)
    {
        if (!StrictBase64Url.TryDecode(_jws.Signature, signature))
        {
            return VerifyError.SignatureInvalid;
        }

        foreach (Jwk candidate in _choice.Candidates)
        {
            if (_choice.Algorithm.Verify(candidate.Material, _jws.SigningInput, signature))
            {
                Key = candidate;
                return VerifyError.None;
            }
        }

        return VerifyError.SignatureInvalid;
    }

    // Another thread may write to the caller's memory during the call. What is remembered outlives the call, so the choice
    // is made again, from the copy that is remembered.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private readonly void RememberHeader(byte[] header)
    {
        if (KeySelector.Select(header, Policy, _choice.Keys, _setup.Limits, _body.Memory.Scratch(), out KeyChoice choice) == VerifyError.None)
        {
            Policy.Plans.Add(header, choice);
        }
    }

    private readonly VerifyError ReadPayload(bool isAuthentic) =>
        _body.TryRead(_jws.Payload, _setup.Limits.JsonDepth, isAuthentic, _setup.Orders.Latest) ? VerifyError.None : VerifyError.PayloadMalformed;

    // Step 6: the rules in the order of VerifyError, each one statement.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private VerifyError CheckClaims()
    {
        CompiledPolicy policy = Policy;
        ref TokenBody body = ref _body;
        Span<int> located = stackalloc int[ClaimNames.Most];
        ClaimReader reader = new(body.Payload, in body.Members, body.Order, policy.Names.Table, located);
        VerifyError error;
        _ = (error = body.Claims.Read(policy.Names, reader, policy.Tolerate, ref body.Memory)) == VerifyError.None
            && (error = policy.Profile.CheckForm(reader)) == VerifyError.None
            && (error = TypeRule.Check(_choice.IsTypeAccepted)) == VerifyError.None
            && (error = policy.Profile.CheckKind(reader)) == VerifyError.None
            && (error = policy.Issuer.Check(body.Text(body.Claims.Issuer), reader, Key!.Issuer)) == VerifyError.None
            && (error = AudienceRule.Check(policy.Audience, body.List(body.Claims.ExpectedAudiences))) == VerifyError.None
            && (error = policy.Time.CheckClock(body.Claims, _time.Now)) == VerifyError.None
            && (error = policy.Time.CheckLifetime(body.Claims.IssuedAt, body.Claims.Expiration)) == VerifyError.None
            && (error = RequiredHeadersRule.Check(_choice.HeaderFault)) == VerifyError.None
            && (error = policy.Profile.CheckRequired(reader)) == VerifyError.None
            && (error = policy.RequiredClaims.Check(reader)) == VerifyError.None
            && (error = ProofOfPossessionRule.Check(reader, policy.Tolerate)) == VerifyError.None;
        if (error != VerifyError.None)
        {
            Explanation = Explanation.Of(error, policy, in _choice, body, reader);
        }

        return error;
    }

    /// <summary>
    /// The source to refresh for a token whose key is missing: only one that is open to that. When it has keys, the token
    /// must be one that could pass: a forger must so at least know issuer and audience, and is held by the source's own
    /// limits. When it has none, any well-formed token starts the load, which all tokens need.
    /// </summary>
    private LackingKeys FindSource(bool isLoaded)
    {
        // A refresh that ended in between closes the source, and may have brought the key: worth another look as well.
        if (Policy.Keys is not RemoteJwks source
            || (!source.IsOpenToTokens() && ReferenceEquals(source.KeysAt(ref _time), _choice.Keys)))
        {
            return default;
        }

        // With several issuers the payload was read to find the token's own.
        if (_setup.Router is null && ReadPayload(isAuthentic: false) != VerifyError.None)
        {
            return default;
        }

        bool couldPass = CouldPass();
        string? keyId = couldPass && source.TakesKeyId ? KeySelector.FindKeyId(_jws.Header, Policy, _setup.Limits) : null;
        return couldPass || !isLoaded ? new LackingKeys(source, couldPass, keyId) : default;
    }

    private bool CouldPass()
    {
        CompiledPolicy policy = Policy;
        Span<int> located = stackalloc int[ClaimNames.Most];
        ClaimReader reader = new(_body.Payload, in _body.Members, _body.Order, policy.Names.Table, located);
        return _choice.HeaderFault == RequiredHeadersRule.NoFault
            && _body.Claims.Read(policy.Names, reader, policy.Tolerate, ref _body.Memory) == VerifyError.None
            && policy.Issuer.Check(_body.Text(_body.Claims.Issuer), reader, keyIssuer: null) == VerifyError.None
            && AudienceRule.Check(policy.Audience, _body.List(_body.Claims.ExpectedAudiences)) == VerifyError.None
            && policy.Time.CheckExpiration(_body.Claims.Expiration, _time.Now) == VerifyError.None;
    }
}
