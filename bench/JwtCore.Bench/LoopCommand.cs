using System.Diagnostics;
using System.Globalization;

namespace JwtCore.Bench;

/// <summary>One call over and over, for a profiler to look at from outside; says at the end how long it took.</summary>
internal static class LoopCommand
{
    /// <param name="output">Takes the time of one call in ns.</param>
    /// <param name="algorithm">The algorithm of the usual token.</param>
    /// <param name="call">The name of a row of the full call, or an error and its row: <c>Expired, TryVerify, bytes</c>.</param>
    /// <param name="seconds">How long.</param>
    public static int Run(TextWriter output, string algorithm, string call, string seconds)
    {
        IEnumerable<Row> rows = FullCallRows.Make(Enum.Parse<JwtAlgorithm>(algorithm), Sample.Usual).Rows
            .Concat(RefusalRows.Make().SelectMany(group => group.Rows.Select(row => row with { Name = $"{group.Subject}, {row.Name}" })));
        Row row = rows.Single(row => row.Library is Row.Ours or Row.Platform && row.Name == call);
        TimeSpan duration = TimeSpan.FromSeconds(double.Parse(seconds, CultureInfo.InvariantCulture));
        double least = double.MaxValue;
        Stopwatch watch = Stopwatch.StartNew();
        while (watch.Elapsed < duration)
        {
            const int Calls = 2_000;
            long start = Stopwatch.GetTimestamp();
            for (int i = 0; i < Calls; i++)
            {
                _ = row.Call() ? true : throw new InvalidOperationException($"The row '{call}' does not do what it says.");
            }

            least = Math.Min(least, Stopwatch.GetElapsedTime(start).TotalNanoseconds / Calls);
        }

        output.WriteLine(least.ToString("F0", CultureInfo.InvariantCulture));
        return 0;
    }
}
