using System.Security.Cryptography;
using JwtCore.Algorithms;

namespace JwtCore.Tests.Algorithms;

public class EcCurveTests
{
    // Platforms name a curve by its number (RFC 5480 section 2.1.1.1), by .NET's name, or by the name of Windows.
    [Theory]
    [InlineData("P-256", "1.2.840.10045.3.1.7", "nistP256", "ECDSA_P256"), InlineData("P-384", "1.3.132.0.34", "nistP384", "ECDSA_P384"), InlineData("P-521", "1.3.132.0.35", "nistP521", "ECDSA_P521")]
    public void A_curve_is_known_by_each_of_its_names(string name, string number, string friendly, string windows)
    {
        EcCurve curve = EcCurve.Find(name)!;

        Assert.Equal(name, curve.Name);
        Assert.Same(curve, EcCurve.Find(ECCurve.CreateFromOid(new Oid(number, null))));
        Assert.Same(curve, EcCurve.Find(ECCurve.CreateFromOid(new Oid(null, friendly))));
        Assert.Same(curve, EcCurve.Find(ECCurve.CreateFromOid(new Oid(null, windows))));
        Assert.Same(curve, EcCurve.Find(ECCurve.CreateFromOid(new Oid(number, "any"))));
    }

    [Theory, InlineData("1.3.132.0.10", "secP256k1"), InlineData(null, "secP256k1"), InlineData(null, "nistp256 "), InlineData("1.2.840.10045.3.1.70", null)]
    public void Any_other_curve_is_none_of_them(string? number, string? friendly) =>
        Assert.Null(EcCurve.Find(ECCurve.CreateFromOid(new Oid(number, friendly))));

    [Theory, InlineData(""), InlineData("p-256"), InlineData("P-256 "), InlineData("P-224"), InlineData("secp256k1"), InlineData("Ed25519")]
    public void A_name_of_a_JWK_is_compared_ordinally(string name) => Assert.Null(EcCurve.Find(name));

    [Fact]
    public void A_curve_without_a_name_is_none_of_them() => Assert.Null(EcCurve.Find(default(ECCurve)));
}
