using System.Diagnostics;
using System.Text;
using JwtCore.Testing;

namespace JwtCore.Bench;

/// <summary>
/// Verifications per second of two threads over remote keys, quiet and while the key set, different each time, is fetched
/// again and again. The endpoint is in the process, so that the requests cost what the library costs.
/// </summary>
internal static class RefreshLoad
{
    private static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(500);
    private const int Rounds = 15;

    public static int Run(TextWriter output)
    {
        TestKeyPair pair = Sample.Pair(JwtAlgorithm.RS256);
        TestKeyPair[][] sets = [[pair, TestKeyPair.Create(JwtAlgorithm.ES256, "a")], [pair, TestKeyPair.Create(JwtAlgorithm.ES256, "b")]];
        using FakeJwksEndpoint endpoint = new(sets[0]);
        using HttpClient client = new(endpoint);
        using RemoteJwks keys = new(endpoint.JwksUri, new RemoteJwksOptions { Client = client });
        keys.RefreshAsync().GetAwaiter().GetResult();
        JwtVerifier verifier = new(new VerificationPolicy
        {
            Issuer = Sample.Issuer,
            Audience = Sample.Audience,
            Algorithms = [JwtAlgorithm.RS256],
            Keys = keys,
        });
        byte[] token = Encoding.UTF8.GetBytes(Sample.Token(pair));

        output.WriteLine("| a refresh | refreshes per second | throughput of two threads, to the quiet run |");
        output.WriteLine("|---|---|---|");
        foreach ((string name, TimeSpan pause) in new[]
        {
            ("every second", TimeSpan.FromSeconds(1)),
            ("every 100 ms", TimeSpan.FromMilliseconds(100)),
            ("every 10 ms", TimeSpan.FromMilliseconds(10)),
            ("without pause", TimeSpan.Zero),
        })
        {
            List<double> ratios = [];
            List<double> rates = [];
            for (int round = 0; round < Rounds; round++)
            {
                (long busy, int refreshes) = Measure(verifier, token, keys, endpoint, sets, pause);
                (long quiet, _) = Measure(verifier, token, keys, endpoint, sets, null);
                ratios.Add((double)busy / quiet);
                rates.Add(refreshes / Slice.TotalSeconds);
            }

            ratios.Sort();
            rates.Sort();
            output.WriteLine($"| {name} | {rates[Rounds / 2]:N0} | {ratios[Rounds / 2]:F3} |");
        }

        return 0;
    }

    private static (long Verified, int Refreshed) Measure(
        JwtVerifier verifier, byte[] token, RemoteJwks keys, FakeJwksEndpoint endpoint, TestKeyPair[][] sets, TimeSpan? pause)
    {
        using CancellationTokenSource stop = new();
        int refreshes = 0;
        Task refresher = pause is null ? Task.CompletedTask : Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                endpoint.Publish(sets[refreshes++ % 2]);
                await keys.RefreshAsync();
                if (pause > TimeSpan.Zero)
                {
                    await Task.Delay(pause.Value, stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                }
            }
        });
        long verified = 0;
        Thread[] threads = [.. Enumerable.Range(0, 2).Select(_ => new Thread(() =>
        {
            long count = 0;
            Stopwatch watch = Stopwatch.StartNew();
            while (watch.Elapsed < Slice)
            {
                for (int i = 0; i < 32; i++)
                {
                    count += verifier.TryVerify(token, out VerifiedToken _) ? 1 : throw new InvalidOperationException("A good token was refused.");
                }
            }

            Interlocked.Add(ref verified, count);
        }))];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        stop.Cancel();
        refresher.GetAwaiter().GetResult();
        return (verified, refreshes);
    }
}
