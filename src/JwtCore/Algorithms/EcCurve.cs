using System.Security.Cryptography;

namespace JwtCore.Algorithms;

/// <summary>A curve of RFC 7518 section 6.2.1.1.</summary>
internal sealed class EcCurve
{
    public const int LargestFieldSize = 66;

    public static readonly EcCurve P256 = new("P-256", 32, ECCurve.NamedCurves.nistP256);
    public static readonly EcCurve P384 = new("P-384", 48, ECCurve.NamedCurves.nistP384);
    public static readonly EcCurve P521 = new("P-521", LargestFieldSize, ECCurve.NamedCurves.nistP521);

    private EcCurve(string name, int fieldSize, ECCurve parameters)
    {
        Name = name;
        FieldSize = fieldSize;
        Parameters = parameters;
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
}
