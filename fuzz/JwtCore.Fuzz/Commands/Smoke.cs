using System.Diagnostics;
using System.Text;
using JwtCore.Testing;
using JwtCore.Tests.Twins;
using JwtCore.Text;

namespace JwtCore.Fuzz.Commands;

/// <summary>
/// Throws damaged tokens, signed again so that the code behind the signature is reached, at the verifier. It fails on
/// any exception, on any verdict that differs from the naive twin's or between bytes and chars, and on any allocation
/// beyond one array.
/// </summary>
internal static class Smoke
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_767_225_600);

    [ThreadStatic]
    private static int _thrown;

    public static int Run(TimeSpan time, int seed)
    {
        AppDomain.CurrentDomain.FirstChanceException += (_, _) => _thrown++;
        TestKeyPair[] pairs = [TestKeyPair.Create(JwtAlgorithm.HS256, "hs"), TestKeyPair.Create(JwtAlgorithm.ES256, "es"), TestKeyPair.Create(JwtAlgorithm.RS256, "rs")];
        VerificationPolicy policy = new()
        {
            Issuer = "https://issuer.example.com",
            Audience = "https://api.example.com",
            Algorithms = [JwtAlgorithm.HS256, JwtAlgorithm.ES256],
            Keys = new JwkSet(pairs.Select(pair => Jwk.Parse(Encoding.UTF8.GetBytes(pair.ToJwk().ToJsonString())))),
            ClockSkew = TimeSpan.Zero,
        };
        JwtVerifier verifier = new(policy, new JwtVerifierOptions { TimeProvider = new FrozenTime() });
        NaiveVerifier twin = new(policy, Now, new Limits());
        TokenMutator mutator = new(new Random(seed), pairs);
        SortedDictionary<VerifyError, int> verdicts = [];

        Console.WriteLine($"fuzz smoke: seed {seed}, {time.TotalSeconds:F0} s");
        int runs = 0;
        for (Stopwatch watch = Stopwatch.StartNew(); watch.Elapsed < time; runs++)
        {
            string token = mutator.Next();
            string? finding = Judge(verifier, twin, token, isWarm: runs > 10_000, out VerifyError verdict) ?? JudgeGate(token);
            if (finding is not null)
            {
                Console.WriteLine($"FAILED after {runs} tokens: {finding}\n{token}");
                return 1;
            }

            verdicts[verdict] = verdicts.GetValueOrDefault(verdict) + 1;
        }

        Console.WriteLine($"{runs:N0} tokens, no finding: {string.Join(", ", verdicts.Select(pair => $"{pair.Key} {pair.Value:N0}"))}");
        return 0;
    }

    private static string? Judge(JwtVerifier verifier, NaiveVerifier twin, string token, bool isWarm, out VerifyError verdict)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(token);
        int thrown = _thrown;
        long allocated = GC.GetAllocatedBytesForCurrentThread();
        verifier.TryVerify(token, out VerifiedToken fromChars);
        verdict = fromChars.Error;
        verifier.TryVerify(bytes, out VerifiedToken fromBytes);
        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        if (_thrown != thrown)
        {
            return "an exception was thrown";
        }

        if (fromBytes.Error != verdict)
        {
            return $"chars say {verdict}, bytes {fromBytes.Error}";
        }

        // Two calls, one array each at most; before the code is warm the runtime allocates too.
        if (isWarm && allocated > 2 * (token.Length + 64))
        {
            return $"{allocated} bytes were allocated";
        }

        VerifyError expected = twin.Verify(token);
        return expected == verdict ? null : $"{verdict}, but the twin says {expected}";
    }

    // The segments as JSON texts, whether or not the token would get that far.
    private static string? JudgeGate(string token)
    {
        foreach (string segment in token.Split('.'))
        {
            byte[] encoded = Encoding.UTF8.GetBytes(segment);
            byte[] json = new byte[StrictBase64Url.DecodedLength(encoded.Length)];
            if (!StrictBase64Url.TryDecode(encoded, json))
            {
                continue;
            }

            JsonMembers members = default;
            bool passes = StrictJson.CheckValue(json, Limits.DeepestJson, ref members) == JsonFlaw.None;
            members.Release();
            if (passes != NaiveJson.IsStrict(json))
            {
                return $"the gate says {passes} of {Convert.ToHexString(json)}";
            }
        }

        return null;
    }

    private sealed class FrozenTime : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => Now;
    }
}
