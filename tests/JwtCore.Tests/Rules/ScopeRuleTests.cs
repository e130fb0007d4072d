using JwtCore.Tests.Support;

namespace JwtCore.Tests.Rules;

public class ScopeRuleTests
{
    [Theory]
    [InlineData("\"read write\"", true), InlineData("\"write read\"", true), InlineData("\"other write read\"", true), InlineData("[\"read\",\"write\"]", true), InlineData("\"\\u0072ead write\"", true)]
    [InlineData("\"read\"", false), InlineData("\"write\"", false), InlineData("\"\"", false), InlineData(null, false), InlineData("\"Read write\"", false), InlineData("\"readwrite\"", false), InlineData("\"reads write\"", false)]
    [InlineData("\"read,write\"", false), InlineData("[\"read write\"]", false), InlineData("\"read\\twrite\"", false), InlineData("1", false), InlineData("[\"read\",\"write\",1]", false)]
    public void All_required_scopes_are_among_the_tokens(string? json, bool passes) => Assert.Equal(
        passes ? VerifyError.None : VerifyError.InsufficientScope,
        Hmac.VerdictOf("scope", json, TestPolicies.With(requiredScopes: ["read", "write"])));

    [Fact]
    public void Required_scopes_may_be_spread_over_the_scope_claims() => Assert.Equal(
        VerifyError.None,
        Hmac.Verdict(Hmac.Claims().Set("scope", "\"read\"").Set("scp", "[\"write\"]"), TestPolicies.With(requiredScopes: ["read", "write"])));
}
