using System.Globalization;
using JwtCore.Fuzz.Results;
using JwtCore.Fuzz.Targets;

namespace JwtCore.Fuzz.Commands;

/// <summary>Writes what runs of the fuzzer did, from the files that it and the replay left. No figure is typed.</summary>
internal static class Record
{
    public static int Run(string folder, string corpora, string coverage)
    {
        FuzzRun[] runs = [.. TargetList.Names.SelectMany(name => FuzzRun.ReadAll(folder, name))];
        Console.WriteLine(Invariant($"""
            # Fuzzing, {DateTime.UtcNow:yyyy-MM-dd}

            `fuzz/run TARGET SECONDS` {Machine.Describe()}; {runs.FirstOrDefault()?.Fuzzer}. Written by `fuzz/record`.

            Hours are by the clock, with other work on the same cores, without the times when the fuzzer logged nothing for two
            minutes because it was stopped; the processor's time counts the target, its server and the fuzzer. A crash is any
            broken rule: an exception, even inside; another verdict than the naive twin's, or than in another form; too much memory
            or time. Edges and stability are those of the last run, the corpus is what all runs kept.

            | target | runs | executions | hours | processor hours | corpus | edges | stability | crashes | hangs | last find before the end |
            |---|---|---|---|---|---|---|---|---|---|---|
            """));
        foreach (IGrouping<string, FuzzRun> target in runs.GroupBy(run => run.Target))
        {
            WriteRow(target.Key, [.. target], Directory.EnumerateFiles(Path.Combine(corpora, target.Key)).Count());
        }

        WriteRow("all", runs, null);
        Console.WriteLine();
        Console.WriteLine("Cores that were fuzzed, by the last commit that touched them: "
            + string.Join(", ", runs.GroupBy(run => run.Core).Select(core => Invariant($"{core.Key} ({core.Sum(run => run.Executions):N0} executions)"))) + ".");
        Console.WriteLine();
        Coverage.Read(coverage).Write(Console.Out);
        return 0;
    }

    private static void WriteRow(string name, FuzzRun[] runs, int? corpus)
    {
        FuzzRun? last = runs.LastOrDefault();
        string tail = corpus is null || last is null
            ? Invariant($"| | | {runs.Sum(run => run.Crashes)} | {runs.Sum(run => run.Hangs)} | |")
            : Invariant($"| {last.Edges:N0} | {last.Stability} | {runs.Sum(run => run.Crashes)} | {runs.Sum(run => run.Hangs)} | {last.SinceLastFind.TotalMinutes:F0} min |");
        Console.WriteLine(Invariant(
            $"| {name} | {runs.Length} | {runs.Sum(run => run.Executions):N0} | {runs.Sum(run => run.Time.TotalHours):F2} | {runs.Sum(run => run.ProcessorTime.TotalHours):F2} | {corpus:N0} ") + tail);
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
