using System.Diagnostics;
using System.Text;
using JwtCore.Competitors;
using JwtCore.Testing;

namespace JwtCore.Bench;

/// <summary>Verifications per second of one thread against two that share one verifier, beside the same for the floor.</summary>
internal static class Threads
{
    private static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(150);
    private const int Rounds = 15;

    public static int Run(TextWriter output)
    {
        output.WriteLine("| algorithm | library | call | 2 threads / 1 |");
        output.WriteLine("|---|---|---|---|");
        foreach (ThreadRow row in Measure())
        {
            output.WriteLine($"| {row.Algorithm} | {row.Library} | {row.Name} | {row.Ratio:F2} |");
        }

        return 0;
    }

    public static IEnumerable<ThreadRow> Measure() => FullCallRows.Named.SelectMany(Measure);

    private static IEnumerable<ThreadRow> Measure(JwtAlgorithm algorithm)
    {
        TestKeyPair pair = Sample.Pair(algorithm);
        JwtVerifier verifier = Sample.Verifier(pair);
        JwtVerifier caching = Sample.Verifier(pair, new TokenCacheOptions());
        string chars = Sample.Token(pair);
        byte[] token = Encoding.UTF8.GetBytes(chars);
        Contender microsoft = Field.Accept(Sample.Setup(pair), chars).First();

        // The HMAC floor is one hash object, which is not thread-safe: each thread has its own floor.
        yield return new ThreadRow(algorithm.ToString(), Row.Platform, FullCallRows.Floor, Ratio(() => IFloor.Make(pair, token).Verify));
        yield return new ThreadRow(algorithm.ToString(), Row.Ours, FullCallRows.Bytes, Ratio(() => () => verifier.TryVerify(token, out _)));
        yield return new ThreadRow(algorithm.ToString(), Row.Ours, FullCallRows.CachedBytes, Ratio(() => () => caching.TryVerify(token, out _)));
        yield return new ThreadRow(algorithm.ToString(), microsoft.Library, microsoft.Name, Ratio(() => microsoft.Call));
    }

    // One and two threads by turns, so that a busy neighbour meets both; the median of the rounds.
    private static double Ratio(Func<Func<bool>> make)
    {
        Count(make, 2);
        double[] ratios = [.. Enumerable.Range(0, Rounds).Select(_ => (double)Count(make, 2) / Count(make, 1))];
        Array.Sort(ratios);
        return Math.Round(ratios[Rounds / 2], 4);
    }

    private static long Count(Func<Func<bool>> make, int threads)
    {
        long total = 0;
        Parallel.For(0, threads, new ParallelOptions { MaxDegreeOfParallelism = threads }, _ =>
        {
            Func<bool> verify = make();
            long count = 0;
            Stopwatch watch = Stopwatch.StartNew();
            while (watch.Elapsed < Slice)
            {
                for (int i = 0; i < 64; i++)
                {
                    count += verify() ? 1 : throw new InvalidOperationException("A good token was refused.");
                }
            }

            Interlocked.Add(ref total, count);
        });
        return total;
    }
}
