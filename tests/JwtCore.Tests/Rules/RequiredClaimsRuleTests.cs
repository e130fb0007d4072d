using JwtCore.Tests.Support;

namespace JwtCore.Tests.Rules;

public class RequiredClaimsRuleTests
{
    [Theory]
    [InlineData("\"access\"", true), InlineData("\"\\u0061ccess\"", true), InlineData("\"id\"", true), InlineData("\"Access\"", false), InlineData("\"\"", false), InlineData("\"other\"", false), InlineData(null, false), InlineData("null", false)]
    [InlineData("1", true), InlineData("1.0", false), InlineData("\"1\"", true), InlineData("true", true), InlineData("false", false), InlineData("{}", false), InlineData("{\"access\":1}", false)]
    [InlineData("[\"access\"]", true), InlineData("[\"x\",\"\\u0061ccess\"]", true), InlineData("[]", false), InlineData("[\"x\"]", false), InlineData("[1]", false), InlineData("[\"access\",1]", false), InlineData("[[\"access\"]]", false)]
    public void A_required_claim_has_one_of_the_expected_values(string? json, bool passes) =>
        AssertPasses(passes, json, ["access", "id", "1", "true"]);

    [Theory]
    [InlineData("\"\"", true), InlineData("0", true), InlineData("false", true), InlineData("{}", true), InlineData("[]", true), InlineData("[1]", true), InlineData("null", false), InlineData(null, false)]
    public void Any_value_but_null_takes_the_visible_word(string? json, bool passes) => AssertPasses(passes, json, Expected.Any);

    [Fact]
    public void Every_required_claim_must_be_there()
    {
        VerificationPolicy policy = TestPolicies.With(requiredClaims: new() { ["a"] = "1", ["jti"] = Expected.Any, ["scope"] = "read write" });

        Assert.Equal(VerifyError.None, Hmac.Verdict(Hmac.Claims().Set("a", "1").Set("jti", "\"\""), policy));
        Assert.Equal(VerifyError.RequiredClaimMissing, Hmac.Verdict(Hmac.Claims().Set("a", "1"), policy));
        Assert.Equal(VerifyError.RequiredClaimMissing, Hmac.Verdict(Hmac.Claims().Set("jti", "\"\""), policy));
        Assert.Equal(VerifyError.RequiredClaimMissing, Hmac.Verdict(Hmac.Claims().Set("A", "1").Set("jti", "\"\""), policy));
        Assert.Equal(VerifyError.RequiredClaimMissing, Hmac.Verdict(Hmac.Claims().Set("a", "1").Set("jti", "\"\"").Set("scope", "\"read\""), policy));
    }

    [Theory, InlineData("iss"), InlineData("sub"), InlineData("aud"), InlineData("exp"), InlineData("nbf"), InlineData("iat"), InlineData("jti"), InlineData("cnf"), InlineData("tid"), InlineData("scope")]
    public void A_claim_that_another_rule_reads_can_be_required_too(string name)
    {
        VerificationPolicy policy = TestPolicies.With(
            requiredClaims: new() { [name] = Expected.Any }, issuer: Expected.Any, audience: Expected.Any, tolerate: Tolerance.MissingExpiration | Tolerance.UnprovenPossession);
        RawJson claims = Hmac.Claims().Set("jti", "\"x\"").Set("tid", "\"x\"").Set("cnf", "{}");

        Assert.Equal(VerifyError.None, Hmac.Verdict(claims, policy));
        Assert.Equal(VerifyError.RequiredClaimMissing, Hmac.Verdict(claims.Remove(name), policy));
    }

    [Theory, InlineData("[\"x\"]"), InlineData("[]"), InlineData("[\"x\",\"[\"]")]
    public void The_brackets_of_an_array_are_none_of_its_values(string json) => AssertPasses(false, json, "]");

    private static void AssertPasses(bool passes, string? json, Expected expected)
    {
        VerificationPolicy policy = TestPolicies.With(requiredClaims: new() { ["token_use"] = expected });
        Assert.Equal(passes ? VerifyError.None : VerifyError.RequiredClaimMissing, Hmac.VerdictOf("token_use", json, policy));
        Assert.Equal(VerifyError.None, Hmac.VerdictOf("token_use", json));
    }
}
