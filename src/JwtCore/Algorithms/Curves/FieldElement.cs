using System.Buffers.Binary;

namespace JwtCore.Algorithms;

/// <summary>
/// A number modulo p = 2^255 - 19 (RFC 8032 section 5.1) in five limbs of 51 bits, the lowest first. A limb may have more
/// bits than that, and one number has many forms: <see cref="Reduce"/> gives the canonical one, below p.
/// </summary>
//  how large a limb may be            takes                                    gives
//  Multiply, Square                   below 2^54, or OverflowException         below 2^51 + 2^15
//  Add                                anything whose sum fits                  the sum
//  Subtract                           a subtrahend of at most 2^53 - 76        the difference + 2^53
//  Reduce, Write                      below 2^54                               below 2^51
internal struct FieldElement(ulong l0, ulong l1, ulong l2, ulong l3, ulong l4)
{
    public const int Size = 32;
    public const int LimbBits = 51;
    public const ulong LimbMask = (1UL << LimbBits) - 1;

    // 4p limb by limb. Added before a subtraction it keeps each limb above zero and the number the same modulo p.
    public const ulong LowestBias = 4 * (LimbMask - 18);
    public const ulong Bias = 4 * LimbMask;

    public static readonly FieldElement Zero = new(0, 0, 0, 0, 0);
    public static readonly FieldElement One = new(1, 0, 0, 0, 0);

    public ulong L0 = l0;
    public ulong L1 = l1;
    public ulong L2 = l2;
    public ulong L3 = l3;
    public ulong L4 = l4;

    public static void Add(in FieldElement left, in FieldElement right, out FieldElement sum)
    {
        sum.L0 = left.L0 + right.L0;
        sum.L1 = left.L1 + right.L1;
        sum.L2 = left.L2 + right.L2;
        sum.L3 = left.L3 + right.L3;
        sum.L4 = left.L4 + right.L4;
    }

    public static void Subtract(in FieldElement left, in FieldElement right, out FieldElement difference)
    {
        difference.L0 = left.L0 + LowestBias - right.L0;
        difference.L1 = left.L1 + Bias - right.L1;
        difference.L2 = left.L2 + Bias - right.L2;
        difference.L3 = left.L3 + Bias - right.L3;
        difference.L4 = left.L4 + Bias - right.L4;
    }

    /// <summary>Reads the lowest 255 bits of 32 bytes, little-endian (RFC 8032 section 5.1.3 step 1). The number may be p or more.</summary>
    public static void Read(ReadOnlySpan<byte> bytes, out FieldElement element)
    {
        ulong w0 = BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        ulong w1 = BinaryPrimitives.ReadUInt64LittleEndian(bytes[8..]);
        ulong w2 = BinaryPrimitives.ReadUInt64LittleEndian(bytes[16..]);
        ulong w3 = BinaryPrimitives.ReadUInt64LittleEndian(bytes[24..]);
        element.L0 = w0 & LimbMask;
        element.L1 = ((w0 >> 51) | (w1 << 13)) & LimbMask;
        element.L2 = ((w1 >> 38) | (w2 << 26)) & LimbMask;
        element.L3 = ((w2 >> 25) | (w3 << 39)) & LimbMask;
        element.L4 = (w3 >> 12) & LimbMask;
    }

    /// <summary>Writes the canonical form as 32 bytes, little-endian. The highest bit is 0.</summary>
    public readonly void Write(Span<byte> bytes)
    {
        FieldElement reduced = Reduce();
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, reduced.L0 | (reduced.L1 << 51));
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[8..], (reduced.L1 >> 13) | (reduced.L2 << 38));
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[16..], (reduced.L2 >> 26) | (reduced.L3 << 25));
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[24..], (reduced.L3 >> 39) | (reduced.L4 << 12));
    }

    /// <summary>The canonical form: below p, each limb below 2^51.</summary>
    public readonly FieldElement Reduce()
    {
        FieldElement number = Carry(this);
        number.L0 += 19 * (number.L4 >> LimbBits);
        number.L4 &= LimbMask;

        // Now below 2^255 + 19 * 2^4, so p is contained once or not at all: as often as 2^255 is in the number + 19.
        ulong quotient = (number.L0 + 19) >> LimbBits;
        quotient = (number.L1 + quotient) >> LimbBits;
        quotient = (number.L2 + quotient) >> LimbBits;
        quotient = (number.L3 + quotient) >> LimbBits;
        quotient = (number.L4 + quotient) >> LimbBits;

        number.L0 += 19 * quotient;
        number = Carry(number);
        number.L4 &= LimbMask;
        return number;
    }

    /// <summary>Whether the number is 0 modulo p, in whatever form.</summary>
    public readonly bool IsZero()
    {
        FieldElement reduced = Reduce();
        return (reduced.L0 | reduced.L1 | reduced.L2 | reduced.L3 | reduced.L4) == 0;
    }

    // Leaves the highest limb as large as it comes out.
    private static FieldElement Carry(in FieldElement number)
    {
        ulong l1 = number.L1 + (number.L0 >> LimbBits);
        ulong l2 = number.L2 + (l1 >> LimbBits);
        ulong l3 = number.L3 + (l2 >> LimbBits);
        return new(number.L0 & LimbMask, l1 & LimbMask, l2 & LimbMask, l3 & LimbMask, number.L4 + (l3 >> LimbBits));
    }
}
