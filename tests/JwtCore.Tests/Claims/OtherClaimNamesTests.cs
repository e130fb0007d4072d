using JwtCore.Tests.Support;

namespace JwtCore.Tests.Claims;

public class OtherClaimNamesTests
{
    [Theory]
    [InlineData("azp", "\"https://app.example.com\"", VerifyError.None), InlineData("azp", "[\"x\",\"https://app.example.com\"]", VerifyError.None), InlineData("client_id", "\"https://app.example.com\"", VerifyError.None)]
    [InlineData("azp", "\"https://app.example.com/\"", VerifyError.AudienceMismatch), InlineData("azp", "\"\"", VerifyError.AudienceMismatch), InlineData("azp", null, VerifyError.AudienceMismatch), InlineData("client_id", null, VerifyError.AudienceMismatch)]
    [InlineData("azp", "1", VerifyError.ClaimMalformed), InlineData("azp", "null", VerifyError.ClaimMalformed), InlineData("azp", "{}", VerifyError.ClaimMalformed), InlineData("azp", "[]", VerifyError.ClaimMalformed), InlineData("azp", "[\"https://app.example.com\",1]", VerifyError.ClaimMalformed)]
    public void An_audience_read_elsewhere_has_the_form_of_an_audience(string claim, string? json, VerifyError expected)
    {
        RawJson claims = Hmac.Claims().Remove("aud");
        _ = json is null ? claims : claims.Set(claim, json);
        Assert.Equal(expected, Hmac.Verdict(claims, TestPolicies.With(audience: "https://app.example.com", audienceClaim: claim)));

        // An empty list is malformed only where an audience is expected.
        Assert.Equal(expected is VerifyError.ClaimMalformed && json != "[]" ? expected : VerifyError.None, Hmac.Verdict(claims, TestPolicies.With(audience: Expected.Any, audienceClaim: claim)));
    }

    [Theory]
    [InlineData("{\"appid\":\"a\",\"cid\":\"c\",\"azp\":\"z\"}", "a"), InlineData("{\"cid\":\"c\",\"azp\":\"z\"}", "c"), InlineData("{\"azp\":\"z\",\"client_id\":\"i\"}", "z"), InlineData("{\"appid\":1,\"cid\":\"\",\"azp\":[\"z\"],\"client_id\":\"i\"}", "i")]
    [InlineData("{\"sub\":\"s\"}", null), InlineData("{\"appid\":null,\"sub\":\"s\"}", null), InlineData("{\"AppId\":\"a\"}", null)]
    public void The_client_comes_from_the_first_name_in_the_policy_s_order_and_never_from_the_subject(string json, string? expected)
    {
        VerificationPolicy policy = TestPolicies.With(issuer: Expected.Any, audience: Expected.Any, tolerate: Tolerance.MissingExpiration, clientIdClaims: ["appid", "cid", "azp", "client_id"]);
        Assert.True(Tokens.Verifier(policy).TryVerify(Hmac.Pair.Sign(json), out VerifiedToken token));
        Assert.Equal(expected is not null, token.ClientId.IsPresent);
        Assert.Equal(expected, token.ToClaims().ClientId);
    }
}
