using BenchmarkDotNet.Attributes;

namespace JwtCore.Bench;

/// <summary>Rows as BenchmarkDotNet runs them.</summary>
[MemoryDiagnoser]
public abstract class RowBenchmarks
{
    private Func<bool> _call = null!;

    [ParamsSource(nameof(Rows))]
    public string Row { get; set; } = "";

    public abstract IEnumerable<string> Rows { get; }

    [GlobalSetup]
    public void SetUp()
    {
        _call = Find(Row).Call;
        _ = _call() ? true : throw new InvalidOperationException($"The row '{Row}' does not do what it says.");
    }

    [Benchmark]
    public bool Call() => _call();

    internal static string Name(RowGroup group, Row row) =>
        string.Join("; ", ((string?[])[group.Area, group.Subject, group.Algorithm?.ToString(), group.Claims is null ? null : $"{group.Claims} claims", row.Library, row.Operations == 1 ? row.Name : $"{row.Name} x {row.Operations}"]).Where(part => part is not null));

    private static Row Find(string name) => (from grp in Shared.Groups from row in grp.Rows where Name(grp, row) == name select row).Single();

    internal static class Shared
    {
        public static readonly IReadOnlyList<RowGroup> Groups = [.. AllRows.Make()];
    }
}
