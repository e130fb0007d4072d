using System.Text.Json.Nodes;
using JwtCore.Testing;

namespace JwtCore.Tests.Support;

/// <summary>Tokens signed with HS256, the cheapest way behind the signature: raw claims and headers, and their verdicts.</summary>
internal static class Hmac
{
    private static readonly JwtVerifier Default = Tokens.Verifier(TestPolicies.With());

    public static TestKeyPair Pair => Tokens.Pair(JwtAlgorithm.HS256);

    /// <summary>Valid claims as raw text.</summary>
    public static RawJson Claims()
    {
        RawJson claims = new();
        foreach ((string name, JsonNode? value) in Tokens.Claims())
        {
            claims.Add(name, value!.ToJsonString());
        }

        return claims;
    }

    /// <summary>A valid header as raw text.</summary>
    public static RawJson Header() => new RawJson().Add("alg", "\"HS256\"").Add("typ", "\"JWT\"").Add("kid", "\"HS256-1\"");

    public static string Sign(RawJson claims) => Pair.Sign(claims.ToString());

    public static VerifyError Verdict(RawJson claims, VerificationPolicy? policy = null) => Verdict(Sign(claims), policy);

    public static VerifyError VerdictOfHeader(RawJson header, VerificationPolicy? policy = null) =>
        Verdict(Pair.Sign(header.ToString(), Claims().ToString()), policy);

    /// <summary>The verdict for valid claims of which one is this JSON text, or missing for null.</summary>
    public static VerifyError VerdictOf(string name, string? json, VerificationPolicy? policy = null) =>
        Verdict(json is null ? Claims().Remove(name) : Claims().Set(name, json), policy);

    public static VerifyError Verdict(string token, VerificationPolicy? policy = null) =>
        (policy is null ? Default : Tokens.Verifier(policy)).Verdict(token);
}
