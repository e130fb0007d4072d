using System.Diagnostics.CodeAnalysis;
using JwtCore.Claims;
using JwtCore.Jwks;
using JwtCore.Pipeline;
using JwtCore.Policies;

namespace JwtCore;

/// <summary>
/// What <see cref="JwtVerifier"/> proved about a token, as a view that allocates nothing: the payload lies in the
/// variable itself, up to 2,048 bytes, or in one array above that, or in that of a remembered token
/// (<see cref="JwtVerifierOptions.Cache"/>). Whatever it hands out lives as long as the variable;
/// verifying again into the same variable overwrites it. For anything that lives longer, <see cref="ToClaims"/>.
/// </summary>
/// <remarks>
/// On failure everything but <see cref="Error"/>, <see cref="ErrorClaim"/> and <see cref="ErrorFault"/> is empty. The one exception is <see cref="VerifyError.InsufficientScope"/>:
/// there the token is authentic and readable.
/// </remarks>
public ref struct VerifiedToken
{
    // Inverted, so that the zero of a default value does not read as success.
    private byte _code;
    private JwtAlgorithm _algorithm;
    private string? _keyId;

    private CompiledPolicy? _policy;

    /// <summary>What <see cref="ErrorClaim"/> and <see cref="ErrorFault"/> show. Set only after the signature verified.</summary>
    internal Explanation Explanation;

    /// <summary>The remote keys that lacked the key of this token.</summary>
    internal LackingKeys Lacking;

    /// <summary>The payload. Until <see cref="Accept"/> it is the memory that the pipeline works in.</summary>
    internal TokenBody Body;

    /// <summary>The first step that failed, or <see cref="VerifyError.None"/>; of a default value <see cref="VerifyError.NotVerified"/>.</summary>
    public readonly VerifyError Error => (VerifyError)_code ^ VerifyError.NotVerified;

    /// <summary>
    /// The claim that <see cref="Error"/> is about, or with <see cref="VerifyError.RequiredHeaderMissing"/> the header member, by
    /// the name that the policy or the specification gives it; null when it is about none. Never null for <see cref="VerifyError.ClaimMalformed"/> and the errors of single claims behind it.
    /// </summary>
    public readonly string? ErrorClaim => Explanation.Claim;

    /// <summary>What is wrong with <see cref="ErrorClaim"/>.</summary>
    public readonly ClaimFault ErrorFault => Explanation.Fault;

    /// <summary>The algorithm that verified the signature; 0 on failure.</summary>
    public readonly JwtAlgorithm Algorithm => _algorithm;

    /// <summary>The key id of the configured key that verified the signature: that key's string, never the token's.</summary>
    public readonly string? KeyId => _keyId;

    /// <summary><c>iss</c> (RFC 7519 section 4.1.1).</summary>
    [UnscopedRef]
    public readonly Utf8Text Issuer => Body.Text(Body.Claims.Issuer);

    /// <summary><c>sub</c> (RFC 7519 section 4.1.2).</summary>
    [UnscopedRef]
    public readonly Utf8Text Subject => Body.Text(Body.Claims.Subject);

    /// <summary>The client: the first of the policy's <see cref="VerificationPolicy.ClientIdClaims"/> that is a string with at least one character. Never the subject.</summary>
    [UnscopedRef]
    public readonly Utf8Text ClientId => Body.Text(Body.Claims.ClientId);

    /// <summary><c>jti</c> (RFC 7519 section 4.1.7).</summary>
    [UnscopedRef]
    public readonly Utf8Text JwtId => Body.Text(Body.Claims.JwtId);

    /// <summary><c>aud</c>, one text or several (RFC 7519 section 4.1.3).</summary>
    [UnscopedRef]
    public readonly Utf8List Audiences => Body.List(Body.Claims.Audiences);

    /// <summary>The scopes of the policy's <see cref="VerificationPolicy.ScopeClaims"/> as the token has them, without what they imply.</summary>
    [UnscopedRef]
    public readonly Utf8List Scopes => Body.List(Body.Claims.Scopes);

    /// <summary><c>exp</c>, rounded down to 100 ns; <see cref="DateTimeOffset.MaxValue"/> for a later one, null when absent.</summary>
    public readonly DateTimeOffset? ExpiresAt => Body.Claims.Expiration.ToDateTimeOffset();

    /// <summary><c>nbf</c>, rounded down to 100 ns; null when absent.</summary>
    public readonly DateTimeOffset? NotBefore => Body.Claims.NotBefore.ToDateTimeOffset();

    /// <summary><c>iat</c>, rounded down to 100 ns; null when absent.</summary>
    public readonly DateTimeOffset? IssuedAt => Body.Claims.IssuedAt.ToDateTimeOffset();

    /// <summary>The decoded payload: one strict JSON object in UTF-8.</summary>
    [UnscopedRef]
    public readonly ReadOnlySpan<byte> Payload => Body.Payload;

    /// <summary>
    /// Whether the token has this scope, or one that implies it by <see cref="VerificationPolicy.ImpliedScopes"/>; compared
    /// ordinally. Linear in the length of its scopes.
    /// </summary>
    /// <param name="scope">The scope in UTF-8.</param>
    /// <returns>True when it has.</returns>
    public readonly bool HasScope(scoped ReadOnlySpan<byte> scope) => _policy is not null && _policy.ImpliedScopes.Grant(Scopes, scope);

    /// <summary>Finds a top-level claim by name, compared ordinally after unescaping.</summary>
    /// <param name="name">The name in UTF-8.</param>
    /// <param name="value">Its value.</param>
    /// <returns>False when the token has no such claim.</returns>
    [UnscopedRef]
    public readonly bool TryGetClaim(scoped ReadOnlySpan<byte> name, out ClaimValue value)
    {
        value = Payload.IsEmpty ? default : new ClaimValue(Body.Members.FindTopLevel(Payload, name));
        return !value.Json.IsEmpty;
    }

    /// <summary>Copies the token into an object of its own.</summary>
    /// <returns>The claims.</returns>
    /// <exception cref="InvalidOperationException"><see cref="Error"/> is not <see cref="VerifyError.None"/>.</exception>
    public readonly TokenClaims ToClaims() => Error == VerifyError.None
        ? new TokenClaims(this)
        : throw new InvalidOperationException($"The token is not valid: {Error}.");

    /// <summary>The policy that accepted the token. Null until <see cref="Accept"/>.</summary>
    internal readonly CompiledPolicy? Policy => _policy;

    /// <summary>Starts from memory that may hold anything.</summary>
    internal void Start()
    {
        Lacking = default;
        Explanation = default;
        Refuse(VerifyError.NotVerified);
    }

    /// <summary>
    /// The one door to "verified". The signature over <see cref="Body"/> verified under this key, and the policy accepts
    /// what the token says.
    /// </summary>
    internal void Accept(Jwk key, JwtAlgorithm algorithm, CompiledPolicy policy)
    {
        _keyId = key.KeyId;
        _algorithm = algorithm;
        _policy = policy;
        SetError(VerifyError.None);
    }

    /// <summary>Says why the token is refused. Nothing of it stays readable, unless nothing but a scope is missing.</summary>
    internal void Refuse(VerifyError error)
    {
        SetError(error);
        if (error == VerifyError.InsufficientScope)
        {
            return;
        }

        _algorithm = default;
        _keyId = null;
        _policy = null;
        Body.Reset();
    }

    private void SetError(VerifyError error) => _code = (byte)(error ^ VerifyError.NotVerified);
}
