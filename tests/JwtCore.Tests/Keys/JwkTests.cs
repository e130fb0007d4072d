using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using JwtCore.Testing;
using JwtCore.Tests.Support;

namespace JwtCore.Tests.Keys;

public class JwkTests
{
    private static readonly string RsaPem = Tokens.Pair(JwtAlgorithm.RS256).ToPublicPem();
    private static readonly string EcPem = Tokens.Pair(JwtAlgorithm.ES256).ToPublicPem();

    public static TheoryData<JwtAlgorithm> Algorithms => Tokens.Algorithms;

    [Theory, MemberData(nameof(Algorithms))]
    public void A_public_key_in_PEM_verifies(JwtAlgorithm algorithm)
    {
        if (algorithm <= JwtAlgorithm.HS512)
        {
            return;
        }

        TestKeyPair pair = Tokens.Pair(algorithm);
        Jwk key = Jwk.FromPem(pair.ToPublicPem(), "k", algorithm);

        Assert.Equal("k", key.KeyId);
        Assert.Equal(algorithm, key.Algorithm);
        Assert.Equal(VerifyError.None, Tokens.Verifier(Tokens.Policy(key, algorithm)).Verdict(pair.With(algorithm, "k").Sign(Tokens.Claims().ToJsonString())));
    }

    [Fact]
    public void PKCS1_and_certificates_are_read_too()
    {
        using RSA rsa = RSA.Create();
        rsa.ImportFromPem(RsaPem);
        using RSA signer = RSA.Create(2048);
        using ECDsa ecdsa = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        DateTimeOffset then = DateTimeOffset.UnixEpoch;
        using X509Certificate2 rsaCertificate = new CertificateRequest("CN=test", signer, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSelfSigned(then, then.AddDays(1));
        using X509Certificate2 ecCertificate = new CertificateRequest("CN=test", ecdsa, HashAlgorithmName.SHA256).CreateSelfSigned(then, then.AddDays(1));

        Assert.Equal("RSA", Jwk.FromPem(rsa.ExportRSAPublicKeyPem()).KeyType);
        Assert.Equal("RSA", Jwk.FromPem(rsaCertificate.ExportCertificatePem()).KeyType);
        Assert.Equal("EC", Jwk.FromPem(ecCertificate.ExportCertificatePem(), algorithm: JwtAlgorithm.ES384).KeyType);
        Assert.Equal("EC", Jwk.FromPem($"text before\n{EcPem}\ntext after").KeyType);
    }

    [Fact]
    public void A_PEM_text_that_is_not_one_public_key_is_refused()
    {
        using RSA weak = RSA.Create(1024);
        using RSA rsa = RSA.Create(2048);
        using ECDsa other = ECDsa.Create(ECCurve.NamedCurves.brainpoolP256r1);
        using ECDsa ecdsa = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        byte[] der = ecdsa.ExportSubjectPublicKeyInfo();
        const string unreadable = "it is not an RSA key, an EC key on P-256, P-384 or P-521, an Ed25519 or an ML-DSA key.";

        AssertRefused("there is no PEM block in it.", "");
        AssertRefused("there is no PEM block in it.", "-----BEGIN PUBLIC KEY-----");
        AssertRefused("it is a private key; verification takes the public key.", rsa.ExportPkcs8PrivateKeyPem());
        AssertRefused("it is a private key; verification takes the public key.", rsa.ExportRSAPrivateKeyPem());
        AssertRefused("it is a private key; verification takes the public key.", ecdsa.ExportECPrivateKeyPem());
        AssertRefused("its label is not PUBLIC KEY, RSA PUBLIC KEY or CERTIFICATE.", PemEncoding.WriteString("X509 CRL", der));
        AssertRefused("it holds more than one PEM block.", EcPem + "\n" + RsaPem);
        AssertRefused("it holds more than one PEM block.", EcPem + "\n" + EcPem);
        AssertRefused("the RSA modulus has fewer than 2048 or more than 8192 bits.", weak.ExportSubjectPublicKeyInfoPem());
        AssertRefused(unreadable, other.ExportSubjectPublicKeyInfoPem());
        AssertRefused(unreadable, PemEncoding.WriteString("PUBLIC KEY", []));
        AssertRefused(unreadable, PemEncoding.WriteString("PUBLIC KEY", [.. der, 0]));
        AssertRefused(unreadable, PemEncoding.WriteString("PUBLIC KEY", der.AsSpan(..^1)));
        AssertRefused(unreadable, PemEncoding.WriteString("RSA PUBLIC KEY", der));
        AssertRefused(unreadable, PemEncoding.WriteString("RSA PUBLIC KEY", [.. rsa.ExportRSAPublicKey(), 0]));
        AssertRefused(unreadable, PemEncoding.WriteString("CERTIFICATE", der));
    }

    [Theory]
    [InlineData(JwtAlgorithm.RS256, JwtAlgorithm.ES256), InlineData(JwtAlgorithm.RS256, JwtAlgorithm.HS256), InlineData(JwtAlgorithm.ES256, JwtAlgorithm.ES384), InlineData(JwtAlgorithm.ES256, JwtAlgorithm.PS256), InlineData(JwtAlgorithm.ES256, (JwtAlgorithm)0), InlineData(JwtAlgorithm.ES256, (JwtAlgorithm)13)]
    public void An_algorithm_given_to_a_PEM_key_must_fit_it(JwtAlgorithm pair, JwtAlgorithm algorithm) =>
        Assert.Throws<FormatException>(() => Jwk.FromPem(Tokens.Pair(pair).ToPublicPem(), algorithm: algorithm));

    [Theory, InlineData(JwtAlgorithm.HS256, 32), InlineData(JwtAlgorithm.HS384, 48), InlineData(JwtAlgorithm.HS512, 64)]
    public void A_secret_is_at_least_as_long_as_the_hash(JwtAlgorithm algorithm, int size)
    {
        byte[] secret = Enumerable.Repeat((byte)0x5A, size).ToArray();
        TestKeyPair pair = TestKeyPair.FromSecret(secret, algorithm);

        Assert.Equal(VerifyError.None, Tokens.Verifier(Tokens.Policy(Jwk.FromSecret(secret, algorithm), algorithm)).Verdict(pair.Sign(Tokens.Claims().ToJsonString())));
        Assert.Equal(algorithm, Jwk.FromSecret([.. secret, 1], algorithm, "k").Algorithm);
        Assert.Throws<ArgumentException>(() => Jwk.FromSecret(secret.AsSpan(1), algorithm));
        Assert.Throws<ArgumentException>(() => Jwk.FromSecret([], algorithm));
    }

    [Theory, InlineData(JwtAlgorithm.RS256), InlineData(JwtAlgorithm.ES256), InlineData((JwtAlgorithm)0), InlineData((JwtAlgorithm)13)]
    public void A_secret_works_with_HMAC_alone(JwtAlgorithm algorithm) =>
        Assert.Throws<ArgumentException>(() => Jwk.FromSecret(new byte[64], algorithm));

    [Fact]
    public void A_secret_is_copied()
    {
        byte[] secret = new byte[32];
        Jwk key = Jwk.FromSecret(secret, JwtAlgorithm.HS256);
        string token = TestKeyPair.FromSecret(secret, JwtAlgorithm.HS256).Sign(Tokens.Claims().ToJsonString());
        secret.AsSpan().Fill(1);

        Assert.Equal(VerifyError.None, Hmac.Verdict(token, TestPolicies.With(key)));
    }

    [Fact]
    public void A_JWK_given_on_its_own_verifies() =>
        Assert.Equal(VerifyError.None, Hmac.Verdict(Hmac.Claims(), TestPolicies.With(Jwk.Parse(Encoding.UTF8.GetBytes(JwkJson.Oct.ToJsonString())))));

    [Fact]
    public void Keys_are_the_same_when_id_and_algorithm_and_secret_are()
    {
        byte[] secret = Enumerable.Repeat((byte)0x5A, 64).ToArray();
        Jwk key = Jwk.FromSecret(secret, JwtAlgorithm.HS256, "a");
        Assert.True(key.SameAs(Jwk.FromSecret(secret, JwtAlgorithm.HS256, "a")));
        Assert.False(key.SameAs(Jwk.FromSecret(secret, JwtAlgorithm.HS256, "b")));
        Assert.False(key.SameAs(Jwk.FromSecret(secret, JwtAlgorithm.HS512, "a")));
    }

    [Fact]
    public void A_set_of_no_keys_at_all_is_a_mistake_that_names_them() =>
        Assert.Throws<ArgumentNullException>("keys", () => new JwkSet((IEnumerable<Jwk>)null!));

    private static void AssertRefused(string reason, string pem) =>
        Assert.Equal($"The PEM key is refused: {reason}", Assert.Throws<FormatException>(() => Jwk.FromPem(pem)).Message);
}
