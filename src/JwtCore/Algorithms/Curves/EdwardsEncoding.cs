namespace JwtCore.Algorithms;

/// <summary>Points of edwards25519 as 32 bytes: y little-endian, and the lowest bit of x in the highest bit (RFC 8032 section 5.1.2).</summary>
internal static class EdwardsEncoding
{
    public const int Size = FieldElement.Size;

    private const int SignShift = 7;

    // d = -121665 / 121666 (RFC 8032 section 5.1).
    private static readonly FieldElement D = new(0x34DCA135978A3, 0x1A8283B156EBD, 0x5E7A26001C029, 0x739C663A03CBB, 0x52036CEE2B6FF);

    // 2^((p - 1) / 4)
    private static readonly FieldElement RootOfMinusOne = new(0x61B274A0EA0B0, 0x0D5A5FC8F189D, 0x7EF5E9CBD0C60, 0x78595A6804C9E, 0x2B8324804FC1D);

    /// <summary>Decodes 32 bytes (RFC 8032 section 5.1.3). Null, or why they are no point.</summary>
    public static string? Decode(ReadOnlySpan<byte> bytes, out EdwardsPoint point)
    {
        point = EdwardsPoint.Neutral;
        FieldElement.Read(bytes, out FieldElement y);
        int sign = bytes[^1] >> SignShift;
        if (y.Reduce().L0 != y.L0)
        {
            return "y is not below 2^255 - 19.";
        }

        if (!TryFindX(y, out FieldElement x))
        {
            return "the point is not on the curve.";
        }

        if (sign != 0 && x.IsZero())
        {
            return "the sign bit of x is set, but x is 0.";
        }

        point = new EdwardsPoint(x, y);
        if (Sign(x) != sign)
        {
            point = point.Negate();
        }

        return null;
    }

    /// <summary>Encodes a point into 32 bytes.</summary>
    public static void Encode(in EdwardsPoint point, Span<byte> bytes)
    {
        FieldPower.Invert(point.Z, out FieldElement inverse);
        FieldProduct.Multiply(point.X, inverse, out FieldElement x);
        FieldProduct.Multiply(point.Y, inverse, out FieldElement y);
        y.Write(bytes);
        bytes[Size - 1] |= (byte)(Sign(x) << SignShift);
    }

    private static int Sign(in FieldElement x) => (int)(x.Reduce().L0 & 1);

    // x^2 = u / v with u = y^2 - 1 and v = dy^2 + 1, and the candidate is u v^3 (u v^7)^((p - 5) / 8).
    private static bool TryFindX(in FieldElement y, out FieldElement x)
    {
        FieldProduct.Square(y, out FieldElement u);
        FieldProduct.Multiply(u, D, out FieldElement v);
        FieldElement.Subtract(u, FieldElement.One, out u);
        FieldElement.Add(v, FieldElement.One, out v);

        FieldProduct.Square(v, out FieldElement v3);
        FieldProduct.Multiply(v3, v, out v3);
        FieldProduct.Square(v3, out FieldElement uv7);
        FieldProduct.Multiply(uv7, v, out uv7);
        FieldProduct.Multiply(uv7, u, out uv7);
        FieldPower.RaiseForRoot(uv7, out x);
        FieldProduct.Multiply(x, v3, out x);
        FieldProduct.Multiply(x, u, out x);

        // Now v x^2 is u; or it is -u, and x times the root of -1 is right; or u / v has no root.
        FieldProduct.Square(x, out FieldElement product);
        FieldProduct.Multiply(product, v, out product);
        FieldElement.Subtract(product.Reduce(), u.Reduce(), out FieldElement difference);
        FieldElement.Add(product, u, out FieldElement sum);
        if (difference.IsZero())
        {
            return true;
        }

        FieldProduct.Multiply(x, RootOfMinusOne, out x);
        return sum.IsZero();
    }
}
