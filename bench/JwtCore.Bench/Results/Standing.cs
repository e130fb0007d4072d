namespace JwtCore.Bench;

/// <summary>One call as README and the chart show it: the usual token, beside the floor.</summary>
/// <param name="Library">Whose it is, with the version.</param>
/// <param name="Call">What is called.</param>
/// <param name="IsOurs">Whether it is JwtCore's.</param>
/// <param name="Above">The time above the floor in ns, by algorithm; none where the library lacks it.</param>
/// <param name="Bytes">The bytes allocated with RS256.</param>
internal sealed record Standing(string Library, string Call, bool IsOurs, IReadOnlyDictionary<JwtAlgorithm, double> Above, double Bytes)
{
    /// <summary>JwtCore first, then the others as the run has them.</summary>
    public static Standing[] Of(RunResult run) =>
    [
        .. from row in run.Rows
           where row.IsRival && row.Area == FullCallRows.Area && row.Claims == Sample.Usual
           group row by (row.Library, row.Name, row.IsOurs) into call
           let above = FullCallRows.Named.Where(algorithm => call.Any(row => row.Algorithm == algorithm.ToString()))
               .ToDictionary(algorithm => algorithm, algorithm => call.Single(row => row.Algorithm == algorithm.ToString()).AboveFirst)
           where above.Count > 0
           orderby call.Key.IsOurs descending
           select new Standing(
               run.Facts.Libraries.TryGetValue(call.Key.Library, out string? version) ? $"{call.Key.Library} {version}" : call.Key.Library,
               call.Key.Name,
               call.Key.IsOurs,
               above,
               call.Single(row => row.Algorithm == nameof(JwtAlgorithm.RS256)).Bytes),
    ];
}
