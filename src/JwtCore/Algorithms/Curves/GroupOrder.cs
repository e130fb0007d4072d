using System.Buffers.Binary;

namespace JwtCore.Algorithms;

/// <summary>
/// Scalars: numbers modulo L = 2^252 + 27742317777372353535851937790883648493, the order of the base point (RFC 8032
/// section 5.1). Words of 64 bits, the lowest first; a scalar has <see cref="Words"/> of them, the highest one 0.
/// </summary>
internal static class GroupOrder
{
    public const int Words = 5;

    private const int HashWords = 8;

    private static readonly ulong[] Order = [0x5812631A5CF5D3ED, 0x14DEF9DEA2F79CD6, 0, 0x1000000000000000, 0];

    // 2^512 / L, rounded down.
    private static readonly ulong[] Reciprocal =
        [0xED9CE5A30A2C131B, 0x2106215D086329A7, 0xFFFFFFFFFFFFFFEB, 0xFFFFFFFFFFFFFFFF, 0xF];

    /// <summary>Reads 32 bytes, little-endian. Whether the number is below L, as the S of a signature must be (RFC 8032 section 5.1.7 step 1).</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, Span<ulong> scalar)
    {
        ReadWords(bytes, scalar[..^1]);
        scalar[^1] = 0;
        return IsBelowOrder(scalar);
    }

    /// <summary>The number of 64 bytes, little-endian, modulo L: Barrett's reduction (Handbook of Applied Cryptography, 14.42).</summary>
    public static void Reduce(ReadOnlySpan<byte> hash, Span<ulong> scalar)
    {
        Span<ulong> number = stackalloc ulong[HashWords];
        Span<ulong> product = stackalloc ulong[2 * Words];
        Span<ulong> multiple = stackalloc ulong[Words];
        ReadWords(hash, number);

        // The quotient is too small by 2 at most, so what is left is below 3 L and has no sixth word.
        Multiply(number[(HashWords - Words)..], Reciprocal, product);
        Multiply(product[Words..], Order, multiple);
        number[..Words].CopyTo(scalar);
        Subtract(scalar, multiple);
        while (!IsBelowOrder(scalar))
        {
            Subtract(scalar, Order);
        }
    }

    private static void ReadWords(ReadOnlySpan<byte> bytes, Span<ulong> words)
    {
        for (int i = 0; i < words.Length; i++)
        {
            words[i] = BinaryPrimitives.ReadUInt64LittleEndian(bytes[(sizeof(ulong) * i)..]);
        }
    }

    private static bool IsBelowOrder(ReadOnlySpan<ulong> number)
    {
        for (int i = Words - 1; i >= 0; i--)
        {
            if (number[i] != Order[i])
            {
                return number[i] < Order[i];
            }
        }

        return false;
    }

    // As many of the lowest words as there is room for, which begins as zeros.
    private static void Multiply(ReadOnlySpan<ulong> left, ReadOnlySpan<ulong> right, Span<ulong> product)
    {
        for (int i = 0; i < left.Length; i++)
        {
            ulong carry = 0;
            for (int j = 0; j < right.Length && i + j < product.Length; j++)
            {
                UInt128 sum = ((UInt128)left[i] * right[j]) + product[i + j] + carry;
                product[i + j] = unchecked((ulong)sum);
                carry = (ulong)(sum >> 64);
            }

            if (i + right.Length < product.Length)
            {
                product[i + right.Length] = carry;
            }
        }
    }

    // Modulo 2^320.
    private static void Subtract(Span<ulong> number, ReadOnlySpan<ulong> subtrahend)
    {
        ulong borrow = 0;
        for (int i = 0; i < number.Length; i++)
        {
            ulong minuend = number[i];
            number[i] = unchecked(minuend - subtrahend[i] - borrow);
            borrow = minuend < subtrahend[i] || (minuend == subtrahend[i] && borrow != 0) ? 1UL : 0;
        }
    }
}
