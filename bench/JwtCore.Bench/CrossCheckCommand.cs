using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;

namespace JwtCore.Bench;

/// <summary>
/// The rows that a budget is about, by BenchmarkDotNet: a second method to hold the first against. It runs one row after
/// the other for seconds each, so it needs a quiet machine.
/// </summary>
internal static class CrossCheckCommand
{
    public static int Run(TextWriter output)
    {
        Summary summary = BenchmarkRunner.Run<BudgetBenchmarks>(BenchmarkDotNetConfig.Make(warmups: 2, iterations: 7, milliseconds: 60));
        AccumulationLogger table = new();
        MarkdownExporter.GitHub.ExportToLog(summary, table);
        output.WriteLine(table.GetLog());
        return summary.Reports.Length > 0 && summary.Reports.All(report => report.Success) ? 0 : 1;
    }
}
