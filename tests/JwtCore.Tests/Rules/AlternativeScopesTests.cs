using JwtCore.Tests.Support;

namespace JwtCore.Tests.Rules;

public class AlternativeScopesTests
{
    [Theory]
    [InlineData("read", false), InlineData("write", false), InlineData("admin", false), InlineData("read write", true), InlineData("admin read", true), InlineData("read write admin", true), InlineData("write admin", false), InlineData("", false)]
    public void Of_a_set_one_is_enough_and_every_entry_counts(string scopes, bool passes) => Assert.Equal(
        passes ? VerifyError.None : VerifyError.InsufficientScope,
        Hmac.VerdictOf("scope", $"\"{scopes}\"", TestPolicies.With(requiredScopes: ["read", Expected.OneOf("write", "admin")])));

    [Theory, InlineData("a c", true), InlineData("b d", true), InlineData("a b", false), InlineData("c d", false)]
    public void There_may_be_several_sets(string scopes, bool passes) => Assert.Equal(
        passes ? VerifyError.None : VerifyError.InsufficientScope,
        Hmac.VerdictOf("scope", $"\"{scopes}\"", TestPolicies.With(requiredScopes: [["a", "b"], ["c", "d"]])));

    [Theory, InlineData("root", true), InlineData("write", true), InlineData("audit", true), InlineData("read", false)]
    public void An_alternative_is_met_by_what_implies_it(string scopes, bool passes) => Assert.Equal(
        passes ? VerifyError.None : VerifyError.InsufficientScope,
        Hmac.VerdictOf("scope", $"\"{scopes}\"", TestPolicies.With(requiredScopes: [["write", "audit"]], impliedScopes: new() { ["root"] = ["write"], ["write"] = ["read"] })));

    [Fact]
    public void A_list_of_plain_texts_still_reads_as_all_of_them()
    {
        string[] required = ["read", "write"];
        Assert.Equal(VerifyError.None, Hmac.VerdictOf("scope", "\"write read\"", TestPolicies.With(requiredScopes: [.. required])));
        Assert.Equal(VerifyError.InsufficientScope, Hmac.VerdictOf("scope", "\"write\"", TestPolicies.With(requiredScopes: [.. required])));
    }

    [Fact]
    public void An_entry_that_names_no_scope_is_refused()
    {
        Expected[] wrong = [Expected.Any, Expected.OneOf(), Expected.OneOf("read", ""), Expected.OneOf("read", "a b"), Expected.Template("https://x.example/{t}", Expected.Any), null!];
        foreach (Expected entry in wrong)
        {
            Assert.ThrowsAny<ArgumentException>(() => Tokens.Verifier(TestPolicies.With(requiredScopes: ["read", entry])));
        }
    }
}
