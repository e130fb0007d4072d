using System.Text.Json.Nodes;

namespace JwtCore.Testing;

/// <summary>
/// What <see cref="TestKeyPair.CreateToken"/> writes into a token: sensible claims by default, and by <see cref="Claims"/>
/// and <see cref="Header"/> anything else, right or wrong. Immutable but for the JSON that it is given; signing changes nothing.
/// </summary>
public sealed record TestToken
{
    /// <summary><c>sub</c>; <c>test-user</c> by default, null to leave it out.</summary>
    public string? Subject { get; init; } = "test-user";

    /// <summary><c>iss</c>; <c>https://issuer.example.com</c> by default, null to leave it out.</summary>
    public string? Issuer { get; init; } = "https://issuer.example.com";

    /// <summary><c>aud</c> as it shall stand there: a text, or a <see cref="JsonArray"/> of several; null, the default, to leave it out.</summary>
    public JsonNode? Audience { get; init; }

    /// <summary><c>scope</c>, parted by spaces; none by default, which leaves it out.</summary>
    public IReadOnlyList<string> Scopes { get; init; } = [];

    /// <summary>The time from <c>iat</c> to <c>exp</c> in whole seconds; one hour by default, negative for an expired token.</summary>
    public TimeSpan Lifetime { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Claims on top, which replace those of the same name; null removes one, <c>exp</c> too.</summary>
    public JsonObject Claims { get; init; } = [];

    /// <summary>Header members on top of <c>typ</c> JWT, <c>alg</c> and <c>kid</c>, which replace those of the same name; null removes one.</summary>
    public JsonObject Header { get; init; } = [];

    /// <summary>The clock for <c>iat</c> and <c>exp</c>, which are in whole seconds; the system's by default.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    internal static JsonObject DefaultHeader(TestKeyPair pair)
    {
        JsonObject header = new() { ["typ"] = "JWT", ["alg"] = pair.Algorithm.ToName() };
        return Merge(header, pair.KeyId is null ? [] : new JsonObject { ["kid"] = pair.KeyId });
    }

    internal JsonObject HeaderFor(TestKeyPair pair) => Merge(DefaultHeader(pair), Header);

    internal JsonObject Payload()
    {
        long now = TimeProvider.GetUtcNow().ToUnixTimeSeconds();
        JsonObject payload = new()
        {
            ["sub"] = Subject,
            ["iss"] = Issuer,
            ["iat"] = now,
            ["exp"] = now + (long)Lifetime.TotalSeconds,
            ["aud"] = Audience?.DeepClone(),
            ["scope"] = Scopes.Count == 0 ? null : string.Join(' ', Scopes),
        };
        return Merge(payload, Claims);
    }

    private static JsonObject Merge(JsonObject into, JsonObject changes)
    {
        foreach ((string name, JsonNode? value) in changes)
        {
            into[name] = value?.DeepClone();
        }

        foreach ((string name, _) in into.Where(member => member.Value is null).ToArray())
        {
            into.Remove(name);
        }

        return into;
    }
}
