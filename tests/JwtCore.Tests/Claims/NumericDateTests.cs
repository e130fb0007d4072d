using System.Text;
using JwtCore.Claims;
using JwtCore.Tests.Support;

namespace JwtCore.Tests.Claims;

public class NumericDateTests
{
    private const long Second = TimeSpan.TicksPerSecond;
    private const long Largest = 253_402_300_799 * Second;

    [Theory]
    [InlineData("0", 0, 0), InlineData("-0", 0, 0), InlineData("-0.0", 0, 0), InlineData("0.000", 0, 0), InlineData("0e999999", 0, 0), InlineData("-0e-999999", 0, 0), InlineData("0E+5", 0, 0), InlineData("0.0e99999999999999999999", 0, 0)]
    [InlineData("1", Second, Second), InlineData("1e0", Second, Second), InlineData("1e9", 1_000_000_000 * Second, 1_000_000_000 * Second), InlineData("1E+9", 1_000_000_000 * Second, 1_000_000_000 * Second)]
    [InlineData("1.7672256e9", 1_767_225_600 * Second, 1_767_225_600 * Second), InlineData("17672256e2", 1_767_225_600 * Second, 1_767_225_600 * Second), InlineData("17672256000000e-4", 1_767_225_600 * Second, 1_767_225_600 * Second)]
    [InlineData("0.00000000017672256e19", 1_767_225_600 * Second, 1_767_225_600 * Second), InlineData("1767225600.000", 1_767_225_600 * Second, 1_767_225_600 * Second)]
    [InlineData("0.5", Second / 2, Second / 2), InlineData("1.5", 3 * Second / 2, 3 * Second / 2), InlineData("0.0000001", 1, 1), InlineData("1e-7", 1, 1), InlineData("1.0000001", Second + 1, Second + 1), InlineData("10e-8", 1, 1)]
    [InlineData("0.00000001", 0, 1), InlineData("1e-8", 0, 1), InlineData("9e-8", 0, 1), InlineData("1.00000009", Second, Second + 1), InlineData("1.00000019", Second + 1, Second + 2), InlineData("1.000000100000000000001", Second + 1, Second + 2)]
    [InlineData("1e-400", 0, 1), InlineData("1e-99999999999999999999", 0, 1), InlineData("0.00000000000000000000000000000000000000000000000000000000000001", 0, 1)]
    [InlineData("253402300799", Largest, Largest), InlineData("253402300799.0000000000", Largest, Largest), InlineData("2.53402300799e11", Largest, Largest), InlineData("253402300798.99999999", Largest - 1, Largest), InlineData("253402300798.9999999", Largest - 1, Largest - 1)]
    [InlineData("0.0000000000000000000000000000000000000001e40", Second, Second), InlineData("1000000000000000000000000000000000000000e-39", Second, Second)]
    public void A_date_in_any_spelling_is_kept_at_100_ns_rounded_both_ways(string text, long floor, long ceiling)
    {
        Assert.True(NumericDate.TryRead(Encoding.ASCII.GetBytes(text), out NumericDate date));
        AssertExpiration(text, floor, ceiling);
        Assert.True(date.IsPresent);
        Assert.Equal(floor, date.Floor);
        Assert.Equal(ceiling, date.Ceiling);
        Assert.Equal(DateTimeOffset.UnixEpoch.AddTicks(floor), date.ToDateTimeOffset());
    }

    [Theory]
    [InlineData("-1"), InlineData("-0.1"), InlineData("-1e-400"), InlineData("-1e9"), InlineData("-253402300799")]
    [InlineData("253402300800"), InlineData("253402300799.5"), InlineData("253402300799.0000001"), InlineData("253402300799.00000000000000000000001"), InlineData("2.534023008e11"), InlineData("999999999999")]
    [InlineData("1e12"), InlineData("1e19"), InlineData("1e20"), InlineData("1e400"), InlineData("1e99999999999999999999"), InlineData("18446744073709551616"), InlineData("9223372036854775808"), InlineData("922337203685.4775808")]
    [InlineData("1844674407370.9551616"), InlineData("0.1e13"), InlineData("1000000000000000000000000000000000000000000000000000000000000")]
    public void What_lies_outside_0_to_253402300799_is_refused(string text)
    {
        Assert.False(NumericDate.TryRead(Encoding.ASCII.GetBytes(text), out NumericDate date));
        Assert.False(date.IsPresent);
        Assert.Equal(VerifyError.ClaimMalformed, Hmac.VerdictOf("nbf", text));
    }

    // 253402300800 is what .NET writes for DateTime.MaxValue, rounded to seconds.
    [Theory]
    [InlineData("253402300799.5", Largest + (Second / 2), Largest + (Second / 2)), InlineData("253402300799.0000001", Largest + 1, Largest + 1), InlineData("253402300799.00000000000000000000001", Largest, Largest + 1)]
    [InlineData("253402300799.99999999", Largest + Second - 1, Largest + Second), InlineData("253402300800", Largest + Second, Largest + Second), InlineData("253402300800.000", Largest + Second, Largest + Second), InlineData("2.534023008e11", Largest + Second, Largest + Second)]
    public void Exp_may_come_up_to_a_second_later_than_other_dates(string text, long floor, long ceiling)
    {
        Assert.False(NumericDate.TryRead(Encoding.ASCII.GetBytes(text), out _));
        AssertExpiration(text, floor, ceiling);
        Assert.Equal(VerifyError.None, Hmac.VerdictOf("exp", text));
        Assert.Equal(VerifyError.ClaimMalformed, Hmac.VerdictOf("nbf", text));
        Assert.Equal(VerifyError.ClaimMalformed, Hmac.VerdictOf("iat", text));
    }

    [Theory]
    [InlineData("253402300801"), InlineData("253402300800.0000001"), InlineData("253402300800.00000000000000000000001"), InlineData("2.534023009e11"), InlineData("999999999999"), InlineData("1e12"), InlineData("1767225900000")]
    [InlineData("1e19"), InlineData("1e400"), InlineData("1e99999999999999999999"), InlineData("18446744073709551616"), InlineData("1000000000000000000000000000000000000000000000000000000000000"), InlineData("9223372036854775")]
    public void A_later_exp_is_refused_or_by_its_tolerance_later_than_any_clock(string text)
    {
        VerificationPolicy policy = TestPolicies.With(tolerate: Tolerance.DistantExpiration);
        byte[] number = Encoding.ASCII.GetBytes(text);
        Assert.False(NumericDate.TryReadExpiration(number, takesDistant: false, out NumericDate date));
        Assert.False(date.IsPresent);
        Assert.True(NumericDate.TryReadExpiration(number, takesDistant: true, out date));
        Assert.True(date.Floor > DateTime.MaxValue.Ticks - DateTime.UnixEpoch.Ticks);
        Assert.Equal(DateTimeOffset.MaxValue, date.ToDateTimeOffset());
        Assert.Equal(VerifyError.ClaimMalformed, Hmac.VerdictOf("exp", text));
        Assert.Equal(VerifyError.None, Hmac.VerdictOf("exp", text, policy));
        Assert.Equal(VerifyError.ClaimMalformed, Hmac.VerdictOf("nbf", text, policy));
        Assert.Equal(VerifyError.ClaimMalformed, Hmac.VerdictOf("iat", text, policy));
    }

    [Theory, InlineData("-1"), InlineData("-1e400"), InlineData("-253402300801"), InlineData("-1e-400")]
    public void A_negative_exp_is_never_distant(string text)
    {
        Assert.False(NumericDate.TryReadExpiration(Encoding.ASCII.GetBytes(text), takesDistant: true, out NumericDate date));
        Assert.False(date.IsPresent);
    }

    [Fact]
    public void A_distant_exp_has_at_most_64_characters_too()
    {
        Assert.True(NumericDate.TryReadExpiration(Encoding.ASCII.GetBytes(new string('9', 64)), takesDistant: true, out _));
        Assert.False(NumericDate.TryReadExpiration(Encoding.ASCII.GetBytes(new string('9', 65)), takesDistant: true, out _));
    }

    [Fact]
    public void A_number_has_at_most_64_characters()
    {
        foreach (string start in (string[])["1.", "-0.", "1767225600.", "0e"])
        {
            Assert.True(NumericDate.TryRead(Encoding.ASCII.GetBytes(start.PadRight(64, '0')), out _));
            Assert.False(NumericDate.TryRead(Encoding.ASCII.GetBytes(start.PadRight(65, '0')), out _));
            Assert.Equal(VerifyError.None, Hmac.VerdictOf("nbf", start.PadRight(64, '0')));
            Assert.Equal(VerifyError.ClaimMalformed, Hmac.VerdictOf("nbf", start.PadRight(65, '0')));
        }
    }

    [Theory, InlineData("exp"), InlineData("nbf"), InlineData("iat")]
    public void A_date_is_a_JSON_number(string name)
    {
        foreach (string json in (string[])["null", "true", "\"1767225600\"", "\"\"", "[1767225600]", "{}", "[]"])
        {
            Assert.Equal(VerifyError.ClaimMalformed, Hmac.VerdictOf(name, json));
        }
    }

    [Fact]
    public void An_absent_date_is_no_date() => Assert.Null(default(NumericDate).ToDateTimeOffset());

    private static void AssertExpiration(string text, long floor, long ceiling)
    {
        foreach (bool takesDistant in (bool[])[false, true])
        {
            Assert.True(NumericDate.TryReadExpiration(Encoding.ASCII.GetBytes(text), takesDistant, out NumericDate date));
            Assert.Equal((true, floor, ceiling), (date.IsPresent, date.Floor, date.Ceiling));
            DateTimeOffset expected = floor > Largest + Second - 1 ? DateTimeOffset.MaxValue : DateTimeOffset.UnixEpoch.AddTicks(floor);
            Assert.Equal(expected, date.ToDateTimeOffset());
        }
    }
}
