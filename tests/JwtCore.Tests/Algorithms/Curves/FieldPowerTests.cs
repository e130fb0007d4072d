using System.Numerics;
using JwtCore.Algorithms;
using JwtCore.Tests.Twins;

namespace JwtCore.Tests.Algorithms.Curves;

public class FieldPowerTests
{
    [Fact]
    public void An_inverse_times_the_number_is_1_and_that_of_0_is_0() => Assert.All(Limbs.All(100), element =>
    {
        FieldPower.Invert(element, out FieldElement inverse);
        Assert.Equal(NaiveEd25519.Inverse(Limbs.Number(element)), NaiveEd25519.Mod(Limbs.Number(inverse)));
        Assert.Equal(element.IsZero(), inverse.IsZero());
    });

    [Fact]
    public void The_power_for_square_roots_has_the_exponent_p_minus_5_over_8() => Assert.All(Limbs.All(100), element =>
    {
        FieldPower.RaiseForRoot(element, out FieldElement power);
        Assert.Equal(BigInteger.ModPow(NaiveEd25519.Mod(Limbs.Number(element)), (NaiveEd25519.P - 5) / 8, NaiveEd25519.P), NaiveEd25519.Mod(Limbs.Number(power)));
    });

    [Fact]
    public void The_result_may_stand_in_place_of_the_operand()
    {
        FieldElement element = Limbs.Of(3, 5, 7, 11, 13);
        FieldPower.Invert(element, out FieldElement inverse);
        FieldPower.Invert(element, out element);
        Assert.Equal(inverse, element);
    }
}
