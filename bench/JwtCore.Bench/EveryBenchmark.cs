namespace JwtCore.Bench;

/// <summary>Every row.</summary>
public class EveryBenchmark : RowBenchmarks
{
    public override IEnumerable<string> Rows => Shared.Groups.SelectMany(group => group.Rows.Select(row => Name(group, row)));
}
