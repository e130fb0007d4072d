namespace JwtCore.Bench.Tests;

public class GateTests
{
    [Fact]
    public void What_keeps_to_the_budgets_holds()
    {
        Assert.All(Gate.Ratios(Given.Rows()), finding => Assert.True(finding.Holds, finding.ToString()));
        Assert.All(Gate.Bytes(Given.Rows()), finding => Assert.True(finding.Holds, finding.ToString()));
    }

    [Theory]
    [InlineData(FullCallRows.Area, FullCallRows.Bytes, 3, 3)]
    [InlineData(FullCallRows.Area, FullCallRows.Chars, 4, 3)]
    [InlineData(FullCallRows.Area, FullCallRows.CachedBytes, 3, 1)]
    [InlineData(FullCallRows.Area, FullCallRows.CachedChars, 3, 1)]
    [InlineData(RefusalRows.Area, RefusalRows.Bytes, 7, 4)]
    [InlineData(LookupRows.Area, "look-up", 9, 2)]
    public void What_takes_far_longer_fails(string area, string name, double times, int failures) =>
        Assert.Equal(failures, Gate.Ratios(Given.With(area, name, row => Given.Slower(row, times))).Count(finding => !finding.Holds));

    [Fact]
    public void A_library_of_Microsofts_that_catches_up_fails() =>
        Assert.Equal(3, Gate.Ratios(Given.With(FullCallRows.Area, "ValidateTokenAsync", row => Given.Slower(row, 0.1845))).Count(finding => !finding.Holds));

    [Fact]
    public void A_time_of_Microsofts_below_the_floor_excuses_nothing() =>
        Assert.Equal(3, Gate.Ratios(Given.With(FullCallRows.Area, "ValidateTokenAsync", row => Given.Slower(row, 0.1))).Count(finding => !finding.Holds));

    [Fact]
    public void A_disturbed_median_fails_nothing_while_the_least_time_is_good() =>
        Assert.All(
            Gate.Ratios(Given.With(FullCallRows.Area, FullCallRows.Bytes, row => row with { Median = 9_000, AboveFirst = 8_000, ToFirst = 10 })),
            finding => Assert.True(finding.Holds, finding.ToString()));

    [Fact]
    public void A_time_that_is_no_number_fails() =>
        Assert.Equal(3, Gate.Ratios(Given.With(FullCallRows.Area, FullCallRows.Bytes, row => row with { ToFirst = double.NaN })).Count(finding => !finding.Holds));

    [Fact]
    public void A_row_that_is_not_there_is_an_error() =>
        Assert.Throws<InvalidOperationException>(() => Gate.Ratios([.. Given.Rows().Where(row => row.Name != FullCallRows.CachedBytes)]).ToList());

    [Fact]
    public void One_allocated_byte_fails() =>
        Assert.Equal(4, Gate.Bytes(Given.With(RefusalRows.Area, RefusalRows.Bytes, row => row with { Bytes = 1 })).Count(finding => !finding.Holds));

    [Theory]
    [InlineData(3_000, true)]
    [InlineData(3_001, false)]
    public void An_allowance_ends_at_its_bytes(double bytes, bool holds) =>
        Assert.Equal(holds, Gate.Bytes([Given.Rows()[1] with { Bytes = bytes, Allowance = "an array", AllowedBytes = 3_000 }]).Single().Holds);

    [Fact]
    public void Neither_another_library_nor_an_unlimited_allowance_is_judged()
    {
        ResultRow ours = Given.Rows()[1] with { Bytes = 1_000 };

        Assert.Empty(Gate.Bytes([ours with { Library = Given.Microsoft }, ours with { Allowance = "an object", AllowedBytes = null }]));
        Assert.False(Gate.Bytes([ours]).Single().Holds);
    }
}
