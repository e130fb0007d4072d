using System.Diagnostics;
using System.Globalization;
using JwtCore.Algorithms;
using NSec.Cryptography;
using Libsodium = NSec.Cryptography.SignatureAlgorithm;

namespace JwtCore.Bench.Curves;

/// <summary>
/// Ed25519 by the core and by libsodium in alternation, so that a busy neighbour meets both; a row's ratio is the median of the
/// ratios of its rounds.
/// </summary>
internal static class CurveCommand
{
    private const int Rounds = 41;
    private const int TokenSize = 880;
    private static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(30);

    public static int Run(TextWriter output)
    {
        output.WriteLine("| what | JwtCore us | libsodium us | ratio |");
        output.WriteLine("|---|---|---|---|");
        foreach (int keys in (int[])[1, 16, 64])
        {
            Write(output, string.Create(CultureInfo.InvariantCulture, $"{TokenSize} bytes, {(keys == 1 ? "1 key" : $"{keys} keys in turn")}"), Case.Make(keys, TokenSize), threads: 1);
        }

        Write(output, string.Create(CultureInfo.InvariantCulture, $"{TokenSize} bytes, 1 key, two threads"), Case.Make(1, TokenSize), threads: 2);
        foreach (int size in (int[])[0, 4 * TokenSize, 16 * TokenSize, 64 * TokenSize, 256 * TokenSize])
        {
            Write(output, string.Create(CultureInfo.InvariantCulture, $"{size:N0} bytes, 1 key"), Case.Make(1, size), threads: 1);
        }

        byte[] encoded = Case.Make(1, 0)[0].Encoded;
        EdwardsEncoding.Decode(encoded, out EdwardsPoint point);
        double[] builds = [.. Enumerable.Range(0, Rounds).Select(_ => Time(1, () => Ed25519Equation.Multiples(point) is not null))];
        double[] reads = [.. Enumerable.Range(0, Rounds).Select(_ => Time(1, () => EdwardsEncoding.Decode(encoded, out EdwardsPoint read) is null && !read.HasSmallOrder()))];
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| reading and checking a key | {Median(reads):F1} | | |"));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| the multiples of a key | {Median(builds):F1} | | |"));
        return 0;
    }

    private static void Write(TextWriter output, string name, Case[] cases, int threads)
    {
        List<double> own = [];
        List<double> other = [];
        _ = Time(threads, () => Own(cases));
        for (int i = 0; i < Rounds; i++)
        {
            own.Add(Time(threads, () => Own(cases)) / cases.Length);
            other.Add(Time(threads, () => Other(cases)) / cases.Length);
        }

        double ratio = Median([.. own.Zip(other, (left, right) => left / right)]);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {name} | {Median([.. own]):F1} | {Median([.. other]):F1} | {ratio:F2} |"));
    }

    private static bool Own(Case[] cases)
    {
        bool isGood = true;
        foreach (Case item in cases)
        {
            isGood &= item.Own.Verify(item.Message, item.Signature);
        }

        return isGood;
    }

    private static bool Other(Case[] cases)
    {
        bool isGood = true;
        foreach (Case item in cases)
        {
            isGood &= Libsodium.Ed25519.Verify(item.Other, item.Message, item.Signature);
        }

        return isGood;
    }

    // Microseconds of one call, over a slice of time on each thread.
    private static double Time(int threads, Func<bool> call)
    {
        long calls = 0;
        Stopwatch all = Stopwatch.StartNew();
        Parallel.For(0, threads, new ParallelOptions { MaxDegreeOfParallelism = threads }, _ =>
        {
            long count = 0;
            Stopwatch watch = Stopwatch.StartNew();
            while (watch.Elapsed < Slice)
            {
                count += call() ? 1 : throw new InvalidOperationException("A good signature was refused.");
            }

            Interlocked.Add(ref calls, count);
        });
        return all.Elapsed.TotalMicroseconds / calls;
    }

    private static double Median(double[] values)
    {
        Array.Sort(values);
        return values[values.Length / 2];
    }

    private sealed record Case(byte[] Encoded, Ed25519PublicKey Own, PublicKey Other, byte[] Message, byte[] Signature)
    {
        public static Case[] Make(int keys, int size) => [.. Enumerable.Range(0, keys).Select(i =>
        {
            byte[] secret = new byte[32];
            byte[] message = new byte[size];
            new Random(i).NextBytes(secret);
            new Random(i).NextBytes(message);
            using Key key = Key.Import(Libsodium.Ed25519, secret, KeyBlobFormat.RawPrivateKey);
            byte[] encoded = key.PublicKey.Export(KeyBlobFormat.RawPublicKey);
            return new Case(encoded, Ed25519PublicKey.TryCreate(encoded, out _)!, key.PublicKey, message, Libsodium.Ed25519.Sign(key, message));
        })];
    }
}
