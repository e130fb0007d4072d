namespace JwtCore.Bench.Tests;

public class BudgetTests
{
    private static readonly Dictionary<string, double> None = [];

    [Theory]
    [InlineData(500, "pass")]
    [InlineData(550, "short by 50 ns (10 %)")]
    public void A_budget_is_met_or_short_by_so_much(double measured, string verdict) =>
        Assert.Equal(verdict, new Budget("row", 500, measured, "ns", None).Verdict);

    [Fact]
    public void Bytes_above_none_are_short() => Assert.Equal("short by 24 B (from nothing)", new Budget("row", 0, 24, "B", None).Verdict);

    [Theory]
    [InlineData(1.85, "pass")]
    [InlineData(1.665, "short by 0.185 (10 %)")]
    public void What_must_be_reached_is_short_below(double measured, string verdict) =>
        Assert.Equal(verdict, new Budget("row", 1.85, measured, "x", None) { IsLeast = true }.Verdict);

    [Fact]
    public void The_other_libraries_stand_beside_the_budget()
    {
        Budget chars = Budgets.Of(Given.Run(Given.Rows())).Single(budget => budget.Name == "`TryVerify` minus floor, RS256, chars");

        Assert.Equal(11, chars.Measured);
        Assert.Equal(4_091, chars.Others[Given.Microsoft]);
    }

    [Fact]
    public void A_library_that_is_ahead_in_time_or_bytes_is_marked()
    {
        Assert.Empty(Given.Run(Given.Rows()).Ahead());
        Assert.Equal(3, Given.Run(Given.With(FullCallRows.Area, "ValidateTokenAsync", row => Given.Slower(row, 0.18))).Ahead().Count());
        Assert.Equal(3, Given.Run(Given.With(FullCallRows.Area, FullCallRows.Chars, row => row with { Bytes = 5_000 })).Ahead().Count());
    }

    [Fact]
    public void The_worst_row_beside_another_library_counts()
    {
        ResultRow[] rows = [.. Given.Rows().Select(row => row.Library == Given.Microsoft && row.Algorithm == "ES256" ? row with { AboveFirst = 5.5 } : row)];

        Budget worst = Budgets.Of(Given.Run(rows)).Single(budget => budget.Name.StartsWith($"time to that of {Given.Microsoft}, worst of 3 verdicts", StringComparison.Ordinal));

        Assert.Equal(2, worst.Measured);
        Assert.Contains("ES256", worst.Name, StringComparison.Ordinal);
    }
}
