using System.Diagnostics;

namespace JwtCore.Bench;

/// <summary>
/// Times rows by turns in slices shorter than a time slice of the scheduler, many times over, so that a busy neighbour
/// meets all of them alike; what is compared is compared within one round.
/// </summary>
internal static class PairedRun
{
    private const double SliceNanoseconds = 200_000;
    private const int Warmups = 6;
    private const int FewestRounds = 15;
    private static readonly TimeSpan Warmup = TimeSpan.FromMilliseconds(15);

    // The runtime replaces code that is called often in the background, this long after it saw the calls.
    private static readonly TimeSpan Tiering = TimeSpan.FromMilliseconds(110);

    /// <summary>Measures rows against the first of them.</summary>
    /// <param name="rows">The rows; the first is what the others are compared with.</param>
    /// <param name="duration">How long to measure, warming up apart.</param>
    /// <exception cref="InvalidOperationException">A row does not do what its name says.</exception>
    public static Measured[] Measure(IReadOnlyList<Row> rows, TimeSpan duration)
    {
        WarmUp(rows);
        int[] calls = [.. rows.Select(CallsPerSlice)];
        List<double>[] times = [.. rows.Select(_ => new List<double>())];
        Stopwatch watch = Stopwatch.StartNew();
        for (int round = 0; round < FewestRounds || watch.Elapsed < duration; round++)
        {
            for (int i = 0; i < rows.Count; i++)
            {
                // Each round starts elsewhere, so that no row always follows the same one.
                int row = (i + round) % rows.Count;
                Time(rows[row], calls[row] / 8);
                times[row].Add(Time(rows[row], calls[row]));
            }
        }

        return [.. rows.Select((row, i) => new Measured(
            row,
            Median(times[i]),
            times[i].Min(),
            Bytes(row),
            Median(times[i].Zip(times[0], (own, first) => own - first)),
            Median(times[i].Zip(times[0], (own, first) => own / first))))];
    }

    /// <summary>The bytes a call of each row allocates, without its times.</summary>
    public static double[] Allocated(IReadOnlyList<Row> rows)
    {
        foreach (Row row in rows)
        {
            Time(row, 3);
        }

        return [.. rows.Select(Bytes)];
    }

    private static void WarmUp(IReadOnlyList<Row> rows)
    {
        for (int i = 0; i < Warmups; i++)
        {
            foreach (Row row in rows)
            {
                Stopwatch watch = Stopwatch.StartNew();
                do
                {
                    Time(row, 1);
                }
                while (watch.Elapsed < Warmup);
            }

            if (i < Warmups - 1)
            {
                Thread.Sleep(Tiering);
            }
        }
    }

    // Doubled until it is long enough to be timed: a single call may be shorter than the clock's tick.
    private static int CallsPerSlice(Row row)
    {
        int calls = 1;
        double least;
        while ((least = Enumerable.Range(0, 5).Min(_ => Time(row, calls)) * calls * row.Operations) < SliceNanoseconds / 8)
        {
            calls *= 2;
        }

        return Math.Max(1, (int)(calls * SliceNanoseconds / least));
    }

    // Nanoseconds per operation.
    private static double Time(Row row, int calls)
    {
        Func<bool> call = row.Call;
        bool works = true;
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < calls; i++)
        {
            works &= call();
        }

        double elapsed = Stopwatch.GetElapsedTime(start).TotalNanoseconds;
        return works ? elapsed / calls / row.Operations : throw new InvalidOperationException($"The row '{row.Library}, {row.Name}' does not do what it says.");
    }

    // The least of a few tries: what the runtime allocates once is not the call's.
    private static double Bytes(Row row)
    {
        const int Calls = 8;
        return Enumerable.Range(0, 4).Min(_ =>
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            Time(row, Calls);
            return (double)(GC.GetAllocatedBytesForCurrentThread() - before) / Calls / row.Operations;
        });
    }

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }
}
