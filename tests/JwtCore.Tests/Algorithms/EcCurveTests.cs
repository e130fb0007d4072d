using System.Numerics;
using System.Security.Cryptography;
using JwtCore.Algorithms;
using JwtCore.Tests.Support;

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

    // A number and the same number plus p are one coordinate to who reduces them: two texts for one key.
    [Theory, InlineData("P-256"), InlineData("P-384"), InlineData("P-521")]
    public void A_point_is_on_its_curve_with_both_coordinates_below_p(string name)
    {
        EcCurve curve = EcCurve.Find(name)!;
        EcGroup group = new(curve.Parameters);
        BigInteger x = 1;
        BigInteger y = group.LiftX(ref x);

        Assert.True(curve.Contains(group.Bytes(x), group.Bytes(y)));
        Assert.True(curve.Contains(group.Bytes(x), group.Bytes(group.Prime - y)));
        Assert.False(curve.Contains(group.Bytes(x + group.Prime), group.Bytes(y)));
        Assert.False(curve.Contains(group.Bytes(x), (y + group.Prime).ToByteArray(isUnsigned: true, isBigEndian: true)));
        Assert.False(curve.Contains(group.Bytes(x), group.Bytes(y + 1)));
        Assert.False(curve.Contains(group.Bytes(x), group.Bytes(y - 1)));
        Assert.False(curve.Contains(group.Bytes(y), group.Bytes(x)));
        Assert.False(curve.Contains(group.Bytes(0), group.Bytes(0)));
        Assert.False(curve.Contains(group.Bytes(group.Prime), group.Bytes(0)));
        Assert.Null(JwtCore.Keys.EcKeyImport.Import(curve, group.Bytes(x + group.Prime), group.Bytes(y), out string? refusal));
        Assert.Equal("the point is not on the curve.", refusal);
    }

    // Each curve has points with x = 0, since b has a square root; to whoever reduces, p is that zero.
    [Theory, InlineData("P-256"), InlineData("P-384"), InlineData("P-521")]
    public void A_coordinate_that_is_p_itself_is_refused(string name)
    {
        EcCurve curve = EcCurve.Find(name)!;
        EcGroup group = new(curve.Parameters);
        BigInteger x = 0;
        BigInteger y = group.LiftX(ref x);

        Assert.Equal(0, x);
        Assert.True(curve.Contains(group.Bytes(0), group.Bytes(y)));
        Assert.False(curve.Contains(group.Bytes(group.Prime), group.Bytes(y)));
    }

    [Theory, InlineData("P-256"), InlineData("P-384"), InlineData("P-521")]
    public void The_numbers_of_a_curve_are_those_of_the_platform(string name)
    {
        EcCurve curve = EcCurve.Find(name)!;
        using ECDsa pair = ECDsa.Create(curve.Parameters);
        ECCurve numbers = pair.ExportExplicitParameters(false).Curve;
        ECPoint point = pair.ExportParameters(false).Q;

        Assert.True(curve.Contains(numbers.G.X, numbers.G.Y));
        Assert.True(curve.Contains(point.X, point.Y));
        Assert.False(curve.Contains(point.X, numbers.G.Y));
    }

    [Fact]
    public void A_curve_without_a_name_is_none_of_them() => Assert.Null(EcCurve.Find(default(ECCurve)));
}
