namespace JwtCore.Bench;

/// <summary>
/// Runs every row for a moment, and fails when one does not run, allocates what it may not, or takes far more than its
/// budget beside the floor or Microsoft's library. Under a minute.
/// </summary>
internal static class SmokeCommand
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(1.5);
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(5);

    public static int Run(TextWriter output)
    {
        RowGroup[] groups = [.. AllRows.Make()];
        List<ResultRow> rows = [.. groups.Where(group => group.HasBudget).SelectMany(group => Time(group, First))];
        Finding[] ratios = [.. Gate.Ratios(rows)];

        // A neighbour can spoil a moment, not two and the longer one as well.
        foreach (RowGroup group in groups.Where(group => ratios.Any(ratio => !ratio.Holds && IsOf(group, ratio))))
        {
            output.WriteLine($"measured again: {group.Area}, {group.Subject}, {group.Algorithm}");
            rows.RemoveAll(row => row.Area == group.Area && row.Subject == group.Subject && row.Algorithm == group.Algorithm?.ToString() && row.Claims == group.Claims);
            rows.AddRange(Time(group, Again));
        }

        ratios = [.. Gate.Ratios(rows)];
        Finding[] bytes = [.. Gate.Bytes([.. rows, .. groups.Where(group => !group.HasBudget).SelectMany(Weigh)])];
        foreach (Finding finding in (Finding[])[.. bytes.Where(finding => !finding.Holds), .. ratios])
        {
            output.WriteLine(finding);
        }

        int failed = bytes.Concat(ratios).Count(finding => !finding.Holds);
        int all = groups.Sum(group => group.Rows.Count);
        output.WriteLine(failed == 0
            ? $"All {all} rows ran, {bytes.Length} of JwtCore's kept to their bytes, {ratios.Length} ratios hold."
            : $"{failed} of {bytes.Length + ratios.Length} findings failed.");
        return failed == 0 ? 0 : 1;
    }

    private static bool IsOf(RowGroup group, Finding finding) =>
        (group.Area, group.Subject, group.Algorithm?.ToString(), group.Claims) == finding.Group;

    private static IEnumerable<ResultRow> Time(RowGroup group, TimeSpan duration) => ResultRow.Of(group, PairedRun.Measure(group.Rows, duration));

    // Bytes alone; a time that was not taken is no number, and would fail any limit.
    private static IEnumerable<ResultRow> Weigh(RowGroup group) =>
        ResultRow.Of(group, [.. PairedRun.Allocated(group.Rows).Select((bytes, i) => new Measured(group.Rows[i], double.NaN, double.NaN, bytes, double.NaN, double.NaN))]);
}
