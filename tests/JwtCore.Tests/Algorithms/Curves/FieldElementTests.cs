using System.Numerics;
using JwtCore.Algorithms;
using JwtCore.Tests.Twins;

namespace JwtCore.Tests.Algorithms.Curves;

public class FieldElementTests
{
    private const ulong LargestSubtrahend = (1UL << 53) - 76;

    [Fact]
    public void A_sum_is_that_of_the_numbers_limb_by_limb() => Pairs(Limbs.Largest, Limbs.Largest, (left, right) =>
    {
        FieldElement.Add(left, right, out FieldElement sum);
        Assert.Equal(Limbs.Number(left) + Limbs.Number(right), Limbs.Number(sum));
        Assert.Equal(left.L3 + right.L3, sum.L3);
    });

    [Fact]
    public void A_difference_is_that_of_the_numbers_modulo_p() => Pairs(Limbs.Largest, LargestSubtrahend, (left, right) =>
    {
        FieldElement.Subtract(left, right, out FieldElement difference);
        Assert.Equal(Limbs.Number(left) + (4 * NaiveEd25519.P) - Limbs.Number(right), Limbs.Number(difference));
        Assert.True(Limbs.LargestOf(difference) < Limbs.LargestOf(left) + (1UL << 53));
    });

    [Fact]
    public void What_is_added_before_a_subtraction_is_0_modulo_p_and_no_limb_is_below_what_may_be_subtracted()
    {
        FieldElement bias = Limbs.Of(FieldElement.LowestBias, FieldElement.Bias, FieldElement.Bias, FieldElement.Bias, FieldElement.Bias);

        Assert.Equal(4 * NaiveEd25519.P, Limbs.Number(bias));
        Assert.Equal(LargestSubtrahend, FieldElement.LowestBias);
        Assert.True(FieldElement.Bias >= LargestSubtrahend);
    }

    // The build checks overflow: what is too large throws and gives no wrong number.
    [Theory, InlineData(0), InlineData(1), InlineData(2), InlineData(3), InlineData(4)]
    public void A_limb_that_is_too_large_to_subtract_throws(int limb)
    {
        ulong[] limbs = [0, 0, 0, 0, 0];
        limbs[limb] = (limb == 0 ? FieldElement.LowestBias : FieldElement.Bias) + 1;
        Assert.Throws<OverflowException>(() => FieldElement.Subtract(FieldElement.Zero, Limbs.Of(limbs), out _));
        limbs[limb] = ulong.MaxValue;
        Assert.Throws<OverflowException>(() => FieldElement.Add(Limbs.Of(1, 1, 1, 1, 1), Limbs.Of(limbs), out _));
    }

    [Fact]
    public void The_result_may_stand_in_place_of_an_operand()
    {
        FieldElement left = Limbs.Of(1, 2, 3, 4, 5);
        FieldElement right = Limbs.Of(10, 20, 30, 40, 50);
        FieldElement sum = left;
        FieldElement.Add(sum, right, out sum);
        Assert.Equal(Limbs.Number(left) + Limbs.Number(right), Limbs.Number(sum));
        FieldElement.Subtract(left, sum, out sum);
        Assert.Equal(Limbs.Number(Limbs.Of(NaiveEd25519.P - Limbs.Number(right))), Limbs.Number(sum.Reduce()));
    }

    [Fact]
    public void The_canonical_form_is_the_number_below_p_in_limbs_of_51_bits() => Assert.All(Limbs.All(20_000), element =>
    {
        FieldElement reduced = element.Reduce();
        BigInteger expected = NaiveEd25519.Mod(Limbs.Number(element));
        Assert.Equal(expected, Limbs.Number(reduced));
        Assert.True(Limbs.LargestOf(reduced) < 1UL << 51);
        Assert.Equal(expected.IsZero, element.IsZero());

        byte[] bytes = new byte[32];
        element.Write(bytes);
        Assert.Equal(NaiveEd25519.Bytes(expected), bytes);
    });

    [Theory, InlineData(0), InlineData(1), InlineData(2), InlineData(3), InlineData(4)]
    public void A_number_that_is_not_0_in_one_limb_is_not_0(int limb)
    {
        ulong[] limbs = [0, 0, 0, 0, 0];
        limbs[limb] = 1;
        Assert.False(Limbs.Of(limbs).IsZero());
    }

    [Fact]
    public void Zero_has_several_forms()
    {
        Assert.True(FieldElement.Zero.IsZero());
        Assert.True(Limbs.Of((1UL << 51) - 19, (1UL << 51) - 1, (1UL << 51) - 1, (1UL << 51) - 1, (1UL << 51) - 1).IsZero());
        Assert.True(Limbs.Of(FieldElement.LowestBias, FieldElement.Bias, FieldElement.Bias, FieldElement.Bias, FieldElement.Bias).IsZero());
        Assert.False(FieldElement.One.IsZero());
    }

    [Fact]
    public void Bytes_are_read_without_their_highest_bit_and_not_reduced()
    {
        Random draw = new(2);
        byte[] random = new byte[32];
        byte[][] edges =
        [
            new byte[32], [.. Enumerable.Repeat((byte)0xFF, 32)], NaiveEd25519.Bytes(NaiveEd25519.P), NaiveEd25519.Bytes(NaiveEd25519.P - 1),
            .. Enumerable.Range(0, 256).Select(bit => NaiveEd25519.Bytes(BigInteger.One << bit)),
        ];
        Assert.All(edges.Concat(Enumerable.Range(0, 1_000).Select(_ => { draw.NextBytes(random); return random.ToArray(); })), bytes =>
        {
            FieldElement.Read(bytes, out FieldElement element);
            Assert.Equal(NaiveEd25519.Number(bytes) & ((BigInteger.One << 255) - 1), Limbs.Number(element));
            Assert.True(Limbs.LargestOf(element) < 1UL << 51);
        });
    }

    private static void Pairs(ulong largestLeft, ulong largestRight, Action<FieldElement, FieldElement> check)
    {
        FieldElement[] left = [.. Limbs.All(2_000, largestLeft)];
        FieldElement[] right = [.. Limbs.All(2_000, largestRight)];
        for (int shift = 0; shift < 8; shift++)
        {
            for (int i = 0; i < left.Length; i++)
            {
                check(left[i], right[(i + (shift * 37)) % right.Length]);
            }
        }
    }
}
