using System.Globalization;
using System.Runtime.InteropServices;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Reports;

namespace JwtCore.Bench;

/// <summary>Runs every row in one process and writes the tables and, computed from them, the budgets: nobody types a number.</summary>
internal static class Report
{
    public static int Run(string file)
    {
        Summary[] summaries = Rows.Run(warmups: 6, iterations: 15, milliseconds: 200);
        StringWriter threads = new(CultureInfo.InvariantCulture);
        Threads.Run(threads);

        using StreamWriter output = new(file);
        output.WriteLine($"# Benchmarks, {DateTime.UtcNow:yyyy-MM-dd}");
        output.WriteLine();
        output.WriteLine($"`dotnet run -c Release --project bench/JwtCore.Bench -- report FILE` on {summaries[0].HostEnvironmentInfo.Cpu.Value.ProcessorName}, {Environment.ProcessorCount} cores, {RuntimeInformation.OSDescription.Trim()}, {RuntimeInformation.FrameworkDescription}.");
        output.WriteLine("The machine is shared; figures are medians, and ratios travel further than times.");
        output.WriteLine();
        output.WriteLine("## Budgets");
        output.WriteLine();
        WriteBudgets(output, [.. summaries.SelectMany(summary => summary.Reports)]);
        output.WriteLine();
        output.WriteLine("## Threads");
        output.WriteLine();
        output.Write(threads.ToString());
        foreach (Summary summary in summaries)
        {
            output.WriteLine();
            output.WriteLine($"## {summary.Title.Split('-')[0].Replace("JwtCore.Bench.", "", StringComparison.Ordinal)}");
            MarkdownExporter.GitHub.ExportToLog(summary, new TextLogger(output));
        }

        return summaries.All(summary => summary.Reports.All(report => report.Success)) ? 0 : 1;
    }

    private static void WriteBudgets(TextWriter output, BenchmarkReport[] reports)
    {
        output.WriteLine("| row | budget | measured | |");
        output.WriteLine("|---|---|---|---|");
        double floor = Time("Floor", JwtAlgorithm.HS256);
        Row("`TryVerify` minus floor, HS256, bytes", 500, Time("TryVerifyBytes", JwtAlgorithm.HS256) - floor, "ns");
        foreach ((JwtAlgorithm algorithm, double budget) in (ReadOnlySpan<(JwtAlgorithm, double)>)[(JwtAlgorithm.RS256, 1.03), (JwtAlgorithm.ES256, 1.015), (JwtAlgorithm.HS256, 1.55)])
        {
            Row($"{algorithm} to its floor", budget, Time("TryVerifyBytes", algorithm) / Time("Floor", algorithm), "times");
        }

        Row("remembered token, bytes", 85, Time("HitBytes"), "ns");
        Row("remembered token, chars", 120, Time("HitChars"), "ns");

        // Everything that hands out a result pays for it, and no verifier can avoid it.
        Row("remembered token, bytes, without clearing the caller's variable", 85, Time("HitBytes") - Time("Variable"), "ns");
        Row("remembered token, chars, without clearing the caller's variable", 120, Time("HitChars") - Time("Variable"), "ns");
        Row("token seen once, with the cache minus without", 30, Time("MissWithCache") - Time("MissWithoutCache"), "ns");
        Row("garbage", 150, Time("Garbage"), "ns");
        Row("malformed header", 200, Time("MalformedHeader"), "ns");
        Row("wrong alg", 300, Time("WrongAlgorithm"), "ns");
        Row("unknown kid", 300, Time("UnknownKey"), "ns");
        Row("key among 100", 40, Time("KeyAmong100"), "ns");
        Row("issuer among 10,000", 40, Time("IssuerAmong10000"), "ns");
        foreach (JwtAlgorithm algorithm in (JwtAlgorithm[])[JwtAlgorithm.HS256, JwtAlgorithm.RS256, JwtAlgorithm.ES256])
        {
            Row($"{algorithm} to Microsoft.IdentityModel, verdict alone", 1, Time("TryVerifyChars", algorithm) / Time("Microsoft", algorithm), "times");
            Row($"{algorithm} above the floor to Microsoft's above the floor", 1, (Time("TryVerifyChars", algorithm) - Time("Floor", algorithm)) / (Time("Microsoft", algorithm) - Time("Floor", algorithm)), "times");
        }

        void Row(string name, double budget, double measured, string unit) => output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {name} | {budget:0.###} {unit} | {(unit == "ns" ? measured.ToString("F0", CultureInfo.InvariantCulture) : measured.ToString("F3", CultureInfo.InvariantCulture))} {unit} | {(measured <= budget ? "within" : $"short by {(measured / budget) - 1:P0}")} |"));

        double Time(string method, JwtAlgorithm? algorithm = null) => reports.Single(report =>
            report.BenchmarkCase.Descriptor.WorkloadMethod.Name == method
            && (algorithm is null || report.BenchmarkCase.Parameters["Algorithm"] is JwtAlgorithm own && own == algorithm)).ResultStatistics!.Median;
    }

    private sealed class TextLogger(TextWriter output) : ILogger
    {
        public string Id => nameof(TextLogger);

        public int Priority => 0;

        public void Write(LogKind logKind, string text) => output.Write(text);

        public void WriteLine() => output.WriteLine();

        public void WriteLine(LogKind logKind, string text) => output.WriteLine(text);

        public void Flush() => output.Flush();
    }
}
