namespace JwtCore.LongRuns;

/// <summary>Whether a series of readings, one a minute, stays level.</summary>
internal static class Trend
{
    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[sorted.Length / 2 - 1] + sorted[sorted.Length / 2]) / 2;
    }

    /// <summary>
    /// The growth over the whole series by the median of the slopes between all pairs of readings (Theil and Sen), which a
    /// disturbed minute does not move.
    /// </summary>
    public static double Growth(double[] values) =>
        Median(
            from i in Enumerable.Range(0, values.Length)
            from j in Enumerable.Range(i + 1, values.Length - i - 1)
            select (values[j] - values[i]) / (j - i)) * (values.Length - 1);

    /// <summary>The median of the last third to the median of the first third.</summary>
    public static double Ratio(double[] values) =>
        Median(values[^(values.Length / 3)..]) / Median(values[..(values.Length / 3)]);
}
