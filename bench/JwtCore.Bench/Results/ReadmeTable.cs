using System.Globalization;
using System.Text;

namespace JwtCore.Bench;

/// <summary>The table in README, made from a run and put between two marks.</summary>
internal static class ReadmeTable
{
    public const string Begin = "<!-- made by `bench chart` from the newest run: do not edit -->";
    public const string End = "<!-- end of what `bench chart` made -->";

    /// <summary>The page with the run's table between the marks.</summary>
    /// <exception cref="InvalidOperationException">The page lacks the marks.</exception>
    public static string Place(string page, RunResult run)
    {
        int begin = page.IndexOf(Begin, StringComparison.Ordinal);
        int end = page.IndexOf(End, StringComparison.Ordinal);
        return begin >= 0 && end > begin
            ? $"{page[..(begin + Begin.Length)]}\n\n{Write(run)}\n{page[end..]}"
            : throw new InvalidOperationException("The page lacks the marks between which the table belongs.");
    }

    /// <summary>The chart's place, the table, and where the figures come from.</summary>
    public static string Write(RunResult run)
    {
        StringBuilder text = new();
        text.Append("![Time above the signature check, and bytes allocated, by library](bench/results/latest.svg)\n\n");
        text.Append(CultureInfo.InvariantCulture, $"| above the signature check | {string.Join(" | ", FullCallRows.Named)} | bytes |\n|---|{string.Concat(FullCallRows.Named.Select(_ => "--:|"))}--:|\n");
        foreach (Standing row in Standing.Of(run))
        {
            IEnumerable<string> times = FullCallRows.Named.Select(algorithm => row.Above.TryGetValue(algorithm, out double above) ? Budget.Show(above, "ns") : "none");
            text.Append(CultureInfo.InvariantCulture, $"| {row.Library}: {row.Call} | {string.Join(" | ", times)} | {Budget.Show(row.Bytes, "B")} |\n");
        }

        IEnumerable<string> hits = FullCallRows.Named.Select(algorithm => Budget.Show(run.FullCall(algorithm, FullCallRows.CachedChars).Median, "ns"));
        text.Append(CultureInfo.InvariantCulture, $"| JwtCore, a remembered token, the whole call | {string.Join(" | ", hits)} | {Budget.Show(run.FullCall(JwtAlgorithm.RS256, FullCallRows.CachedChars).Bytes, "B")} |\n\n");
        RunFacts facts = run.Facts;
        text.Append(CultureInfo.InvariantCulture, $"Measured {facts.Date} on {facts.Machine}, {facts.Cores} cores, {facts.Runtime}, commit {facts.Commit}: [every row, with budgets and misses](bench/results/{facts.Date}.md).{(facts.IsQuick ? " A quick run, not one to quote." : "")}\n");
        return text.ToString();
    }
}
