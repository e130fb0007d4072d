using System.Numerics;
using JwtCore.Algorithms;
using JwtCore.Tests.Twins;

namespace JwtCore.Tests.Algorithms.Curves;

public class GroupOrderTests
{
    private static readonly BigInteger L = NaiveEd25519.L;

    // The words of L are 0x5812..., 0x14DE..., 0, 0x1000...: neighbours of L in each word.
    public static TheoryData<string, bool> Scalars => new()
    {
        { Hex(0), true },
        { Hex(1), true },
        { Hex(L - 1), true },
        { Hex(L), false },
        { Hex(L + 1), false },
        { Hex(L - (BigInteger.One << 64)), true },
        { Hex(L + (BigInteger.One << 64)), false },
        { Hex(L - (BigInteger.One << 64) + 0x1000), true },
        { Hex(L + (BigInteger.One << 64) - 0x5812631A5CF5D3ED), false },
        { Hex(L + (BigInteger.One << 128)), false },
        { Hex(L - (BigInteger.One << 192)), true },
        { Hex((BigInteger.One << 252) - 1), true },
        { Hex(BigInteger.One << 252), true },
        { Hex((BigInteger.One << 252) + (BigInteger.One << 128)), false },
        { Hex(BigInteger.One << 253), false },
        { Hex(BigInteger.One << 255), false },
        { Hex((BigInteger.One << 256) - 1), false },
    };

    [Theory, MemberData(nameof(Scalars))]
    public void A_scalar_is_below_L(string hex, bool isBelow)
    {
        byte[] bytes = Convert.FromHexString(hex);
        ulong[] scalar = [9, 9, 9, 9, 9];

        Assert.Equal(isBelow, GroupOrder.TryRead(bytes, scalar));
        Assert.Equal(NaiveEd25519.Number(bytes), Number(scalar));
    }

    [Fact]
    public void A_hash_is_reduced_modulo_L()
    {
        Random draw = new(3);
        BigInteger all = (BigInteger.One << 512) - 1;
        BigInteger most = all / L;
        List<BigInteger> numbers = [0, 1, all, all - 1, .. Enumerable.Range(0, 512).SelectMany(bit => (BigInteger[])[BigInteger.One << bit, (BigInteger.One << bit) - 1])];
        foreach (BigInteger quotient in (BigInteger[])[1, 2, 3, most, most - 1, most / 2, (BigInteger.One << 64) - 1, BigInteger.One << 64, BigInteger.One << 128, (BigInteger.One << 192) - 1, BigInteger.One << 256])
        {
            numbers.AddRange([(quotient * L) - 1, quotient * L, (quotient * L) + 1]);

            // Words of ones in what is left: a borrow passes through words that are equal.
            numbers.AddRange(((int[])[64, 128, 192, 252]).Select(bits => (quotient * L) + (BigInteger.One << bits) - 1).Where(number => number <= all));
        }

        byte[] random = new byte[64];
        for (int i = 0; i < 20_000; i++)
        {
            draw.NextBytes(random);
            numbers.Add(i % 2 == 0 ? NaiveEd25519.Number(random) : NaiveEd25519.Number(random.AsSpan(0, 32)) * L % all);
        }

        Assert.All(numbers, number =>
        {
            ulong[] scalar = [9, 9, 9, 9, 9];
            GroupOrder.Reduce(NaiveEd25519.Bytes(number, 64), scalar);
            Assert.Equal(number % L, Number(scalar));
        });
    }

    private static BigInteger Number(ulong[] words) => words.Reverse().Aggregate(BigInteger.Zero, (number, word) => (number << 64) + word);

    private static string Hex(BigInteger number) => Convert.ToHexString(NaiveEd25519.Bytes(number));
}
