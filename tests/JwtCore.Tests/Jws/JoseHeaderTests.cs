using System.Text;
using System.Text.Json.Nodes;
using JwtCore.Algorithms;
using JwtCore.Jws;
using JwtCore.Testing;
using JwtCore.Tests.Support;

namespace JwtCore.Tests.Jws;

public class JoseHeaderTests
{
    [Theory]
    [InlineData(""), InlineData("x"), InlineData("[]"), InlineData("null"), InlineData("\"HS256\""), InlineData("{}"), InlineData("{\"typ\":\"JWT\"}"), InlineData("{\"ALG\":\"HS256\"}"), InlineData("{\"Alg\":\"HS256\"}")]
    [InlineData("{\"alg\":\"HS256\"} {}"), InlineData("{\"alg\":\"HS256\",}"), InlineData("\ufeff{\"alg\":\"HS256\"}"), InlineData("{\"alg\":\"HS256\",\"x\":\"\\ud800\"}")]
    [InlineData("{\"alg\":\"HS256\",\"alg\":\"HS256\"}"), InlineData("{\"alg\":\"HS256\",\"\\u0061lg\":\"HS256\"}"), InlineData("{\"alg\":\"HS256\",\"x\":1,\"x\":1}"), InlineData("{\"alg\":\"HS256\",\"x\":{\"y\":1,\"y\":1}}")]
    public void A_header_is_one_strict_JSON_object_with_alg(string header)
    {
        VerifyError expected = header.Length == 0 ? VerifyError.NotCompactJws : VerifyError.HeaderMalformed;
        Assert.Equal(expected, Hmac.Verdict(Hmac.Pair.Sign(header, Hmac.Claims().ToString())));
    }

    [Theory, InlineData("alg"), InlineData("kid"), InlineData("typ")]
    public void Alg_kid_and_typ_are_strings(string name)
    {
        foreach (string json in (string[])["null", "1", "true", "[]", "[\"HS256\"]", "{}"])
        {
            Assert.Equal(VerifyError.HeaderMalformed, Hmac.VerdictOfHeader(Hmac.Header().Set(name, json)));
            Assert.Equal(VerifyError.HeaderMalformed, Hmac.VerdictOfHeader(Hmac.Header().Set(name, json), TestPolicies.With(types: Expected.Any)));
        }
    }

    [Theory]
    [InlineData("none"), InlineData("None"), InlineData("NONE"), InlineData("hs256"), InlineData("HS256 "), InlineData(" HS256"), InlineData(""), InlineData("HS25"), InlineData("HS2566"), InlineData("HS256\\u0000")]
    [InlineData("HS384"), InlineData("RS256"), InlineData("EdDSA"), InlineData("A128KW"), InlineData("\\u006eone")]
    public void An_alg_that_the_policy_does_not_list_is_refused(string alg) =>
        Assert.Equal(VerifyError.AlgorithmNotAllowed, Hmac.VerdictOfHeader(Hmac.Header().Set("alg", $"\"{alg}\"")));

    [Fact]
    public void Names_and_values_may_be_spelt_with_escapes()
    {
        RawJson header = new RawJson().Add("\\u0061lg", "\"\\u0048S256\"").Add("t\\u0079p", "\"J\\u0057T\"").Add("k\\u0069d", "\"HS256\\u002d1\"");
        Assert.Equal(VerifyError.None, Hmac.VerdictOfHeader(header));
    }

    [Theory, InlineData("[]"), InlineData("null"), InlineData("[\"exp\"]"), InlineData("[\"b64\"]"), InlineData("\"exp\""), InlineData("false"), InlineData("{}")]
    public void Any_crit_is_refused(string crit)
    {
        Assert.Equal(VerifyError.CriticalHeaderNotSupported, Hmac.VerdictOfHeader(Hmac.Header().Set("crit", crit)));
        Assert.Equal(VerifyError.CriticalHeaderNotSupported, Hmac.VerdictOfHeader(Hmac.Header().Set("\\u0063rit", crit)));
    }

    [Theory]
    [InlineData("true", VerifyError.None), InlineData("false", VerifyError.UnencodedPayloadNotSupported), InlineData("null", VerifyError.UnencodedPayloadNotSupported)]
    [InlineData("\"true\"", VerifyError.UnencodedPayloadNotSupported), InlineData("1", VerifyError.UnencodedPayloadNotSupported), InlineData("[true]", VerifyError.UnencodedPayloadNotSupported)]
    public void Any_b64_but_true_is_refused(string b64, VerifyError expected) =>
        Assert.Equal(expected, Hmac.VerdictOfHeader(Hmac.Header().Set("b64", b64)));

    [Theory, InlineData("\"DEF\""), InlineData("\"\""), InlineData("null"), InlineData("false"), InlineData("{}")]
    public void Any_zip_is_refused(string zip) =>
        Assert.Equal(VerifyError.CompressedPayloadNotSupported, Hmac.VerdictOfHeader(Hmac.Header().Set("zip", zip)));

    [Theory]
    [InlineData("CRIT", "[]"), InlineData("B64", "false"), InlineData("Zip", "\"DEF\""), InlineData("cty", "\"JWT\""), InlineData("x", "{\"crit\":[],\"zip\":\"DEF\"}"), InlineData("x5t", "1")]
    [InlineData("jwk", "1"), InlineData("jku", "\"https://attacker.example/\""), InlineData("x5u", "null"), InlineData("x5c", "[\"AA==\"]")]
    public void Other_members_change_nothing(string name, string json) => Assert.Equal(VerifyError.None, Hmac.VerdictOfHeader(Hmac.Header().Set(name, json)));

    [Theory]
    [InlineData("alg", "\"none\"", VerifyError.AlgorithmNotAllowed), InlineData("kid", "\"other\"", VerifyError.KeyNotFound), InlineData("typ", "\"dpop+jwt\"", VerifyError.TypeMismatch)]
    [InlineData("crit", "[\"exp\"]", VerifyError.CriticalHeaderNotSupported), InlineData("b64", "false", VerifyError.UnencodedPayloadNotSupported), InlineData("zip", "\"DEF\"", VerifyError.CompressedPayloadNotSupported)]
    public void A_member_counts_wherever_it_stands(string name, string json, VerifyError expected)
    {
        foreach (int others in (int[])[0, 1, 30, 60])
        {
            string[] rest =
            [
                .. new[] { ("alg", "\"HS256\""), ("kid", "\"HS256-1\""), ("typ", "\"JWT\"") }.Where(member => member.Item1 != name).Select(member => $"\"{member.Item1}\":{member.Item2}"),
                .. Enumerable.Range(0, others).Select(i => $"\"x{i}\":{i}"),
            ];
            for (int at = 0; at <= rest.Length; at++)
            {
                string header = $"{{{string.Join(',', [.. rest[..at], $"\"{name}\":{json}", .. rest[at..]])}}}";
                Assert.Equal(expected, Hmac.Verdict(Hmac.Pair.Sign(header, Hmac.Claims().ToString())));
            }
        }
    }

    [Fact]
    public void A_header_of_many_members_leaves_nothing_behind()
    {
        string members = string.Join(',', Enumerable.Range(0, 100).Select(i => $"\"x{i}\":{i}"));
        byte[] header = Encoding.ASCII.GetBytes($"{{\"alg\":\"HS256\",{members}}}");
        SignatureAlgorithm[] allowed = [AlgorithmTable.Find(JwtAlgorithm.HS256)!];

        Assert.Equal(VerifyError.None, Read());
        Assert.Equal(0, Allocations.PerCall(() => Read()));

        VerifyError Read() => JoseHeader.Read(header, 16, allowed, out _);
    }

    [Fact]
    public void A_key_inside_the_header_is_never_used()
    {
        TestKeyPair attacker = TestKeyPair.Create(JwtAlgorithm.ES256, "ES256-1");
        JsonObject header = new() { ["alg"] = "ES256", ["kid"] = "ES256-1", ["jwk"] = attacker.ToJwk() };

        Assert.Equal(VerifyError.SignatureInvalid, Tokens.Verifier(JwtAlgorithm.ES256).Verdict(attacker.Sign(header.ToJsonString(), Hmac.Claims().ToString())));
        Assert.Equal(VerifyError.None, Tokens.Verifier(JwtAlgorithm.ES256).Verdict(Tokens.Pair(JwtAlgorithm.ES256).Sign(header.ToJsonString(), Hmac.Claims().ToString())));
    }
}
