using JwtCore.Differential.Verdicts;

namespace JwtCore.Differential;

/// <summary>The part of docs/differential.md that comes from the ledger.</summary>
internal static class Page
{
    private const string Start = "<!-- from the ledger -->";
    private const string End = "<!-- end -->";

    public static string File { get; } = Path.Combine(Repository.Root, "docs", "differential.md");

    /// <summary>The page with its tables made anew.</summary>
    public static string Renew(string page, Ledger ledger)
    {
        int start = page.IndexOf(Start, StringComparison.Ordinal) + Start.Length;
        return $"{page[..start]}\n\n{Tables(ledger)}\n{page[page.IndexOf(End, StringComparison.Ordinal)..]}";
    }

    private static string Tables(Ledger ledger) =>
        $"""
        ## What JwtCore refuses and others accept

        {Table(ledger.Entries.Where(entry => entry.Verdict != "None"), "accepted by", library => library.Key)}
        ## What JwtCore accepts and others refuse

        {Table(ledger.Entries.Where(entry => entry.Verdict == "None"), "refused by", library => $"{library.Key} ({string.Join(", ", library.Value)})")}
        """;

    private static string Table(IEnumerable<LedgerEntry> entries, string column, Func<KeyValuePair<string, string[]>, string> name) =>
        $"| token | JwtCore | {column} | why | where that is said |\n|---|---|---|---|---|\n"
        + string.Concat(entries.Select(entry => $"| {entry.Fact} | {(entry.Verdict == "None" ? "accepted" : $"`{entry.Verdict}`")} | {string.Join(", ", entry.Libraries.Select(name))} | {entry.Reason} | {entry.Source} |\n"));
}
