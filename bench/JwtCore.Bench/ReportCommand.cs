using System.Diagnostics;

namespace JwtCore.Bench;

/// <summary>Measures every row and keeps the run: the dated files, README's table and the chart. Nobody types a number.</summary>
internal static class ReportCommand
{
    // Of the time, when a run is to show that everything works rather than to be kept.
    private const double Quick = 0.1;

    private static readonly TimeSpan Budgeted = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan FullCall = TimeSpan.FromSeconds(3.5);
    private static readonly TimeSpan Other = TimeSpan.FromSeconds(1.2);

    public static int Run(TextWriter output, bool isQuick)
    {
        Stopwatch watch = Stopwatch.StartNew();
        ResultFolder folder = ResultFolder.Find(Environment.CurrentDirectory);
        RunFacts facts = RunFacts.Read(folder.Root, isQuick);
        RowGroup[] groups = [.. AllRows.Make()];
        List<ResultRow> rows = [];
        foreach (RowGroup group in groups)
        {
            output.WriteLine($"{watch.Elapsed:mm\\:ss} {group.Area}, {group.Subject}, {group.Algorithm}, {group.Claims}");
            GC.Collect();
            TimeSpan duration = group.HasBudget ? Budgeted : group.Area == FullCallRows.Area ? FullCall : Other;
            rows.AddRange(ResultRow.Of(group, PairedRun.Measure(group.Rows, isQuick ? duration * Quick : duration)));
        }

        output.WriteLine($"{watch.Elapsed:mm\\:ss} threads");
        RunResult run = new(facts, rows, [.. Threads.Measure()]);
        run = run with { Facts = facts with { LoadAfter = RunFacts.LoadNow() } };
        folder.Keep(run);
        output.WriteLine($"{watch.Elapsed:mm\\:ss} kept as {facts.Date}");
        foreach (Budget budget in Budgets.Of(run))
        {
            output.WriteLine($"{budget.Name}: {budget.Show(budget.Measured)} of {budget.Show(budget.Limit)}, {budget.Verdict}");
        }

        return 0;
    }
}
