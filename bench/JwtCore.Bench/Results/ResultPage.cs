using System.Globalization;
using System.Text;

namespace JwtCore.Bench;

/// <summary>One run as a page: the budgets, the other libraries in the same table, and every row.</summary>
internal static class ResultPage
{
    public static string Write(RunResult run)
    {
        RunFacts facts = run.Facts;
        string[] libraries = [.. facts.Libraries.Keys];
        StringBuilder page = new();
        page.Append(CultureInfo.InvariantCulture, $"""
            # Benchmarks, {facts.Date}

            `dotnet run -c Release --project bench/JwtCore.Bench -- report` on {facts.Machine}, {facts.Cores} cores, {facts.System}, {facts.Runtime}, commit {facts.Commit}. The machine's load was {facts.Load} before the run and {facts.LoadAfter} at its end, of which the run is 1.{(facts.IsQuick ? " This was a quick run, in a tenth of the time: not one to quote." : "")}

            Times are medians of many slices of 0.2 ms, taken by turns with the other rows of the same group; what is above or to the floor is the median of the differences or ratios within one round. The floor is the hash and the cheapest platform call that verifies the same bytes. The token has 12 claims, and 967 bytes when signed with RS256, where nothing else is said. Other libraries: {string.Join(", ", facts.Libraries.Select(library => $"{library.Key} {library.Value}"))}; they are set up for the same checks, with their keys and handlers kept.

            ## Budgets


            """);
        Table(
            page,
            ["row", "budget", Row.Ours, "", .. libraries],
            Budgets.Of(run).Select(budget => (string[])
            [
                budget.Name,
                (budget.IsLeast ? "at least " : "") + budget.Show(budget.Limit),
                budget.Show(budget.Measured),
                budget.Verdict,
                .. libraries.Select(library => budget.Others.TryGetValue(library, out double other) ? budget.Show(other) : ""),
            ]));

        page.Append("\nWhy rows fall short, by a profile: [performance](../../docs/performance.md).\n");
        page.Append("\n## Where another library is ahead\n\n");
        (ResultRow Ours, ResultRow Theirs)[] ahead = [.. run.Ahead()];
        if (ahead.Length == 0)
        {
            page.Append("Nowhere.\n");
        }
        else
        {
            Table(
                page,
                ["area", "row", "library", "theirs", Row.Ours, "why"],
                ahead.Select(pair => (string[])
                [
                    pair.Ours.Area, Subject(pair.Ours), $"{pair.Theirs.Library}, {pair.Theirs.Name}", Cell(pair.Theirs), Cell(pair.Ours), Reasons.For(pair.Ours),
                ]));
        }

        FullCalls(page, run);
        Refusals(page, run, libraries);
        foreach (IGrouping<string, ResultRow> area in run.Rows.Where(row => row.Area is not (FullCallRows.Area or RefusalRows.Area)).GroupBy(row => row.Area))
        {
            page.Append(CultureInfo.InvariantCulture, $"\n## {char.ToUpperInvariant(area.Key[0])}{area.Key[1..]}\n\n");
            Table(
                page,
                ["row", "library", "call", "time", "to the first of its row", "bytes", "may allocate"],
                area.Select(row => (string[])
                [
                    Subject(row), row.Library, row.Name, Budget.Show(row.Median, "ns"), Budget.Show(row.ToFirst, "x"), Budget.Show(row.Bytes, "B"), row.Allowance ?? "",
                ]));
        }

        page.Append("\n## Threads\n\n");
        Table(page, ["algorithm", "library", "call", "two threads to one"], run.Threads.Select(row => (string[])[row.Algorithm, row.Library, row.Name, Budget.Show(row.Ratio, "x")]));
        return page.ToString();
    }

    private static void FullCalls(StringBuilder page, RunResult run)
    {
        foreach (IGrouping<int?, ResultRow> claims in run.Rows.Where(row => row.Area == FullCallRows.Area).GroupBy(row => row.Claims))
        {
            string[] algorithms = [.. claims.Select(row => row.Algorithm!).Distinct()];
            page.Append(CultureInfo.InvariantCulture, $"\n## Full call, {claims.Key} claims\n\nThe floor's time, for the others the time above it; a remembered token's time is its own. Bytes where there are any.\n\n");
            Table(
                page,
                ["library", "call", .. algorithms],
                claims.GroupBy(row => (row.Library, row.Name)).Select(call => (string[])
                [
                    call.Key.Library,
                    call.Key.Name,
                    .. algorithms.Select(algorithm => call.SingleOrDefault(row => row.Algorithm == algorithm) is ResultRow row ? Cell(row) : ""),
                ]));
        }
    }

    private static void Refusals(StringBuilder page, RunResult run, string[] libraries)
    {
        page.Append("\n## Refusals\n\nHS256. The whole time, with bytes where there are any; of several calls of a library the fastest. A library without a figure was not asked, or accepts the token.\n\n");
        Table(
            page,
            ["error", "JwtCore, bytes", "JwtCore, chars", .. libraries],
            run.Rows.Where(row => row.Area == RefusalRows.Area).GroupBy(row => row.Subject).Select(error => (string[])
            [
                error.Key,
                Cell(error.Single(row => row.Name == RefusalRows.Bytes)),
                Cell(error.Single(row => row.IsOurs && row.Name == RefusalRows.Chars)),
                .. libraries.Select(library => error.Where(row => row.Library == library).MinBy(row => row.Median) is ResultRow row ? Cell(row) : ""),
            ]));
    }

    private static string Subject(ResultRow row) => string.Join(", ", ((string?[])[row.Subject, row.Algorithm, row.Claims is null ? null : $"{row.Claims} claims"]).Where(part => part is not null));

    private static string Cell(ResultRow row)
    {
        bool isRemembered = row.Name is FullCallRows.CachedBytes or FullCallRows.CachedChars;
        double time = row.Library == Row.Platform || isRemembered ? row.Median : RunResult.Cost(row);
        return Budget.Show(time, "ns") + (row.Bytes > 0 ? $", {Budget.Show(row.Bytes, "B")}" : "");
    }

    private static void Table(StringBuilder page, IReadOnlyList<string> head, IEnumerable<string[]> rows)
    {
        page.Append(CultureInfo.InvariantCulture, $"| {string.Join(" | ", head)} |\n|{string.Concat(head.Select(_ => "---|"))}\n");
        foreach (string[] row in rows)
        {
            page.Append(CultureInfo.InvariantCulture, $"| {string.Join(" | ", row)} |\n");
        }
    }
}
