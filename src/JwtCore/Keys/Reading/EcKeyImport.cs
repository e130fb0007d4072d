using System.Security.Cryptography;
using JwtCore.Algorithms;

namespace JwtCore.Keys;

/// <summary>What an EC public key must be (RFC 7518 section 6.2.1).</summary>
internal static class EcKeyImport
{
    /// <summary>
    /// The key, or null and the reason. The coordinates are copied at the curve's length. Section 6.2.1.2 demands that
    /// length; producers drop or add leading zero octets, and the curve's equation shows that the number is meant.
    /// </summary>
    public static EcPublicKey? Import(EcCurve curve, ReadOnlySpan<byte> x, ReadOnlySpan<byte> y, out string? refusal)
    {
        byte[]? fullX = AtFullLength(x, curve.FieldSize);
        byte[]? fullY = AtFullLength(y, curve.FieldSize);
        if (fullX is null || fullY is null || !curve.Contains(fullX, fullY))
        {
            refusal = x.Length == curve.FieldSize && y.Length == curve.FieldSize
                ? "the point is not on the curve."
                : $"the point is not on the curve: x has {x.Length} octets and y has {y.Length}; {curve.Name} needs {curve.FieldSize}.";
            return null;
        }

        try
        {
            refusal = null;
            return new EcPublicKey(curve, fullX, fullY);
        }
        catch (Exception thrown) when (thrown is CryptographicException or NotSupportedException)
        {
            // The platform may not know the curve.
            refusal = "the platform refuses the EC key.";
            return null;
        }
    }

    private static byte[]? AtFullLength(ReadOnlySpan<byte> coordinate, int length)
    {
        ReadOnlySpan<byte> number = coordinate.TrimStart((byte)0);
        if (coordinate.IsEmpty || number.Length > length)
        {
            return null;
        }

        byte[] full = new byte[length];
        number.CopyTo(full.AsSpan(length - number.Length));
        return full;
    }
}
