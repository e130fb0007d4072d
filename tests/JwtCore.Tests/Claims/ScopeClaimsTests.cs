using System.Text;
using JwtCore.Tests.Support;

namespace JwtCore.Tests.Claims;

public class ScopeClaimsTests
{
    [Theory]
    [InlineData(null, null, ""), InlineData("\"\"", null, ""), InlineData("\" \"", null, ""), InlineData("[]", null, ""), InlineData("\"a\"", null, "a"), InlineData("\"a b\"", null, "a|b"), InlineData("\"  a   b  \"", null, "a|b")]
    [InlineData("\"a\\u0020b\"", null, "a|b"), InlineData("\"\\u0061 b\"", null, "a|b"), InlineData("\"a\\tb\"", null, "a\tb"), InlineData("[\"a\"]", null, "a"), InlineData("[\"a\",\"b\"]", null, "a|b"), InlineData("[ \"a\" , \"b\" ]", null, "a|b")]
    [InlineData("[\"a b\"]", null, "a b"), InlineData("[\"\\u0061\",\"b\"]", null, "a|b"), InlineData("[\"a\\/b\",\"c,d\",\"e]\"]", null, "a/b|c,d|e]"), InlineData("[\"a\\\"b\",\"c\"]", null, "a\"b|c")]
    [InlineData("\"a\"", "\"b\"", "a|b"), InlineData("\"a b\"", "[\"c\",\"d\"]", "a|b|c|d"), InlineData("[\"a\"]", "\"b c\"", "a|b|c"), InlineData("\" a  b \"", "\" c \"", "a|b|c"), InlineData("\"\\u0061\"", "[\"\\u0062 c\"]", "a|b c")]
    [InlineData("\"\"", "\"b\"", "b"), InlineData("\"a\"", "\"\"", "a"), InlineData("\"\"", "\"\"", ""), InlineData("[]", "[]", ""), InlineData("[]", "\"b\"", "b"), InlineData("\"a\"", "[]", "a"), InlineData("\"a\"", "\"a\"", "a|a")]
    [InlineData("1", "\"b\"", "b"), InlineData("\"a\"", "null", "a"), InlineData("{\"x\":\"a\"}", null, ""), InlineData("[\"a\",1]", null, ""), InlineData("[\"a\",[\"b\"]]", "\"c\"", "c"), InlineData("true", "false", "")]
    [InlineData("\"\u00e9 \\u00e9\"", null, "\u00e9|\u00e9")]
    public void Scopes_are_the_words_and_array_entries_of_all_scope_claims_together(string? scope, string? scp, string expected)
    {
        RawJson claims = Hmac.Claims().Remove("scope");
        _ = scope is null ? claims : claims.Set("scope", scope);
        _ = scp is null ? claims : claims.Set("scp", scp);
        string[] scopes = expected.Length == 0 ? [] : expected.Split('|');

        Assert.True(Tokens.Verifier(JwtAlgorithm.HS256).TryVerify(Hmac.Sign(claims), out VerifiedToken token));
        Assert.Equal(scopes, token.Scopes.ToStrings());
        Assert.Equal(scopes.Length, token.Scopes.Count);
        Assert.Equal(scopes, token.ToClaims().Scopes);
        foreach (string one in scopes)
        {
            Assert.True(token.HasScope(Encoding.UTF8.GetBytes(one)));
            Assert.True(token.ToClaims().HasScope(one));
        }

        Assert.False(token.HasScope("A"u8));
        Assert.False(token.HasScope("a b c d"u8));
        Assert.False(token.ToClaims().HasScope("A"));
    }

    [Fact]
    public void The_policy_names_the_claims_that_hold_scopes()
    {
        string signed = Hmac.Sign(Hmac.Claims().Set("permissions", "[\"p\"]").Set("roles", "[\"r\\u0031\"]"));

        Assert.True(Tokens.Verifier(TestPolicies.With(scopeClaims: ["permissions", "scope", "roles", "permissions"])).TryVerify(signed, out VerifiedToken token));
        Assert.Equal(["p", "read", "write", "r1"], token.Scopes.ToStrings());
        Assert.True(Tokens.Verifier(TestPolicies.With(scopeClaims: [])).TryVerify(signed, out token));
        Assert.Empty(token.Scopes.ToStrings());
    }
}
