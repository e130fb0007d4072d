using System.Text;
using JwtCore.Testing;

namespace JwtCore.Bench;

/// <summary>The hot path beside its floor in under half a minute: what to look at while changing it.</summary>
internal static class PairedCommand
{
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(6.5);

    public static int Run(TextWriter output)
    {
        output.WriteLine("| ns per call, 12 claims | least | median | median above the floor | median to the floor | bytes |");
        output.WriteLine("|---|---|---|---|---|---|");
        foreach (JwtAlgorithm algorithm in (JwtAlgorithm[])[JwtAlgorithm.HS256, JwtAlgorithm.RS256, JwtAlgorithm.ES256])
        {
            foreach (Measured row in PairedRun.Measure(Rows(algorithm), Duration))
            {
                output.WriteLine(FormattableString.Invariant(
                    $"| {algorithm} {row.Row.Name} | {row.Least:F0} | {row.Median:F0} | {row.AboveFirst:F0} | {row.ToFirst:F3} | {row.Bytes:F0} |"));
            }
        }

        return 0;
    }

    private static Row[] Rows(JwtAlgorithm algorithm)
    {
        TestKeyPair pair = Sample.Pair(algorithm);
        JwtVerifier plain = Sample.Verifier(pair);
        JwtVerifier caching = Sample.Verifier(pair, new TokenCacheOptions());
        string token = Sample.Token(pair);
        byte[] bytes = Encoding.UTF8.GetBytes(token);
        IFloor floor = IFloor.Make(pair, bytes);
        for (int i = 0; i < 3; i++)
        {
            caching.TryVerify(bytes, out _);
        }

        string claims = Sample.Claims().ToJsonString();
        string header = $"{{\"alg\":\"{algorithm}\",\"typ\":\"JWT\",\"kid\":\"key-2026-01\"}}";
        return
        [
            new("", "floor", Row.Platform, floor.Verify),
            new("", "bytes", Row.Ours, () => plain.TryVerify(bytes, out _)),
            new("", "chars", Row.Ours, () => plain.TryVerify(token, out _)),
            new("", "cached, bytes", Row.Ours, () => caching.TryVerify(bytes, out _)),
            new("", "cached, chars", Row.Ours, () => caching.TryVerify(token, out _)),
            Refused("garbage", new string('x', 967), VerifyError.NotCompactJws),
            Refused("malformed header", pair.Sign(header.Replace("\"key-2026-01\"", "key-2026-01", StringComparison.Ordinal), claims), VerifyError.HeaderMalformed),
            Refused("wrong alg", pair.Sign(header.Replace("256", "384", StringComparison.Ordinal), claims), VerifyError.AlgorithmNotAllowed),
            Refused("unknown kid", pair.Sign(header.Replace("key-2026-01", "key-2026-02", StringComparison.Ordinal), claims), VerifyError.KeyNotFound),
        ];

        Row Refused(string name, string bad, VerifyError error)
        {
            byte[] refused = Encoding.UTF8.GetBytes(bad);
            return new("", name, Row.Ours, () => !plain.TryVerify(refused, out VerifiedToken verified) && verified.Error == error);
        }
    }
}
