using System.Text.Json;

namespace JwtCore.Differential.Verdicts;

/// <summary>
/// The kinds of disagreement that are known and explained (ledger.json). What no entry explains fails a run; an entry
/// that a full run never needed fails it too. Immutable.
/// </summary>
internal sealed class Ledger
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow };

    public Ledger(IReadOnlyList<LedgerEntry> entries) => Entries = entries;

    /// <summary>The ledger of this program.</summary>
    public static Ledger Own { get; } = Load();

    public IReadOnlyList<LedgerEntry> Entries { get; }

    /// <summary>The indexes of the entries that explain it; none when it is unlisted.</summary>
    public int[] Find(Disagreement disagreement) =>
        [.. Enumerable.Range(0, Entries.Count).Where(index => Entries[index].Explains(disagreement))];

    /// <summary>What a full run never needed: for each such entry and library one sentence.</summary>
    /// <param name="needed">How often an entry alone explained a disagreement of a library.</param>
    /// <param name="libraries">The libraries that took part.</param>
    public IEnumerable<string> Stale(IReadOnlyDictionary<(int Entry, string Library), long> needed, IReadOnlyCollection<string> libraries) =>
        Entries.SelectMany((entry, index) => entry.Libraries.Keys
            .Where(library => libraries.Contains(library) && !needed.ContainsKey((index, library)))
            .Select(library => $"{library}: {entry.Fact}, {entry.Verdict}"));

    private static Ledger Load()
    {
        using Stream stream = typeof(Ledger).Assembly.GetManifestResourceStream("ledger.json")!;
        return new Ledger(JsonSerializer.Deserialize<LedgerEntry[]>(stream, Options)!);
    }
}
