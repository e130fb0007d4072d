namespace JwtCore.Bench.Tests;

public class RowTests
{
    private static readonly RowGroup[] Groups = [.. AllRows.Make()];

    [Fact]
    public void Every_row_does_what_it_says() =>
        Assert.All(Groups, group => Assert.All(group.Rows, row => Assert.True(row.Call(), $"{group.Area}, {group.Subject}, {group.Algorithm}, {row.Library}, {row.Name}")));

    [Fact]
    public void Every_row_has_a_name_of_its_own()
    {
        string[] names = [.. Groups.SelectMany(group => group.Rows.Select(row => RowBenchmarks.Name(group, row)))];

        Assert.Equal(names.Length, names.Distinct().Count());
    }

    // A check that fails or takes too long is the caller's own time.
    [Fact]
    public void Each_error_that_a_token_can_cause_has_its_refusal_in_order() =>
        Assert.Equal(
            Enum.GetNames<VerifyError>().Except([nameof(VerifyError.None), nameof(VerifyError.NotVerified), nameof(VerifyError.RevocationCheckFailed), nameof(VerifyError.RevocationCheckTimedOut)]),
            Groups.Where(group => group.Area == RefusalRows.Area).Select(group => group.Subject));

    [Fact]
    public void The_full_call_has_every_algorithm_and_size_with_its_floor_first()
    {
        RowGroup[] calls = [.. Groups.Where(group => group.Area == FullCallRows.Area)];

        Assert.Equal(FullCallRows.Usual.Count * Sample.ClaimCounts.Count, calls.Select(group => (group.Algorithm, group.Claims)).Distinct().Count());
        Assert.All(calls, group => Assert.Equal(Row.Platform, group.Rows[0].Library));
    }

    [Fact]
    public void A_group_with_another_library_has_one_row_to_compare_it_with() =>
        Assert.All(
            Groups.Where(group => group.Rows.Any(row => row.Library is not (Row.Ours or Row.Platform))),
            group => Assert.Single(group.Rows, row => row.IsRival && row.Library == Row.Ours));

    [Fact]
    public void The_usual_token_has_967_bytes_with_RS256() => Assert.Equal(967, Sample.Token(Sample.Pair(JwtAlgorithm.RS256)).Length);

    [Fact]
    public void A_row_that_fails_is_not_measured() =>
        Assert.Throws<InvalidOperationException>(() => PairedRun.Allocated([new Row(Row.Ours, "bad", () => false)]));

    [Fact]
    public void Bytes_are_counted_per_operation()
    {
        double[] bytes = PairedRun.Allocated([new Row(Row.Ours, "array", () => new byte[1_000].Length > 0) { Operations = 4 }, new Row(Row.Ours, "nothing", () => true)]);

        Assert.Equal(256, bytes[0]);
        Assert.Equal(0, bytes[1]);
    }
}
