using System.Diagnostics;

namespace JwtCore.Tests.Vectors;

/// <summary>
/// Tells linear work from quadratic by doubling its size twice. A doubling of linear work takes twice as long, of
/// quadratic work four times; the bound lies between, and only one of several attempts has to keep it.
/// </summary>
internal static class LinearTime
{
    private const double MostPerDoubling = 3;
    private const int Attempts = 8;
    private const int RunsPerMedian = 3;

    /// <summary>Fails when no attempt looks linear.</summary>
    /// <param name="size">The largest size.</param>
    /// <param name="prepare">Makes the work of a size.</param>
    public static void AssertUpTo(int size, Func<int, Action> prepare)
    {
        Action[] work = [prepare(size / 4), prepare(size / 2), prepare(size)];
        Array.ForEach(work, run => run());
        double[] times = [];
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            times = [.. work.Select(MedianTime)];
            if (times[1] <= MostPerDoubling * times[0] && times[2] <= MostPerDoubling * times[1])
            {
                return;
            }
        }

        Assert.Fail($"Not linear: {string.Join(", ", times)} ms for {size / 4}, {size / 2} and {size}.");
    }

    private static double MedianTime(Action run)
    {
        double[] times = new double[RunsPerMedian];
        for (int i = 0; i < times.Length; i++)
        {
            long start = Stopwatch.GetTimestamp();
            run();
            times[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }

        return times.Order().ElementAt(RunsPerMedian / 2);
    }
}
