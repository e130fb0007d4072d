using System.Numerics;
using System.Security.Cryptography;
using JwtCore.Algorithms;
using JwtCore.Tests.Support;

namespace JwtCore.Tests.Algorithms;

public class SharedSecretTests
{
    // Hashing this much takes longer than a thread runs at a stretch, so more calls meet than hash objects are kept.
    private const int Long = 8 << 20;
    private const int Rounds = 3;

    private static readonly int Places = (int)BitOperations.RoundUpToPowerOf2(2 * (uint)Environment.ProcessorCount);

    [Fact]
    public void However_many_calls_meet_each_gets_the_right_answer_and_no_more_hash_objects_are_made_than_kept()
    {
        byte[] secret = RandomNumberGenerator.GetBytes(32);
        byte[] text = RandomNumberGenerator.GetBytes(Long);
        byte[] mac = HMACSHA256.HashData(secret, text);
        byte[] wrong = [.. mac];
        wrong[^1] ^= 1;
        byte[] empty = HMACSHA256.HashData(secret, Array.Empty<byte>());
        SharedSecret shared = new(secret);

        int failures = 0;
        long allocated = 0;
        int threadCount = 4 * Places;
        using Barrier start = new(threadCount);
        Thread[] threads = [.. Enumerable.Range(0, threadCount).Select(_ => new Thread(Run))];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        Assert.Equal(0, failures);

        // Eight times what the hash objects take, since threads allocate a little themselves; one for each call would be thirty times.
        long hash = Allocations.PerCall(() => new SharedSecret(secret).Verify([], empty, HashFunction.Sha256)) - Allocations.PerCall(() => GC.KeepAlive(new SharedSecret(secret)));
        Assert.InRange(allocated, 1, 8 * Places * hash);

        void Run()
        {
            start.SignalAndWait();
            long before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                for (int i = 0; i < Rounds; i++)
                {
                    if (!shared.Verify(text, mac, HashFunction.Sha256) || shared.Verify(text, wrong, HashFunction.Sha256))
                    {
                        Interlocked.Increment(ref failures);
                    }
                }
            }
            catch (Exception)
            {
                Interlocked.Increment(ref failures);
            }

            Interlocked.Add(ref allocated, GC.GetAllocatedBytesForCurrentThread() - before);
        }
    }
}
