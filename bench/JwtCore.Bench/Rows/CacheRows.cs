using System.Text;
using JwtCore.Testing;

namespace JwtCore.Bench;

/// <summary>What the cache of tokens costs a token that is seen once. Hits are rows of the full call.</summary>
internal static class CacheRows
{
    public const string Area = "token cache";
    public const string Without = "TryVerify, without the cache";
    public const string With = "TryVerify, with the cache";

    // More than the cache sees before a token comes again: each of them is always new to it.
    private const int Strangers = 64;

    public static IEnumerable<RowGroup> Make()
    {
        // HMAC, whose own time hides the least.
        TestKeyPair pair = Sample.Pair(JwtAlgorithm.HS256);
        byte[][] strangers = [.. Enumerable.Range(0, Strangers).Select(i => Encoding.UTF8.GetBytes(Sample.Token(pair, $"{i:D36}")))];
        JwtVerifier plain = Sample.Verifier(pair);

        // It holds one fingerprint, so that tokens in turn are never seen twice.
        JwtVerifier forgetful = Sample.Verifier(pair, new TokenCacheOptions { MaxEntries = 1 });
        int next = 0;
        int nextPlain = 0;
        yield return new RowGroup(
            Area,
            "a token seen once",
            [
                new(Row.Ours, Without, () => plain.TryVerify(strangers[nextPlain++ % Strangers], out _)),
                new(Row.Ours, With, () => forgetful.TryVerify(strangers[next++ % Strangers], out _)),
            ])
        {
            Algorithm = JwtAlgorithm.HS256,
            Claims = Sample.Usual,
            HasBudget = true,
        };
    }
}
