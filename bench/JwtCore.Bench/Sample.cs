using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using JwtCore.Competitors;
using JwtCore.Testing;

namespace JwtCore.Bench;

/// <summary>The tokens that the rows are about. The usual one has 12 claims, and 967 bytes when signed with RS256.</summary>
internal static class Sample
{
    public const string Issuer = "https://issuer.example.com";
    public const string Audience = "https://api.example.com";
    public const string KeyId = "key-2026-01";
    public const int Usual = 12;

    /// <summary>The largest payload that needs no array.</summary>
    public const int InlinePayload = 2048;

    public static readonly IReadOnlyList<int> ClaimCounts = [6, Usual, 32, 96];

    private static readonly ConcurrentDictionary<JwtAlgorithm, TestKeyPair> Pairs = new();

    /// <summary>One pair for each algorithm, the same in every row.</summary>
    public static TestKeyPair Pair(JwtAlgorithm algorithm) => Pairs.GetOrAdd(algorithm, static algorithm => TestKeyPair.Create(algorithm, KeyId));

    public static JwtVerifier Verifier(TestKeyPair pair, TokenCacheOptions? cache = null) => new(Policy(pair), new JwtVerifierOptions { Cache = cache });

    public static VerificationPolicy Policy(TestKeyPair pair) => Policy(pair.Algorithm, pair.ToJwkSet());

    public static VerificationPolicy Policy(JwtAlgorithm algorithm, KeySource keys) => new()
    {
        Issuer = Issuer,
        Audience = Audience,
        Algorithms = [algorithm],
        Keys = keys,
    };

    /// <summary>The same policy for the other libraries.</summary>
    public static Setup Setup(TestKeyPair pair) => new(pair.Algorithm.ToString(), pair.ToJwk().ToJsonString(), Issuer, Audience);

    public static string Token(TestKeyPair pair) => pair.Sign(Claims().ToJsonString());

    /// <summary>The token with another id of the same length.</summary>
    public static string Token(TestKeyPair pair, string tokenId)
    {
        JsonObject claims = Claims();
        claims["jti"] = tokenId;
        return pair.Sign(claims.ToJsonString());
    }

    public static JsonObject Claims(int count = Usual)
    {
        long now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        JsonObject claims = new()
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
        while (claims.Count > count)
        {
            claims.RemoveAt(claims.Count - 1);
        }

        // What issuers add of their own: texts mostly, numbers, flags and short lists.
        for (int i = claims.Count; i < count; i++)
        {
            claims[$"attribute_{i:D2}"] = (i % 4) switch
            {
                0 => i * 1_000,
                1 => i % 8 == 1,
                2 => new JsonArray($"group-{i}", "staff"),
                _ => $"value of the attribute {i}",
            };
        }

        return claims;
    }
}
