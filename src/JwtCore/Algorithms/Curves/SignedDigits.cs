using System.Numerics;

namespace JwtCore.Algorithms;

/// <summary>
/// A scalar as the sum of digit[i] * 2^i, where each digit is 0 or odd with an absolute value below 2^(width - 1), and of
/// any <c>width</c> digits in a row one at most is not 0 (the width-w non-adjacent form).
/// </summary>
internal static class SignedDigits
{
    /// <summary>How many digits there are. A scalar below 2^255 never carries out of the last one.</summary>
    public const int Count = 256;

    /// <summary>Writes the digits of a scalar as <see cref="GroupOrder"/> gives it.</summary>
    /// <param name="scalar">The words.</param>
    /// <param name="width">2 to 8.</param>
    /// <param name="digits">Takes <see cref="Count"/> digits.</param>
    public static void Write(ReadOnlySpan<ulong> scalar, int width, Span<sbyte> digits)
    {
        digits.Clear();
        int carry = 0;
        int position = 0;
        while (position < Count)
        {
            // With a carry a 1 becomes 0 and carries on.
            ulong bits = BitsFrom(scalar, position);
            int zeros = BitOperations.TrailingZeroCount(carry == 0 ? bits : ~bits);
            if (zeros > 0)
            {
                position += zeros;
                continue;
            }

            int digit = (int)(bits & ((1UL << width) - 1)) + carry;
            carry = digit >> (width - 1);
            digits[position] = (sbyte)(digit - (carry << width));
            position += width;
        }
    }

    // Two shifts, because a shift by 64 is one by 0.
    private static ulong BitsFrom(ReadOnlySpan<ulong> scalar, int position) =>
        (scalar[position / 64] >> (position % 64)) | (scalar[(position / 64) + 1] << 1 << (63 - (position % 64)));
}
