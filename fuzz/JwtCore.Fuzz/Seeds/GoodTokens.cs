using System.Text;
using JwtCore.Fuzz.Oracles;
using JwtCore.Fuzz.Tokens;
using JwtCore.Testing;
using JwtCore.Tests.Twins;

namespace JwtCore.Fuzz.Seeds;

/// <summary>For each policy inputs that it accepts, and a few that only just fail: where mutation begins.</summary>
internal static class GoodTokens
{
    private const string Claims =
        "\"aud\":\"https://api.example.com\",\"sub\":\"user-1\",\"client_id\":\"https://api.example.com\",\"jti\":\"1\",\"iat\":1767225540,\"nbf\":1767225540,\"exp\":1767225900,\"scope\":\"read write admin\"";

    private static readonly string[] More =
    [
        "",
        ",\"token_use\":\"access\",\"level\":[\"high\"],\"anything\":0",
        ",\"token_use\":[\"id\",\"access\"],\"level\":1,\"anything\":{}",
        ",\"tid\":\"72f988bf-86f1-41af-91ab-2d7cd011db47\"",
        ",\"sid\":\"s\",\"events\":{\"http://schemas.openid.net/event/backchannel-logout\":{}}",
        ",\"scp\":[\"re\\u0061d\",\"b\"],\"azp\":\"\\ud83d\\ude00\"",
    ];

    // One unit of 100 ns beyond a boundary, or less, and dates that only limits of age refuse.
    private static readonly (string Date, string Edge)[] Edges =
    [
        ("\"nbf\":1767225540", "\"nbf\":1767225600.00000001"),
        ("\"exp\":1767225900", "\"exp\":1767225600.00000001"),
        ("\"exp\":1767225900", "\"exp\":1767229140.00000001"),
        ("\"iat\":1767225540", "\"iat\":1767225600.00000001"),
        ("\"iat\":1767225540", "\"iat\":1767224999.99999999"),
    ];

    private static readonly string[] Headers =
        ["{\"alg\":\"HS256\",\"kid\":\"hs\"}", "{\"alg\":\"HS256\",\"kid\":\"hs\",\"typ\":\"at+jwt\"}", "{\"typ\":\"logout+jwt\",\"alg\":\"HS256\",\"kid\":\"hs\"}"];

    public static string[] Types { get; } = ["JWT", "at+jwt", "logout+jwt"];

    /// <summary>Payloads that a policy accepts, or only just refuses.</summary>
    public static string[] Payloads(VerificationPolicy policy) =>
        [.. Issuers(policy).SelectMany(issuer => More.Select(more => Payload(issuer, Claims, more))
            .Concat(Edges.Select(edge => Payload(issuer, Claims.Replace(edge.Date, edge.Edge, StringComparison.Ordinal), More[1]))))];

    /// <summary>Inputs whose policy is one of these; for several issuers the policy is the one that the issuer has.</summary>
    public static IEnumerable<TokenInput> For(VerificationPolicy[] policies) =>
        policies.SelectMany((policy, i) => Payloads(policy).SelectMany(payload => Headers.Select(header =>
            new TokenInput((byte)i, KeyFor(policy), Utf8(HeaderFor(policy, header)), Utf8(payload), []))));

    private static Expected Issuers(VerificationPolicy policy) =>
        policy.Issuer.TemplateText is string template
            ? template[..template.IndexOf('{', StringComparison.Ordinal)] + FuzzPolicies.Tenant + template[(template.IndexOf('}', StringComparison.Ordinal) + 1)..]
            : policy.Issuer.IsAny ? FuzzPolicies.Issuer : policy.Issuer;

    /// <summary>Tokens that are accepted, some for each policy that is used alone.</summary>
    public static IEnumerable<string> Accepted(VerificationPolicy policy, TestKeyPair[] pairs) =>
        For([policy]).Select(input => TokenMaker.Make(input, pairs)).Where(token => new NaiveVerifier(policy, FrozenTime.Start, new Limits()).Verify(token) == VerifyError.None);

    // The first secret of the policy that signs; targets for several issuers list their secrets in the same order.
    private static byte KeyFor(VerificationPolicy policy) => policy.Algorithms[0] switch
    {
        JwtAlgorithm.HS384 => 1,
        JwtAlgorithm.HS512 when policy.Issuer.TemplateText is string template && template != FuzzPolicies.Template => 4,
        JwtAlgorithm.HS512 => 2,
        _ when policy.Issuer.Contains("https://red.example.com") => 3,
        _ => 0,
    };

    private static string HeaderFor(VerificationPolicy policy, string header) => KeyFor(policy) switch
    {
        1 => header.Replace("HS256", "HS384", StringComparison.Ordinal).Replace("\"hs\"", "\"hs-384\"", StringComparison.Ordinal),
        2 => header.Replace("HS256", "HS512", StringComparison.Ordinal).Replace("\"kid\":\"hs\"", "\"cty\":\"\"", StringComparison.Ordinal),
        4 => header.Replace("HS256", "HS512", StringComparison.Ordinal).Replace("\"hs\"", "\"tenant\"", StringComparison.Ordinal),
        _ => header,
    };

    private static string Payload(string issuer, string claims, string more) => $"{{\"iss\":\"{issuer}\",{claims}{more}}}";

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);
}
