namespace JwtCore.Bench;

/// <summary>The hot path beside its floor in under half a minute: what to look at while changing it.</summary>
internal static class PairedCommand
{
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(6);

    public static int Run(TextWriter output)
    {
        output.WriteLine("| ns per call, 12 claims | least | median | median above the floor | median to the floor | bytes |");
        output.WriteLine("|---|---|---|---|---|---|");
        RowGroup[] refusals = [.. RefusalRows.Make().Where(group => group.HasBudget)];
        foreach (JwtAlgorithm algorithm in FullCallRows.Named)
        {
            RowGroup call = FullCallRows.Make(algorithm, Sample.Usual);
            Row[] rows = [.. call.Rows.Where(row => row.Library is Row.Ours or Row.Platform), .. refusals.SelectMany(group => group.Rows.Where(row => row.Library == Row.Ours).Select(row => row with { Name = $"{group.Subject}, {row.Name}" }))];
            foreach (Measured row in PairedRun.Measure(rows, Duration))
            {
                output.WriteLine(FormattableString.Invariant(
                    $"| {algorithm} {row.Row.Name} | {row.Least:F0} | {row.Median:F0} | {row.AboveFirst:F0} | {row.ToFirst:F3} | {row.Bytes:F0} |"));
            }
        }

        return 0;
    }
}
