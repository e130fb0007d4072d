using System.Text.Json;
using JwtCore.Rules;
using JwtCore.Testing;

namespace JwtCore.Tests.Rules;

public class ClientOnlyRuleTests
{
    private static readonly Dictionary<string, Expected?> App = new() { ["idtyp"] = "app" };

    [Theory]
    [InlineData("""{"idtyp":"app"}""", true)]
    [InlineData("""{"idtyp":["user","app"]}""", true)]
    [InlineData("""{"idtyp":"App"}""", false)]
    [InlineData("""{"idtyp":"user"}""", false)]
    [InlineData("""{"idtyp":["user"]}""", false)]
    [InlineData("""{"idtyp":["app",1]}""", false)]
    [InlineData("""{"idtyp":{"app":"app"}}""", false)]
    [InlineData("""{"idtyp":null}""", false)]
    [InlineData("""{"idtyp":true}""", false)]
    [InlineData("{}", false)]
    public void A_claim_marks_with_its_value(string payload, bool isMarked) => Assert.Equal(isMarked, IsMet(App, payload));

    [Theory]
    [InlineData("""{"c":7}""", "7", true)]
    [InlineData("""{"c":7.0}""", "7", false)]
    [InlineData("""{"c":true}""", "true", true)]
    [InlineData("""{"c":false}""", "true", false)]
    public void Numbers_and_booleans_are_compared_as_written(string payload, string value, bool isMarked) =>
        Assert.Equal(isMarked, IsMet(new() { ["c"] = value }, payload));

    [Theory]
    [InlineData("""{"c":"x"}""", true)]
    [InlineData("""{"c":{}}""", true)]
    [InlineData("""{"c":null}""", false)]
    [InlineData("{}", false)]
    public void Any_value_but_null_can_mark(string payload, bool isMarked) => Assert.Equal(isMarked, IsMet(new() { ["c"] = Expected.Any }, payload));

    [Theory]
    [InlineData("""{"roles":["a"]}""", true)]
    [InlineData("""{"scp":null}""", true)]
    [InlineData("""{"scp":""}""", false)]
    [InlineData("""{"scp":"read"}""", false)]
    public void The_absence_of_a_claim_can_mark(string payload, bool isMarked) => Assert.Equal(isMarked, IsMet(new() { ["scp"] = null }, payload));

    [Fact]
    public void All_claims_must_mark()
    {
        Dictionary<string, Expected?> both = new() { ["idtyp"] = "app", ["scp"] = null };

        Assert.True(IsMet(both, """{"idtyp":"app"}"""));
        Assert.False(IsMet(both, """{"idtyp":"app","scp":"x"}"""));
        Assert.False(IsMet(both, "{}"));
    }

    [Fact]
    public void Without_claims_no_token_is_marked() => Assert.False(IsMet([], "{}"));

    [Fact]
    public void The_claims_of_a_token_say_whether_its_policy_marks_it()
    {
        TestKeyPair pair = TestKeyPair.Create(JwtAlgorithm.ES256);
        VerificationPolicy policy = new() { Issuer = Expected.Any, Audience = Expected.Any, Algorithms = [JwtAlgorithm.ES256], Keys = pair.ToJwkSet() };

        Assert.True(IsClientOnly(policy with { ClientOnlyClaims = App }));
        Assert.False(IsClientOnly(policy));
        Assert.False(IsClientOnly(policy with { ClientOnlyClaims = App }, "read"));

        bool IsClientOnly(VerificationPolicy marked, params string[] scopes)
        {
            string token = pair.CreateToken(new TestToken { Scopes = scopes, Claims = new() { ["idtyp"] = "app" } });
            Assert.True(new JwtVerifier(marked).TryVerify(token, out VerifiedToken verified));
            return verified.ToClaims().IsClientOnly;
        }
    }

    [Fact]
    public void Empty_names_and_values_are_refused_by_the_property_s_name()
    {
        foreach (Dictionary<string, Expected?> wrong in (Dictionary<string, Expected?>[])[new() { [""] = "app" }, new() { ["idtyp"] = "" }, new() { ["idtyp"] = Expected.OneOf() }])
        {
            Assert.Contains("ClientOnlyClaims", Assert.ThrowsAny<ArgumentException>(() => new ClientOnlyRule(wrong)).Message, StringComparison.Ordinal);
        }
    }

    private static bool IsMet(Dictionary<string, Expected?> claims, string payload) =>
        new ClientOnlyRule(claims).IsMetBy(JsonElement.Parse(payload));
}
