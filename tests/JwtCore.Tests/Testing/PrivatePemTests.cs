using System.Security.Cryptography;
using JwtCore.Testing;
using JwtCore.Tests.Support;

namespace JwtCore.Tests.Testing;

public class PrivatePemTests
{
    private const string Fence = "-----";

    private static readonly RSA Rsa = RSA.Create(2048);
    private static readonly ECDsa Ec = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public static TheoryData<JwtAlgorithm> Algorithms => [.. Enum.GetValues<JwtAlgorithm>().Where(JwtAlgorithms.IsSupported).Where(algorithm => algorithm > JwtAlgorithm.HS512)];

    [Theory, MemberData(nameof(Algorithms))]
    public void A_written_key_reads_back(JwtAlgorithm algorithm)
    {
        TestKeyPair pair = Tokens.Pair(algorithm);
        string pem = pair.ToPrivatePem();

        TestKeyPair read = TestKeyPair.FromPem(pem, algorithm, "k");

        Assert.StartsWith($"{Fence}BEGIN PRIVATE KEY{Fence}\n", pem, StringComparison.Ordinal);
        Assert.Equal(algorithm, read.Algorithm);
        Assert.Equal("k", read.KeyId);
        Assert.Equal(pair.ToPublicPem(), read.ToPublicPem());
    }

    [Fact]
    public void A_secret_has_no_form_in_PEM() =>
        Assert.Equal("A secret has no form in PEM.", Assert.Throws<InvalidOperationException>(Tokens.Pair(JwtAlgorithm.HS256).ToPrivatePem).Message);

    [Fact]
    public void PKCS1_is_read() => Assert.Equal(Rsa.ExportSubjectPublicKeyInfoPem(), TestKeyPair.FromPem(Rsa.ExportRSAPrivateKeyPem(), JwtAlgorithm.PS256).ToPublicPem());

    [Fact]
    public void SEC1_is_read_with_the_parameters_that_stand_before_it()
    {
        string parameters = PemEncoding.WriteString("EC PARAMETERS", Convert.FromHexString("06082A8648CE3D030107"));

        Assert.Equal(Ec.ExportSubjectPublicKeyInfoPem(), TestKeyPair.FromPem(Ec.ExportECPrivateKeyPem()).ToPublicPem());
        Assert.Equal(Ec.ExportSubjectPublicKeyInfoPem(), TestKeyPair.FromPem($"text\n{parameters}\n{Ec.ExportECPrivateKeyPem()}\n").ToPublicPem());
    }

    [Fact]
    public void One_algorithm_fits_an_EC_key()
    {
        Assert.Equal(JwtAlgorithm.ES512, TestKeyPair.FromPem(Tokens.Pair(JwtAlgorithm.ES512).ToPrivatePem()).Algorithm);
        Assert.Null(TestKeyPair.FromPem(Ec.ExportPkcs8PrivateKeyPem()).KeyId);
    }

    [Fact]
    public void Several_fit_an_RSA_key() =>
        AssertRefused("several algorithms fit an RSA key: give one.", Rsa.ExportPkcs8PrivateKeyPem());

    [Theory]
    [InlineData(JwtAlgorithm.ES384)]
    [InlineData(JwtAlgorithm.RS256)]
    [InlineData(JwtAlgorithm.HS256)]
    public void An_algorithm_that_does_not_fit_an_EC_key_is_refused(JwtAlgorithm algorithm) =>
        AssertRefused($"its type, curve or size does not fit the algorithm {algorithm}.", Ec.ExportPkcs8PrivateKeyPem(), algorithm);

    [Theory]
    [InlineData(JwtAlgorithm.ES256)]
    [InlineData(JwtAlgorithm.HS256)]
    public void An_algorithm_that_does_not_fit_an_RSA_key_is_refused(JwtAlgorithm algorithm) =>
        AssertRefused("alg does not fit the type, curve or size of the key.", Rsa.ExportPkcs8PrivateKeyPem(), algorithm);

    [Fact]
    public void A_key_that_the_core_would_not_verify_with_is_refused()
    {
        using RSA small = RSA.Create(1024);

        AssertRefused("the RSA modulus has fewer than 2048 or more than 8192 bits.", small.ExportPkcs8PrivateKeyPem(), JwtAlgorithm.RS256);
    }

    [Fact]
    public void Another_curve_is_refused()
    {
        using ECDsa other = ECDsa.Create(ECCurve.CreateFromFriendlyName("secp256k1"));

        AssertRefused("it is not an RSA key, an EC key on P-256, P-384 or P-521, an Ed25519 key, or an ML-DSA key with its seed on a system that has ML-DSA.", other.ExportPkcs8PrivateKeyPem());
    }

    [Fact]
    public void A_text_without_a_private_key_is_refused()
    {
        AssertRefused("there is no PEM block in it.", "");
        AssertRefused("there is no PEM block in it.", $"{Fence}BEGIN PRIVATE KEY{Fence}\nAAAA\n");
        AssertRefused("it is a public key; signing takes the private key.", Rsa.ExportSubjectPublicKeyInfoPem());
        AssertRefused("it is a public key; signing takes the private key.", Rsa.ExportRSAPublicKeyPem());
        AssertRefused("its label is not PRIVATE KEY, RSA PRIVATE KEY or EC PRIVATE KEY.", PemEncoding.WriteString("OPENSSH PRIVATE KEY", [0]));
        AssertRefused(
            "it is encrypted; only unencrypted keys are read.",
            Ec.ExportEncryptedPkcs8PrivateKeyPem("password", new PbeParameters(PbeEncryptionAlgorithm.Aes128Cbc, HashAlgorithmName.SHA256, 1)));
    }

    [Fact]
    public void Two_private_keys_are_refused() =>
        AssertRefused("it holds more than one private key.", Ec.ExportPkcs8PrivateKeyPem() + "\n" + Rsa.ExportRSAPrivateKeyPem());

    [Theory]
    [InlineData("PRIVATE KEY")]
    [InlineData("RSA PRIVATE KEY")]
    [InlineData("EC PRIVATE KEY")]
    public void A_block_that_is_no_key_is_refused(string label)
    {
        AssertRefused("it is not an RSA key, an EC key on P-256, P-384 or P-521, an Ed25519 key, or an ML-DSA key with its seed on a system that has ML-DSA.", PemEncoding.WriteString(label, [0x30, 0x00]));
        AssertRefused("it is not an RSA key, an EC key on P-256, P-384 or P-521, an Ed25519 key, or an ML-DSA key with its seed on a system that has ML-DSA.", PemEncoding.WriteString(label, []));
    }

    private static void AssertRefused(string reason, string pem, JwtAlgorithm? algorithm = null) => Assert.Equal(
        $"The private PEM key is refused: {reason}",
        Assert.ThrowsAny<FormatException>(() => TestKeyPair.FromPem(pem, algorithm)).Message);
}
