using System.Numerics;
using System.Security.Cryptography;

namespace JwtCore.Tests.Support;

/// <summary>Points whose x begins with zero octets: one key in 256 has such a coordinate.</summary>
internal static class PointsWithZeros
{
    /// <summary>Both coordinates at full length.</summary>
    public static (byte[] X, byte[] Y) Find(string curve)
    {
        EcGroup group = new(curve switch { "P-256" => ECCurve.NamedCurves.nistP256, "P-384" => ECCurve.NamedCurves.nistP384, _ => ECCurve.NamedCurves.nistP521 });
        BigInteger x = BigInteger.One << ((8 * group.Size) - 32);
        BigInteger y = group.LiftX(ref x);
        return (group.Bytes(x), group.Bytes(y));
    }
}
