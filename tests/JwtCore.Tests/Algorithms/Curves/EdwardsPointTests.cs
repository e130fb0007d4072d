using JwtCore.Algorithms;
using JwtCore.Tests.Twins;
using Point = JwtCore.Tests.Twins.NaiveEd25519.Point;

namespace JwtCore.Tests.Algorithms.Curves;

public class EdwardsPointTests
{
    [Fact]
    public void The_constant_is_twice_that_of_the_curve() => Assert.Equal(NaiveEd25519.Mod(2 * NaiveEd25519.D), Limbs.Number(EdwardsPoint.TwiceD));

    [Fact]
    public void The_base_point_is_that_of_the_curve() => Assert.Equal(NaiveEd25519.Base.Affine(), Points.Affine(BasePoint.Point()));

    [Fact]
    public void Any_two_points_are_added_or_subtracted_also_equal_opposite_and_neutral_ones()
    {
        foreach (Point left in Points.All)
        {
            foreach (Point right in Points.All)
            {
                EdwardsPoint sum = Points.Of(left, 7);
                sum.Add(Points.Of(right, 11));
                Assert.Equal(NaiveEd25519.Add(left, right).Affine(), Points.Affine(sum));

                sum = Points.Of(left, 13);
                sum.Add(Points.Of(right).ToAddend(), isNegative: false);
                Assert.Equal(NaiveEd25519.Add(left, right).Affine(), Points.Affine(sum));

                EdwardsPoint difference = Points.Of(left, 17);
                difference.Add(Points.Of(right).ToAddend(), isNegative: true);
                Assert.Equal(NaiveEd25519.Add(left, NaiveEd25519.Negate(right)).Affine(), Points.Affine(difference));
            }
        }
    }

    [Fact]
    public void Any_point_is_doubled_and_negated() => Assert.All(Points.All, point =>
    {
        EdwardsPoint twice = Points.Of(point, 7);
        twice.Double();
        Assert.Equal(NaiveEd25519.Add(point, point).Affine(), Points.Affine(twice));
        Assert.Equal(NaiveEd25519.Negate(point).Affine(), Points.Affine(Points.Of(point, 7).Negate()));
    });

    // What a hundred operations in a row leave still fits into the operands of the next.
    [Fact]
    public void Limbs_stay_small()
    {
        EdwardsPoint sum = Points.Of(NaiveEd25519.Base);
        Point expected = NaiveEd25519.Base;
        for (int i = 0; i < 100; i++)
        {
            sum.Double();
            sum.Add(BasePoint.Point().ToAddend(), isNegative: i % 3 == 0);
            sum = i % 7 == 0 ? sum.Negate() : sum;
            expected = NaiveEd25519.Add(NaiveEd25519.Add(expected, expected), i % 3 == 0 ? NaiveEd25519.Negate(NaiveEd25519.Base) : NaiveEd25519.Base);
            expected = i % 7 == 0 ? NaiveEd25519.Negate(expected) : expected;
            Assert.All([sum.X, sum.Y, sum.Z, sum.T], coordinate => Assert.True(Limbs.LargestOf(coordinate) < (1UL << 51) + (1UL << 15)));
        }

        Assert.Equal(expected.Affine(), Points.Affine(sum));
    }

    [Fact]
    public void Eight_points_are_of_small_order_and_no_sum_with_another_is() => Assert.All(Points.All, point =>
        Assert.Equal(NaiveEd25519.Multiply(8, point).Affine() == (0, 1), Points.Of(point, 7).HasSmallOrder()));
}
