using System.Diagnostics;

namespace JwtCore.LongRuns;

/// <summary>
/// Two threads verify without pause while keys rotate over HTTP; what the process takes and how long calls last is noted every
/// minute. Its verdicts: every answer right, and nothing grows. The record is written anew each minute.
/// </summary>
internal static class Soak
{
    public const int Workers = 2;
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Standstill = TimeSpan.FromSeconds(1);

    public static int Run(TimeSpan duration, string file)
    {
        SoakRecord record = new(duration, file);
        Rotation rotation = new();
        rotation.StartAsync().GetAwaiter().GetResult();
        Worker[] workers = [.. Enumerable.Range(0, Workers).Select(_ => new Worker(rotation))];
        using CancellationTokenSource stop = new();
        Task rotating = Task.Run(() => rotation.RunAsync(stop.Token));
        Histogram[] seen = [.. Enum.GetValues<Load>().Select(_ => new Histogram())];
        long beat = Stopwatch.GetTimestamp();
        TimeSpan ran = TimeSpan.Zero;
        TimeSpan until = TimeSpan.Zero;
        TimeSpan still = TimeSpan.Zero;
        TimeSpan worked = Environment.CpuUsage.TotalTime;
        while (ran < duration && !rotating.IsFaulted)
        {
            Thread.Sleep(Beat);
            long now = Stopwatch.GetTimestamp();
            TimeSpan gap = Stopwatch.GetElapsedTime(beat, now);
            (TimeSpan before, beat) = (ran, now);
            if (gap > Standstill)
            {
                // What it stood still for is no part of the time it ran.
                still += gap;
                continue;
            }

            ran += gap;
            if (ran.Ticks / TimeSpan.TicksPerMinute > before.Ticks / TimeSpan.TicksPerMinute || ran >= duration)
            {
                TimeSpan work = Environment.CpuUsage.TotalTime;
                Histogram[] times = Sum(workers);
                record.Add(Look(ran, (work - worked) / (ran - until), Difference(times, seen), still, workers, rotation));
                (seen, until, worked, still) = (times, ran, work, TimeSpan.Zero);
            }
        }

        stop.Cancel();
        Array.ForEach(workers, worker => worker.Stop());
        rotating.GetAwaiter().GetResult();
        rotation.DisposeAsync().AsTask().GetAwaiter().GetResult();
        bool holds = record.Finish([.. workers.SelectMany(worker => worker.Faults)]);
        Console.WriteLine($"{(holds ? "holds" : "FAILS")}: {file}");
        return holds ? 0 : 1;
    }

    private static Minute Look(TimeSpan until, double cores, Histogram[] times, TimeSpan still, Worker[] workers, Rotation rotation)
    {
        Histogram all = new();
        Array.ForEach(times, all.AddAll);
        using Process process = Process.GetCurrentProcess();
        return new Minute
        {
            Until = until,
            Cores = cores,
            Calls = all.Total,
            Times = [.. times.Select(time => (time.Percentile(0.5), time.Percentile(0.99)))],
            All = (all.Percentile(0.999), all.Percentile(1)),
            Still = still,
            Wrong = workers.Sum(worker => worker.Wrong),
            Rotations = rotation.Rotations,
            Fetches = rotation.Fetches,
            LongestWait = rotation.TakeLongestWait(),
            Resident = process.WorkingSet64,
            Heap = GC.GetGCMemoryInfo(GCKind.Any).HeapSizeBytes,
            Collections = GC.CollectionCount(0),
            FullCollections = GC.CollectionCount(2),
            Handles = process.HandleCount,
            Threads = process.Threads.Count,
        };
    }

    private static Histogram[] Sum(Worker[] workers) =>
    [
        .. Enum.GetValues<Load>().Select(load =>
        {
            Histogram sum = new();
            Array.ForEach(workers, worker => sum.AddAll(worker.Times[(int)load]));
            return sum;
        }),
    ];

    private static Histogram[] Difference(Histogram[] later, Histogram[] earlier) =>
    [
        .. later.Zip(earlier, (after, before) =>
        {
            Histogram difference = after.Copy();
            difference.TakeAway(before);
            return difference;
        }),
    ];
}
