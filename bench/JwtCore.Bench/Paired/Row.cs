namespace JwtCore.Bench;

/// <summary>One thing that is measured: a call that tells whether it did what its name says.</summary>
/// <param name="Area">The table that it belongs to, "full call" for instance.</param>
/// <param name="Name">What is called.</param>
/// <param name="Library">Whose code it is; the platform's for a floor.</param>
/// <param name="Call">One operation; true when it worked.</param>
internal sealed record Row(string Area, string Name, string Library, Func<bool> Call)
{
    public const string Ours = "JwtCore";
    public const string Platform = ".NET";

    /// <summary>The algorithm of the token, or null where it plays no part.</summary>
    public JwtAlgorithm? Algorithm { get; init; }

    /// <summary>The claims in the token, or null where they play no part.</summary>
    public int? Claims { get; init; }

    public override string ToString() =>
        string.Join(", ", ((string?[])[Area, Algorithm?.ToString(), Claims is null ? null : $"{Claims} claims", Library, Name]).Where(part => part is not null));
}
