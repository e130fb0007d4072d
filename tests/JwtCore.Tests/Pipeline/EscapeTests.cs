using System.Text;
using System.Text.Json.Nodes;
using JwtCore.Tests.Support;

namespace JwtCore.Tests.Pipeline;

public class EscapeTests
{
    [Theory, InlineData("\\u0065xp", VerifyError.Expired), InlineData("e\\u0078p", VerifyError.Expired), InlineData("\\u0065\\u0078\\u0070", VerifyError.Expired), InlineData("EXP", VerifyError.ExpirationMissing), InlineData("\\u0045xp", VerifyError.ExpirationMissing)]
    public void A_claim_is_known_by_its_unescaped_name(string name, VerifyError expected) =>
        Assert.Equal(expected, Hmac.Verdict(Hmac.Claims().Remove("exp").Set(name, "0")));

    [Theory]
    [InlineData("exp", "\\u0065xp"), InlineData("iss", "is\\u0073"), InlineData("x", "x"), InlineData("\\u0078", "x"), InlineData("", ""), InlineData("a/b", "a\\/b"), InlineData("\u00e9", "\\u00e9"), InlineData("\U0001F600", "\\ud83d\\ude00")]
    public void One_name_twice_is_malformed_at_every_level(string first, string second)
    {
        string twice = $"{{\"{first}\":1,\"{second}\":1}}";

        Assert.Equal(VerifyError.PayloadMalformed, Hmac.Verdict(Hmac.Claims().Remove("exp").Remove("iss").Add(first, "1").Add(second, "1")));
        Assert.Equal(VerifyError.PayloadMalformed, Hmac.VerdictOf("y", twice));
        Assert.Equal(VerifyError.PayloadMalformed, Hmac.VerdictOf("y", $"[[{{\"z\":{twice}}}]]"));
        Assert.Equal(VerifyError.HeaderMalformed, Hmac.VerdictOfHeader(Hmac.Header().Set("y", twice)));
        Assert.Equal(VerifyError.None, Hmac.VerdictOf("y", $"[{{\"{first}\":1}},{{\"{second}\":1}}]"));
    }

    [Theory]
    [InlineData("x"), InlineData("[]"), InlineData("null"), InlineData("\"a\""), InlineData("{"), InlineData("{} {}"), InlineData("\ufeff{}"), InlineData("{\"a\":01}"), InlineData("{\"a\":\"\\ud800\"}"), InlineData("{\"a\":1,}")]
    public void A_payload_that_is_not_one_strict_JSON_object_is_malformed(string payload) =>
        Assert.Equal(VerifyError.PayloadMalformed, Hmac.Verdict(Hmac.Pair.Sign(payload)));

    [Fact]
    public void A_payload_or_header_of_invalid_UTF8_is_malformed()
    {
        byte[] bad = [.. "{\"a\":\""u8, 0xC3, 0x28, .. "\"}"u8];
        Assert.Equal(VerifyError.PayloadMalformed, Hmac.Verdict(Hmac.Pair.Sign(Encoding.UTF8.GetBytes(Hmac.Header().ToString()), bad)));
        Assert.Equal(VerifyError.HeaderMalformed, Hmac.Verdict(Hmac.Pair.Sign(bad, Encoding.UTF8.GetBytes(Hmac.Claims().ToString()))));
    }

    [Fact]
    public void Every_registered_text_may_be_spelt_with_escapes()
    {
        RawJson claims = Hmac.Claims().Set("iss", "\"https:\\/\\/issuer.example.com\"").Set("aud", $"[\"\\u0061\",{RawJson.Escaped(Tokens.Audience)},\"\"]")
            .Set("sub", "\"\\u0000\\\"\\\\\\ud83d\\ude00\"").Set("jti", "\"\\n\"").Set("azp", "\"\\u00e9\"").Set("scope", "\"r\\u0065ad write\"").Set("scp", "[\"\\u0061 b\"]");

        Assert.True(Tokens.Verifier(JwtAlgorithm.HS256).TryVerify(Hmac.Sign(claims), out VerifiedToken token));
        Assert.True(token.Issuer == Tokens.Issuer);
        Assert.Equal(["a", Tokens.Audience, ""], token.Audiences.ToStrings());
        Assert.True(token.Subject == "\0\"\\\U0001F600");
        Assert.True(token.JwtId == "\n");
        Assert.True(token.ClientId == "\u00e9");
        Assert.Equal(["read", "write", "a b"], token.Scopes.ToStrings());
        Assert.True(token.TryGetClaim("iss"u8, out ClaimValue issuer));
        Assert.Equal("\"https:\\/\\/issuer.example.com\"", Encoding.UTF8.GetString(issuer.Json));
        Assert.True(issuer.TextEquals(Encoding.UTF8.GetBytes(Tokens.Issuer)));
    }

    [Fact]
    public void Any_number_of_other_claims_changes_nothing()
    {
        foreach (int count in (int[])[24, 25, 26, 200])
        {
            RawJson claims = new();
            for (int i = 0; i < count; i++)
            {
                claims.Add($"other{i}", $"{{\"exp\":{i}}}");
            }

            foreach ((string name, JsonNode? value) in Tokens.Claims())
            {
                claims.Add(name, value!.ToJsonString());
            }

            Assert.Equal(VerifyError.None, Hmac.Verdict(claims));
            Assert.Equal(VerifyError.Expired, Hmac.Verdict(claims.Set("exp", "0")));
        }
    }
}
