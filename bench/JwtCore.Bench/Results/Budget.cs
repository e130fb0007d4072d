using System.Globalization;

namespace JwtCore.Bench;

/// <summary>One row of the budget: what it may be, what it was, and what the other libraries were.</summary>
/// <param name="Name">What is measured.</param>
/// <param name="Limit">The budget.</param>
/// <param name="Measured">What came out.</param>
/// <param name="Unit">"ns", "B" or "x" for a ratio.</param>
/// <param name="Others">What came out for the other libraries that have such a row, by package; the better of several calls.</param>
internal sealed record Budget(string Name, double Limit, double Measured, string Unit, IReadOnlyDictionary<string, double> Others)
{
    /// <summary>The budget is what must be reached, not what must be kept below.</summary>
    public bool IsLeast { get; init; }

    /// <summary>Why the budget does not apply in this run; null when it does.</summary>
    public string? Waiver { get; init; }

    public bool IsMet => IsLeast ? Measured >= Limit : Measured <= Limit;

    /// <summary>"pass", or by how much it is short.</summary>
    public string Verdict => Waiver ?? (IsMet ? "pass" : $"short by {Show(Math.Abs(Measured - Limit))} ({(Limit == 0 ? "from nothing" : Percent(Math.Abs((Measured / Limit) - 1)))})");

    public string Show(double value) => Show(value, Unit);

    public static string Show(double value, string unit) => unit switch
    {
        "ns" => value.ToString(Math.Abs(value) < 20 ? "F1" : "N0", CultureInfo.InvariantCulture) + " ns",
        "B" => value.ToString("N0", CultureInfo.InvariantCulture) + " B",
        _ => value.ToString("F3", CultureInfo.InvariantCulture),
    };

    private static string Percent(double share) => (100 * share).ToString("F0", CultureInfo.InvariantCulture) + " %";
}
