namespace JwtCore.Bench;

/// <summary>The rows of the performance budget, computed from one run.</summary>
internal static class Budgets
{
    public const double AboveFloor = 500;
    public const double HitBytes = 85;
    public const double HitChars = 120;
    public const double LookUp = 40;
    public const double SeenOnce = 30;
    public const double Scaling = 1.85;

    public static readonly IReadOnlyDictionary<JwtAlgorithm, double> ToFloor = new Dictionary<JwtAlgorithm, double>
    {
        [JwtAlgorithm.HS256] = 1.55,
        [JwtAlgorithm.RS256] = 1.03,
        [JwtAlgorithm.ES256] = 1.015,
    };

    public static readonly IReadOnlyDictionary<VerifyError, double> Refusals = new Dictionary<VerifyError, double>
    {
        [VerifyError.NotCompactJws] = 150,
        [VerifyError.HeaderMalformed] = 200,
        [VerifyError.AlgorithmNotAllowed] = 300,
        [VerifyError.KeyNotFound] = 300,
    };

    private static readonly Dictionary<string, double> None = [];

    public static IEnumerable<Budget> Of(RunResult run) =>
    [
        .. FullCalls(run),
        .. Remembered(run),
        .. Refused(run),
        .. Allocated(run),
        .. Scaled(run),
        .. Found(run),
        .. Faster(run),
    ];

    private static IEnumerable<Budget> FullCalls(RunResult run)
    {
        foreach (JwtAlgorithm algorithm in FullCallRows.Named)
        {
            ResultRow bytes = run.FullCall(algorithm, FullCallRows.Bytes);
            ResultRow chars = run.FullCall(algorithm, FullCallRows.Chars);
            yield return new Budget($"`TryVerify` minus floor, {algorithm}, bytes", AboveFloor, bytes.AboveFirst, "ns", None);
            yield return new Budget($"`TryVerify` minus floor, {algorithm}, chars", AboveFloor, chars.AboveFirst, "ns", Best(run, chars, row => row.AboveFirst));
        }

        foreach ((JwtAlgorithm algorithm, double limit) in ToFloor)
        {
            ResultRow bytes = run.FullCall(algorithm, FullCallRows.Bytes);
            yield return new Budget($"{algorithm} to the floor", limit, bytes.ToFirst, "x", Best(run, bytes, row => row.ToFirst));
        }
    }

    private static IEnumerable<Budget> Remembered(RunResult run)
    {
        yield return new Budget("token-cache hit, bytes", HitBytes, run.FullCall(JwtAlgorithm.RS256, FullCallRows.CachedBytes).Median, "ns", None);
        yield return new Budget("token-cache hit, chars", HitChars, run.FullCall(JwtAlgorithm.RS256, FullCallRows.CachedChars).Median, "ns", None);
        yield return new Budget("token seen once, with the cache minus without", SeenOnce, run.Find(CacheRows.Area, "a token seen once", CacheRows.With).AboveFirst, "ns", None);
    }

    private static IEnumerable<Budget> Refused(RunResult run) =>
        from refusal in Refusals
        let row = run.Find(RefusalRows.Area, refusal.Key.ToString(), RefusalRows.Bytes)
        select new Budget(RefusalRows.Named[refusal.Key], refusal.Value, row.Median, "ns", Best(run, row, other => other.Median));

    private static IEnumerable<Budget> Allocated(RunResult run)
    {
        ResultRow usual = run.FullCall(JwtAlgorithm.RS256, FullCallRows.Chars);
        ResultRow[] free = [.. run.Rows.Where(row => row.IsOurs && row.Allowance is null)];
        bool isHit(ResultRow row) => row.Name is FullCallRows.CachedBytes or FullCallRows.CachedChars;
        yield return new Budget(
            "bytes, success to 2,048 bytes of payload, all 12 algorithms",
            0,
            free.Where(row => row.Area == FullCallRows.Area && !isHit(row)).Max(row => row.Bytes),
            "B",
            Best(run, usual, row => row.Bytes));
        yield return new Budget("bytes, cache hit, all 12 algorithms", 0, free.Where(isHit).Max(row => row.Bytes), "B", None);
        yield return new Budget(
            "bytes, every failure",
            0,
            free.Where(row => row.Area == RefusalRows.Area).Max(row => row.Bytes),
            "B",
            run.Rows.Where(row => row.Area == RefusalRows.Area && row.IsRival && !row.IsOurs).GroupBy(row => row.Library).ToDictionary(grp => grp.Key, grp => grp.Max(row => row.Bytes)));
    }

    private static IEnumerable<Budget> Scaled(RunResult run)
    {
        foreach (ThreadRow row in run.Threads.Where(row => row.Library == Row.Ours))
        {
            double floor = run.Threads.Single(other => other.Algorithm == row.Algorithm && other.Library == Row.Platform).Ratio;
            yield return new Budget(
                $"two threads to one, {row.Algorithm}, {row.Name} (floor {Budget.Show(floor, "x")})",
                Scaling,
                row.Ratio,
                "x",
                run.Threads.Where(other => other.Algorithm == row.Algorithm && other.Library is not (Row.Ours or Row.Platform)).ToDictionary(other => other.Library, other => other.Ratio))
            {
                IsLeast = true,
                Waiver = floor < Scaling ? "the floor does not" : null,
            };
        }
    }

    private static IEnumerable<Budget> Found(RunResult run)
    {
        yield return new Budget(LookupRows.Key, LookUp, run.Find(LookupRows.Area, LookupRows.Key, "look-up").Median, "ns", None);
        yield return new Budget(LookupRows.Issuer, LookUp, run.Find(LookupRows.Area, LookupRows.Issuer, "look-up").Median, "ns", None);
    }

    // What is above the floor is compared where there is a floor, the whole time elsewhere.
    private static IEnumerable<Budget> Faster(RunResult run) =>
        from pair in run.Rivals()
        group pair by (pair.Theirs.Library, Kind: pair.Ours.Area is FullCallRows.Area or RefusalRows.Area ? "verdicts" : "other rows") into library
        let worst = library.MaxBy(pair => RunResult.Cost(pair.Ours) / RunResult.Cost(pair.Theirs))
        select new Budget(
            $"time to that of {library.Key.Library}, worst of {library.Count()} {library.Key.Kind}: {Where(worst.Ours)}",
            1,
            RunResult.Cost(worst.Ours) / RunResult.Cost(worst.Theirs),
            "x",
            None);

    private static string Where(ResultRow row) => string.Join(", ", ((string?[])[row.Area, row.Subject, row.Algorithm, row.Claims is null ? null : $"{row.Claims} claims"]).Where(part => part is not null));

    private static Dictionary<string, double> Best(RunResult run, ResultRow row, Func<ResultRow, double> value) =>
        run.Rows.Where(other => other.Group == row.Group && other.IsRival && !other.IsOurs).GroupBy(other => other.Library)
            .ToDictionary(grp => grp.Key, grp => grp.Min(value));
}
