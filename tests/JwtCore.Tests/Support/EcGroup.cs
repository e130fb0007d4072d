using System.Numerics;
using System.Security.Cryptography;

namespace JwtCore.Tests.Support;

/// <summary>
/// The points of a NIST curve, added in Jacobian coordinates: enough to find, for a signature of any wished numbers, the
/// public key under which it verifies.
/// </summary>
internal sealed class EcGroup
{
    private readonly BigInteger _order;
    private readonly BigInteger _b;
    private readonly Point _generator;

    public EcGroup(ECCurve curve)
    {
        using ECDsa any = ECDsa.Create(curve);
        ECCurve numbers = any.ExportExplicitParameters(false).Curve;
        Size = numbers.Prime!.Length;
        Prime = Number(numbers.Prime);
        _b = Number(numbers.B!);
        _order = Number(numbers.Order!);
        _generator = new Point(Number(numbers.G.X!), Number(numbers.G.Y!), 1);
    }

    /// <summary>The length of a coordinate in bytes.</summary>
    public int Size { get; }

    public BigInteger Prime { get; }

    public byte[] Bytes(BigInteger number)
    {
        byte[] digits = number.ToByteArray(isUnsigned: true, isBigEndian: true);
        return [.. new byte[Size - digits.Length], .. digits];
    }

    /// <summary>The y of the first x from this one on that has a point.</summary>
    public BigInteger LiftX(ref BigInteger x)
    {
        for (; ; x++)
        {
            if (SquareRoot(Mod((x * x * x) - (3 * x) + _b)) is BigInteger y)
            {
                return y;
            }
        }
    }

    /// <summary>A root modulo the prime, which is 3 modulo 4 for these curves.</summary>
    public BigInteger? SquareRoot(BigInteger square)
    {
        BigInteger root = BigInteger.ModPow(square, (Prime + 1) / 4, Prime);
        return Mod(root * root) == square ? root : null;
    }

    public BigInteger Mod(BigInteger number) => ((number % Prime) + Prime) % Prime;

    /// <summary>The key under which (r, s) signs a hash: r⁻¹(sR - eG), where R is a point with r as its x (SEC 1 section 4.1.6).</summary>
    public ECPoint KeyOf(BigInteger r, BigInteger y, BigInteger s, byte[] hash)
    {
        BigInteger inverse = BigInteger.ModPow(r, _order - 2, _order);
        BigInteger negated = _order - (Number(hash) % _order);
        Point key = Add(Multiply(s * inverse % _order, new Point(r, y, 1)), Multiply(negated * inverse % _order, _generator));
        BigInteger z = BigInteger.ModPow(key.Z, Prime - 2, Prime);
        return new ECPoint { X = Bytes(Mod(key.X * z * z)), Y = Bytes(Mod(key.Y * z * z * z)) };
    }

    private static BigInteger Number(byte[] bytes) => new(bytes, isUnsigned: true, isBigEndian: true);

    private Point Multiply(BigInteger factor, Point point)
    {
        Point sum = point;
        for (long bit = factor.GetBitLength() - 2; bit >= 0; bit--)
        {
            sum = Double(sum);
            sum = (factor >> (int)bit).IsEven ? sum : Add(sum, point);
        }

        return sum;
    }

    private Point Double(Point p)
    {
        BigInteger zz = Mod(p.Z * p.Z);
        BigInteger yy = Mod(p.Y * p.Y);
        BigInteger xyy = Mod(p.X * yy);
        BigInteger slope = Mod(3 * (p.X - zz) * (p.X + zz));
        BigInteger x = Mod((slope * slope) - (8 * xyy));
        return new Point(x, Mod((slope * ((4 * xyy) - x)) - (8 * yy * yy)), Mod(2 * p.Y * p.Z));
    }

    // Two different points, neither of them the zero: what the test meets.
    private Point Add(Point p, Point q)
    {
        BigInteger pzz = Mod(p.Z * p.Z);
        BigInteger qzz = Mod(q.Z * q.Z);
        BigInteger u = Mod(p.X * qzz);
        BigInteger s = Mod(p.Y * qzz * q.Z);
        BigInteger h = Mod((q.X * pzz) - u);
        BigInteger r = Mod((q.Y * pzz * p.Z) - s);
        BigInteger hh = Mod(h * h);
        BigInteger x = Mod((r * r) - (hh * h) - (2 * u * hh));
        return new Point(x, Mod((r * ((u * hh) - x)) - (s * hh * h)), Mod(h * p.Z * q.Z));
    }

    private readonly record struct Point(BigInteger X, BigInteger Y, BigInteger Z);
}
