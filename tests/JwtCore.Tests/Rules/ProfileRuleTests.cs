using JwtCore.Rules;
using JwtCore.Tests.Support;
using static JwtCore.TokenProfile;

namespace JwtCore.Tests.Rules;

public class ProfileRuleTests
{
    public static TheoryData<TokenProfile> Profiles => ProfileTokens.All;

    [Theory, MemberData(nameof(Profiles))]
    public void The_least_token_of_a_profile_is_accepted_and_loses_that_with_each_claim(TokenProfile profile)
    {
        Assert.Equal(VerifyError.None, Verdict(profile, ProfileTokens.Claims(profile)));
        foreach (string name in (string[])["iss", "aud", "exp", "iat", "jti", "sub", "sid", "client_id", "events"])
        {
            VerifyError missing = name switch
            {
                "iss" => VerifyError.IssuerMismatch,
                "aud" => VerifyError.AudienceMismatch,
                "exp" => VerifyError.ExpirationMissing,
                _ => VerifyError.RequiredClaimMissing,
            };
            bool isThere = ProfileTokens.Claims(profile).ToString().Contains($"\"{name}\":", StringComparison.Ordinal);

            Assert.Equal(isThere ? missing : VerifyError.None, Verdict(profile, ProfileTokens.Claims(profile).Remove(name)));
        }
    }

    [Theory, InlineData(AccessToken), InlineData(McpResource), InlineData(LogoutToken)]
    public void An_empty_list_of_audiences_never_meets_a_profile_that_demands_one(TokenProfile profile) =>
        Assert.Equal(VerifyError.ClaimMalformed, Verdict(profile, ProfileTokens.Claims(profile).Set("aud", "[]")));

    [Theory]
    [InlineData(Jwt, null), InlineData(Jwt, "JWT"), InlineData(Jwt, "at+jwt"), InlineData(McpResource, null), InlineData(McpResource, "JWT"), InlineData(McpResource, "at+jwt")]
    [InlineData(AccessToken, "at+jwt"), InlineData(AccessToken, "application/at+jwt"), InlineData(AccessToken, "AT+JWT"), InlineData(LogoutToken, "logout+jwt"), InlineData(LogoutToken, "application/Logout+JWT")]
    public void A_profile_accepts_its_types(TokenProfile profile, string? type) => Assert.Equal(VerifyError.None, Verdict(profile, ProfileTokens.Claims(profile), type));

    [Theory]
    [InlineData(Jwt, "logout+jwt"), InlineData(Jwt, "dpop+jwt"), InlineData(McpResource, "logout+jwt"), InlineData(McpResource, "secevent+jwt")]
    [InlineData(AccessToken, null), InlineData(AccessToken, "JWT"), InlineData(AccessToken, "logout+jwt"), InlineData(LogoutToken, null), InlineData(LogoutToken, "JWT"), InlineData(LogoutToken, "at+jwt"), InlineData(LogoutToken, "secevent+jwt")]
    public void A_profile_refuses_other_types(TokenProfile profile, string? type) => Assert.Equal(VerifyError.TypeMismatch, Verdict(profile, ProfileTokens.Claims(profile), type));

    [Theory]
    [InlineData(AccessToken, "client_id", "1"), InlineData(AccessToken, "client_id", "null"), InlineData(AccessToken, "client_id", "[\"c\"]"), InlineData(AccessToken, "client_id", "{}")]
    [InlineData(LogoutToken, "sid", "1"), InlineData(LogoutToken, "sid", "null"), InlineData(LogoutToken, "sid", "[]")]
    [InlineData(LogoutToken, "events", "null"), InlineData(LogoutToken, "events", "[]"), InlineData(LogoutToken, "events", "\"http://schemas.openid.net/event/backchannel-logout\""), InlineData(LogoutToken, "events", "true")]
    [InlineData(LogoutToken, "events", "{\"http://schemas.openid.net/event/backchannel-logout\":null}"), InlineData(LogoutToken, "events", "{\"http://schemas.openid.net/event/backchannel-logout\":[]}"), InlineData(LogoutToken, "events", "{\"http://schemas.openid.net/event/backchannel-logout\":\"{}\"}")]
    public void A_claim_of_the_profile_with_the_wrong_type_is_malformed(TokenProfile profile, string name, string json)
    {
        RawJson claims = ProfileTokens.Claims(profile).Set(name, json);
        Assert.Equal(VerifyError.ClaimMalformed, Verdict(profile, claims));
        Assert.Equal(VerifyError.None, Hmac.Verdict(ProfileTokens.Sign(claims, "JWT"), ProfileTokens.Policy(Jwt)));
    }

    [Theory]
    [InlineData(AccessToken, "sub"), InlineData(AccessToken, "client_id"), InlineData(AccessToken, "jti"), InlineData(LogoutToken, "sid"), InlineData(LogoutToken, "jti")]
    public void An_empty_text_is_as_good_as_missing(TokenProfile profile, string name) =>
        Assert.Equal(VerifyError.RequiredClaimMissing, Verdict(profile, ProfileTokens.Claims(profile).Set(name, "\"\"")));

    [Theory]
    [InlineData("{\"http://schemas.openid.net/event/backchannel-logout\":{\"a\":1}}", true), InlineData("{ \"x\":{\"y\":[{}]}, \"http://schemas.openid.net/event/backchannel-logout\" : { } }", true), InlineData("{\"http:\\/\\/schemas.openid.net/event/backchannel-logou\\u0074\":{}}", true)]
    [InlineData("{}", false), InlineData("{\"http://schemas.openid.net/event/Backchannel-logout\":{}}", false), InlineData("{\"https://schemas.openid.net/event/backchannel-logout\":{}}", false), InlineData("{\"http://schemas.openid.net/event/backchannel-logout/\":{}}", false)]
    [InlineData("{\"x\":{\"http://schemas.openid.net/event/backchannel-logout\":{}}}", false), InlineData("{\"x\":\"http://schemas.openid.net/event/backchannel-logout\"}", false)]
    public void A_logout_token_has_the_logout_event(string events, bool passes) => Assert.Equal(
        passes ? VerifyError.None : VerifyError.RequiredClaimMissing,
        Verdict(LogoutToken, ProfileTokens.Claims(LogoutToken).Set("events", events)));

    [Fact]
    public void A_logout_token_names_the_user_the_session_or_both()
    {
        Assert.Equal(VerifyError.None, Verdict(LogoutToken, ProfileTokens.Claims(LogoutToken).Remove("sid").Set("sub", "\"user-1\"")));
        Assert.Equal(VerifyError.None, Verdict(LogoutToken, ProfileTokens.Claims(LogoutToken).Set("sub", "\"user-1\"")));
        Assert.Equal(VerifyError.RequiredClaimMissing, Verdict(LogoutToken, ProfileTokens.Claims(LogoutToken).Remove("sid").Set("sub", "\"\"")));
        Assert.Equal(VerifyError.None, Verdict(LogoutToken, ProfileTokens.Claims(LogoutToken).Remove("sid").Set("sub", "7"), tolerate: Tolerance.NumericSubject));
    }

    [Theory, InlineData("\"n\""), InlineData("\"\""), InlineData("null"), InlineData("1")]
    public void A_nonce_marks_another_kind_than_a_logout_token(string json)
    {
        Assert.Equal(VerifyError.TypeMismatch, Verdict(LogoutToken, ProfileTokens.Claims(LogoutToken).Set("nonce", json)));
        Assert.Equal(VerifyError.None, Verdict(LogoutToken, ProfileTokens.Claims(LogoutToken).Set("Nonce", json)));
        Assert.Equal(VerifyError.None, Verdict(AccessToken, ProfileTokens.Claims(AccessToken).Set("nonce", json)));
        Assert.Equal(VerifyError.None, Verdict(McpResource, ProfileTokens.Claims(McpResource).Set("nonce", json)));
    }

    [Theory, InlineData("JWT"), InlineData(null)]
    public void A_logout_token_of_an_older_provider_takes_a_named_relaxation_and_stays_apart_from_others(string? type)
    {
        Expected types = type is null ? Expected.Any : type;
        VerificationPolicy policy = ProfileTokens.Policy(LogoutToken, types);
        RawJson idToken = ProfileTokens.Claims(AccessToken).Set("nonce", "\"n\"");

        Assert.Equal(VerifyError.None, Hmac.Verdict(ProfileTokens.Sign(ProfileTokens.Claims(LogoutToken), type), policy));
        Assert.Equal(VerifyError.TypeMismatch, Hmac.Verdict(ProfileTokens.Sign(idToken, type), policy));
        Assert.Equal(VerifyError.RequiredClaimMissing, Hmac.Verdict(ProfileTokens.Sign(idToken.Remove("nonce"), type), policy));
        Assert.Equal(VerifyError.RequiredClaimMissing, Hmac.Verdict(ProfileTokens.Sign(Hmac.Claims(), type), policy));
    }

    [Fact]
    public void The_first_failing_step_is_reported_in_the_order_of_the_errors_under_a_profile_too()
    {
        RawJson claims = ProfileTokens.Claims(LogoutToken).Set("sid", "1").Set("nonce", "1").Set("iss", "\"x\"").Remove("iat").Add("tenant", "1").Add("cnf", "{}");
        VerificationPolicy policy = TestPolicies.With(profile: LogoutToken, requiredClaims: new() { ["tenant"] = "t" });
        (VerifyError Reported, Action Repair)[] faults =
        [
            (VerifyError.ClaimMalformed, () => claims.Set("sid", "\"s\"")),
            (VerifyError.TypeMismatch, () => claims.Remove("nonce")),
            (VerifyError.IssuerMismatch, () => claims.Set("iss", $"\"{Tokens.Issuer}\"")),
            (VerifyError.RequiredClaimMissing, () => claims.Set("iat", $"{Tokens.Now}")),
            (VerifyError.RequiredClaimMissing, () => claims.Set("tenant", "\"t\"")),
            (VerifyError.ProofOfPossessionRequired, () => claims.Remove("cnf")),
        ];

        foreach ((VerifyError reported, Action repair) in faults)
        {
            Assert.Equal(reported, Hmac.Verdict(ProfileTokens.Sign(claims, "logout+jwt"), policy));
            repair();
        }

        Assert.Equal(VerifyError.None, Hmac.Verdict(ProfileTokens.Sign(claims, "logout+jwt"), policy));
    }

    [Fact]
    public void A_plain_JWT_has_no_types_or_claims_of_its_own()
    {
        Assert.Same(Expected.Any, ProfileRule.AllowedTypes(Jwt));
        Assert.Null(ProfileRule.DefaultTypes(Jwt));
        Assert.Empty(ProfileRule.ClaimsOf(Jwt));
    }

    private static VerifyError Verdict(TokenProfile profile, RawJson claims, Tolerance tolerate = Tolerance.Nothing) =>
        Hmac.Verdict(ProfileTokens.Sign(claims, ProfileTokens.Type(profile)), ProfileTokens.Policy(profile, tolerate: tolerate));

    private static VerifyError Verdict(TokenProfile profile, RawJson claims, string? type) =>
        Hmac.Verdict(ProfileTokens.Sign(claims, type), ProfileTokens.Policy(profile));
}
