using System.Text.Json.Nodes;
using JwtCore.Testing;

namespace JwtCore.AspNetCore.Bench;

/// <summary>What is asked: which endpoint, with which tokens.</summary>
/// <param name="Algorithm">The algorithm of all tokens.</param>
/// <param name="IsFresh">Each token comes once to a server; otherwise a few come again and again.</param>
/// <param name="Path">The endpoint: one that takes any user, or one that reads a claim.</param>
internal sealed record Load(JwtAlgorithm Algorithm, bool IsFresh, string Path)
{
    public const string Issuer = "https://issuer.example.com";
    public const string Audience = "https://api.example.com";

    public const int Repeated = 64;

    /// <summary>Twelve claims, 967 characters with RS256.</summary>
    public static string Token(TestKeyPair pair, int number)
    {
        long now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        return pair.Sign(new JsonObject
        {
            ["iss"] = Issuer,
            ["sub"] = "248289761001-auth-user",
            ["aud"] = new JsonArray(Audience, "https://issuer.example.com/userinfo"),
            ["iat"] = now - 60,
            ["nbf"] = now - 60,
            ["exp"] = now + 86_400,
            ["jti"] = $"9b1deb4d-3b7d-4bad-9bdd-{number:x12}",
            ["client_id"] = "s6BhdRkqt3-web-frontend",
            ["scope"] = "openid profile email orders:read orders:write",
            ["tenant"] = "tenant-eu-west-1",
            ["name"] = "Sample User Account",
            ["email"] = "sample.user@example.com",
        }.ToJsonString());
    }

    /// <summary>The tokens of a warm-up, which are repeated ones, and of all rounds, in order.</summary>
    public string[] Tokens(TestKeyPair pair, Scale scale)
    {
        int requests = scale.Rounds * scale.Requests;
        string[] tokens = new string[IsFresh ? Repeated + requests : Repeated];
        Parallel.For(0, tokens.Length, number => tokens[number] = Token(pair, number));
        IEnumerable<string> repeated = Enumerable.Range(0, scale.WarmUp + requests).Select(number => tokens[number % Repeated]);
        return IsFresh ? [.. repeated.Take(scale.WarmUp), .. tokens[Repeated..]] : [.. repeated];
    }
}
