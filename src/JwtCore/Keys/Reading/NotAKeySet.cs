using System.Text;
using System.Text.Json;

namespace JwtCore.Keys;

/// <summary>Says what a JSON object is that was given as a JWK Set and has no member <c>keys</c>.</summary>
internal static class NotAKeySet
{
    private const string Certificate = "-----BEGIN CERTIFICATE-----";

    /// <summary>What it is and what to give instead, to follow a colon. Nothing of it is quoted.</summary>
    /// <param name="utf8Json">A JSON object in UTF-8.</param>
    public static string Describe(ReadOnlySpan<byte> utf8Json) => Members(utf8Json) switch
    {
        null => "it has no member keys.",
        var members when members.ContainsKey("jwks_uri") || (members.ContainsKey("issuer") && members.ContainsKey("authorization_endpoint"))
            => "it is issuer metadata (a discovery document). Give the key set that its jwks_uri names, or the issuer for discovery.",
        var members when members.ContainsKey("kty") => "it is a single JWK. Give it as one key, or put it into the array keys of a set.",
        { Count: > 0 } members when members.Values.All(IsCertificate)
            => "it is a map of X.509 certificates by key ID. Give the issuer's JWK Set, or one of the certificates as a key.",
        _ => "it has no member keys.",
    };

    /// <summary>Whether a text is a set and not one key.</summary>
    public static bool LooksLikeSet(ReadOnlySpan<byte> utf8Json) =>
        Members(utf8Json) is { } members && members.ContainsKey("keys") && !members.ContainsKey("kty");

    private static bool IsCertificate(string? text) => text is not null && text.TrimStart().StartsWith(Certificate, StringComparison.Ordinal);

    // The top level's members: texts as they are, null for everything else. Null when it is not one JSON object.
    private static Dictionary<string, string?>? Members(ReadOnlySpan<byte> utf8Json)
    {
        Dictionary<string, string?> members = new(StringComparer.Ordinal);
        try
        {
            Utf8JsonReader reader = new(utf8Json, new JsonReaderOptions { MaxDepth = 1000 });
            reader.Read();
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                string name = reader.GetString()!;
                reader.Read();
                members[name] = reader.TokenType == JsonTokenType.String ? Encoding.UTF8.GetString(reader.ValueSpan) : null;
                reader.Skip();
            }

            return members;
        }
        catch (Exception thrown) when (thrown is JsonException or InvalidOperationException)
        {
            // Bad syntax, or a name with half of a surrogate pair.
            return null;
        }
    }
}
