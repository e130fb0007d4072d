using System.Text.Json.Nodes;
using JwtCore.Testing;

namespace JwtCore.Bench;

/// <summary>The token that every row is about: 12 claims, 967 bytes when signed with RS256.</summary>
internal static class Sample
{
    public const string Issuer = "https://issuer.example.com";
    public const string Audience = "https://api.example.com";

    public static TestKeyPair Pair(JwtAlgorithm algorithm) => TestKeyPair.Create(algorithm, "key-2026-01");

    public static JwtVerifier Verifier(TestKeyPair pair, TokenCacheOptions? cache = null) => new(new VerificationPolicy
    {
        Issuer = Issuer,
        Audience = Audience,
        Algorithms = [pair.Algorithm],
        Keys = pair.ToJwkSet(),
    }, new JwtVerifierOptions { Cache = cache });

    public static string Token(TestKeyPair pair) => pair.Sign(Claims().ToJsonString());

    /// <summary>The token with another id of the same length.</summary>
    public static string Token(TestKeyPair pair, string tokenId)
    {
        JsonObject claims = Claims();
        claims["jti"] = tokenId;
        return pair.Sign(claims.ToJsonString());
    }

    public static JsonObject Claims()
    {
        long now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        return new JsonObject
        {
            ["iss"] = Issuer,
            ["sub"] = "248289761001-auth-user",
            ["aud"] = new JsonArray(Audience, "https://issuer.example.com/userinfo"),
            ["iat"] = now - 60,
            ["nbf"] = now - 60,
            ["exp"] = now + 86_400,
            ["jti"] = "9b1deb4d-3b7d-4bad-9bdd-2b0d7b3dcb6d",
            ["client_id"] = "s6BhdRkqt3-web-frontend",
            ["scope"] = "openid profile email orders:read orders:write",
            ["tenant"] = "tenant-eu-west-1",
            ["name"] = "Sample User Account",
            ["email"] = "sample.user@example.com",
        };
    }
}
