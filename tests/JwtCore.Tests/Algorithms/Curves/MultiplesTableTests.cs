using System.Numerics;
using JwtCore.Algorithms;
using JwtCore.Tests.Twins;
using Point = JwtCore.Tests.Twins.NaiveEd25519.Point;

namespace JwtCore.Tests.Algorithms.Curves;

public class MultiplesTableTests
{
    // Steps and widths: the core's own for keys and for the base point, and others.
    public static TheoryData<int, int, int, int> Shapes => new()
    {
        { 16, 4, 8, 7 },
        { 8, 7, 16, 4 },
        { 256, 2, 256, 2 },
        { 1, 2, 1, 3 },
        { 64, 5, 32, 6 },
        { 128, 8, 4, 3 },
        { 2, 4, 256, 5 },
    };

    [Theory, MemberData(nameof(Shapes))]
    public void Every_shape_gives_the_same_sum(int firstStep, int firstWidth, int secondStep, int secondWidth)
    {
        Point other = NaiveEd25519.Multiply(987_654_321, NaiveEd25519.Base);
        MultiplesTable first = new(Points.Of(other), firstStep, firstWidth);
        MultiplesTable second = new(Points.Of(NaiveEd25519.Base), secondStep, secondWidth);
        BigInteger[] scalars = [.. Scalars.All(20).Where((_, i) => i % 19 == 0 || i < 24)];
        for (int i = 0; i < scalars.Length; i++)
        {
            BigInteger right = scalars[(i * 7) % scalars.Length];
            EdwardsPoint sum = MultiplesTable.Sum(first, Scalars.Words(scalars[i]), second, Scalars.Words(right));
            Assert.Equal(NaiveEd25519.Add(NaiveEd25519.Multiply(scalars[i], other), NaiveEd25519.Multiply(right, NaiveEd25519.Base)).Affine(), Points.Affine(sum));
        }
    }

    [Fact]
    public void The_point_may_be_of_mixed_or_small_order_or_neutral()
    {
        MultiplesTable zero = new(EdwardsPoint.Neutral, 16, 4);
        foreach (Point point in Points.All)
        {
            MultiplesTable table = new(Points.Of(point, 7), 16, 4);
            foreach (BigInteger scalar in (BigInteger[])[0, 1, 5, NaiveEd25519.L - 1, (BigInteger.One << 252) - 3])
            {
                EdwardsPoint sum = MultiplesTable.Sum(table, Scalars.Words(scalar), zero, Scalars.Words(scalar));
                Assert.Equal(NaiveEd25519.Multiply(scalar, point).Affine(), Points.Affine(sum));
            }
        }
    }

    [Fact]
    public void The_shared_multiples_are_those_of_the_base_point()
    {
        MultiplesTable own = new(Points.Of(NaiveEd25519.Base), 256, 2);
        Assert.Same(BasePoint.Multiples, BasePoint.Multiples);
        Assert.All((BigInteger[])[1, 77, NaiveEd25519.L - 1], scalar => Assert.Equal(
            NaiveEd25519.Multiply(2 * scalar % NaiveEd25519.L, NaiveEd25519.Base).Affine(),
            Points.Affine(MultiplesTable.Sum(BasePoint.Multiples, Scalars.Words(scalar), own, Scalars.Words(scalar)))));
    }
}
