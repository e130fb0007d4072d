using System.Text;
using JwtCore.Tests.Support;

namespace JwtCore.Tests.Pipeline;

public class ConcurrencyTests
{
    private const int Rounds = 60;

    [Fact]
    public void Shared_verifiers_of_all_algorithms_give_only_right_verdicts_on_many_threads()
    {
        JwtAlgorithm[] algorithms = [.. Enum.GetValues<JwtAlgorithm>().Where(JwtAlgorithms.IsSupported)];
        JwtVerifier shared = Tokens.Verifier(Tokens.Policy(new JwkSet(algorithms.SelectMany(algorithm => Tokens.Keys(algorithm).Keys)), algorithms));
        int threadCount = Math.Max(6, (2 * Environment.ProcessorCount) + 2);
        int wrong = 0;
        using Barrier start = new(threadCount);
        Thread[] threads = [.. Enumerable.Range(0, threadCount).Select(number => new Thread(() => Run(number)))];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());

        Assert.Equal(0, wrong);

        // Each thread has tokens of its own, so that a mixed-up buffer or hash shows.
        void Run(int number)
        {
            string subject = $"user-{number}";
            (byte[] Good, byte[] Bad)[] tokens = [.. algorithms.Select(algorithm => Sign(algorithm, subject))];
            start.SignalAndWait();
            for (int round = 0; round < Rounds; round++)
            {
                foreach ((byte[] good, byte[] bad) in tokens)
                {
                    bool isRight = shared.TryVerify(good, out VerifiedToken token) && token.Subject == subject
                        && !shared.TryVerify(bad, out token) && token.Error == VerifyError.SignatureInvalid;
                    if (!isRight)
                    {
                        Interlocked.Increment(ref wrong);
                    }
                }
            }
        }
    }

    private static (byte[] Good, byte[] Bad) Sign(JwtAlgorithm algorithm, string subject)
    {
        byte[] good = Encoding.ASCII.GetBytes(Tokens.Pair(algorithm).Sign(Hmac.Claims().Set("sub", $"\"{subject}\"").ToString()));
        byte[] bad = [.. good];
        int at = Array.LastIndexOf(bad, (byte)'.') + 10;
        bad[at] = bad[at] == 'A' ? (byte)'B' : (byte)'A';
        return (good, bad);
    }
}
