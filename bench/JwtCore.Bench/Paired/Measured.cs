namespace JwtCore.Bench;

/// <summary>What came out for one row, from many short slices taken by turns with the other rows of its group.</summary>
/// <param name="Row">The row.</param>
/// <param name="Median">The median time of a call, in ns.</param>
/// <param name="Least">The least time of a call, in ns.</param>
/// <param name="Bytes">Bytes allocated per call by the calling thread.</param>
/// <param name="AboveFirst">The median of the differences to the group's first row, round by round, in ns.</param>
/// <param name="ToFirst">The median of the ratios to the group's first row, round by round.</param>
internal sealed record Measured(Row Row, double Median, double Least, double Bytes, double AboveFirst, double ToFirst);
