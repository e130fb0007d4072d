using System.Numerics;
using JwtCore.Algorithms;

namespace JwtCore.Tests.Algorithms.Curves;

public class SignedDigitsTests
{
    [Theory, InlineData(2), InlineData(3), InlineData(4), InlineData(5), InlineData(6), InlineData(7), InlineData(8)]
    public void Digits_sum_up_to_the_scalar_and_are_odd_small_and_apart(int width)
    {
        // Above L, too: up to 2^255 no carry is lost.
        IEnumerable<BigInteger> scalars = Scalars.All(2_000).Concat([(BigInteger.One << 255) - 1, (BigInteger.One << 255) - 2, (BigInteger.One << 254) + 1]);
        Assert.All(scalars, scalar =>
        {
            sbyte[] digits = [.. Enumerable.Repeat((sbyte)9, SignedDigits.Count)];
            SignedDigits.Write(Scalars.Words(scalar), width, digits);

            int[] used = [.. Enumerable.Range(0, digits.Length).Where(i => digits[i] != 0)];
            Assert.Equal(scalar, used.Aggregate(BigInteger.Zero, (sum, i) => sum + (digits[i] * (BigInteger.One << i))));
            Assert.All(used, i => Assert.True(digits[i] % 2 != 0 && Math.Abs(digits[i]) < 1 << (width - 1)));
            Assert.All(used.Zip(used.Skip(1)), pair => Assert.True(pair.Second - pair.First >= width));
        });
    }

    [Fact]
    public void Digits_have_both_signs()
    {
        sbyte[] digits = new sbyte[SignedDigits.Count];
        SignedDigits.Write(Scalars.Words(0b1001_0111), 4, digits);
        Assert.Equal([7, 0, 0, 0, -7, 0, 0, 0, 1, 0], digits[..10].Select(digit => (int)digit));
    }
}
