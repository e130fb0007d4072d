using System.Numerics;
using JwtCore.Algorithms;
using JwtCore.Tests.Twins;

namespace JwtCore.Tests.Algorithms.Curves;

public class FieldProductTests
{
    private const ulong LargestResult = (1UL << 51) + (1UL << 15);

    [Fact]
    public void A_product_is_that_of_the_numbers_and_its_limbs_are_small_again()
    {
        FieldElement[] elements = [.. Limbs.All(4_000)];
        for (int shift = 0; shift < 12; shift++)
        {
            for (int i = 0; i < elements.Length; i++)
            {
                FieldElement left = elements[i];
                FieldElement right = elements[(i + (shift * 41)) % elements.Length];
                FieldProduct.Multiply(left, right, out FieldElement product);
                Check(Limbs.Number(left) * Limbs.Number(right), product);
            }
        }
    }

    [Fact]
    public void A_square_is_that_of_the_number_and_its_limbs_are_small_again() => Assert.All(Limbs.All(40_000), element =>
    {
        FieldProduct.Square(element, out FieldElement square);
        Check(Limbs.Number(element) * Limbs.Number(element), square);
    });

    // One limb of each operand at a time: each of the 25 products at its own place, with its own weight.
    [Fact]
    public void Each_limb_meets_each_other_with_its_weight()
    {
        for (int i = 0; i < 5; i++)
        {
            for (int j = 0; j < 5; j++)
            {
                foreach (ulong value in Limbs.Edges)
                {
                    ulong[] left = [0, 0, 0, 0, 0];
                    ulong[] right = [0, 0, 0, 0, 0];
                    left[i] = value;
                    right[j] = Limbs.Largest;
                    FieldProduct.Multiply(Limbs.Of(left), Limbs.Of(right), out FieldElement product);
                    Check(Limbs.Number(Limbs.Of(left)) * Limbs.Number(Limbs.Of(right)), product);

                    left[j] = Limbs.Largest;
                    FieldProduct.Square(Limbs.Of(left), out product);
                    Check(Limbs.Number(Limbs.Of(left)) * Limbs.Number(Limbs.Of(left)), product);
                }
            }
        }
    }

    [Theory, InlineData(0), InlineData(1), InlineData(2), InlineData(3), InlineData(4)]
    public void An_operand_of_more_than_54_bits_throws(int limb)
    {
        ulong[] limbs = [0, 0, 0, 0, 0];
        limbs[limb] = 1UL << 54;
        FieldElement large = Limbs.Of(limbs);
        Assert.Throws<OverflowException>(() => FieldProduct.Multiply(large, FieldElement.One, out _));
        Assert.Throws<OverflowException>(() => FieldProduct.Multiply(FieldElement.One, large, out _));
        Assert.Throws<OverflowException>(() => FieldProduct.Square(large, out _));

        limbs[limb] = Limbs.Largest;
        FieldProduct.Multiply(Limbs.Of(limbs), FieldElement.One, out FieldElement product);
        Check(Limbs.Number(Limbs.Of(limbs)), product);
    }

    [Fact]
    public void The_result_may_stand_in_place_of_an_operand()
    {
        foreach (FieldElement element in Limbs.All(100))
        {
            FieldElement left = element;
            FieldElement right = element;
            FieldProduct.Multiply(left, Limbs.Of(3, 5, 7, 11, 13), out left);
            FieldProduct.Multiply(Limbs.Of(3, 5, 7, 11, 13), right, out right);
            Check(Limbs.Number(element) * Limbs.Number(Limbs.Of(3, 5, 7, 11, 13)), left);
            Assert.Equal(left, right);

            left = right = element;
            FieldProduct.Multiply(left, left, out left);
            FieldProduct.Square(right, out right);
            Check(Limbs.Number(element) * Limbs.Number(element), left);
            Assert.Equal(left, right);
        }
    }

    private static void Check(BigInteger expected, FieldElement actual)
    {
        Assert.Equal(NaiveEd25519.Mod(expected), NaiveEd25519.Mod(Limbs.Number(actual)));
        Assert.True(Limbs.LargestOf(actual) < LargestResult);
    }
}
