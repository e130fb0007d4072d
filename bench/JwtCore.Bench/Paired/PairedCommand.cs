namespace JwtCore.Bench;

/// <summary>The hot path beside its floor in under a minute: what to look at while changing it.</summary>
internal static class PairedCommand
{
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(6);

    public static int Run(TextWriter output)
    {
        output.WriteLine("| ns per call, 12 claims | least | median | median above the floor | median to the floor | bytes |");
        output.WriteLine("|---|---|---|---|---|---|");
        foreach (JwtAlgorithm algorithm in FullCallRows.Named)
        {
            Write(output, $"{algorithm} ", FullCallRows.Make(algorithm, Sample.Usual).Rows, Duration);
        }

        // One floor for all refusals, then ours: the groups share the algorithm, and most fail before the signature.
        RowGroup[] refusals = [.. RefusalRows.Make()];
        Write(output, "", [refusals[0].Rows[0], .. refusals.SelectMany(group => group.Rows.Where(row => row.Library == Row.Ours).Select(row => row with { Name = $"{group.Subject}, {row.Name}" }))], Duration * 2);
        return 0;
    }

    private static void Write(TextWriter output, string before, IEnumerable<Row> rows, TimeSpan duration)
    {
        foreach (Measured row in PairedRun.Measure([.. rows.Where(row => row.Library is Row.Ours or Row.Platform)], duration))
        {
            output.WriteLine(FormattableString.Invariant(
                $"| {before}{row.Row.Name} | {row.Least:F0} | {row.Median:F0} | {row.AboveFirst:F0} | {row.ToFirst:F3} | {row.Bytes:F0} |"));
        }
    }
}
