using System.Numerics;
using System.Security.Cryptography;

namespace JwtCore.Algorithms;

/// <summary>A curve of RFC 7518 section 6.2.1.1.</summary>
internal sealed class EcCurve
{
    public const int LargestFieldSize = 66;

    // p and b of NIST SP 800-186 section 3.2.1; a is -3 for all three.
    public static readonly EcCurve P256 = new(
        "P-256",
        32,
        ECCurve.NamedCurves.nistP256,
        "FFFFFFFF00000001000000000000000000000000FFFFFFFFFFFFFFFFFFFFFFFF",
        "5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B");

    public static readonly EcCurve P384 = new(
        "P-384",
        48,
        ECCurve.NamedCurves.nistP384,
        "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEFFFFFFFF0000000000000000FFFFFFFF",
        "B3312FA7E23EE7E4988E056BE3F82D19181D9C6EFE8141120314088F5013875AC656398D8A2ED19D2A85C8EDD3EC2AEF");

    public static readonly EcCurve P521 = new(
        "P-521",
        LargestFieldSize,
        ECCurve.NamedCurves.nistP521,
        "01FF" + "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF" + "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF",
        "0051953EB9618E1C9A1F929A21A0B68540EEA2DA725B99B315F3B8B489918EF109E156193951EC7E937B1652C0BD3BB1BF073573DF883D2C34F1EF451FD46B503F00");

    private readonly BigInteger _prime;
    private readonly BigInteger _b;

    private EcCurve(string name, int fieldSize, ECCurve parameters, string prime, string b)
    {
        Name = name;
        FieldSize = fieldSize;
        Parameters = parameters;
        _prime = Number(Convert.FromHexString(prime));
        _b = Number(Convert.FromHexString(b));
    }

    /// <summary>The JWK <c>crv</c>.</summary>
    public string Name { get; }

    /// <summary>The length of a coordinate, and of half a signature, in bytes.</summary>
    public int FieldSize { get; }

    public ECCurve Parameters { get; }

    /// <summary>The curve of this <c>crv</c>, or null.</summary>
    public static EcCurve? Find(string name) => name switch
    {
        "P-256" => P256,
        "P-384" => P384,
        "P-521" => P521,
        _ => null,
    };

    /// <summary>The curve of a key that the platform read, or null.</summary>
    public static EcCurve? Find(ECCurve curve) => curve.Oid?.Value switch
    {
        "1.2.840.10045.3.1.7" => P256,
        "1.3.132.0.34" => P384,
        "1.3.132.0.35" => P521,
        _ => curve.Oid?.FriendlyName switch
        {
            "nistP256" or "ECDSA_P256" => P256,
            "nistP384" or "ECDSA_P384" => P384,
            "nistP521" or "ECDSA_P521" => P521,
            _ => null,
        },
    };

    /// <summary>Whether both coordinates are below p and the point satisfies y² = x³ - 3x + b (NIST SP 800-186 appendix D.1.1).</summary>
    public bool Contains(ReadOnlySpan<byte> x, ReadOnlySpan<byte> y)
    {
        BigInteger u = Number(x);
        BigInteger v = Number(y);
        return u < _prime && v < _prime && ((v * v) - (((u * u) - 3) * u) - _b) % _prime == 0;
    }

    private static BigInteger Number(ReadOnlySpan<byte> octets) => new(octets, isUnsigned: true, isBigEndian: true);
}
