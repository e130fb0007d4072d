using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace JwtCore.Caching;

/// <summary>Compares secrets in a time that depends on their length alone.</summary>
internal static class FixedTimeText
{
    /// <summary>Whether two texts are the same. Their lengths are no secret.</summary>
    // Every byte is read whatever the ones before it were, and what they differ in is only collected: no branch and no
    // address depends on them until the one test at the end.
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static bool AreEqual(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        if (left.Length != right.Length)
        {
            return false;
        }

        if (left.Length < Vector256<byte>.Count)
        {
            int difference = 0;
            for (int i = 0; i < left.Length; i++)
            {
                difference |= left[i] ^ right[i];
            }

            return difference == 0;
        }

        // The last vector reaches back over what the others have read.
        Vector256<byte> differences = Vector256.Create(left[^Vector256<byte>.Count..]) ^ Vector256.Create(right[^Vector256<byte>.Count..]);
        ReadOnlySpan<Vector256<byte>> leftVectors = MemoryMarshal.Cast<byte, Vector256<byte>>(left);
        ReadOnlySpan<Vector256<byte>> rightVectors = MemoryMarshal.Cast<byte, Vector256<byte>>(right)[..leftVectors.Length];
        for (int i = 0; i < leftVectors.Length; i++)
        {
            differences |= leftVectors[i] ^ rightVectors[i];
        }

        return differences == Vector256<byte>.Zero;
    }
}
