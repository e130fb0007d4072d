using JwtCore.Tests.Support;

namespace JwtCore.Tests.Rules;

public class ProofOfPossessionRuleTests
{
    [Theory, InlineData("{\"jkt\":\"x\"}"), InlineData("{\"x5t#S256\":\"x\"}"), InlineData("{}"), InlineData("null"), InlineData("[]"), InlineData("\"\""), InlineData("0"), InlineData("false")]
    public void Cnf_of_any_shape_is_refused_unless_the_policy_says_otherwise(string json)
    {
        VerificationPolicy tolerant = TestPolicies.With(tolerate: Tolerance.UnprovenPossession);

        Assert.Equal(VerifyError.ProofOfPossessionRequired, Hmac.VerdictOf("cnf", json));
        Assert.Equal(VerifyError.ProofOfPossessionRequired, Hmac.VerdictOf("\\u0063nf", json));
        Assert.Equal(VerifyError.None, Hmac.VerdictOf("cnf", json, tolerant));
        Assert.Equal(VerifyError.None, Hmac.VerdictOf("CNF", json));
        Assert.Equal(VerifyError.None, Hmac.VerdictOf("x", $"{{\"cnf\":{json}}}"));
    }
}
