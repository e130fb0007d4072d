using System.Text;
using JwtCore.Testing;
using JwtCore.Tests.Support;

namespace JwtCore.Tests.Pipeline;

/// <summary>Which claim an error is about, and what is wrong with it.</summary>
public class ExplanationTests
{
    private const string Template = "https://login.example.com/{tenantid}/v2.0";
    private const string Tenant = "72f988bf-86f1-41af-91ab-2d7cd011db47";

    [Theory]
    [InlineData("iss", "1", ClaimFault.WrongType)]
    [InlineData("sub", "1", ClaimFault.WrongType)]
    [InlineData("sub", "null", ClaimFault.WrongType)]
    [InlineData("jti", "[]", ClaimFault.WrongType)]
    [InlineData("aud", "1", ClaimFault.WrongType)]
    [InlineData("aud", "[1]", ClaimFault.WrongType)]
    [InlineData("aud", "[]", ClaimFault.EmptyList)]
    [InlineData("aud", "[ ]", ClaimFault.EmptyList)]
    [InlineData("exp", "\"1767225900\"", ClaimFault.WrongType)]
    [InlineData("exp", "null", ClaimFault.WrongType)]
    [InlineData("exp", "{}", ClaimFault.WrongType)]
    [InlineData("exp", "-1", ClaimFault.Negative)]
    [InlineData("nbf", "-0.5", ClaimFault.Negative)]
    [InlineData("exp", "253402300801", ClaimFault.OutOfRange)]
    [InlineData("nbf", "253402300800", ClaimFault.OutOfRange)]
    [InlineData("exp", "999999999999", ClaimFault.OutOfRange)]
    [InlineData("exp", "1000000000000", ClaimFault.LooksLikeMilliseconds)]
    [InlineData("nbf", "1767225900000", ClaimFault.LooksLikeMilliseconds)]
    [InlineData("iat", "1.7672259E12", ClaimFault.LooksLikeMilliseconds)]
    [InlineData("exp", "253402300799999", ClaimFault.LooksLikeMilliseconds)]
    [InlineData("exp", "253402300800000", ClaimFault.OutOfRange)]
    [InlineData("iat", "1767225900000000", ClaimFault.OutOfRange)]
    [InlineData("exp", "1e400", ClaimFault.OutOfRange)]
    [InlineData("exp", "10000000000000000000000000000000000000000000000000000000000000000e-60", ClaimFault.OutOfRange)]
    public void A_malformed_claim_is_named_with_its_fault(string claim, string json, ClaimFault fault) =>
        Explains(Hmac.Claims().Set(claim, json), VerifyError.ClaimMalformed, claim, fault);

    [Fact]
    public void The_first_of_several_malformed_claims_is_named() =>
        Explains(Hmac.Claims().Set("iat", "-1").Set("exp", "-1").Set("jti", "1"), VerifyError.ClaimMalformed, "jti", ClaimFault.WrongType);

    [Theory, InlineData("\"soon\"", ClaimFault.WrongType), InlineData("\"-5\"", ClaimFault.Negative), InlineData("\"1767225900000\"", ClaimFault.LooksLikeMilliseconds)]
    public void A_date_in_a_string_is_explained_as_a_date_where_that_is_tolerated(string json, ClaimFault fault) =>
        Explains(Hmac.Claims().Set("exp", json), VerifyError.ClaimMalformed, "exp", fault, TestPolicies.With(tolerate: Tolerance.StringDates));

    [Fact]
    public void The_claim_of_the_audience_is_named_as_the_policy_names_it()
    {
        VerificationPolicy policy = TestPolicies.With(audienceClaim: "client_id");
        Explains(Hmac.Claims().Set("client_id", "1"), VerifyError.ClaimMalformed, "client_id", ClaimFault.WrongType, policy);
        Explains(Hmac.Claims().Set("client_id", "\"c\""), VerifyError.AudienceMismatch, "client_id", ClaimFault.None, policy);
        Explains(Hmac.Claims().Remove("client_id"), VerifyError.AudienceMismatch, "client_id", ClaimFault.Missing, policy);
    }

    [Fact]
    public void Each_rule_names_its_claim()
    {
        Explains(Hmac.Claims().Remove("iss"), VerifyError.IssuerMismatch, "iss", ClaimFault.Missing);
        Explains(Hmac.Claims().Set("iss", "\"other\""), VerifyError.IssuerMismatch, "iss", ClaimFault.None);
        Explains(Hmac.Claims().Remove("aud"), VerifyError.AudienceMismatch, "aud", ClaimFault.Missing);
        Explains(Hmac.Claims().Set("aud", "\"other\""), VerifyError.AudienceMismatch, "aud", ClaimFault.None);
        Explains(Hmac.Claims().Remove("exp"), VerifyError.ExpirationMissing, "exp", ClaimFault.Missing);
        Explains(Hmac.Claims().Set("exp", "0"), VerifyError.Expired, "exp", ClaimFault.None);
        Explains(Hmac.Claims().Set("nbf", $"{Tokens.Now + 1}"), VerifyError.NotYetValid, "nbf", ClaimFault.None);
        Explains(Hmac.Claims().Set("iat", $"{Tokens.Now + 1}"), VerifyError.IssuedInFuture, "iat", ClaimFault.None);
        Explains(Hmac.Claims(), VerifyError.TooOld, "iat", ClaimFault.None, TestPolicies.With(maxAge: TimeSpan.FromSeconds(1)));
        Explains(Hmac.Claims(), VerifyError.LifetimeTooLong, "exp", ClaimFault.None, TestPolicies.With(maxLifetime: TimeSpan.FromSeconds(1)));
        Explains(Hmac.Claims().Remove("iat"), VerifyError.RequiredClaimMissing, "iat", ClaimFault.Missing, TestPolicies.With(maxAge: TimeSpan.FromHours(1)));
        Explains(Hmac.Claims().Set("cnf", "{}"), VerifyError.ProofOfPossessionRequired, "cnf", ClaimFault.None);
        Explains(Hmac.Claims(), VerifyError.InsufficientScope, null, ClaimFault.None, TestPolicies.With(requiredScopes: ["admin"]));
        Explains(Hmac.Claims(), VerifyError.None, null, ClaimFault.None);
    }

    [Theory]
    [InlineData(null, ClaimFault.Missing), InlineData("null", ClaimFault.Missing), InlineData("\"\"", ClaimFault.Missing)]
    [InlineData("\"blue\"", ClaimFault.None), InlineData("1", ClaimFault.None), InlineData("{}", ClaimFault.None)]
    public void A_required_claim_is_missing_or_has_another_value(string? json, ClaimFault fault)
    {
        VerificationPolicy policy = TestPolicies.With(requiredClaims: new() { ["sub"] = Expected.Any, ["tenant"] = "red" });
        Explains(json is null ? Hmac.Claims() : Hmac.Claims().Set("tenant", json), VerifyError.RequiredClaimMissing, "tenant", fault, policy);
    }

    [Theory, InlineData(null, ClaimFault.Missing), InlineData("\"other\"", ClaimFault.None)]
    public void A_tenant_that_is_not_the_token_s_own_is_about_tid(string? tenant, ClaimFault fault)
    {
        VerificationPolicy policy = TestPolicies.With(issuer: Expected.Template(Template, Expected.Any));
        RawJson claims = Hmac.Claims().Set("iss", $"\"{Template.Replace("{tenantid}", Tenant, StringComparison.Ordinal)}\"");
        Explains(tenant is null ? claims : claims.Set("tid", tenant), VerifyError.IssuerMismatch, "tid", fault, policy);
        Explains(Hmac.Claims().Set("tid", $"\"{Tenant}\""), VerifyError.IssuerMismatch, "iss", ClaimFault.None, policy);
    }

    [Theory]
    [InlineData("sub"), InlineData("client_id"), InlineData("iat"), InlineData("jti")]
    public void A_profile_names_the_claim_that_it_misses(string claim)
    {
        VerificationPolicy policy = TestPolicies.With(profile: TokenProfile.AccessToken);
        RawJson complete = Hmac.Claims().Set("sub", "\"s\"").Set("client_id", "\"c\"").Set("iat", $"{Tokens.Now}").Set("jti", "\"j\"");
        Explains(complete.Remove(claim), VerifyError.RequiredClaimMissing, claim, ClaimFault.Missing, policy, "at+jwt");
    }

    [Fact]
    public void A_profile_names_the_claim_that_has_a_wrong_type_or_does_not_belong_there()
    {
        VerificationPolicy logout = TestPolicies.With(profile: TokenProfile.LogoutToken);
        Explains(Hmac.Claims().Set("client_id", "1"), VerifyError.ClaimMalformed, "client_id", ClaimFault.WrongType, TestPolicies.With(profile: TokenProfile.AccessToken), "at+jwt");
        Explains(Hmac.Claims().Set("sid", "1"), VerifyError.ClaimMalformed, "sid", ClaimFault.WrongType, logout, "logout+jwt");
        Explains(Hmac.Claims().Set("events", "[]"), VerifyError.ClaimMalformed, "events", ClaimFault.WrongType, logout, "logout+jwt");
        Explains(Hmac.Claims().Set("events", "1"), VerifyError.ClaimMalformed, "events", ClaimFault.WrongType, logout, "logout+jwt");
        Explains(Hmac.Claims().Set("nonce", "\"n\""), VerifyError.TypeMismatch, "nonce", ClaimFault.None, logout, "logout+jwt");
        Explains(Hmac.Claims().Set("nonce", "\"n\""), VerifyError.TypeMismatch, null, ClaimFault.None, logout, "JWT");
        Explains(Hmac.Claims().Set("jti", "\"j\"").Remove("sub"), VerifyError.RequiredClaimMissing, "sub", ClaimFault.Missing, logout, "logout+jwt");
        Explains(Hmac.Claims().Set("jti", "\"j\""), VerifyError.RequiredClaimMissing, "events", ClaimFault.Missing, logout, "logout+jwt");
        Explains(Hmac.Claims().Set("jti", "\"j\"").Set("events", "{}"), VerifyError.RequiredClaimMissing, "events", ClaimFault.None, logout, "logout+jwt");
    }

    [Fact]
    public void A_remembered_token_that_expired_is_explained_as_any_other()
    {
        SetTime time = new();
        JwtVerifier verifier = Remembering.Verifier(time: time);
        string token = Hmac.Sign(Hmac.Claims());
        verifier.Remember(token);
        time.Set(Tokens.Now + 400);

        verifier.TryVerify(token, out VerifiedToken verified);
        Assert.Equal((VerifyError.Expired, "exp", ClaimFault.None), (verified.Error, verified.ErrorClaim, verified.ErrorFault));
    }

    // A refusal before the signature verified says nothing of the payload, whoever read it for whatever purpose.
    [Theory, InlineData("{\"exp\":-1,\"iss\":1}"), InlineData("{\"exp\":0}"), InlineData("{")]
    public void Nothing_is_said_of_a_token_that_nobody_signed(string payload)
    {
        TestKeyPair forger = TestKeyPair.Create(JwtAlgorithm.HS256, "HS256-1");
        VerificationPolicy other = TestPolicies.With(Tokens.Keys(JwtAlgorithm.RS256), [JwtAlgorithm.RS256], issuer: "https://third.example.com");
        SaysNothing(Tokens.Verifier(TestPolicies.With()), forger.Sign(payload));
        SaysNothing(Tokens.Verifier(TestPolicies.With()), forger.With(JwtAlgorithm.HS256, "unknown").Sign(payload));
        SaysNothing(new JwtVerifier([TestPolicies.With(), other]), forger.Sign(payload));
        SaysNothing(new JwtVerifier([TestPolicies.With(), other]), Hmac.Pair.Sign(payload.Replace("\"iss\":1", "\"iss\":\"x\"", StringComparison.Ordinal)));

        using RemoteJwks unloaded = new("https://issuer.example.com/jwks", new RemoteJwksOptions { Client = new HttpClient(new NoNetwork()) });
        SaysNothing(Tokens.Verifier(TestPolicies.With(unloaded, [JwtAlgorithm.RS256])), Tokens.Pair(JwtAlgorithm.RS256).Sign(payload));
    }

    [Fact]
    public void An_explanation_is_gone_with_the_next_token()
    {
        JwtVerifier verifier = Tokens.Verifier(TestPolicies.With());
        verifier.TryVerify(Hmac.Sign(Hmac.Claims().Set("exp", "-1")), out VerifiedToken token);
        Assert.Equal(ClaimFault.Negative, token.ErrorFault);
        verifier.TryVerify("garbage", out token);
        Assert.Equal((null, ClaimFault.None), (token.ErrorClaim, token.ErrorFault));
        verifier.TryVerify(Hmac.Sign(Hmac.Claims()), out token);
        Assert.Equal((null, ClaimFault.None), (token.ErrorClaim, token.ErrorFault));
        Assert.Equal((null, ClaimFault.None), (default(VerifiedToken).ErrorClaim, default(VerifiedToken).ErrorFault));
        Assert.Equal((null, ClaimFault.None), (default(VerifyResult).ErrorClaim, default(VerifyResult).ErrorFault));
    }

    [Theory, InlineData("exp", "-1"), InlineData("exp", "1767225900000"), InlineData("aud", "[]"), InlineData("iss", "\"other\""), InlineData("sub", "1")]
    public void Explaining_allocates_nothing(string claim, string json)
    {
        JwtVerifier verifier = Tokens.Verifier(TestPolicies.With());
        byte[] token = Encoding.UTF8.GetBytes(Hmac.Sign(Hmac.Claims().Set(claim, json)));
        Assert.Equal(0, Allocations.PerCall(() =>
        {
            verifier.TryVerify(token, out VerifiedToken verified);
            Assert.True(verified.ErrorClaim is not null);
        }));
    }

    private static void SaysNothing(JwtVerifier verifier, string token)
    {
        Assert.False(verifier.TryVerify(token, out VerifiedToken verified));
        Assert.True(verified.Error < VerifyError.ClaimMalformed, $"{verified.Error}");
        Assert.Equal((null, ClaimFault.None), (verified.ErrorClaim, verified.ErrorFault));
    }

    private static void Explains(RawJson claims, VerifyError error, string? claim, ClaimFault fault, VerificationPolicy? policy = null, string type = "JWT")
    {
        JwtVerifier verifier = Tokens.Verifier(policy ?? TestPolicies.With());
        string token = Hmac.Pair.Sign(Hmac.Header().Set("typ", $"\"{type}\"").ToString(), claims.ToString());
        verifier.TryVerify(token, out VerifiedToken chars);
        verifier.TryVerify(Encoding.UTF8.GetBytes(token), out VerifiedToken bytes);
        VerifyResult result = verifier.VerifyAsync(token.AsMemory(), TestContext.Current.CancellationToken).AsTask().GetAwaiter().GetResult();

        Assert.Equal((error, claim, fault), (chars.Error, chars.ErrorClaim, chars.ErrorFault));
        Assert.Equal((error, claim, fault), (bytes.Error, bytes.ErrorClaim, bytes.ErrorFault));
        Assert.Equal((error, claim, fault), (result.Error, result.ErrorClaim, result.ErrorFault));
    }

    private sealed class NoNetwork : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            throw new HttpRequestException("no network");
    }
}
