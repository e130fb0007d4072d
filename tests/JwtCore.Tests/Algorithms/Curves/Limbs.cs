using System.Numerics;
using JwtCore.Algorithms;
using JwtCore.Tests.Twins;

namespace JwtCore.Tests.Algorithms.Curves;

/// <summary>Field elements at the edges of limbs and of the modulus, and the numbers that they stand for.</summary>
internal static class Limbs
{
    public const ulong Largest = (1UL << 54) - 1;

    /// <summary>Values of one limb: what neighbours its 51 bits, the lowest limb of the modulus, and the largest of all.</summary>
    public static readonly ulong[] Edges =
    [
        0, 1, 18, 19, 20, (1UL << 51) - 20, (1UL << 51) - 19, (1UL << 51) - 18, (1UL << 51) - 1, 1UL << 51, (1UL << 51) + 1,
        (1UL << 51) + (1UL << 15), 1UL << 52, (1UL << 53) - 76, 1UL << 53, Largest,
    ];

    public static FieldElement Of(params ulong[] limbs) => new(limbs[0], limbs[1], limbs[2], limbs[3], limbs[4]);

    /// <summary>The canonical form.</summary>
    public static FieldElement Of(BigInteger number) =>
        Of([.. Enumerable.Range(0, 5).Select(i => (ulong)((NaiveEd25519.Mod(number) >> (51 * i)) & FieldElement.LimbMask))]);

    public static BigInteger Number(FieldElement element) =>
        ((((((((BigInteger)element.L4 << 51) + element.L3) << 51) + element.L2) << 51) + element.L1) << 51) + element.L0;

    public static ulong LargestOf(FieldElement element) => new[] { element.L0, element.L1, element.L2, element.L3, element.L4 }.Max();

    /// <summary>
    /// Every edge in every limb alone, in all limbs, in all but one; the numbers around 0, p, 2p and 2^255 as limbs of 51 bits;
    /// second forms of small numbers; and edges in random order.
    /// </summary>
    public static IEnumerable<FieldElement> All(int random, ulong largest = Largest)
    {
        ulong[] edges = [.. Edges.Where(edge => edge <= largest)];
        foreach (ulong edge in edges)
        {
            yield return Of(edge, edge, edge, edge, edge);
            for (int i = 0; i < 5; i++)
            {
                ulong[] alone = [0, 0, 0, 0, 0];
                ulong[] among = [edges[^1], edges[^1], edges[^1], edges[^1], edges[^1]];
                alone[i] = among[i] = edge;
                yield return Of(alone);
                yield return Of(among);
            }
        }

        foreach (BigInteger number in Numbers())
        {
            yield return Of([.. Enumerable.Range(0, 4).Select(i => (ulong)((number >> (51 * i)) & FieldElement.LimbMask)), (ulong)(number >> 204)]);
        }

        Random draw = new(1);
        for (int i = 0; i < random; i++)
        {
            yield return Of([.. Enumerable.Range(0, 5).Select(_ => draw.Next(2) == 0 ? edges[draw.Next(edges.Length)] : (ulong)draw.NextInt64((long)largest + 1))]);
        }
    }

    private static IEnumerable<BigInteger> Numbers()
    {
        foreach (BigInteger middle in (BigInteger[])[NaiveEd25519.P, 2 * NaiveEd25519.P, BigInteger.One << 255, (NaiveEd25519.P - 1) / 2])
        {
            for (int i = -20; i <= 20; i++)
            {
                yield return middle + i;
            }
        }

        for (int i = 0; i < 4; i++)
        {
            yield return BigInteger.One << (51 * (i + 1));
            yield return (BigInteger.One << (51 * (i + 1))) - 1;
        }
    }
}
