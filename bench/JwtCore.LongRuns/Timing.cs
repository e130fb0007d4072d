using System.Buffers.Text;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using JwtCore.Testing;

namespace JwtCore.LongRuns;

/// <summary>
/// Whether the time of a refusal tells where a MAC is wrong, by the method of dudect (Reparaz, Balasch, Verbauwhede, 2017):
/// two classes of tokens in random order, Welch's t over the durations, also with the slowest left out at several
/// percentiles, the largest of all |t| counted. Two controls say whether the run can be believed: a comparison that stops at
/// the first difference must be found, and two classes that are the same must not.
/// </summary>
internal static class Timing
{
    // dudect's own bound: above it a leak is certain for practical purposes, below it nothing was found.
    private const double Bound = 10;

    private static readonly double[] Crops = [1, 0.999, 0.99, 0.95, 0.9, 0.75, 0.5];

    private static readonly TestKeyPair Pair = TestKeyPair.Create(JwtAlgorithm.HS256, "key");

    private static readonly VerificationPolicy Policy = new()
    {
        Issuer = new TestToken().Issuer!,
        Audience = "https://api.example.com",
        Algorithms = [JwtAlgorithm.HS256],
        Keys = Pair.ToJwkSet(),
    };

    private delegate bool Judge(ReadOnlySpan<byte> token);

    public static int Run(TextWriter output, int samples)
    {
        byte[] good = Encoding.UTF8.GetBytes(Pair.CreateToken(new TestToken { Audience = "https://api.example.com" }));
        JwtVerifier plain = new(Policy);
        JwtVerifier cached = new(Policy, new JwtVerifierOptions { Cache = new TokenCacheOptions() });
        byte[] first = Wrong(good, 0);
        byte[] last = Wrong(good, 31);

        // A remembered token is found by the last 16 characters of its signature, all of them at once; what lies before is compared.
        byte[] before = Wrong(good, 18);
        for (int uses = 0; uses < 3; uses++)
        {
            Require(cached.TryVerify(good, out _), "The good token was refused.");
        }

        output.WriteLine($"{samples:N0} calls each, {Environment.ProcessorCount} cores, {System.Runtime.InteropServices.RuntimeInformation.FrameworkDescription}; found above |t| = {Bound}");
        output.WriteLine();
        output.WriteLine("| what | classes | largest abs(t) | difference of the means, ns | |");
        output.WriteLine("|---|---|---|---|---|");
        bool holds = Report("control: a comparison that stops early", "first byte wrong, last byte wrong", Leaky(), first, last, isLeak: true);
        holds &= Report("control: nothing to find", "first byte wrong, the same", token => plain.TryVerify(token, out _), first, first, isLeak: false);
        holds &= Report("HS256", "first byte wrong, last byte wrong", token => plain.TryVerify(token, out _), first, last, isLeak: false);
        holds &= Report("HS256, remembered token", "first byte wrong, byte 18 wrong", token => cached.TryVerify(token, out _), first, before, isLeak: false);
        output.WriteLine();
        output.WriteLine(holds ? "holds" : "FAILS");
        return holds ? 0 : 1;

        bool Report(string what, string classes, Judge judge, byte[] left, byte[] right, bool isLeak)
        {
            (double t, double difference) = Measure(judge, left, right, samples);
            bool isFound = Math.Abs(t) > Bound;
            output.WriteLine($"| {what} | {classes} | {Math.Abs(t):F1} | {difference:F2} | {(isFound ? "found" : "not found")}{(isFound == isLeak ? "" : ", WRONG")} |");
            return isFound == isLeak;
        }
    }

    // Both classes are judged in one buffer: two buffers would differ in how they lie to the caches.
    private static (double T, double Difference) Measure(Judge judge, byte[] left, byte[] right, int samples)
    {
        byte[][] tokens = [left, right];
        byte[] buffer = new byte[left.Length];
        byte[] kinds = new byte[samples];
        long[] times = new long[samples];
        Random.Shared.NextBytes(kinds);
        for (int i = -samples / 10; i < samples; i++)
        {
            int kind = kinds[Math.Max(i, 0)] & 1;
            tokens[kind].CopyTo(buffer, 0);
            long start = Stopwatch.GetTimestamp();
            bool verdict = judge(buffer);
            times[Math.Max(i, 0)] = Stopwatch.GetTimestamp() - start;
            Require(!verdict, "A wrong MAC was accepted.");
        }

        long[] sorted = [.. times.Order()];
        double nanoseconds = 1e9 / Stopwatch.Frequency;
        (double T, double Difference) worst = default;
        foreach (double crop in Crops)
        {
            long limit = sorted[(int)((samples - 1) * crop)];
            WelchTest test = new();
            for (int i = 0; i < samples; i++)
            {
                if (times[i] <= limit)
                {
                    test.Add(kinds[i] & 1, times[i] * nanoseconds);
                }
            }

            worst = Math.Abs(test.T) > Math.Abs(worst.T) ? (test.T, test.Difference) : worst;
        }

        return worst;
    }

    private static void Require(bool holds, string what)
    {
        if (!holds)
        {
            throw new InvalidOperationException(what);
        }
    }

    private static byte[] Wrong(byte[] token, int index)
    {
        int signature = token.AsSpan().LastIndexOf((byte)'.') + 1;
        byte[] mac = Base64Url.DecodeFromUtf8(token.AsSpan(signature));
        mac[index] ^= 0x10;
        return [.. token.AsSpan(0, signature), .. Base64Url.EncodeToUtf8(mac)];
    }

    // The same work as the library's, but for the last line.
    private static Judge Leaky()
    {
        IncrementalHash hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Base64Url.DecodeFromChars(Pair.ToJwk()["k"]!.GetValue<string>()));
        return token =>
        {
            int signature = token.LastIndexOf((byte)'.') + 1;
            Span<byte> mac = stackalloc byte[32];
            Span<byte> expected = stackalloc byte[32];
            Base64Url.DecodeFromUtf8(token[signature..], mac);
            hash.AppendData(token[..(signature - 1)]);
            hash.GetHashAndReset(expected);
            for (int i = 0; i < mac.Length; i++)
            {
                if (mac[i] != expected[i])
                {
                    return false;
                }
            }

            return true;
        };
    }
}
