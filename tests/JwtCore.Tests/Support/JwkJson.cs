using System.Text;
using System.Text.Json.Nodes;

namespace JwtCore.Tests.Support;

/// <summary>JWKs as JSON, changed member by member, and what becomes of them.</summary>
internal static class JwkJson
{
    public static JsonObject Rsa => Tokens.Pair(JwtAlgorithm.RS256).ToJwk();

    public static JsonObject Ec => Tokens.Pair(JwtAlgorithm.ES256).ToJwk();

    public static JsonObject Oct => Tokens.Pair(JwtAlgorithm.HS256).ToJwk();

    public static JsonObject Of(string keyType) => keyType switch { "RSA" => Rsa, "EC" => Ec, _ => Oct };

    /// <summary>The JWK with one member set to a JSON text, or removed for null.</summary>
    public static JsonObject With(this JsonObject jwk, string name, string? json)
    {
        jwk.Remove(name);
        if (json is not null)
        {
            jwk[name] = JsonNode.Parse(json);
        }

        return jwk;
    }

    public static JsonObject WithText(this JsonObject jwk, string name, string text)
    {
        jwk[name] = text;
        return jwk;
    }

    public static JwkSet Set(params JsonNode[] entries) => Set(publicOnly: false, entries);

    public static JwkSet Set(bool publicOnly, params JsonNode[] entries) =>
        SetOf($"[{string.Join(',', entries.Select(entry => entry.ToJsonString()))}]", publicOnly);

    public static JwkSet SetOf(string keys, bool publicOnly = false) => JwkSet.Parse(Encoding.UTF8.GetBytes($"{{\"keys\":{keys}}}"), publicOnly);

    /// <summary>Why a JWK is refused, or null, after checking that alone it throws and in a set it is skipped for the same reason.</summary>
    public static string? Refusal(string jwk)
    {
        JwkSet set = SetOf($"[{jwk}]");
        if (set.Skipped.Count == 0)
        {
            Assert.Equal(set.Keys[0].KeyId, Jwk.Parse(Encoding.UTF8.GetBytes(jwk)).KeyId);
            return null;
        }

        Assert.Empty(set.Keys);
        SkippedKey skipped = Assert.Single(set.Skipped);
        Assert.Equal(0, skipped.Index);
        FormatException thrown = Assert.Throws<FormatException>(() => Jwk.Parse(Encoding.UTF8.GetBytes(jwk)));
        Assert.Equal($"The JWK is refused: {skipped.Reason}", thrown.Message);
        return skipped.Reason;
    }

    public static string? Refusal(JsonObject jwk) => Refusal(jwk.ToJsonString());
}
