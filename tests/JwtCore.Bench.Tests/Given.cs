namespace JwtCore.Bench.Tests;

/// <summary>Made-up runs, in which every ratio keeps to its limit.</summary>
internal static class Given
{
    public const string Microsoft = "Microsoft.IdentityModel.JsonWebTokens";

    private static readonly RunFacts Facts = new("2030-01-02", "a processor", 2, "a system", "a runtime", "0123456789ab", 0, 1, false, new Dictionary<string, string> { [Microsoft] = "1.2.3" });

    public static RunResult Run(params ResultRow[] rows) => new(Facts, rows, []);

    /// <summary>All rows that the gate and the budgets look at, with the floor at its nominal time.</summary>
    public static ResultRow[] Rows() =>
    [
        .. FullCallRows.Named.SelectMany(algorithm => (ResultRow[])
        [
            Row(FullCallRows.Area, "accepted", FullCallRows.Floor, 909, Bench.Row.Platform, algorithm),
            Row(FullCallRows.Area, "accepted", FullCallRows.Bytes, 915, algorithm: algorithm),
            Row(FullCallRows.Area, "accepted", FullCallRows.Chars, 920, algorithm: algorithm) with { IsRival = true },
            Row(FullCallRows.Area, "accepted", FullCallRows.CachedBytes, 60, algorithm: algorithm),
            Row(FullCallRows.Area, "accepted", FullCallRows.CachedChars, 90, algorithm: algorithm),
            Row(FullCallRows.Area, "accepted", "ValidateTokenAsync", 5_000, Microsoft, algorithm) with { IsRival = true, Bytes = 4_000 },
        ]),
        .. RefusalRows.Named.Keys.SelectMany(error => (ResultRow[])
        [
            Row(RefusalRows.Area, error.ToString(), FullCallRows.Floor, 909, Bench.Row.Platform),
            Row(RefusalRows.Area, error.ToString(), RefusalRows.Bytes, 100),
        ]),
        Row(LookupRows.Area, LookupRows.Key, "look-up", 10) with { Floor = null },
        Row(LookupRows.Area, LookupRows.Issuer, "look-up", 10) with { Floor = null },
        Row(CacheRows.Area, "a token seen once", CacheRows.With, 1_500) with { Floor = null, AboveFirst = 10 },
    ];

    public static ResultRow Row(string area, string subject, string name, double time, string library = Bench.Row.Ours, JwtAlgorithm? algorithm = null) => new(
        area, subject, algorithm?.ToString(), algorithm is null ? null : Sample.Usual, library, name, time, time, 0, 909, time - 909, time / 909, false, null, 0);

    /// <summary>The rows with those that match changed.</summary>
    public static ResultRow[] With(string area, string name, Func<ResultRow, ResultRow> change)
    {
        ResultRow[] rows = Rows();
        Assert.Contains(rows, isMeant);
        return [.. rows.Select(row => isMeant(row) ? change(row) : row)];

        bool isMeant(ResultRow row) => row.Area == area && row.Name == name;
    }

    /// <summary>A row that takes as many times as long.</summary>
    public static ResultRow Slower(ResultRow row, double times) => row with
    {
        Median = row.Median * times,
        Least = row.Least * times,
        AboveFirst = (row.Median * times) - 909,
        ToFirst = row.Median * times / 909,
    };
}
