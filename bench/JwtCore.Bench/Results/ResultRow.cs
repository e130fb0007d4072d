namespace JwtCore.Bench;

/// <summary>What is kept of one row. Times in ns per operation, the median of many short slices.</summary>
/// <param name="Area">The table it belongs to.</param>
/// <param name="Subject">What it is about within the table.</param>
/// <param name="Algorithm">The token's algorithm, where it plays a part.</param>
/// <param name="Claims">The token's claims, where they play a part.</param>
/// <param name="Library">Whose code it is.</param>
/// <param name="Name">What is called.</param>
/// <param name="Median">The median time.</param>
/// <param name="Least">The least time.</param>
/// <param name="Bytes">Bytes allocated.</param>
/// <param name="Floor">The median time of the floor that was measured by turns with it, where there is one.</param>
/// <param name="AboveFirst">The median of the differences to the first row of its group, which is the floor where there is one.</param>
/// <param name="ToFirst">The median of the ratios to the first row of its group.</param>
/// <param name="IsRival">Whether it does what the other libraries' rows of its group do.</param>
/// <param name="Allowance">Why it may allocate; null for never.</param>
/// <param name="AllowedBytes">Bytes it may allocate; null for as many as it takes.</param>
internal sealed record ResultRow(
    string Area,
    string Subject,
    string? Algorithm,
    int? Claims,
    string Library,
    string Name,
    double Median,
    double Least,
    double Bytes,
    double? Floor,
    double AboveFirst,
    double ToFirst,
    bool IsRival,
    string? Allowance,
    int? AllowedBytes)
{
    /// <summary>What all rows of its group have in common.</summary>
    public (string, string, string?, int?) Group => (Area, Subject, Algorithm, Claims);

    public bool IsOurs => Library == Row.Ours;

    public static IEnumerable<ResultRow> Of(RowGroup group, IReadOnlyList<Measured> measured)
    {
        double? floor = group.Rows[0].Library == Row.Platform ? Math.Round(measured[0].Median, 2) : null;
        return measured.Select(row => new ResultRow(
            group.Area,
            group.Subject,
            group.Algorithm?.ToString(),
            group.Claims,
            row.Row.Library,
            row.Row.Name,
            Math.Round(row.Median, 2),
            Math.Round(row.Least, 2),
            Math.Round(row.Bytes, 2),
            floor,
            Math.Round(row.AboveFirst, 2),
            Math.Round(row.ToFirst, 5),
            row.Row.IsRival,
            row.Row.Allowance,
            row.Row.AllowedBytes));
    }
}
