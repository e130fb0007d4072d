using System.Diagnostics;
using System.Text;
using JwtCore.Testing;

namespace JwtCore.Bench;

/// <summary>Verifications per second of one thread against two that share one verifier, beside the same for the floor.</summary>
internal static class Threads
{
    private static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(500);
    private const int Rounds = 9;

    public static int Run(TextWriter output)
    {
        output.WriteLine("| algorithm | floor, 2 threads / 1 | TryVerify, 2 threads / 1 |");
        output.WriteLine("|---|---|---|");
        foreach (JwtAlgorithm algorithm in (JwtAlgorithm[])[JwtAlgorithm.HS256, JwtAlgorithm.RS256, JwtAlgorithm.ES256])
        {
            TestKeyPair pair = Sample.Pair(algorithm);
            JwtVerifier verifier = Sample.Verifier(pair);
            byte[] token = Encoding.UTF8.GetBytes(Sample.Token(pair));

            // The HMAC floor is one hash object, which is not thread-safe: each thread has its own floor.
            double floor = Ratio(() =>
            {
                IFloor own = IFloor.Make(pair, token);
                return () => own.Verify();
            });
            double verify = Ratio(() => () => verifier.TryVerify(token, out _));
            output.WriteLine($"| {algorithm} | {floor:F2} | {verify:F2} |");
        }

        return 0;
    }

    // One and two threads by turns, so that a busy neighbour meets both; the median of the rounds.
    private static double Ratio(Func<Func<bool>> make)
    {
        Count(make, 2);
        double[] ratios = [.. Enumerable.Range(0, Rounds).Select(_ => (double)Count(make, 2) / Count(make, 1))];
        Array.Sort(ratios);
        return ratios[Rounds / 2];
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
                    verify();
                }

                count += 64;
            }

            Interlocked.Add(ref total, count);
        });
        return total;
    }
}
