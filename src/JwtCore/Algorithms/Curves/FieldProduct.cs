using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace JwtCore.Algorithms;

/// <summary>Products modulo p = 2^255 - 19. The result may stand in place of an operand.</summary>
//  One operand is shifted left by 10 bits, so that its product with a limb of the other is cut after 54 bits:
//  a * (b << 10) = high * 2^64 + (low << 10)    a * b = high * 2^54 + low    2^54 = 8 * 2^51, the weight 8 of the next limb
//  A column is a sum of such parts. 2^255 = 19 modulo p, so limb i + 5 counts 19 times at limb i.
//  With limbs below 2^54 the largest column is 837 * 2^54 (limb 0: 1 + 19 * (4 + 8 * 5)), which fits into 64 bits.
internal static class FieldProduct
{
    /// <summary>Limbs of operands have at most this many bits.</summary>
    public const int OperandBits = 64 - Shift;

    private const int Shift = 10;

    // 2^54 is 8 times the weight of the next limb.
    private const int Weight = 64 - Shift - FieldElement.LimbBits;

    /// <exception cref="OverflowException">A limb of an operand has more than <see cref="OperandBits"/> bits.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(in FieldElement left, in FieldElement right, out FieldElement product)
    {
        ulong a0 = left.L0, a1 = left.L1, a2 = left.L2, a3 = left.L3, a4 = left.L4;
        ulong b0 = right.L0, b1 = right.L1, b2 = right.L2, b3 = right.L3, b4 = right.L4;
        Check(a0 | a1 | a2 | a3 | a4 | b0 | b1 | b2 | b3 | b4);
        b0 <<= Shift;
        b1 <<= Shift;
        b2 <<= Shift;
        b3 <<= Shift;
        b4 <<= Shift;

        // The operands are checked, so no column can overflow; asking the processor each time would cost a quarter of a square.
        unchecked
        {
            ulong c0 = Low(a0, b0);
            ulong c1 = Low(a0, b1) + Low(a1, b0) + (High(a0, b0) << Weight);
            ulong c2 = Low(a0, b2) + Low(a1, b1) + Low(a2, b0) + ((High(a0, b1) + High(a1, b0)) << Weight);
            ulong c3 = Low(a0, b3) + Low(a1, b2) + Low(a2, b1) + Low(a3, b0) + ((High(a0, b2) + High(a1, b1) + High(a2, b0)) << Weight);
            ulong c4 = Low(a0, b4) + Low(a1, b3) + Low(a2, b2) + Low(a3, b1) + Low(a4, b0)
                + ((High(a0, b3) + High(a1, b2) + High(a2, b1) + High(a3, b0)) << Weight);
            c0 += 19 * (Low(a1, b4) + Low(a2, b3) + Low(a3, b2) + Low(a4, b1)
                + ((High(a0, b4) + High(a1, b3) + High(a2, b2) + High(a3, b1) + High(a4, b0)) << Weight));
            c1 += 19 * (Low(a2, b4) + Low(a3, b3) + Low(a4, b2) + ((High(a1, b4) + High(a2, b3) + High(a3, b2) + High(a4, b1)) << Weight));
            c2 += 19 * (Low(a3, b4) + Low(a4, b3) + ((High(a2, b4) + High(a3, b3) + High(a4, b2)) << Weight));
            c3 += 19 * (Low(a4, b4) + ((High(a3, b4) + High(a4, b3)) << Weight));
            c4 += 19 * (High(a4, b4) << Weight);
            Carry(c0, c1, c2, c3, c4, out product);
        }
    }

    /// <exception cref="OverflowException">A limb has more than <see cref="OperandBits"/> bits.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Square(in FieldElement element, out FieldElement square)
    {
        ulong a0 = element.L0, a1 = element.L1, a2 = element.L2, a3 = element.L3, a4 = element.L4;
        Check(a0 | a1 | a2 | a3 | a4);
        ulong b0 = a0 << Shift, b1 = a1 << Shift, b2 = a2 << Shift, b3 = a3 << Shift, b4 = a4 << Shift;

        // Each product of two different limbs occurs twice.
        unchecked
        {
            ulong c0 = Low(a0, b0);
            ulong c1 = (2 * Low(a0, b1)) + (High(a0, b0) << Weight);
            ulong c2 = (2 * Low(a0, b2)) + Low(a1, b1) + (High(a0, b1) << (Weight + 1));
            ulong c3 = (2 * (Low(a0, b3) + Low(a1, b2))) + (((2 * High(a0, b2)) + High(a1, b1)) << Weight);
            ulong c4 = (2 * (Low(a0, b4) + Low(a1, b3))) + Low(a2, b2) + ((High(a0, b3) + High(a1, b2)) << (Weight + 1));
            c0 += 19 * ((2 * (Low(a1, b4) + Low(a2, b3))) + (((2 * (High(a0, b4) + High(a1, b3))) + High(a2, b2)) << Weight));
            c1 += 19 * ((2 * Low(a2, b4)) + Low(a3, b3) + ((High(a1, b4) + High(a2, b3)) << (Weight + 1)));
            c2 += 19 * ((2 * Low(a3, b4)) + (((2 * High(a2, b4)) + High(a3, b3)) << Weight));
            c3 += 19 * (Low(a4, b4) + (High(a3, b4) << (Weight + 1)));
            c4 += 19 * (High(a4, b4) << Weight);
            Carry(c0, c1, c2, c3, c4, out square);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Check(ulong limbs)
    {
        if (limbs >> OperandBits != 0)
        {
            ThrowTooLarge();
        }
    }

    // Its own method: one that throws is not inlined.
    private static void ThrowTooLarge() => throw new OverflowException("A limb of an operand exceeds 54 bits.");

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Low(ulong left, ulong shifted) => unchecked(left * shifted) >> Shift;

    // The platform's product of both halves writes the lower one to memory, which costs more than a second multiplication.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong High(ulong left, ulong shifted) =>
        Bmi2.X64.IsSupported ? Bmi2.X64.MultiplyNoFlags(left, shifted)
        : ArmBase.Arm64.IsSupported ? ArmBase.Arm64.MultiplyHigh(left, shifted)
        : Math.BigMul(left, shifted, out _);

    // One pass: a limb keeps 51 bits and takes the carry of its neighbour, at most 837 * 8, the lowest 19 * 189 * 8.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Carry(ulong c0, ulong c1, ulong c2, ulong c3, ulong c4, out FieldElement element)
    {
        unchecked
        {
            element.L0 = (c0 & FieldElement.LimbMask) + (19 * (c4 >> FieldElement.LimbBits));
            element.L1 = (c1 & FieldElement.LimbMask) + (c0 >> FieldElement.LimbBits);
            element.L2 = (c2 & FieldElement.LimbMask) + (c1 >> FieldElement.LimbBits);
            element.L3 = (c3 & FieldElement.LimbMask) + (c2 >> FieldElement.LimbBits);
            element.L4 = (c4 & FieldElement.LimbMask) + (c3 >> FieldElement.LimbBits);
        }
    }
}
