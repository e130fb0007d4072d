using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using JwtCore.Differential.Judges;
using JwtCore.Differential.Tokens;
using JwtCore.Differential.Verdicts;

namespace JwtCore.Differential;

/// <summary>Writes what a run counted, and where it ran: nobody types a number.</summary>
internal static class Record
{
    public static void Write(string file, Ledger ledger, Run run, Tally tally, NodeJudge? node)
    {
        IReadOnlyList<string> faults = Outcome.Faults(ledger, tally, isFull: true);
        using StreamWriter output = new(file);
        output.WriteLine($"# Differential run, {DateTime.UtcNow:yyyy-MM-dd}");
        output.WriteLine();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"`dotnet run -c Release --project fuzz/JwtCore.Differential -- run {tally.Tokens} {run.Seed}` at commit {run.Commit}, {run.Workers} threads, on {Processor()}, {Environment.ProcessorCount} cores, {RuntimeInformation.OSDescription.Trim()}, {RuntimeInformation.FrameworkDescription}."));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{run.Elapsed:hh\\:mm\\:ss} from start to end and {Process.GetCurrentProcess().TotalProcessorTime:hh\\:mm\\:ss} of processor time, Node's apart; the machine is shared."));
        output.WriteLine(node is null ? "Node's jose did not take part." : "Node's jose judged every 20th token.");
        output.WriteLine();
        output.WriteLine(faults.Count == 0 ? "Every disagreement is in the ledger, and every entry of the ledger occurred." : $"The run FAILED with {faults.Count} faults:");
        foreach (string fault in faults)
        {
            output.WriteLine($"\n```\n{fault}\n```");
        }

        Table(output, "Libraries", ["library", "version", "judged", "accepted", "disagreed with JwtCore"], tally.Libraries.Select(pair =>
            (string[])[pair.Key, Run.Judges.FirstOrDefault(judge => judge.Name == pair.Key)?.Version ?? node!.Version, Text(pair.Value.Judged), Text(pair.Value.Accepted), Text(pair.Value.Disagreed)]));
        Table(output, "Settings", ["setting", "tokens"], tally.Settings.Select(pair => (string[])[pair.Key, Text(pair.Value)]));
        Table(output, "Verdicts of JwtCore", ["verdict", "tokens"], tally.Verdicts.Select(pair => (string[])[pair.Key, Text(pair.Value)]));
        output.WriteLine();
        output.WriteLine("## Ledger");
        output.WriteLine();
        output.WriteLine("A token with several faults can be explained by several entries; alone counts those that no other entry explains.");
        Table(output, null, ["JwtCore", "fact", "library", "tokens", "alone"], ledger.Entries.SelectMany((entry, index) => entry.Libraries.Keys.Select(library =>
            (string[])[entry.Verdict == "None" ? "accepts" : $"`{entry.Verdict}`", entry.Fact, library, Text(tally.Explained.GetValueOrDefault((index, library))), Text(tally.Needed.GetValueOrDefault((index, library)))])));
        output.WriteLine();
        output.WriteLine("## Damage");
        output.WriteLine();
        output.WriteLine("Tokens with that damage, alone or with more, and how many of them each library accepts.");
        Table(output, null, ["damage", "tokens", .. tally.Libraries.Keys], tally.Kinds.Select(pair =>
            (string[])[pair.Key, Text(pair.Value.Tokens), .. tally.Libraries.Keys.Select(library => Text(pair.Value.Accepted.GetValueOrDefault(library)))]));
        Table(output, "Damage that was not drawn", ["damage"], TokenSource.Kinds.Distinct().Where(kind => !tally.Kinds.ContainsKey(kind)).DefaultIfEmpty("none: all were").Select(kind => (string[])[kind]));
    }

    private static void Table(TextWriter output, string? title, string[] columns, IEnumerable<string[]> rows)
    {
        if (title is not null)
        {
            output.WriteLine();
            output.WriteLine($"## {title}");
        }

        output.WriteLine();
        output.WriteLine($"| {string.Join(" | ", columns)} |");
        output.WriteLine($"|{string.Concat(Enumerable.Repeat("---|", columns.Length))}");
        foreach (string[] row in rows)
        {
            output.WriteLine($"| {string.Join(" | ", row)} |");
        }
    }

    private static string Text(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    private static string Processor() => File.Exists("/proc/cpuinfo")
        ? File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim() ?? "an unnamed processor"
        : RuntimeInformation.ProcessArchitecture.ToString();
}
