using System.Collections.ObjectModel;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using JwtCore.Claims;
using JwtCore.Policies;
using JwtCore.Rules;

namespace JwtCore;

/// <summary>
/// The claims of a verified token, owned and immutable: for asynchronous code, caches and identities. It copies the token's
/// payload, or by <see cref="FromJson"/> claims that another party vouches for; texts, lists and <see cref="Payload"/> are made when they are first asked for, and kept. Safe for concurrent use.
/// </summary>
public sealed class TokenClaims
{
    private static readonly Limits DefaultLimits = new();

    // What holds for a policy by default: exp is required.
    private static readonly TimeRule DefaultTime = new(TimeSpan.FromSeconds(60), maxAge: null, maxLifetime: null, mayMissExpiration: false);

    // Null for claims that no policy of this library accepted.
    private readonly CompiledPolicy? _policy;
    private readonly RegisteredClaims _claims;

    // Another party vouches for them; the policy, if there is one, says what scopes imply, and can only tighten the rest.
    private readonly bool _isByCaller;

    // The payload, and behind it the texts that had to be unescaped.
    private readonly byte[] _memory;
    private readonly int _payloadLength;

    // Made when they are first asked for. Two threads may each make one; either is right.
    private string? _issuer;
    private string? _subject;
    private string? _clientId;
    private string? _jwtId;
    private ReadOnlyCollection<string>? _audiences;
    private ReadOnlyCollection<string>? _scopes;
    private StrongBox<JsonElement>? _payload;

    internal TokenClaims(scoped in VerifiedToken token)
    {
        _policy = token.Policy!;
        _claims = token.Body.Claims;
        _payloadLength = token.Payload.Length;
        _memory = [.. token.Payload, .. token.Body.Memory.Texts];
        Algorithm = token.Algorithm;
        KeyId = token.KeyId;
    }

    private TokenClaims(scoped in TokenBody body)
    {
        _claims = body.Claims;
        _payloadLength = body.Payload.Length;
        _memory = [.. body.Payload, .. body.Memory.Texts];
    }

    private TokenClaims(TokenClaims other)
    {
        _isByCaller = true;
        _policy = other._policy;
        _claims = other._claims;
        _payloadLength = other._payloadLength;
        _memory = other._memory;
    }

    /// <summary>The algorithm that verified the signature; 0, which has no name, when the verdict is another party's.</summary>
    public JwtAlgorithm Algorithm { get; }

    /// <summary>The key id of the configured key that verified the signature; null when it has none, or the verdict is another party's.</summary>
    public string? KeyId { get; }

    /// <summary><c>iss</c>, or null.</summary>
    public string? Issuer => _issuer ??= Text(_claims.Issuer);

    /// <summary><c>sub</c>, or null.</summary>
    public string? Subject => _subject ??= Text(_claims.Subject);

    /// <summary>The client, or null when the token names none. Never the subject.</summary>
    public string? ClientId => _clientId ??= Text(_claims.ClientId);

    /// <summary><c>jti</c>, or null.</summary>
    public string? JwtId => _jwtId ??= Text(_claims.JwtId);

    /// <summary><c>aud</c>; empty when absent.</summary>
    public IReadOnlyList<string> Audiences => _audiences ??= List(_claims.Audiences);

    /// <summary>The scopes in the order of the token, without what they imply.</summary>
    public IReadOnlyList<string> Scopes => _scopes ??= List(_claims.Scopes);

    /// <summary><c>exp</c>, rounded down to 100 ns; <see cref="DateTimeOffset.MaxValue"/> for a later one, null when absent.</summary>
    public DateTimeOffset? ExpiresAt => _claims.Expiration.ToDateTimeOffset();

    /// <summary><c>nbf</c>, rounded down to 100 ns; null when absent.</summary>
    public DateTimeOffset? NotBefore => _claims.NotBefore.ToDateTimeOffset();

    /// <summary><c>iat</c>, rounded down to 100 ns; null when absent.</summary>
    public DateTimeOffset? IssuedAt => _claims.IssuedAt.ToDateTimeOffset();

    /// <summary>The whole payload.</summary>
    public JsonElement Payload => (_payload ??= new StrongBox<JsonElement>(JsonElement.Parse(_memory.AsSpan(0, _payloadLength)))).Value;

    /// <summary>
    /// Whether the policy's <see cref="VerificationPolicy.ClientOnlyClaims"/> mark this as a token that a client got for itself,
    /// without a user. False when the policy names no such claims, and for every token that has a scope.
    /// </summary>
    public bool IsClientOnly => _policy is { ClientOnly.IsEmpty: false } && Scopes.Count == 0 && _policy.ClientOnly.IsMetBy(Payload);

    /// <summary>
    /// Whether the token has this scope, or one that implies it by <see cref="VerificationPolicy.ImpliedScopes"/>; compared
    /// ordinally.
    /// </summary>
    /// <param name="scope">The scope.</param>
    /// <returns>True when it has.</returns>
    public bool HasScope(string scope) => _policy is null ? Scopes.Contains(scope) : _policy.ImpliedScopes.Grant(Scopes, scope);

    /// <summary>
    /// Reads claims that another party vouches for, the answer of an introspection endpoint for instance (RFC 7662 section 2.2), as
    /// strictly as those of a token: one JSON object without duplicate names, registered claims of the right types, dates in range
    /// (RFC 7519 section 4.1). Scopes are those of <c>scope</c> and <c>scp</c>, the client is that of <c>client_id</c> or <c>azp</c>.
    /// </summary>
    /// <remarks>
    /// This proves nothing: no signature, issuer, audience or date is compared with anything. <see cref="VerifyResult.AcceptedByCaller"/>
    /// makes a verdict of it.
    /// </remarks>
    /// <param name="utf8Json">The object in UTF-8; copied. No byte order mark.</param>
    /// <param name="limits">
    /// <see cref="Limits.TokenBytes"/> is the most bytes, <see cref="Limits.JsonDepth"/> the deepest nesting. Null for the defaults.
    /// </param>
    /// <returns>The claims.</returns>
    /// <exception cref="FormatException">The claims are refused; the message says why and quotes nothing of them.</exception>
    /// <exception cref="ArgumentException">The limits are out of range.</exception>
    public static TokenClaims FromJson(ReadOnlySpan<byte> utf8Json, Limits? limits = null)
    {
        VerifyError error = Read(utf8Json, limits ?? DefaultLimits, out TokenClaims? claims, out (string? Claim, ClaimFault Fault) fault);
        return claims ?? throw new FormatException(error switch
        {
            VerifyError.TokenTooLarge => $"The claims are refused: they are longer than {(limits ?? DefaultLimits).TokenBytes} bytes.",
            VerifyError.PayloadMalformed => "The claims are refused: they are not one strict JSON object in UTF-8.",
            _ => $"The claims are refused: {fault.Claim} is malformed ({fault.Fault}).",
        });
    }

    /// <summary>As <see cref="FromJson"/>, without an exception for claims that are refused: for text that anyone may have written.</summary>
    /// <param name="utf8Json">The object in UTF-8; copied. No byte order mark.</param>
    /// <param name="claims">The claims; null when they are refused.</param>
    /// <param name="limits">The sizes allowed. Null for the defaults.</param>
    /// <returns>Whether they are taken.</returns>
    /// <exception cref="ArgumentException">The limits are out of range.</exception>
    public static bool TryFromJson(ReadOnlySpan<byte> utf8Json, [NotNullWhen(true)] out TokenClaims? claims, Limits? limits = null)
    {
        Read(utf8Json, limits ?? DefaultLimits, out claims, out _);
        return claims is not null;
    }

    /// <summary>
    /// The same claims, as another party's: without the key and the algorithm that verified them, and without what the policy that
    /// accepted them tolerates.
    /// </summary>
    internal TokenClaims ByCaller() => new(this);

    /// <summary>
    /// What must hold at each use, whoever vouches: the token is in force, and it is bound to no key. The policy that accepted it
    /// decides. When another party vouches, the defaults decide, and the policy where it is stricter.
    /// </summary>
    /// <param name="now">The time.</param>
    internal VerifyError CheckAgain(DateTimeOffset now)
    {
        long ticks = now.UtcTicks - DateTime.UnixEpoch.Ticks;
        bool isByPolicy = _policy is not null && !_isByCaller;
        VerifyError error = isByPolicy ? VerifyError.None : DefaultTime.CheckClock(_claims, ticks);
        error = error == VerifyError.None && _policy is not null ? _policy.Time.CheckClock(_claims, ticks) : error;
        bool mayBeBound = isByPolicy && _policy!.Tolerate.Includes(Tolerance.UnprovenPossession);
        return error != VerifyError.None || mayBeBound || !Payload.TryGetProperty("cnf", out _) ? error : VerifyError.ProofOfPossessionRequired;
    }

    private static VerifyError Read(ReadOnlySpan<byte> json, Limits limits, out TokenClaims? claims, out (string? Claim, ClaimFault Fault) fault)
    {
        limits.Check();
        Unsafe.SkipInit(out TokenBody body);
        VerifyError error = UnsignedClaims.Read(json, limits, ref body, out fault);
        claims = error == VerifyError.None ? new TokenClaims(body) : null;
        body.Release();
        return error;
    }

    private string? Text(TextRange range) => range.IsPresent ? Encoding.UTF8.GetString(Bytes(range)) : null;

    private ReadOnlyCollection<string> List(TextRange range) => Array.AsReadOnly(new Utf8List(Bytes(range), range.Form).ToStrings());

    private ReadOnlySpan<byte> Bytes(TextRange range) => _memory.AsSpan(range.IsUnescaped ? _payloadLength + range.Start : range.Start, range.Length);
}
