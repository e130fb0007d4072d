namespace JwtCore.Cli;

/// <summary>One thing that doctor has to say.</summary>
/// <param name="Area">Where it belongs: discovery, keys, clock, cache, policy or token.</param>
/// <param name="Level">How bad it is.</param>
/// <param name="Code">A stable name for programs.</param>
/// <param name="Text">One sentence; what comes from elsewhere stands in it as JSON.</param>
/// <param name="Remedy">What to do about it, or null.</param>
internal sealed record Finding(string Area, FindingLevel Level, string Code, string Text, string? Remedy = null)
{
    /// <summary>Two texts that should be equal, to be shown one under the other; null for none.</summary>
    public TextComparison? Comparison { get; init; }
}
