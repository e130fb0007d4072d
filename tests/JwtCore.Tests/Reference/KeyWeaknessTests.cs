using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using JwtCore.Testing;
using JwtCore.Tests.Support;

namespace JwtCore.Tests.Reference;

/// <summary>W14 to W18, W33 to W35 and W38: what FastMCP takes for a key.</summary>
public class KeyWeaknessTests
{
    private static readonly TestKeyPair First = ReferenceEndpoint.Named("first");
    private static readonly TestKeyPair Second = ReferenceSetup.OtherPair.With(JwtAlgorithm.RS256, "second");

    [Fact]
    public void W14_A_key_that_is_too_short_is_refused()
    {
        using RSA rsa1024 = RSA.Create(1024);

        Assert.Throws<ArgumentException>(() => Jwk.FromRsa(rsa1024));
        Assert.Throws<FormatException>(() => Jwk.FromPem(rsa1024.ExportSubjectPublicKeyInfoPem()));
        Assert.NotNull(JwkJson.Refusal(TestKeyPair.Create(JwtAlgorithm.RS256, rsaBits: 1024).ToJwk()));
        Assert.Throws<ArgumentException>(() => Jwk.FromSecret("s"u8, JwtAlgorithm.HS256));
        Assert.Throws<ArgumentException>(() => Jwk.FromSecret(new byte[31], JwtAlgorithm.HS256));
        Assert.Throws<ArgumentException>(() => Jwk.FromSecret(new byte[63], JwtAlgorithm.HS512));
    }

    [Fact]
    public void W15_A_public_key_is_no_secret_in_any_of_its_encodings()
    {
        using RSA rsa = PublicKeys.Rsa(JwtAlgorithm.RS256);
        byte[][] encodings =
        [
            Encoding.UTF8.GetBytes("ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQC7 user@example.com"),
            rsa.ExportSubjectPublicKeyInfo(),
            rsa.ExportRSAPublicKey(),
            Encoding.UTF8.GetBytes(First.ToJwk().ToJsonString()),
            Encoding.UTF8.GetBytes(First.ToPrivatePem()),
            Encoding.UTF8.GetBytes(Convert.ToBase64String(rsa.ExportSubjectPublicKeyInfo())),
        ];

        Assert.All(encodings, encoding => Assert.Throws<ArgumentException>(() => Jwk.FromSecret(encoding, JwtAlgorithm.HS256)));
    }

    [Theory]
    [InlineData("use", "\"enc\""), InlineData("alg", "\"RSA-OAEP\""), InlineData("key_ops", "[\"encrypt\"]"), InlineData("alg", "\"ES256\"")]
    public async Task W16_A_key_for_something_else_is_skipped_and_its_token_refused(string member, string json)
    {
        JsonObject jwk = First.ToJwk().With(member, json);
        using ReferenceEndpoint remote = new();
        remote.Endpoint.Respond(new JsonObject { ["keys"] = new JsonArray(jwk) }.ToJsonString());

        Assert.Equal(VerifyError.KeyNotFound, await remote.VerdictAsync(First.CreateToken(ReferenceSetup.Good)));
        Assert.Single(remote.Keys.Status.Skipped);
    }

    [Fact]
    public async Task W16_A_published_private_key_is_skipped()
    {
        using ReferenceEndpoint remote = new();
        remote.Endpoint.Respond(new JsonObject { ["keys"] = new JsonArray(First.ToPrivateJwk()) }.ToJsonString());

        Assert.Equal(VerifyError.KeyNotFound, await remote.VerdictAsync(First.CreateToken(ReferenceSetup.Good)));
        Assert.Contains("private", Assert.Single(remote.Keys.Status.Skipped).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void W17_An_encryption_key_in_the_set_does_not_make_the_choice_ambiguous()
    {
        JwkSet keys = JwkJson.Set(First.ToJwk(), Second.ToJwk().With("use", "\"enc\"").With("alg", "\"RSA-OAEP\""));

        Assert.Equal(VerifyError.None, new ReferenceSetup { Keys = keys }.Verdict(ReferenceSetup.Sign(ReferenceSetup.Good)));
    }

    [Fact]
    public void W18_Keys_without_an_id_are_all_kept_and_tried_when_the_policy_tolerates_it()
    {
        JwkSet keys = Tokens.Keys(First.With(JwtAlgorithm.RS256, null), Second.With(JwtAlgorithm.RS256, null));
        ReferenceSetup setup = new() { Keys = keys };
        JwtVerifier trying = Tokens.Verifier(TestPolicies.With(keys, [JwtAlgorithm.RS256], ReferenceSetup.Issuer, ReferenceSetup.Audience, tolerate: Tolerance.TryKeysWithoutKeyId));
        string[] tokens = [ReferenceSetup.Sign(ReferenceSetup.Good), ReferenceSetup.OtherPair.CreateToken(ReferenceSetup.Good)];

        Assert.All(tokens, token => Assert.Equal(VerifyError.KeyAmbiguous, setup.Verdict(token)));
        Assert.All(tokens, token => Assert.Equal(VerifyError.None, trying.Verdict(token)));
    }

    [Fact]
    public void W18_Two_keys_of_one_id_are_never_silently_one()
    {
        ReferenceSetup setup = new() { Keys = Tokens.Keys(First, Second.With(JwtAlgorithm.RS256, "first")) };

        Assert.Equal(VerifyError.KeyAmbiguous, setup.Verdict(First.CreateToken(ReferenceSetup.Good)));
    }

    // A bad signature fetches nothing, or forgers would; the lifetime of the set brings the new key.
    [Fact]
    public async Task W18_A_key_replaced_under_its_id_is_taken_within_the_stated_time_and_not_after_an_hour()
    {
        using ReferenceEndpoint remote = new(First);
        TestKeyPair replaced = Second.With(JwtAlgorithm.RS256, "first");
        string after = replaced.CreateToken(ReferenceSetup.Good with { Lifetime = TimeSpan.FromDays(1) });
        Assert.Equal(VerifyError.SignatureInvalid, await remote.VerdictAsync(after));

        remote.Endpoint.Publish(replaced);
        Assert.Equal(VerifyError.SignatureInvalid, await remote.VerdictAsync(after));
        await remote.PassAsync(new RemoteJwksOptions().DefaultLifetime);
        Assert.Equal(VerifyError.None, await remote.VerdictAsync(after));
    }

    [Fact]
    public void W33_A_bad_key_is_refused_when_it_is_read_with_a_reason()
    {
        Assert.Equal("The PEM key is refused: there is no PEM block in it.", Assert.Throws<FormatException>(() => Jwk.FromPem("abc")).Message);
        Assert.Contains("private key", Assert.Throws<FormatException>(() => Jwk.FromPem(First.ToPrivatePem())).Message, StringComparison.Ordinal);
        Assert.ThrowsAny<ArgumentException>(() => new ReferenceSetup { Keys = Jwk.FromPem(First.ToPublicPem()), Algorithm = JwtAlgorithm.ES256 }.Strict);
    }

    [Fact]
    public void W34_A_key_is_read_once_and_a_known_header_never_again()
    {
        JwtVerifier verifier = new ReferenceSetup { Keys = First.ToJwkSet() }.Strict;
        string token = First.CreateToken(ReferenceSetup.Good);
        verifier.TryVerify(token, out _);

        Assert.Equal(1, verifier.Setup.FirstPolicy.Plans.Count);
        Assert.Equal(0, Allocations.PerCall(() => verifier.TryVerify(token, out _)));
        Assert.Equal(1, verifier.Setup.FirstPolicy.Plans.Count);
    }

    // It trusts a key, not a certificate: who wants the dates checks them before, as the last line does.
    [Fact]
    public void W35_The_dates_of_a_certificate_are_the_caller_s_to_check()
    {
        using RSA rsa = PublicKeys.Rsa(JwtAlgorithm.RS256);
        using X509Certificate2 expired = PublicKeys.Certificate(rsa);
        Func<X509Certificate2, DateTimeOffset, bool> isCurrent = MigrationPage.FromFastMcp.Function<Func<X509Certificate2, DateTimeOffset, bool>>("IsCurrent");

        Assert.Equal(VerifyError.None, new ReferenceSetup { Keys = Jwk.FromPem(expired.ExportCertificatePem()) }.Verdict(ReferenceSetup.Sign(ReferenceSetup.Good)));
        Assert.False(isCurrent(expired, ReferenceSetup.Time.GetUtcNow()));
        Assert.True(isCurrent(expired, DateTimeOffset.UnixEpoch));
    }

    [Fact]
    public void W38_No_key_id_has_a_meaning_of_its_own()
    {
        ReferenceSetup setup = new() { Keys = ReferenceSetup.Pair.ToJwkSet() };

        Assert.Equal(VerifyError.None, setup.Verdict(ReferenceSetup.Sign(ReferenceSetup.Good)));
        Assert.Equal(VerifyError.KeyNotFound, setup.Verdict(ReferenceEndpoint.Named("_default").CreateToken(ReferenceSetup.Good)));
        Assert.Equal(VerifyError.KeyNotFound, setup.Verdict(ReferenceEndpoint.Named("").CreateToken(ReferenceSetup.Good)));
    }
}
