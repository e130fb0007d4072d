using System.Text;
using JwtCore.Claims;
using JwtCore.Tests.Support;

namespace JwtCore.Tests.Claims;

public class RegisteredClaimsTests
{
    private static readonly VerificationPolicy Waived =
        TestPolicies.With(issuer: Expected.Any, audience: Expected.Any, types: Expected.Any, tolerate: Tolerance.MissingExpiration | Tolerance.UnprovenPossession | Tolerance.TryKeysWithoutKeyId | Tolerance.PaddedBase64Url);

    [Theory]
    [InlineData("iss", "null"), InlineData("iss", "1"), InlineData("iss", "true"), InlineData("iss", "{}"), InlineData("iss", "[\"https://issuer.example.com\"]")]
    [InlineData("sub", "null"), InlineData("sub", "1"), InlineData("sub", "false"), InlineData("sub", "{}"), InlineData("sub", "[\"user-1\"]")]
    [InlineData("jti", "null"), InlineData("jti", "1"), InlineData("jti", "true"), InlineData("jti", "{}"), InlineData("jti", "[]")]
    [InlineData("aud", "null"), InlineData("aud", "1"), InlineData("aud", "true"), InlineData("aud", "{}"), InlineData("aud", "[1]"), InlineData("aud", "[null]"), InlineData("aud", "[[\"https://api.example.com\"]]")]
    [InlineData("aud", "[\"https://api.example.com\",1]"), InlineData("aud", "[\"https://api.example.com\",{}]"), InlineData("aud", "[\"https://api.example.com\",[]]"), InlineData("aud", "{\"https://api.example.com\":1}")]
    [InlineData("exp", "null"), InlineData("exp", "\"1\""), InlineData("exp", "-1"), InlineData("exp", "1e400"), InlineData("nbf", "null"), InlineData("nbf", "[]"), InlineData("iat", "{}"), InlineData("iat", "253402300800")]
    public void A_registered_claim_of_the_wrong_type_is_malformed_even_where_its_check_is_waived(string name, string json)
    {
        Assert.Equal(VerifyError.ClaimMalformed, Hmac.VerdictOf(name, json));
        Assert.Equal(VerifyError.ClaimMalformed, Hmac.VerdictOf(name, json, Waived));
        Assert.Equal(VerifyError.None, Hmac.VerdictOf(name, null, Waived));
        Assert.Equal(VerifyError.None, Hmac.VerdictOf(name.ToUpperInvariant(), json));
    }

    // RFC 7519 section 4.1.3 does not forbid it. It is for nobody, so it never meets an audience that is expected.
    [Theory, InlineData("[]"), InlineData("[ ]")]
    public void An_empty_list_of_audiences_is_malformed_where_an_audience_is_expected_alone(string json)
    {
        Assert.Equal(VerifyError.ClaimMalformed, Hmac.VerdictOf("aud", json));
        Assert.Equal(VerifyError.None, Hmac.VerdictOf("aud", json, Waived));
        Assert.Equal(VerifyError.None, Hmac.Verdict(Hmac.Claims().Set("aud", json).Set("client_id", "\"a\""), TestPolicies.With(audience: "a", audienceClaim: "client_id")));
        Assert.Equal(VerifyError.ClaimMalformed, Hmac.Verdict(Hmac.Claims().Set("client_id", json), TestPolicies.With(audience: "a", audienceClaim: "client_id")));
        Assert.True(Tokens.Verifier(Waived).TryVerify(Hmac.Sign(Hmac.Claims().Set("aud", json)), out VerifiedToken token));
        Assert.Equal(0, token.Audiences.Count);
        Assert.Empty(token.ToClaims().Audiences);
    }

    [Theory, InlineData("iss"), InlineData("sub"), InlineData("jti"), InlineData("aud")]
    public void A_registered_text_may_be_any_string(string name)
    {
        foreach (string json in (string[])["\"\"", "\" \"", "\"\\u0000\"", "\"\u00e9\"", "\"a:b\""])
        {
            Assert.Equal(VerifyError.None, Hmac.VerdictOf(name, json, Waived));
        }
    }

    [Theory]
    [InlineData("client_id", "1"), InlineData("azp", "[]"), InlineData("scope", "1"), InlineData("scope", "null"), InlineData("scp", "{}"), InlineData("scp", "[1]"), InlineData("acr", "[]"), InlineData("nonce", "1"), InlineData("alg", "\"none\"")]
    [InlineData("crit", "[]"), InlineData("Iss", "1"), InlineData("EXP", "0"), InlineData("NBF", "99999999999"), InlineData("exp ", "0"), InlineData("", "0"), InlineData("x", "{\"exp\":0,\"iss\":1,\"cnf\":1}")]
    public void Unregistered_claims_never_change_the_verdict(string name, string json) => Assert.Equal(VerifyError.None, Hmac.VerdictOf(name, json));

    [Theory]
    [InlineData(null, null, null), InlineData("\"c\"", null, "c"), InlineData("\"c\"", "\"a\"", "c"), InlineData(null, "\"a\"", "a")]
    [InlineData("\"\"", "\"a\"", "a"), InlineData("1", "\"a\"", "a"), InlineData("[\"c\"]", "\"a\"", "a"), InlineData("null", null, null), InlineData("\"\"", "\"\"", null), InlineData("\"\\u0063\"", "\"a\"", "c")]
    public void The_client_is_the_first_named_claim_that_is_a_text_and_never_the_subject(string? clientId, string? azp, string? expected)
    {
        RawJson claims = Hmac.Claims();
        _ = clientId is null ? claims : claims.Set("client_id", clientId);
        _ = azp is null ? claims : claims.Set("azp", azp);

        Assert.True(Tokens.Verifier(JwtAlgorithm.HS256).TryVerify(Hmac.Sign(claims), out VerifiedToken token));
        Assert.True(token.ClientId == expected);
        Assert.Equal(expected, token.ToClaims().ClientId);
    }

    [Fact]
    public void The_policy_names_the_claims_that_hold_the_client()
    {
        string signed = Hmac.Sign(Hmac.Claims().Set("cid", "\"c\"").Set("client_id", "\"d\""));

        Assert.True(Tokens.Verifier(TestPolicies.With(clientIdClaims: ["appid", "cid", "cid"])).TryVerify(signed, out VerifiedToken token));
        Assert.True(token.ClientId == "c");
        Assert.True(Tokens.Verifier(TestPolicies.With(clientIdClaims: [])).TryVerify(signed, out token));
        Assert.False(token.ClientId.IsPresent);
    }

    [Fact]
    public void A_registered_claim_that_the_policy_names_keeps_its_number()
    {
        ClaimNames names = new("aud", true, ["iss", "azp"], ["sub"], ["iss"], ["jti"]);
        Assert.Equal(ClaimNames.Audience, names.ExpectedAudience);
        Assert.Equal(ClaimNames.Issuer, names.ClientId[0]);
        Assert.Equal(ClaimNames.Subject, Assert.Single(names.Scopes));
        Assert.Equal(ClaimNames.Issuer, Assert.Single(names.Required));
        Assert.Equal(ClaimNames.JwtId, Assert.Single(names.Profile));
    }

    [Theory, InlineData("[]", true, 0), InlineData("[\"a\"]", true, 1), InlineData("[ \"a\" , \"b\" ]", true, 2), InlineData("[\"a\",1]", false, 1), InlineData("\"a\"", false, 0)]
    public void The_texts_of_an_array_are_counted(string json, bool isArrayOfTexts, int expected)
    {
        Assert.Equal(isArrayOfTexts, ClaimReader.IsArrayOfStrings(Encoding.UTF8.GetBytes(json), out int count));
        Assert.Equal(expected, count);
    }
}
