using JwtCore.Tests.Support;
using static JwtCore.TokenProfile;

namespace JwtCore.Tests.Policies;

public class ProfileSettingsTests
{
    [Theory, InlineData(Jwt, true), InlineData(AccessToken, false), InlineData(McpResource, false), InlineData(LogoutToken, false)]
    public void Only_a_plain_JWT_may_waive_the_audience_or_exp_or_read_the_audience_elsewhere(TokenProfile profile, bool passes)
    {
        AssertPasses(passes, TestPolicies.With(profile: profile, audience: Expected.Any));
        AssertPasses(passes, TestPolicies.With(profile: profile, tolerate: Tolerance.MissingExpiration));
        AssertPasses(passes, TestPolicies.With(profile: profile, tolerate: Tolerance.MissingExpiration | Tolerance.StringDates));
        AssertPasses(passes, TestPolicies.With(profile: profile, tolerate: Tolerance.DistantExpiration));
        AssertPasses(passes, TestPolicies.With(profile: profile, audienceClaim: "client_id"));
        AssertPasses(true, TestPolicies.With(profile: profile, audience: ["a", "b"], tolerate: Tolerance.StringDates));
    }

    [Theory, InlineData(Jwt, true), InlineData(AccessToken, false), InlineData(McpResource, true), InlineData(LogoutToken, false)]
    public void Access_and_logout_tokens_have_a_named_issuer(TokenProfile profile, bool passes)
    {
        AssertPasses(passes, TestPolicies.With(profile: profile, issuer: Expected.Any));
        AssertPasses(true, TestPolicies.With(profile: profile, issuer: Expected.Template("https://login.example.com/{tenantid}/v2.0", Expected.Any)));
    }

    [Theory]
    [InlineData("at+jwt", "Jwt AccessToken McpResource"), InlineData("application/AT+jwt", "Jwt AccessToken McpResource"), InlineData("JWT", "Jwt McpResource LogoutToken"), InlineData("jwt", "Jwt McpResource LogoutToken")]
    [InlineData("logout+jwt", "Jwt LogoutToken"), InlineData("JWT at+jwt", "Jwt McpResource"), InlineData("logout+jwt JWT", "Jwt LogoutToken"), InlineData("logout+jwt at+jwt", "Jwt"), InlineData("secevent+jwt", "Jwt"), InlineData("*", "Jwt LogoutToken")]
    public void Types_under_a_profile_are_the_profile_s_own(string types, string profiles)
    {
        foreach (TokenProfile profile in Enum.GetValues<TokenProfile>())
        {
            AssertPasses(profiles.Split(' ').Contains($"{profile}"), TestPolicies.With(profile: profile, types: types == "*" ? Expected.Any : types.Split(' ')));
        }
    }

    [Fact]
    public void A_profile_does_not_turn_an_empty_setting_into_a_good_one()
    {
        foreach (TokenProfile profile in Enum.GetValues<TokenProfile>())
        {
            AssertPasses(false, TestPolicies.With(profile: profile, types: Expected.OneOf()));
            AssertPasses(false, TestPolicies.With(profile: profile, types: "\u00e9"));
            AssertPasses(false, TestPolicies.With(profile: profile, audience: Expected.OneOf()));
            AssertPasses(false, new() { Issuer = "a", Audience = null!, Algorithms = [JwtAlgorithm.HS256], Keys = Tokens.Keys(JwtAlgorithm.HS256), Profile = profile });
            AssertPasses(false, new() { Issuer = null!, Audience = "a", Algorithms = [JwtAlgorithm.HS256], Keys = Tokens.Keys(JwtAlgorithm.HS256), Profile = profile });
            AssertPasses(false, new() { Issuer = "a", Audience = "a", Algorithms = [JwtAlgorithm.HS256], Keys = Tokens.Keys(JwtAlgorithm.HS256), Profile = profile, RequiredClaims = null! });
        }
    }

    [Fact]
    public void A_claim_that_the_profile_refuses_cannot_be_required()
    {
        AssertPasses(false, TestPolicies.With(profile: LogoutToken, requiredClaims: new() { ["nonce"] = Expected.Any }));
        AssertPasses(true, TestPolicies.With(profile: AccessToken, requiredClaims: new() { ["nonce"] = Expected.Any }));
        AssertPasses(true, TestPolicies.With(profile: LogoutToken, requiredClaims: new() { ["sid"] = Expected.Any, ["events"] = Expected.Any }));
    }

    [Theory, InlineData(-1), InlineData(4)]
    public void An_undefined_profile_is_refused(int profile) => AssertPasses(false, TestPolicies.With(profile: (TokenProfile)profile));

    [Fact]
    public void A_refusal_says_what_the_profile_demands()
    {
        AssertMessage("Audience cannot be combined with Profile AccessToken, which needs a named audience.", TestPolicies.With(profile: AccessToken, audience: Expected.Any));
        AssertMessage("AudienceClaim cannot be combined with Profile McpResource, which has its audience in aud.", TestPolicies.With(profile: McpResource, audienceClaim: "client_id"));
        AssertMessage("Tolerate cannot be combined with Profile AccessToken, which requires exp, so a missing one cannot be tolerated.", TestPolicies.With(profile: AccessToken, tolerate: Tolerance.MissingExpiration));
        AssertMessage("Tolerate cannot be combined with Profile McpResource, which requires tokens that expire, so a distant exp cannot be tolerated.", TestPolicies.With(profile: McpResource, tolerate: Tolerance.DistantExpiration));
        AssertMessage("Issuer cannot be combined with Profile LogoutToken, which needs a named issuer.", TestPolicies.With(profile: LogoutToken, issuer: Expected.Any));
        AssertMessage("Types cannot be combined with Profile McpResource, which allows no other typ than JWT, at+jwt.", TestPolicies.With(profile: McpResource, types: "logout+jwt"));
        AssertMessage("RequiredClaims cannot be combined with Profile LogoutToken, which refuses nonce, so it cannot be required.", TestPolicies.With(profile: LogoutToken, requiredClaims: new() { ["nonce"] = Expected.Any }));
    }

    private static void AssertMessage(string message, VerificationPolicy policy) =>
        Assert.Contains(message, Assert.ThrowsAny<ArgumentException>(() => Tokens.Verifier(policy)).Message, StringComparison.Ordinal);

    private static void AssertPasses(bool passes, VerificationPolicy policy)
    {
        if (passes)
        {
            Assert.NotNull(Tokens.Verifier(policy));
        }
        else
        {
            Assert.ThrowsAny<ArgumentException>(() => Tokens.Verifier(policy));
        }
    }
}
