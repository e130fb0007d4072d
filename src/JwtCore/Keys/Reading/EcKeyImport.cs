using System.Security.Cryptography;
using JwtCore.Algorithms;

namespace JwtCore.Keys;

/// <summary>What an EC public key must be (RFC 7518 section 6.2.1).</summary>
internal static class EcKeyImport
{
    /// <summary>The key, or null and the reason. The coordinates are copied.</summary>
    public static EcPublicKey? Import(EcCurve curve, ReadOnlySpan<byte> x, ReadOnlySpan<byte> y, out string? refusal)
    {
        if (x.Length != curve.FieldSize || y.Length != curve.FieldSize)
        {
            refusal = "x or y is not as long as the curve requires.";
            return null;
        }

        try
        {
            refusal = null;
            return new EcPublicKey(curve, x.ToArray(), y.ToArray());
        }
        catch (CryptographicException)
        {
            // Every platform checks on import that the point satisfies the curve's equation.
            refusal = "the point is not on the curve.";
            return null;
        }
    }
}
