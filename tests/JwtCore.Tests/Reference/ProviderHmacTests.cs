using System.Text;
using JwtCore.Testing;
using JwtCore.Tests.Support;

namespace JwtCore.Tests.Reference;

/// <summary>A6 to A19: shared secrets.</summary>
public class ProviderHmacTests
{
    private const string Secret = "a-secret-of-at-least-sixty-four-bytes-for-every-one-of-the-hashes";

    public static TheoryData<JwtAlgorithm> Hmac => [JwtAlgorithm.HS256, JwtAlgorithm.HS384, JwtAlgorithm.HS512];

    [Fact]
    public void A6_A_secret_makes_a_key_of_its_algorithm_and_the_policy_keeps_what_it_was_given()
    {
        Jwk key = Jwk.FromSecret(Encoding.UTF8.GetBytes(Secret), JwtAlgorithm.HS256);
        VerificationPolicy policy = FastMcpLike.Policy(key, JwtAlgorithm.HS256, ReferenceSetup.Issuer);

        Assert.Equal((JwtAlgorithm.HS256, "oct"), (key.Algorithm, key.KeyType));
        Assert.Equal([ReferenceSetup.Issuer], policy.Issuer);
        Assert.Equal([JwtAlgorithm.HS256], policy.Algorithms);
        Assert.IsType<JwkSet>(policy.Keys);
    }

    [Fact]
    public void A7_A_secret_s_algorithm_with_remote_keys_is_refused_at_construction() => RefusesRemote(JwtAlgorithm.HS256);

    [Theory, MemberData(nameof(Hmac))]
    public void A8_Each_HMAC_algorithm_may_be_chosen(JwtAlgorithm algorithm)
    {
        _ = Setup(algorithm).Strict;
        Assert.Equal(algorithm, Jwk.FromSecret(Encoding.UTF8.GetBytes(Secret), algorithm).Algorithm);
    }

    [Theory, MemberData(nameof(Hmac))]
    public void A9_No_HMAC_algorithm_goes_with_remote_keys(JwtAlgorithm algorithm) => RefusesRemote(algorithm);

    [Fact]
    public void A10_A_public_key_in_PEM_is_no_secret() =>
        Assert.Contains("not a shared secret", Assert.Throws<ArgumentException>(() => Jwk.FromSecret(Encoding.UTF8.GetBytes(ReferenceSetup.Pair.ToPublicPem()), JwtAlgorithm.HS256)).Message, StringComparison.Ordinal);

    [Fact]
    public void A11_A_secret_is_given_as_bytes() => Assert.Equal("oct", Jwk.FromSecret(new byte[32], JwtAlgorithm.HS256).KeyType);

    [Fact]
    public void A12_A_valid_token_has_its_scopes_its_end_and_its_subject()
    {
        TokenClaims claims = Setup().Accept(Sign(ReferenceSetup.Good with { Scopes = ["read", "write"] }));

        Assert.Equal(["read", "write"], claims.Scopes);
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(Tokens.Now + 3600), claims.ExpiresAt);
        Assert.Equal(("test-user", "test-user"), (claims.Subject, claims.ClientId));
    }

    [Theory, MemberData(nameof(Hmac))]
    public void A13_Each_HMAC_algorithm_verifies_its_own_token(JwtAlgorithm algorithm) =>
        Assert.Equal(VerifyError.None, Setup(algorithm).Verdict(Sign(ReferenceSetup.Good, algorithm)));

    [Fact]
    public void A14_The_issuer_must_be_the_expected_one()
    {
        Assert.Equal(VerifyError.None, Setup().Verdict(Sign(ReferenceSetup.Good)));
        Assert.Equal(VerifyError.IssuerMismatch, Setup().Verdict(Sign(ReferenceSetup.Good with { Issuer = "https://evil.example.com" })));
    }

    [Fact]
    public void A15_The_audience_must_be_the_expected_one()
    {
        Assert.Equal(VerifyError.None, Setup().Verdict(Sign(ReferenceSetup.Good)));
        Assert.Equal(VerifyError.AudienceMismatch, Setup().Verdict(Sign(ReferenceSetup.Good with { Audience = "https://wrong.example.com" })));
    }

    [Fact]
    public void A16_Three_scopes_are_three() =>
        Assert.Equal(["read", "write", "admin"], Setup().Accept(Sign(ReferenceSetup.Good with { Scopes = ["read", "write", "admin"] })).Scopes);

    [Fact]
    public void A17_An_hour_before_its_end_a_token_is_good_and_an_hour_after_it_has_expired()
    {
        Assert.Equal(VerifyError.None, Setup().Verdict(Sign(ReferenceSetup.Good)));
        Assert.Equal(VerifyError.Expired, Setup().Verdict(Sign(ReferenceSetup.Good with { Lifetime = TimeSpan.FromHours(-1) })));
    }

    [Fact]
    public void A18_Another_secret_does_not_verify() =>
        Assert.Equal(VerifyError.SignatureInvalid, Setup().Verdict(TestKeyPair.FromSecret(Encoding.UTF8.GetBytes("another-" + Secret), JwtAlgorithm.HS256).CreateToken(ReferenceSetup.Good)));

    [Fact]
    public void A19_A_token_of_another_algorithm_is_refused_though_the_secret_is_the_same() =>
        Assert.Equal(VerifyError.AlgorithmNotAllowed, Setup(JwtAlgorithm.HS256).Verdict(Sign(ReferenceSetup.Good, JwtAlgorithm.HS512)));

    private static ReferenceSetup Setup(JwtAlgorithm algorithm = JwtAlgorithm.HS256) =>
        new() { Algorithm = algorithm, Keys = Jwk.FromSecret(Encoding.UTF8.GetBytes(Secret), algorithm) };

    private static string Sign(TestToken token, JwtAlgorithm algorithm = JwtAlgorithm.HS256) =>
        TestKeyPair.FromSecret(Encoding.UTF8.GetBytes(Secret), algorithm).CreateToken(token);

    private static void RefusesRemote(JwtAlgorithm algorithm)
    {
        using RemoteJwks keys = new("https://test.example.com/.well-known/jwks.json");
        ReferenceSetup setup = new() { Algorithm = algorithm, Keys = keys };
        Assert.Contains("remote keys are public", Assert.ThrowsAny<ArgumentException>(() => setup.Strict).Message, StringComparison.Ordinal);
        Assert.ThrowsAny<ArgumentException>(() => setup.LikeFastMcp);
    }
}
