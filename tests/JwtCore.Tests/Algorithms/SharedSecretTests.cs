using System.Security.Cryptography;
using JwtCore.Algorithms;

namespace JwtCore.Tests.Algorithms;

public class SharedSecretTests
{
    // Hashing this much takes longer than a thread runs at a stretch, so more calls meet than hash objects are kept.
    private const int Long = 16 << 20;

    [Fact]
    public void However_many_calls_meet_each_gets_the_right_answer()
    {
        byte[] secret = RandomNumberGenerator.GetBytes(32);
        byte[] text = RandomNumberGenerator.GetBytes(Long);
        byte[] mac = HMACSHA256.HashData(secret, text);
        byte[] wrong = [.. mac];
        wrong[^1] ^= 1;
        SharedSecret shared = new(secret);

        int failures = 0;
        int threadCount = 8 * Environment.ProcessorCount;
        using Barrier start = new(threadCount);
        Thread[] threads = [.. Enumerable.Range(0, threadCount).Select(_ => new Thread(Run))];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        Assert.Equal(0, failures);

        void Run()
        {
            start.SignalAndWait();
            try
            {
                if (!shared.Verify(text, mac, HashFunction.Sha256) || shared.Verify(text, wrong, HashFunction.Sha256))
                {
                    Interlocked.Increment(ref failures);
                }
            }
            catch (Exception)
            {
                Interlocked.Increment(ref failures);
            }
        }
    }
}
