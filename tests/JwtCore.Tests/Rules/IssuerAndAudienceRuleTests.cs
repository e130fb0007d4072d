using JwtCore.Rules;
using JwtCore.Tests.Support;

namespace JwtCore.Tests.Rules;

public class IssuerAndAudienceRuleTests
{
    public static TheoryData<string, bool> Texts => new()
    {
        { "\"https://x.example\"", true }, { "\"https:\\/\\/x.example\"", true }, { RawJson.Escaped("https://x.example"), true },
        { "\"\"", false }, { "\"https://x.example/\"", false }, { "\"https://X.example\"", false }, { "\"https://x.exampl\"", false }, { "\"https://x.example \"", false },
        { "\" https://x.example\"", false }, { "\"https://x.example\\u0000\"", false }, { "\"https://x.example:443\"", false }, { "\"http://x.example\"", false }, { "\"https://other.example\"", false },
    };

    [Theory, MemberData(nameof(Texts))]
    public void The_issuer_matches_exactly(string json, bool matches)
    {
        VerifyError expected = matches ? VerifyError.None : VerifyError.IssuerMismatch;
        Assert.Equal(expected, Hmac.VerdictOf("iss", json, TestPolicies.With(issuer: "https://x.example")));
        Assert.Equal(expected, Hmac.VerdictOf("iss", json, TestPolicies.With(issuer: ["https://y.example", "https://x.example"])));
        Assert.Equal(VerifyError.None, Hmac.VerdictOf("iss", json, TestPolicies.With(issuer: Expected.Any)));
    }

    [Fact]
    public void A_missing_issuer_matches_nothing_but_the_visible_word()
    {
        Assert.Equal(VerifyError.IssuerMismatch, Hmac.VerdictOf("iss", null));
        Assert.Equal(VerifyError.IssuerMismatch, Hmac.Verdict(Hmac.Claims().Remove("iss").Set("ISS", $"\"{Tokens.Issuer}\"")));
        Assert.Equal(VerifyError.None, Hmac.VerdictOf("iss", null, TestPolicies.With(issuer: Expected.Any)));
    }

    [Fact]
    public void What_is_wrong_with_an_expected_issuer_is_said_by_its_name()
    {
        Assert.ThrowsAny<ArgumentException>(() => new IssuerRule(null!));
        Assert.StartsWith("Issuer is empty", Assert.ThrowsAny<ArgumentException>(() => new IssuerRule(Expected.OneOf())).Message, StringComparison.Ordinal);
        Assert.StartsWith("Issuer is a template whose tenants are empty", Assert.ThrowsAny<ArgumentException>(() => new IssuerRule(Expected.Template("a{t}", Expected.OneOf()))).Message, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Texts))]
    public void One_audience_matches_exactly(string json, bool matches)
    {
        VerifyError expected = matches ? VerifyError.None : VerifyError.AudienceMismatch;
        foreach (string form in (string[])[json, $"[{json}]", $"[ \"https://a.example\" , {json} ]", $"[\"\\/\",{json},\"https:\\/\\/b.example\"]"])
        {
            Assert.Equal(expected, Hmac.VerdictOf("aud", form, TestPolicies.With(audience: "https://x.example")));
            Assert.Equal(expected, Hmac.VerdictOf("aud", form, TestPolicies.With(audience: ["https://x.example", "https://y.example"])));
            Assert.Equal(VerifyError.None, Hmac.VerdictOf("aud", form, TestPolicies.With(audience: Expected.Any)));
        }
    }

    [Fact]
    public void A_missing_audience_matches_nothing_but_the_visible_word()
    {
        Assert.Equal(VerifyError.AudienceMismatch, Hmac.VerdictOf("aud", null));
        Assert.Equal(VerifyError.None, Hmac.VerdictOf("aud", null, TestPolicies.With(audience: Expected.Any)));
    }

    [Theory, InlineData("\"a b\"", "a"), InlineData("[\"a,b\"]", "a"), InlineData("[\"a\\\",\\\"b\"]", "a"), InlineData("[\"a\\\",\\\"b\"]", "b"), InlineData("[\"a\",\"b\"]", "a\",\"b"), InlineData("[\"a\",\"b\"]", ",")]
    public void An_audience_is_one_whole_text(string json, string audience) => Assert.Equal(VerifyError.AudienceMismatch, Hmac.VerdictOf("aud", json, TestPolicies.With(audience: audience)));

    [Fact]
    public void The_audience_may_be_read_from_another_claim()
    {
        VerificationPolicy policy = TestPolicies.With(audience: "client", audienceClaim: "client_id");
        RawJson claims = Hmac.Claims().Remove("aud");

        Assert.Equal(VerifyError.AudienceMismatch, Hmac.Verdict(claims, policy));
        Assert.Equal(VerifyError.AudienceMismatch, Hmac.Verdict(Hmac.Claims().Set("aud", "\"client\""), policy));
        Assert.Equal(VerifyError.AudienceMismatch, Hmac.Verdict(claims.Set("client_id", "\"other\""), policy));
        Assert.Equal(VerifyError.ClaimMalformed, Hmac.Verdict(claims.Set("client_id", "1"), policy));
        Assert.Equal(VerifyError.ClaimMalformed, Hmac.Verdict(claims.Set("client_id", "[]"), policy));
        Assert.Equal(VerifyError.ClaimMalformed, Hmac.Verdict(Hmac.Claims().Set("client_id", "\"client\"").Set("aud", "1"), policy));
        Assert.Equal(VerifyError.None, Hmac.Verdict(claims.Set("client_id", "[\"x\",\"client\"]"), policy));
        Assert.Equal(VerifyError.None, Hmac.Verdict(claims.Set("client_id", "\"\\u0063lient\""), policy));

        Assert.True(Tokens.Verifier(policy).TryVerify(Hmac.Sign(Hmac.Claims().Set("client_id", "\"client\"")), out VerifiedToken token));
        Assert.Equal([Tokens.Audience], token.Audiences.ToStrings());
    }
}
