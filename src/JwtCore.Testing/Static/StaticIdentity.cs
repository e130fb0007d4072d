using System.Text.Json.Nodes;

namespace JwtCore.Testing;

/// <summary>Whom a text stands for in <see cref="StaticTokenVerifier"/>. Immutable but for the JSON that it is given.</summary>
public sealed record StaticIdentity
{
    /// <summary><c>client_id</c>; not empty.</summary>
    public required string ClientId { get; init; }

    /// <summary><c>sub</c>; null, the default, for none.</summary>
    public string? Subject { get; init; }

    /// <summary><c>iss</c>; <c>https://issuer.example.com</c> by default, null for none.</summary>
    public string? Issuer { get; init; } = "https://issuer.example.com";

    /// <summary><c>scope</c>; none by default.</summary>
    public IReadOnlyList<string> Scopes { get; init; } = [];

    /// <summary><c>exp</c>; null, the default, for an identity that never expires.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>All other claims, <c>aud</c> among them; none by default. None that has a property of its own.</summary>
    public JsonObject Claims { get; init; } = [];
}
