namespace JwtCore.Bench;

/// <summary>The rows of this library and their floors that a budget is about.</summary>
public class BudgetBenchmarks : RowBenchmarks
{
    public override IEnumerable<string> Rows => Shared.Groups.Where(group => group.HasBudget).SelectMany(group => group.Rows.Where(row => row.Library is JwtCore.Bench.Row.Ours or JwtCore.Bench.Row.Platform).Select(row => Name(group, row)));
}
