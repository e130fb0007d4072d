namespace JwtCore.Bench;

/// <summary>The rows that a budget is about.</summary>
public class BudgetBenchmarks : RowBenchmarks
{
    public override IEnumerable<string> Rows => Shared.Groups.Where(group => group.HasBudget).SelectMany(group => group.Rows.Select(row => Name(group, row)));
}
