using System.Numerics;
using JwtCore.Tests.Twins;

namespace JwtCore.Tests.Algorithms.Curves;

/// <summary>Scalars at edges, and the words that the core computes with.</summary>
internal static class Scalars
{
    /// <summary>0, 1, the neighbours of L, runs of ones and zeros, single bits, and some at random; all below L.</summary>
    public static IEnumerable<BigInteger> All(int random)
    {
        BigInteger l = NaiveEd25519.L;
        IEnumerable<BigInteger> edges =
        [
            0, 1, 2, 3, 7, 8, 9, 15, 16, 63, 64, 65, 127, 128, l - 1, l - 2, l / 2, (l / 2) + 1, (BigInteger.One << 252) - 1, BigInteger.One << 252,
            ((BigInteger.One << 252) - 1) / 3, (((BigInteger.One << 252) - 1) / 3) << 1, (BigInteger.One << 252) - (BigInteger.One << 128),
            .. Enumerable.Range(0, 252).SelectMany(bit => (BigInteger[])[BigInteger.One << bit, (BigInteger.One << bit) - 1, (BigInteger.One << 252) - (BigInteger.One << bit)]),
        ];
        Random draw = new(4);
        byte[] bytes = new byte[64];
        return edges.Concat(Enumerable.Range(0, random).Select(_ =>
        {
            draw.NextBytes(bytes);
            return NaiveEd25519.Number(bytes) % l;
        }));
    }

    public static ulong[] Words(BigInteger scalar) => [.. Enumerable.Range(0, 5).Select(i => (ulong)((scalar >> (64 * i)) & ulong.MaxValue))];
}
