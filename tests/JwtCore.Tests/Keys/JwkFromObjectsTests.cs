using System.Numerics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using JwtCore.Tests.Support;

namespace JwtCore.Tests.Keys;

public class JwkFromObjectsTests
{
    private const string Unsupported = "it is not an RSA key, an EC key on P-256, P-384 or P-521, an Ed25519 or an ML-DSA key.";
    private const string NotExported = "the platform does not give its public parameters away.";
    private const string WrongSize = "the RSA modulus has fewer than 2048 or more than 8192 bits.";
    private const string WrongExponent = "the RSA exponent is even, below 3 or above 33 bits.";

    public static TheoryData<JwtAlgorithm> RsaAlgorithms => [.. Enum.GetValues<JwtAlgorithm>().Where(JwtAlgorithms.IsSupported).Where(algorithm => algorithm is >= JwtAlgorithm.RS256 and <= JwtAlgorithm.PS512)];

    public static TheoryData<JwtAlgorithm> EcAlgorithms => [JwtAlgorithm.ES256, JwtAlgorithm.ES384, JwtAlgorithm.ES512];

    [Theory, MemberData(nameof(RsaAlgorithms))]
    public void An_RSA_object_verifies_also_after_it_is_disposed(JwtAlgorithm algorithm)
    {
        Jwk key;
        using (RSA rsa = PublicKeys.Rsa(algorithm))
        {
            key = Jwk.FromRsa(rsa, "k", algorithm);
        }

        Assert.Equal(("k", algorithm, "RSA"), (key.KeyId, key.Algorithm, key.KeyType));
        Assert.Equal(VerifyError.None, PublicKeys.VerdictOf(key, algorithm));
    }

    [Theory, MemberData(nameof(EcAlgorithms))]
    public void An_EC_object_verifies_also_after_it_is_disposed(JwtAlgorithm algorithm)
    {
        Jwk key;
        using (ECDsa ec = PublicKeys.Ec(algorithm))
        {
            key = Jwk.FromECDsa(ec, "k", algorithm);
        }

        Assert.Equal(("k", algorithm, "EC"), (key.KeyId, key.Algorithm, key.KeyType));
        Assert.Equal(VerifyError.None, PublicKeys.VerdictOf(key, algorithm));
    }

    [Theory, InlineData(JwtAlgorithm.RS256), InlineData(JwtAlgorithm.PS384), InlineData(JwtAlgorithm.ES256), InlineData(JwtAlgorithm.ES512)]
    public void A_certificate_verifies_expired_or_not_also_after_it_is_disposed(JwtAlgorithm algorithm)
    {
        Jwk key;
        using (AsymmetricAlgorithm subject = algorithm >= JwtAlgorithm.ES256 ? PublicKeys.Ec(algorithm) : PublicKeys.Rsa(algorithm))
        using (X509Certificate2 certificate = PublicKeys.Certificate(subject))
        {
            key = Jwk.FromCertificate(certificate, "k", algorithm);
            Assert.True(key.SameAs(Jwk.FromPem(certificate.ExportCertificatePem(), "k", algorithm)));
        }

        Assert.Equal(VerifyError.None, PublicKeys.VerdictOf(key, algorithm));
    }

    [Fact]
    public void Without_key_id_and_algorithm_there_is_none()
    {
        using RSA rsa = PublicKeys.Rsa(JwtAlgorithm.RS256);
        using ECDsa ec = PublicKeys.Ec(JwtAlgorithm.ES256);
        using X509Certificate2 certificate = PublicKeys.Certificate(rsa);

        Assert.All([Jwk.FromRsa(rsa), Jwk.FromECDsa(ec), Jwk.FromCertificate(certificate)], key => Assert.Equal((null, null), (key.KeyId, key.Algorithm)));
    }

    [Fact]
    public void Null_is_no_key()
    {
        Assert.Equal("certificate", Assert.Throws<ArgumentNullException>(() => Jwk.FromCertificate(null!)).ParamName);
        Assert.Equal("key", Assert.Throws<ArgumentNullException>(() => Jwk.FromRsa(null!)).ParamName);
        Assert.Equal("key", Assert.Throws<ArgumentNullException>(() => Jwk.FromECDsa(null!)).ParamName);
    }

    [Fact]
    public void A_disposed_object_is_no_key()
    {
        RSA rsa = PublicKeys.Rsa(JwtAlgorithm.RS256);
        ECDsa ec = PublicKeys.Ec(JwtAlgorithm.ES256);
        X509Certificate2 certificate = PublicKeys.Certificate(rsa);
        rsa.Dispose();
        ec.Dispose();
        certificate.Dispose();

        Assert.Throws<ObjectDisposedException>(() => Jwk.FromRsa(rsa));
        Assert.Throws<ObjectDisposedException>(() => Jwk.FromECDsa(ec));
        AssertRefused(NotExported, "certificate", () => Jwk.FromCertificate(certificate));
    }

    [Fact]
    public void A_pair_is_taken_without_its_private_part()
    {
        using RSA rsa = RSA.Create(2048);
        using ECDsa ec = ECDsa.Create(ECCurve.NamedCurves.nistP384);

        Assert.True(Jwk.FromRsa(rsa).SameAs(Jwk.FromPem(rsa.ExportSubjectPublicKeyInfoPem())));
        Assert.True(Jwk.FromECDsa(ec).SameAs(Jwk.FromPem(ec.ExportSubjectPublicKeyInfoPem())));
    }

    [Fact]
    public void A_key_in_hardware_is_taken_when_its_public_parameters_can_be_read()
    {
        using RSA rsa = PublicKeys.Rsa(JwtAlgorithm.RS256);
        using ECDsa ec = PublicKeys.Ec(JwtAlgorithm.ES256);
        RSAParameters rsaParameters = rsa.ExportParameters(false);
        ECParameters ecParameters = ec.ExportParameters(false);
        using ForeignRsa foreignRsa = new(rsaParameters);
        using ForeignECDsa foreignEc = new(ecParameters);
        Jwk rsaKey = Jwk.FromRsa(foreignRsa);
        Jwk ecKey = Jwk.FromECDsa(foreignEc);

        // What such an object hands out may be its own memory.
        Array.Clear(rsaParameters.Modulus!);
        Array.Clear(ecParameters.Q.X!);

        Assert.Equal(VerifyError.None, PublicKeys.VerdictOf(rsaKey, JwtAlgorithm.RS256));
        Assert.Equal(VerifyError.None, PublicKeys.VerdictOf(ecKey, JwtAlgorithm.ES256));
        Assert.True(rsaKey.SameAs(Jwk.FromRsa(rsa)));
        Assert.True(ecKey.SameAs(Jwk.FromECDsa(ec)));
    }

    [Fact]
    public void An_object_that_exports_nothing_is_refused()
    {
        using ForeignRsa rsa = new(default);
        using ForeignECDsa ec = new(null);
        using ForeignECDsa pointless = new(new ECParameters { Curve = ECCurve.NamedCurves.nistP256 });

        AssertRefused(WrongSize, "key", () => Jwk.FromRsa(rsa));
        AssertRefused(NotExported, "key", () => Jwk.FromECDsa(ec));
        AssertRefused("the point is not on the curve: x has 0 octets and y has 0; P-256 needs 32.", "key", () => Jwk.FromECDsa(pointless));
    }

    [Theory]
    [InlineData(2047, WrongSize), InlineData(2048, null), InlineData(8192, null), InlineData(8193, WrongSize)]
    public void An_RSA_object_has_2048_to_8192_bits(int bits, string? refusal)
    {
        using ForeignRsa rsa = new(Parameters((BigInteger.One << (bits - 1)) + 1, 65537));

        Judge(refusal, () => Jwk.FromRsa(rsa));
    }

    [Theory]
    [InlineData(1, WrongExponent), InlineData(2, WrongExponent), InlineData(3, null), InlineData(65536, WrongExponent)]
    [InlineData((1L << 33) - 1, null), InlineData((1L << 33) + 1, WrongExponent)]
    public void An_RSA_object_has_an_odd_exponent_of_3_to_33_bits(long exponent, string? refusal)
    {
        using ForeignRsa rsa = new(Parameters((BigInteger.One << 2047) + 1, exponent));

        Judge(refusal, () => Jwk.FromRsa(rsa));
    }

    [Fact]
    public void An_RSA_object_has_an_odd_modulus_without_the_ROCA_fingerprint()
    {
        using ForeignRsa even = new(Parameters(BigInteger.One << 2047, 65537));
        using ForeignRsa weak = new(Parameters(BigInteger.Pow(65537, 128), 65537));

        AssertRefused("the RSA modulus is even.", "key", () => Jwk.FromRsa(even));
        AssertRefused("the RSA modulus has the fingerprint of the ROCA weakness.", "key", () => Jwk.FromRsa(weak));
    }

    [Fact]
    public void A_certificate_s_key_follows_the_same_rules()
    {
        using RSA weak = RSA.Create(1024);
        using X509Certificate2 certificate = PublicKeys.Certificate(weak);

        AssertRefused(WrongSize, "certificate", () => Jwk.FromCertificate(certificate));
    }

    [Fact]
    public void A_curve_is_one_of_three()
    {
        using ECDsa ec = ECDsa.Create(ECCurve.NamedCurves.brainpoolP256r1);
        using X509Certificate2 certificate = PublicKeys.Certificate(ec);

        AssertRefused(Unsupported, "key", () => Jwk.FromECDsa(ec));
        AssertRefused(Unsupported, "certificate", () => Jwk.FromCertificate(certificate));
    }

    [Fact]
    public void A_curve_given_by_parameters_is_refused_even_when_it_equals_a_named_one()
    {
        using ECDsa named = PublicKeys.Ec(JwtAlgorithm.ES256);
        using ECDsa ec = PublicKeys.ExplicitCurve(named);
        using X509Certificate2 certificate = PublicKeys.Certificate(ec);

        AssertRefused("its curve is given by parameters, not by name.", "key", () => Jwk.FromECDsa(ec));
        AssertRefused("its curve is given by parameters, not by name.", "certificate", () => Jwk.FromCertificate(certificate));
    }

    [Fact]
    public void A_point_off_its_curve_is_refused()
    {
        using ECDsa ec = PublicKeys.Ec(JwtAlgorithm.ES256);
        ECParameters parameters = ec.ExportParameters(false);
        parameters.Q.X![31] ^= 1;
        using ForeignECDsa foreign = new(parameters);

        AssertRefused("the point is not on the curve.", "key", () => Jwk.FromECDsa(foreign));
    }

    [Fact]
    public void A_certificate_of_an_RSASSA_PSS_key_is_refused()
    {
        using RSA rsa = PublicKeys.Rsa(JwtAlgorithm.PS256);
        using X509Certificate2 certificate = PublicKeys.Certificate(PublicKeys.Pss(rsa));

        AssertRefused(
            "it is an RSASSA-PSS key, bound to parameters of its own; give it as a plain RSA key.",
            "certificate",
            () => Jwk.FromCertificate(certificate));
    }

    [Theory]
    [InlineData(JwtAlgorithm.ES256), InlineData(JwtAlgorithm.HS256), InlineData((JwtAlgorithm)0), InlineData((JwtAlgorithm)13)]
    public void An_algorithm_given_to_an_RSA_object_must_fit_it(JwtAlgorithm algorithm)
    {
        using RSA rsa = PublicKeys.Rsa(JwtAlgorithm.RS256);
        using X509Certificate2 certificate = PublicKeys.Certificate(rsa);

        AssertRefused($"its type RSA, curve or size does not fit the algorithm {algorithm}.", "key", () => Jwk.FromRsa(rsa, null, algorithm));
        AssertRefused($"its type RSA, curve or size does not fit the algorithm {algorithm}.", "certificate", () => Jwk.FromCertificate(certificate, null, algorithm));
    }

    [Theory, InlineData(JwtAlgorithm.ES384), InlineData(JwtAlgorithm.RS256), InlineData(JwtAlgorithm.HS256)]
    public void An_algorithm_given_to_an_EC_object_must_fit_its_curve(JwtAlgorithm algorithm)
    {
        using ECDsa ec = PublicKeys.Ec(JwtAlgorithm.ES256);

        AssertRefused($"its type EC, curve or size does not fit the algorithm {algorithm}.", "key", () => Jwk.FromECDsa(ec, null, algorithm));
    }

    [Fact]
    public void A_key_id_is_a_text_that_a_token_can_carry()
    {
        using RSA rsa = PublicKeys.Rsa(JwtAlgorithm.RS256);

        Assert.Equal("\uD83D\uDE00", Jwk.FromRsa(rsa, "\uD83D\uDE00").KeyId);
        Assert.Equal("", Jwk.FromRsa(rsa, "").KeyId);
        Assert.Equal("keyId", Assert.Throws<ArgumentException>(() => Jwk.FromRsa(rsa, "\uD83D")).ParamName);
        Assert.Equal("keyId", Assert.Throws<ArgumentException>(() => Jwk.FromSecret(new byte[32], JwtAlgorithm.HS256, "\uDE00")).ParamName);
        Assert.Equal("keyId", Assert.Throws<ArgumentException>(() => Jwk.FromPem(rsa.ExportSubjectPublicKeyInfoPem(), "a\uD83D")).ParamName);
    }

    private static RSAParameters Parameters(BigInteger modulus, BigInteger exponent) => new()
    {
        Modulus = modulus.ToByteArray(isUnsigned: true, isBigEndian: true),
        Exponent = exponent.ToByteArray(isUnsigned: true, isBigEndian: true),
    };

    private static void Judge(string? refusal, Func<Jwk> make)
    {
        if (refusal is null)
        {
            Assert.Equal("RSA", make().KeyType);
        }
        else
        {
            AssertRefused(refusal, "key", make);
        }
    }

    private static void AssertRefused(string reason, string parameter, Func<Jwk> make) =>
        Assert.Equal($"The key is refused: {reason} (Parameter '{parameter}')", Assert.Throws<ArgumentException>(make).Message);
}
