using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using JwtCore.Tests.Support;

namespace JwtCore.Tests.Keys;

public class PemFormTests
{
    private const string Unreadable = "it is not an RSA key, an EC key on P-256, P-384 or P-521, an Ed25519 or an ML-DSA key.";

    // RFC 8410 section 4, with an object identifier that nothing has.
    private static readonly byte[] Unknown = [0x30, 0x2A, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x7F, 0x03, 0x21, 0x00, .. new byte[32]];

    private static readonly RSA Rsa = PublicKeys.Rsa(JwtAlgorithm.RS256);
    private static readonly ECDsa Ec = PublicKeys.Ec(JwtAlgorithm.ES256);
    private static readonly string RsaCertificate = Certificate(Rsa);
    private static readonly string EcCertificate = Certificate(Ec);

    [Theory, InlineData("SPKI"), InlineData("PKCS1"), InlineData("CERTIFICATE")]
    public void An_RSA_key_verifies_from_every_form(string form)
    {
        string pem = form switch { "SPKI" => Rsa.ExportSubjectPublicKeyInfoPem(), "PKCS1" => Rsa.ExportRSAPublicKeyPem(), _ => RsaCertificate };

        Assert.Equal(VerifyError.None, PublicKeys.VerdictOf(Jwk.FromPem(pem), JwtAlgorithm.RS256));
        Assert.True(Jwk.FromPem(pem).SameAs(Jwk.FromRsa(Rsa)));
    }

    [Theory, InlineData("SPKI"), InlineData("CERTIFICATE")]
    public void An_EC_key_verifies_from_every_form(string form)
    {
        string pem = form == "SPKI" ? Ec.ExportSubjectPublicKeyInfoPem() : EcCertificate;

        Assert.Equal(VerifyError.None, PublicKeys.VerdictOf(Jwk.FromPem(pem), JwtAlgorithm.ES256));
        Assert.True(Jwk.FromPem(pem).SameAs(Jwk.FromECDsa(Ec)));
    }

    [Fact]
    public void The_first_certificate_of_a_chain_counts()
    {
        Assert.True(Jwk.FromPem($"{RsaCertificate}\n{EcCertificate}\n{EcCertificate}\n").SameAs(Jwk.FromRsa(Rsa)));
        Assert.True(Jwk.FromPem($"{EcCertificate}\n{RsaCertificate}\n").SameAs(Jwk.FromECDsa(Ec)));
    }

    [Fact]
    public void Only_certificates_may_follow_a_certificate()
    {
        using ECDsa pair = ECDsa.Create(ECCurve.NamedCurves.nistP256);

        AssertRefused("it holds more than certificates.", $"{RsaCertificate}\n{pair.ExportPkcs8PrivateKeyPem()}");
        AssertRefused("it holds more than certificates.", $"{RsaCertificate}\n{EcCertificate}\n{pair.ExportECPrivateKeyPem()}");
        AssertRefused("it holds more than certificates.", $"{RsaCertificate}\n{Rsa.ExportSubjectPublicKeyInfoPem()}");
    }

    [Fact]
    public void Nothing_may_follow_a_public_key()
    {
        AssertRefused("it holds more than one PEM block.", $"{Rsa.ExportSubjectPublicKeyInfoPem()}\n{RsaCertificate}");
        AssertRefused("it holds more than one PEM block.", $"{Rsa.ExportRSAPublicKeyPem()}\n{Rsa.ExportRSAPublicKeyPem()}");
    }

    [Fact]
    public void A_private_key_is_refused_in_every_form()
    {
        using RSA rsa = RSA.Create(2048);
        using ECDsa ec = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        PbeParameters encryption = new(PbeEncryptionAlgorithm.Aes128Cbc, HashAlgorithmName.SHA256, 1);
        string[] pems =
        [
            rsa.ExportPkcs8PrivateKeyPem(), rsa.ExportRSAPrivateKeyPem(), rsa.ExportEncryptedPkcs8PrivateKeyPem("p", encryption),
            ec.ExportPkcs8PrivateKeyPem(), ec.ExportECPrivateKeyPem(), $"{ec.ExportECPrivateKeyPem()}\n{EcCertificate}",
        ];

        Assert.All(pems, pem => AssertRefused("it is a private key; verification takes the public key.", pem));
    }

    [Theory, InlineData("PUBLIC KEY"), InlineData("RSA PUBLIC KEY"), InlineData("CERTIFICATE")]
    public void A_block_is_exactly_one_DER_structure(string label)
    {
        byte[] der = Der(label);

        Assert.Equal("RSA", Jwk.FromPem(PemEncoding.WriteString(label, der)).KeyType);
        AssertRefused(Unreadable, PemEncoding.WriteString(label, [.. der, 0]));
        AssertRefused(Unreadable, PemEncoding.WriteString(label, [.. der, .. der]));
        AssertRefused(Unreadable, PemEncoding.WriteString(label, der.AsSpan(..^1)));
        AssertRefused(Unreadable, PemEncoding.WriteString(label, der.AsSpan(1)));
        AssertRefused(Unreadable, PemEncoding.WriteString(label, []));
        AssertRefused(Unreadable, PemEncoding.WriteString(label, new byte[256]));
    }

    // X.690 sections 8.1.3.6 and 10.1: BER allows a length that is given at the end, DER does not.
    [Theory, InlineData("PUBLIC KEY"), InlineData("RSA PUBLIC KEY"), InlineData("CERTIFICATE")]
    public void A_block_of_indefinite_length_is_refused(string label)
    {
        byte[] der = Der(label);
        Assert.Equal([0x30, 0x82], der[..2]);

        AssertRefused(Unreadable, PemEncoding.WriteString(label, [0x30, 0x80, .. der[4..], 0, 0]));
    }

    [Fact]
    public void A_block_holds_what_its_label_says()
    {
        string[] labels = ["PUBLIC KEY", "RSA PUBLIC KEY", "CERTIFICATE"];

        Assert.All(labels, label => Assert.All(labels.Where(other => other != label), other =>
            AssertRefused(Unreadable, PemEncoding.WriteString(label, Der(other)))));
    }

    // The platform's loader would take PEM where DER is expected.
    [Fact]
    public void A_block_within_a_block_is_refused() =>
        AssertRefused(Unreadable, PemEncoding.WriteString("CERTIFICATE", System.Text.Encoding.ASCII.GetBytes(RsaCertificate)));

    [Theory, InlineData("TRUSTED CERTIFICATE"), InlineData("X509 CRL"), InlineData("EC PARAMETERS"), InlineData("public key"), InlineData("")]
    public void Another_label_is_refused(string label) =>
        AssertRefused("its label is not PUBLIC KEY, RSA PUBLIC KEY or CERTIFICATE.", PemEncoding.WriteString(label, Der("PUBLIC KEY")));

    [Fact]
    public void A_key_bound_to_RSASSA_PSS_is_refused()
    {
        string reason = "it is an RSASSA-PSS key, bound to parameters of its own; give it as a plain RSA key.";
        using X509Certificate2 certificate = PublicKeys.Certificate(PublicKeys.Pss(Rsa));

        AssertRefused(reason, PemEncoding.WriteString("PUBLIC KEY", PublicKeys.Pss(Rsa).ExportSubjectPublicKeyInfo()));
        AssertRefused(reason, certificate.ExportCertificatePem());
    }

    [Fact]
    public void A_curve_given_by_parameters_is_refused()
    {
        using ECDsa ec = PublicKeys.ExplicitCurve(Ec);

        AssertRefused("its curve is given by parameters, not by name.", ec.ExportSubjectPublicKeyInfoPem());
        AssertRefused("its curve is given by parameters, not by name.", Certificate(ec));
    }

    [Fact]
    public void A_key_of_another_type_is_refused() => AssertRefused(Unreadable, PemEncoding.WriteString("PUBLIC KEY", Unknown));

    // A public key must never become a secret, whether or not it could be used as a key.
    [Fact]
    public void A_public_key_that_is_refused_is_no_secret_either()
    {
        using ECDsa ec = PublicKeys.ExplicitCurve(Ec);
        using X509Certificate2 certificate = PublicKeys.Certificate(PublicKeys.Pss(Rsa));

        Assert.All([PublicKeys.Pss(Rsa).ExportSubjectPublicKeyInfo(), ec.ExportSubjectPublicKeyInfo(), certificate.RawData, Unknown], der =>
            Assert.Throws<ArgumentException>(() => Jwk.FromSecret(der, JwtAlgorithm.HS256)));
    }

    private static string Certificate(AsymmetricAlgorithm key)
    {
        using X509Certificate2 certificate = PublicKeys.Certificate(key);
        return certificate.ExportCertificatePem();
    }

    private static byte[] Der(string label) => label switch
    {
        "PUBLIC KEY" => Rsa.ExportSubjectPublicKeyInfo(),
        "RSA PUBLIC KEY" => Rsa.ExportRSAPublicKey(),
        _ => X509Certificate2.CreateFromPem(RsaCertificate).RawData,
    };

    private static void AssertRefused(string reason, string pem) =>
        Assert.Equal($"The PEM key is refused: {reason}", Assert.Throws<FormatException>(() => Jwk.FromPem(pem)).Message);
}
