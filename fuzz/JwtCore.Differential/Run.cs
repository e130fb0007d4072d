using System.Diagnostics;
using JwtCore.Differential.Judges;
using JwtCore.Differential.Verdicts;

namespace JwtCore.Differential;

/// <summary>Two workers over all chunks, and what they counted.</summary>
internal sealed class Run
{
    private readonly Worker[] _workers;
    private readonly long _count;
    private int _next = -1;
    private long _done;

    public Run(Ledger ledger, NodeJudge? node, long count, int seed, int workers = 2)
    {
        Seed = seed;
        _workers = [.. Enumerable.Range(0, workers).Select(_ => new Worker(ledger, Judges, node, seed, Console.WriteLine))];
        _count = count;
    }

    /// <summary>JwtCore, and the libraries of this process.</summary>
    public static IReadOnlyList<IJudge> Judges { get; } = [new JwtCoreJudge(), new MicrosoftJudge(), new JoseJwtJudge()];

    public int Seed { get; }

    /// <summary>The commit when the run began.</summary>
    public string Commit { get; } = Repository.Commit();

    public int Workers => _workers.Length;

    public TimeSpan Elapsed { get; private set; }

    /// <summary>Judges all tokens.</summary>
    /// <param name="progress">Told from time to time how many are done.</param>
    public Tally Execute(Action<long, TimeSpan> progress)
    {
        Stopwatch watch = Stopwatch.StartNew();
        TimeSpan shown = TimeSpan.Zero;
        Lock turn = new();
        Parallel.ForEach(_workers, new ParallelOptions { MaxDegreeOfParallelism = _workers.Length }, worker =>
        {
            for (int chunk = Interlocked.Increment(ref _next); (long)chunk * Worker.ChunkSize < _count; chunk = Interlocked.Increment(ref _next))
            {
                int size = (int)Math.Min(Worker.ChunkSize, _count - ((long)chunk * Worker.ChunkSize));
                Judge(worker, chunk, size);
                long done = Interlocked.Add(ref _done, size);
                lock (turn)
                {
                    if (watch.Elapsed - shown > TimeSpan.FromSeconds(30))
                    {
                        shown = watch.Elapsed;
                        progress(done, shown);
                    }
                }
            }
        });

        Elapsed = watch.Elapsed;
        Tally all = new();
        foreach (Worker worker in _workers)
        {
            all.Add(worker.Tally);
        }

        return all;
    }

    private void Judge(Worker worker, int chunk, int size)
    {
        try
        {
            worker.Judge(chunk, size);
        }
        catch (Exception thrown)
        {
            // The program's own mistake; without the chunk it could not be found again.
            throw new InvalidOperationException($"Seed {Seed}, chunk {chunk}.", thrown);
        }
    }
}
