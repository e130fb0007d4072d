using JwtCore.Differential.Judges;
using JwtCore.Differential.Verdicts;

namespace JwtCore.Differential;

/// <summary>Whether a run is good, and if not, why.</summary>
internal static class Outcome
{
    /// <summary>What is wrong; nothing when the run is good.</summary>
    /// <param name="ledger">What is known.</param>
    /// <param name="tally">What was counted.</param>
    /// <param name="isFull">The run was long enough for every entry to be needed.</param>
    public static IReadOnlyList<string> Faults(Ledger ledger, Tally tally, bool isFull) =>
    [
        .. tally.Unlisted.Select(pair => $"not in the ledger, {pair.Value.Count:N0} times: {pair.Key}\n  {pair.Value.First}"),
        .. isFull ? ledger.Stale(tally.Needed, tally.Libraries.Keys).Select(entry => $"no longer needed in the ledger: {entry}") : [],
    ];

    /// <summary>Prints it, and returns the exit code.</summary>
    public static int Print(Ledger ledger, Run run, Tally tally, NodeJudge? node, bool isFull)
    {
        IReadOnlyList<string> faults = Faults(ledger, tally, isFull);
        foreach (string fault in faults)
        {
            Console.WriteLine(fault);
        }

        Console.WriteLine($"{tally.Tokens:N0} tokens in {run.Elapsed:hh\\:mm\\:ss}, seed {run.Seed}; {string.Join(", ", tally.Libraries.Select(pair => $"{pair.Key} accepts {pair.Value.Accepted:N0} of {pair.Value.Judged:N0}"))}");
        Console.WriteLine(node is null ? "Node's jose did not take part." : $"Node's jose {node.Version}.");
        Console.WriteLine(faults.Count == 0 ? $"Every disagreement is in the ledger{(isFull ? ", and every entry of it occurred" : "")}." : $"FAILED: {faults.Count} faults.");
        return faults.Count == 0 ? 0 : 1;
    }
}
