using JwtCore.Algorithms;
using JwtCore.Tests.Twins;

namespace JwtCore.Tests.Algorithms.Curves;

public class Ed25519ConcurrencyTests
{
    private static readonly byte[] Seed = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];
    private static readonly byte[] Encoded = NaiveEd25519.PublicKey(Seed);

    // All threads meet at a key without multiples, again and again.
    [Fact]
    public async Task Threads_that_meet_at_a_new_key_all_get_the_right_verdict()
    {
        byte[] good = NaiveEd25519.Sign(Seed, "m"u8);
        byte[] bad = [.. good];
        bad[0] ^= 1;
        for (int round = 0; round < 50; round++)
        {
            Ed25519PublicKey key = Create(Encoded);
            using Barrier start = new(4);
            await Task.WhenAll(Enumerable.Range(0, 4).Select(i => Task.Factory.StartNew(
                () =>
                {
                    start.SignalAndWait();
                    for (int call = 0; call < 10; call++)
                    {
                        Assert.True(key.Verify("m"u8, good));
                        Assert.False(key.Verify("m"u8, bad));
                    }
                },
                TestContext.Current.CancellationToken,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default)));
        }
    }

    private static Ed25519PublicKey Create(byte[] key) => Ed25519PublicKey.TryCreate(key, out _)!;
}
