using System.Text;
using JwtCore.Tests.Support;

namespace JwtCore.Tests.Verifier;

public class VerifyResultTests
{
    private static readonly TokenClaims Claims = TokenClaims.FromJson("""{"sub":"ann","exp":2000000000}"""u8);

    public static TheoryData<VerifyError> Refusals => [.. Enum.GetValues<VerifyError>().Where(error => error != VerifyError.None)];

    [Fact]
    public void A_default_result_is_not_valid_and_has_nothing()
    {
        VerifyResult none = default;

        Assert.Equal((VerifyError.NotVerified, false, null, null, ClaimFault.None), (none.Error, none.IsValid, none.Claims, none.ErrorClaim, none.ErrorFault));
    }

    [Fact]
    public void Claims_that_the_caller_vouches_for_are_valid()
    {
        VerifyResult result = VerifyResult.AcceptedByCaller(Claims);

        Assert.Equal((VerifyError.None, true), (result.Error, result.IsValid));
        Assert.Equal(Claims.Payload.GetRawText(), result.Claims!.Payload.GetRawText());
    }

    [Fact]
    public void A_valid_result_without_claims_cannot_be_made()
    {
        Assert.Throws<ArgumentNullException>(() => VerifyResult.AcceptedByCaller(null!));
        Assert.Equal("error", Assert.ThrowsAny<ArgumentException>(() => VerifyResult.Refused(VerifyError.None)).ParamName);
    }

    [Theory, MemberData(nameof(Refusals))]
    public void A_refusal_has_its_error_and_no_claims(VerifyError error)
    {
        VerifyResult result = VerifyResult.Refused(error);

        Assert.Equal((error, false, null, null, ClaimFault.None), (result.Error, result.IsValid, result.Claims, result.ErrorClaim, result.ErrorFault));
    }

    public static TheoryData<byte> Undefined => [(byte)Enum.GetValues<VerifyError>().Length, 255];

    [Theory, MemberData(nameof(Undefined))]
    public void An_error_that_is_not_defined_is_refused(byte error) =>
        Assert.Equal("error", Assert.ThrowsAny<ArgumentException>(() => VerifyResult.Refused((VerifyError)error)).ParamName);

    [Fact]
    public async Task The_key_and_the_algorithm_of_a_verdict_that_is_passed_on_are_left_out()
    {
        TokenClaims verified = (await Tokens.Verifier(JwtAlgorithm.HS256).VerifyAsync(Hmac.Sign(Hmac.Claims().Set("jti", "\"\\u006a\"")).AsMemory(), TestContext.Current.CancellationToken)).Claims!;
        TokenClaims passedOn = VerifyResult.AcceptedByCaller(verified).Claims!;

        Assert.Equal(("HS256-1", JwtAlgorithm.HS256), (verified.KeyId, verified.Algorithm));
        Assert.Equal((null, default), (passedOn.KeyId, passedOn.Algorithm));
        Assert.Equal((verified.Issuer, verified.Subject, verified.JwtId, verified.ExpiresAt), (passedOn.Issuer, passedOn.Subject, passedOn.JwtId, passedOn.ExpiresAt));
        Assert.Equal(verified.Scopes, passedOn.Scopes);
        Assert.Equal(verified.Payload.GetRawText(), passedOn.Payload.GetRawText());
    }

    [Theory]
    [InlineData("{}", VerifyError.ExpirationMissing)]
    [InlineData("""{"exp":1767225540}""", VerifyError.Expired)]
    [InlineData("""{"exp":1767225541}""", VerifyError.None)]
    [InlineData("""{"exp":1767225900,"nbf":1767225661}""", VerifyError.NotYetValid)]
    [InlineData("""{"exp":1767225900,"nbf":1767225660}""", VerifyError.None)]
    [InlineData("""{"exp":1767225900,"iat":1767225661}""", VerifyError.IssuedInFuture)]
    [InlineData("""{"exp":1767225900,"cnf":null}""", VerifyError.ProofOfPossessionRequired)]
    [InlineData("""{"exp":1767225900,"\u0063nf":{}}""", VerifyError.ProofOfPossessionRequired)]
    [InlineData("""{"exp":1767225900,"a":{"cnf":1}}""", VerifyError.None)]
    public void What_is_vouched_for_must_be_in_force_and_bound_to_no_key(string json, VerifyError expected)
    {
        VerifyResult result = VerifyResult.AcceptedByCaller(TokenClaims.FromJson(Encoding.UTF8.GetBytes(json))).Recheck(DateTimeOffset.FromUnixTimeSeconds(Tokens.Now));

        Assert.Equal((expected, expected == VerifyError.None), (result.Error, result.Claims is not null));
    }

    [Theory]
    [InlineData(Tolerance.Nothing, 300, VerifyError.None), InlineData(Tolerance.Nothing, 0, VerifyError.Expired)]
    [InlineData(Tolerance.UnprovenPossession, 300, VerifyError.None)]
    public async Task A_verdict_that_was_kept_ends_with_its_token_by_its_own_policy(Tolerance tolerate, int left, VerifyError expected)
    {
        string token = Hmac.Sign(tolerate == Tolerance.Nothing ? Hmac.Claims() : Hmac.Claims().Set("cnf", "{}"));
        VerifyResult kept = await Tokens.Verifier(TestPolicies.With(tolerate: tolerate)).VerifyAsync(token.AsMemory(), TestContext.Current.CancellationToken);
        DateTimeOffset now = DateTimeOffset.FromUnixTimeSeconds(Tokens.Now + 300 - left);

        Assert.True(kept.IsValid);
        Assert.Equal(expected, kept.Recheck(now).Error);
    }

    // What the policy tolerates ends with its verdict; what it demands does not.
    [Theory]
    [InlineData(Tolerance.Nothing, 60, "exp", "1767225900", 359, VerifyError.None, VerifyError.None)]
    [InlineData(Tolerance.Nothing, 60, "exp", "1767225900", 360, VerifyError.Expired, VerifyError.Expired)]
    [InlineData(Tolerance.Nothing, 300, "exp", "1767225900", 359, VerifyError.None, VerifyError.None)]
    [InlineData(Tolerance.Nothing, 300, "exp", "1767225900", 360, VerifyError.None, VerifyError.Expired)]
    [InlineData(Tolerance.Nothing, 0, "exp", "1767225900", 299, VerifyError.None, VerifyError.None)]
    [InlineData(Tolerance.Nothing, 0, "exp", "1767225900", 300, VerifyError.Expired, VerifyError.Expired)]
    [InlineData(Tolerance.MissingExpiration, 0, "exp", null, 1, VerifyError.None, VerifyError.ExpirationMissing)]
    [InlineData(Tolerance.UnprovenPossession, 0, "cnf", "{}", 1, VerifyError.None, VerifyError.ProofOfPossessionRequired)]
    public async Task A_verdict_that_is_passed_on_has_no_tolerances(Tolerance tolerate, double skew, string name, string? json, int after, VerifyError own, VerifyError passedOn)
    {
        RawJson claims = json is null ? Hmac.Claims().Remove(name) : Hmac.Claims().Set(name, json);
        JwtVerifier verifier = Tokens.Verifier(TestPolicies.With(skew: skew, tolerate: tolerate));
        TokenClaims verified = (await verifier.VerifyAsync(Hmac.Sign(claims).AsMemory(), TestContext.Current.CancellationToken)).Claims!;
        DateTimeOffset now = DateTimeOffset.FromUnixTimeSeconds(Tokens.Now + after);
        TokenClaims byCaller = VerifyResult.AcceptedByCaller(verified).Claims!;

        Assert.Equal((own, passedOn), (verified.CheckAgain(now), byCaller.CheckAgain(now)));
        Assert.Equal(passedOn, VerifyResult.AcceptedByCaller(byCaller).Recheck(now).Error);
    }

    [Fact]
    public async Task What_scopes_imply_is_passed_on()
    {
        VerificationPolicy policy = TestPolicies.With(impliedScopes: new() { ["admin"] = ["read"] });
        string token = Hmac.Sign(Hmac.Claims().Set("scope", "\"admin\""));
        TokenClaims verified = (await Tokens.Verifier(policy).VerifyAsync(token.AsMemory(), TestContext.Current.CancellationToken)).Claims!;

        Assert.True(VerifyResult.AcceptedByCaller(verified).Claims!.HasScope("read"));
        Assert.False(VerifyResult.AcceptedByCaller(verified).Claims!.HasScope("write"));
    }
}
