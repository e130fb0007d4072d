using System.Text.Json;
using JwtCore.Rules;

namespace JwtCore;

/// <summary>
/// The claims of a verified token, owned and immutable: for asynchronous code, caches and identities. Safe for
/// concurrent use.
/// </summary>
public sealed class TokenClaims
{
    private readonly ScopeHierarchy _impliedScopes;

    internal TokenClaims(scoped in VerifiedToken token)
    {
        _impliedScopes = token.ImpliedScopes!;
        Algorithm = token.Algorithm;
        KeyId = token.KeyId;
        Issuer = ToStringOrNull(token.Issuer);
        Subject = ToStringOrNull(token.Subject);
        ClientId = ToStringOrNull(token.ClientId);
        JwtId = ToStringOrNull(token.JwtId);
        Audiences = Array.AsReadOnly(token.Audiences.ToStrings());
        Scopes = Array.AsReadOnly(token.Scopes.ToStrings());
        ExpiresAt = token.ExpiresAt;
        NotBefore = token.NotBefore;
        IssuedAt = token.IssuedAt;
        Payload = JsonElement.Parse(token.Payload);
    }

    /// <summary>The algorithm that verified the signature.</summary>
    public JwtAlgorithm Algorithm { get; }

    /// <summary>The key id of the configured key that verified the signature; null when it has none.</summary>
    public string? KeyId { get; }

    /// <summary><c>iss</c>, or null.</summary>
    public string? Issuer { get; }

    /// <summary><c>sub</c>, or null.</summary>
    public string? Subject { get; }

    /// <summary>The client, or null when the token names none. Never the subject.</summary>
    public string? ClientId { get; }

    /// <summary><c>jti</c>, or null.</summary>
    public string? JwtId { get; }

    /// <summary><c>aud</c>; empty when absent.</summary>
    public IReadOnlyList<string> Audiences { get; }

    /// <summary>The scopes in the order of the token, without what they imply.</summary>
    public IReadOnlyList<string> Scopes { get; }

    /// <summary><c>exp</c>, rounded down to 100 ns; null when absent.</summary>
    public DateTimeOffset? ExpiresAt { get; }

    /// <summary><c>nbf</c>, rounded down to 100 ns; null when absent.</summary>
    public DateTimeOffset? NotBefore { get; }

    /// <summary><c>iat</c>, rounded down to 100 ns; null when absent.</summary>
    public DateTimeOffset? IssuedAt { get; }

    /// <summary>The whole payload.</summary>
    public JsonElement Payload { get; }

    /// <summary>
    /// Whether the token has this scope, or one that implies it by <see cref="VerificationPolicy.ImpliedScopes"/>; compared
    /// ordinally.
    /// </summary>
    /// <param name="scope">The scope.</param>
    /// <returns>True when it has.</returns>
    public bool HasScope(string scope) => _impliedScopes.Grant(Scopes, scope);

    private static string? ToStringOrNull(Utf8Text text) => text.IsPresent ? text.ToString() : null;
}
