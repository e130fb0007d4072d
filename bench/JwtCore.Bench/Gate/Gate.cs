namespace JwtCore.Bench;

/// <summary>
/// What must hold on any machine, however busy: bytes, and ratios of times that were taken by turns. The limits are the
/// budgets with a margin; they catch what is broken, the report shows what is short. Each ratio is taken of medians and of
/// least times, and the lesser counts: neighbours only ever add time.
/// </summary>
internal static class Gate
{
    /// <summary>How many times a budget the gate lets pass.</summary>
    public const double Margin = 2;

    /// <summary>
    /// By how much of the floor a call may always exceed it. A signature of the platform takes some percent more in one
    /// moment than in the next, which is more than all the rest of the call.
    /// </summary>
    public const double Noise = 0.1;

    /// <summary>The most of Microsoft's time above the floor.</summary>
    public const double OfMicrosoft = 0.5;

    /// <summary>The HS256 floor in ns that the budgets in ns belong to: 500 ns above it are 1.55 times it.</summary>
    public const double NominalFloor = 500 / 0.55;

    /// <summary>Whether each row of the library keeps to the bytes it may allocate.</summary>
    public static IEnumerable<Finding> Bytes(IEnumerable<ResultRow> rows) =>
        from row in rows
        where row.IsOurs && row.AllowedBytes is not null
        let limit = row.AllowedBytes ?? 0
        select new Finding($"bytes of {row.Area}, {row.Subject}, {row.Algorithm}, {row.Claims} claims, {row.Name}", row.Bytes, limit, row.Group);

    /// <summary>The ratios; <paramref name="rows"/> must have the groups that a budget is about.</summary>
    public static IEnumerable<Finding> Ratios(IReadOnlyList<ResultRow> rows)
    {
        RunResult run = new(null!, rows, []);
        foreach ((JwtAlgorithm algorithm, double budget) in Budgets.ToFloor)
        {
            ResultRow bytes = run.FullCall(algorithm, FullCallRows.Bytes);
            ResultRow chars = run.FullCall(algorithm, FullCallRows.Chars);
            ResultRow floor = run.FullCall(algorithm, FullCallRows.Floor, Row.Platform);
            ResultRow microsoft = rows.Where(row => row.Group == chars.Group && row.Library.StartsWith("Microsoft", StringComparison.Ordinal)).MinBy(row => row.AboveFirst)!;
            yield return new Finding($"{algorithm}, TryVerify to the floor", Lesser(bytes.ToFirst, bytes.Least / floor.Least), 1 + double.Max(Margin * (budget - 1), Noise), bytes.Group);
            yield return new Finding($"{algorithm}, TryVerify to Microsoft's {microsoft.Name}, above the floor", Lesser(Share(chars.AboveFirst, microsoft.AboveFirst), Share(chars.Least - floor.Least, microsoft.Least - floor.Least)), OfMicrosoft, chars.Group);
        }

        ResultRow hash = run.FullCall(JwtAlgorithm.HS256, FullCallRows.Floor, Row.Platform);
        yield return ToFloor("HS256, cache hit, bytes", run.FullCall(JwtAlgorithm.HS256, FullCallRows.CachedBytes), hash, Budgets.HitBytes);
        yield return ToFloor("HS256, cache hit, chars", run.FullCall(JwtAlgorithm.HS256, FullCallRows.CachedChars), hash, Budgets.HitChars);
        foreach ((VerifyError error, double budget) in Budgets.Refusals)
        {
            ResultRow refusal = run.Find(RefusalRows.Area, error.ToString(), RefusalRows.Bytes);
            yield return ToFloor($"HS256, {RefusalRows.Named[error]}", refusal, run.Find(RefusalRows.Area, error.ToString(), FullCallRows.Floor, library: Row.Platform), budget);
        }

        yield return ToFloor(LookupRows.Key, run.Find(LookupRows.Area, LookupRows.Key, "look-up"), hash, Budgets.LookUp);
        yield return ToFloor(LookupRows.Issuer, run.Find(LookupRows.Area, LookupRows.Issuer, "look-up"), hash, Budgets.LookUp);
    }

    private static Finding ToFloor(string name, ResultRow row, ResultRow floor, double budget) =>
        new($"{name}, to the HS256 floor", Lesser(row.Median / floor.Median, row.Least / floor.Least), Margin * budget / NominalFloor, row.Group);

    // What is no number passes nothing, so it must win.
    private static double Lesser(double ofMedians, double ofLeast) => double.Min(ofMedians, ofLeast);

    // A time above the floor that is none came from a neighbour, and excuses nothing.
    private static double Share(double ours, double theirs) => theirs > 0 ? ours / theirs : double.PositiveInfinity;
}
