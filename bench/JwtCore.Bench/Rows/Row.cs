using JwtCore.Competitors;

namespace JwtCore.Bench;

/// <summary>One call that is measured.</summary>
/// <param name="Library">Whose code it is; the platform's for a floor.</param>
/// <param name="Name">What is called.</param>
/// <param name="Call">The call; true when it did what its group is about.</param>
internal sealed record Row(string Library, string Name, Func<bool> Call)
{
    public const string Ours = "JwtCore";
    public const string Platform = ".NET";

    /// <summary>How often the call repeats what is measured, where once would drown in what surrounds it.</summary>
    public int Operations { get; init; } = 1;

    /// <summary>Whether it does what the other libraries' rows of its group do.</summary>
    public bool IsRival { get; init; }

    /// <summary>Why it may allocate; null for never.</summary>
    public string? Allowance { get; init; }

    /// <summary>Bytes it may allocate with its allowance; null for as many as it takes.</summary>
    public int? AllowedBytes { get; init; } = 0;

    public static IEnumerable<Row> Of(IEnumerable<Contender> contenders, int operations = 1) =>
        contenders.Select(contender => new Row(contender.Library, contender.Name, contender.Call) { IsRival = true, Operations = operations });
}
