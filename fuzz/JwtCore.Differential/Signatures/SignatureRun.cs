using System.Collections.Concurrent;
using System.Diagnostics;
using JwtCore.Algorithms;
using NSec.Cryptography;
using Libsodium = NSec.Cryptography.SignatureAlgorithm;

namespace JwtCore.Differential.Signatures;

/// <summary>Lets the core and libsodium judge the same Ed25519 signatures. Their rules agree on everything that is made here.</summary>
/// <param name="count">How many signatures.</param>
/// <param name="seed">What they follow from.</param>
/// <param name="makeJudge">Makes what gives the core's verdicts, for one thread.</param>
internal sealed class SignatureRun(long count, int seed, Func<Func<SignatureCase, bool>> makeJudge)
{
    private const int ChunkSize = 10_000;
    private const int DamagedPerGood = 3;
    private const int MostFindings = 10;

    private readonly ConcurrentQueue<string> _findings = new();
    private readonly ConcurrentDictionary<string, (long Judged, long Accepted)> _kinds = new();
    private int _next = -1;
    private long _done;

    public int Seed => seed;

    public string Commit { get; } = Repository.Commit();

    public int Workers { get; } = Environment.ProcessorCount;

    public TimeSpan Elapsed { get; private set; }

    /// <summary>The first cases on which the verdicts differ.</summary>
    public IReadOnlyCollection<string> Findings => _findings;

    /// <summary>For each damage how many signatures both judged, and how many libsodium accepted.</summary>
    public IReadOnlyDictionary<string, (long Judged, long Accepted)> Kinds => _kinds;

    public long Judged => _kinds.Values.Sum(kind => kind.Judged);

    /// <summary>The core as it is. Keys come in a row, and the last one is kept: its multiples take longer than a verification.</summary>
    public static Func<SignatureCase, bool> MakeJudge()
    {
        byte[] bytes = [];
        Ed25519PublicKey? key = null;
        return item =>
        {
            if (!bytes.AsSpan().SequenceEqual(item.Key))
            {
                Ed25519PublicKey? other = Ed25519PublicKey.TryCreate(item.Key, out _);
                if (item.Damage != SignatureSource.Undamaged)
                {
                    return other is not null && other.Verify(item.Message, item.Signature);
                }

                (bytes, key) = (item.Key, other);
            }

            return key is not null && key.Verify(item.Message, item.Signature);
        };
    }

    public void Execute(Action<long, TimeSpan> progress)
    {
        Stopwatch watch = Stopwatch.StartNew();

        // Threads of their own: the pool computes the multiples of keys in the background, and must get to it.
        Task.WaitAll([.. Enumerable.Range(0, Workers).Select(_ => Task.Factory.StartNew(
            () =>
            {
                Func<SignatureCase, bool> own = makeJudge();
                for (int chunk = Interlocked.Increment(ref _next); (long)chunk * ChunkSize < count; chunk = Interlocked.Increment(ref _next))
                {
                    Judge(own, Worker.SeedOf(seed, chunk), (int)Math.Min(ChunkSize, count - ((long)chunk * ChunkSize)));
                    long done = Interlocked.Add(ref _done, ChunkSize);
                    if (done % (10 * ChunkSize) == 0)
                    {
                        progress(Math.Min(done, count), watch.Elapsed);
                    }
                }
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default))]);
        Elapsed = watch.Elapsed;
    }

    private void Judge(Func<SignatureCase, bool> own, int chunkSeed, int size)
    {
        SignatureSource source = new(chunkSeed);
        Dictionary<string, (long Judged, long Accepted)> kinds = [];
        for (int left = size; left > 0;)
        {
            foreach (SignatureCase item in source.Next(Math.Min(DamagedPerGood, left - 1)))
            {
                left--;
                bool expected = PublicKey.TryImport(Libsodium.Ed25519, item.Key, KeyBlobFormat.RawPublicKey, out PublicKey? key)
                    && Libsodium.Ed25519.Verify(key!, item.Message, item.Signature);
                if (own(item) != expected && _findings.Count < MostFindings)
                {
                    _findings.Enqueue($"libsodium {(expected ? "accepts" : "refuses")}, JwtCore does not agree: {item}");
                }

                (long judged, long accepted) = kinds.GetValueOrDefault(item.Damage);
                kinds[item.Damage] = (judged + 1, accepted + (expected ? 1 : 0));
            }
        }

        foreach ((string name, (long judged, long accepted)) in kinds)
        {
            _kinds.AddOrUpdate(name, (judged, accepted), (_, sum) => (sum.Judged + judged, sum.Accepted + accepted));
        }
    }
}
