using System.Collections.ObjectModel;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using JwtCore.Claims;
using JwtCore.Policies;

namespace JwtCore;

/// <summary>
/// The claims of a verified token, owned and immutable: for asynchronous code, caches and identities. It copies the token's
/// payload; texts, lists and <see cref="Payload"/> are made when they are first asked for, and kept. Safe for concurrent use.
/// </summary>
public sealed class TokenClaims
{
    private readonly CompiledPolicy _policy;
    private readonly RegisteredClaims _claims;

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

    /// <summary>The algorithm that verified the signature.</summary>
    public JwtAlgorithm Algorithm { get; }

    /// <summary>The key id of the configured key that verified the signature; null when it has none.</summary>
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
    public bool IsClientOnly => !_policy.ClientOnly.IsEmpty && Scopes.Count == 0 && _policy.ClientOnly.IsMetBy(Payload);

    /// <summary>
    /// Whether the token has this scope, or one that implies it by <see cref="VerificationPolicy.ImpliedScopes"/>; compared
    /// ordinally.
    /// </summary>
    /// <param name="scope">The scope.</param>
    /// <returns>True when it has.</returns>
    public bool HasScope(string scope) => _policy.ImpliedScopes.Grant(Scopes, scope);

    private string? Text(TextRange range) => range.IsPresent ? Encoding.UTF8.GetString(Bytes(range)) : null;

    private ReadOnlyCollection<string> List(TextRange range) => Array.AsReadOnly(new Utf8List(Bytes(range), range.Form).ToStrings());

    private ReadOnlySpan<byte> Bytes(TextRange range) => _memory.AsSpan(range.IsUnescaped ? _payloadLength + range.Start : range.Start, range.Length);
}
