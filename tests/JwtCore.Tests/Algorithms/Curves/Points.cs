using System.Numerics;
using JwtCore.Algorithms;
using JwtCore.Tests.Twins;
using Point = JwtCore.Tests.Twins.NaiveEd25519.Point;

namespace JwtCore.Tests.Algorithms.Curves;

/// <summary>Points of the core and of its twin.</summary>
internal static class Points
{
    /// <summary>The neutral element, all other points of small order, the base point, its multiples, and sums of both kinds.</summary>
    public static readonly Point[] All =
    [
        .. NaiveEd25519.SmallOrder, NaiveEd25519.Base, NaiveEd25519.Negate(NaiveEd25519.Base), NaiveEd25519.Multiply(2, NaiveEd25519.Base),
        NaiveEd25519.Multiply(NaiveEd25519.L - 2, NaiveEd25519.Base), NaiveEd25519.Multiply((BigInteger.One << 200) + 12345, NaiveEd25519.Base),
        .. NaiveEd25519.SmallOrder[1..].Select(point => NaiveEd25519.Add(point, NaiveEd25519.Base)),
    ];

    /// <summary>The point in coordinates whose Z is not 1.</summary>
    public static EdwardsPoint Of(Point point, int z = 1)
    {
        (BigInteger x, BigInteger y) = point.Affine();
        return new EdwardsPoint(Limbs.Of(x), Limbs.Of(y)) { X = Limbs.Of(x * z), Y = Limbs.Of(y * z), Z = Limbs.Of(z), T = Limbs.Of(x * y * z) };
    }

    /// <summary>The affine coordinates; the four of the core must belong together.</summary>
    public static (BigInteger X, BigInteger Y) Affine(EdwardsPoint point)
    {
        BigInteger inverse = NaiveEd25519.Inverse(Limbs.Number(point.Z));
        BigInteger x = NaiveEd25519.Mod(Limbs.Number(point.X) * inverse);
        BigInteger y = NaiveEd25519.Mod(Limbs.Number(point.Y) * inverse);
        Assert.NotEqual(0, NaiveEd25519.Mod(Limbs.Number(point.Z)));
        Assert.Equal(NaiveEd25519.Mod(x * y), NaiveEd25519.Mod(Limbs.Number(point.T) * inverse));
        return (x, y);
    }
}
