namespace JwtCore.Bench;

/// <summary>Rows that are measured by turns. The first is what the others are compared with, a floor where there is one.</summary>
/// <param name="Area">The table that it belongs to.</param>
/// <param name="Subject">What it is about within the table.</param>
/// <param name="Rows">The rows.</param>
internal sealed record RowGroup(string Area, string Subject, IReadOnlyList<Row> Rows)
{
    /// <summary>The algorithm of the token, or null where it plays no part.</summary>
    public JwtAlgorithm? Algorithm { get; init; }

    /// <summary>The claims in the token, or null where they play no part.</summary>
    public int? Claims { get; init; }

    /// <summary>Whether a budget is about it: it is measured longer, and can be held against BenchmarkDotNet.</summary>
    public bool HasBudget { get; init; }
}
