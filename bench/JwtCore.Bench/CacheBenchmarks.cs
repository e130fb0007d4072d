using System.Text;
using BenchmarkDotNet.Attributes;
using JwtCore.Testing;

namespace JwtCore.Bench;

/// <summary>A remembered token, and what remembering costs a token that is seen once.</summary>
[MemoryDiagnoser]
public class CacheBenchmarks
{
    // More than the cache sees before a token comes again: each of them is always new to it.
    private const int Strangers = 64;

    private JwtVerifier _cached = null!;
    private JwtVerifier _forgetful = null!;
    private JwtVerifier _plain = null!;
    private string _chars = null!;
    private byte[] _bytes = null!;
    private byte[][] _strangers = null!;
    private int _next;

    [GlobalSetup]
    public void SetUp()
    {
        TestKeyPair pair = Sample.Pair(JwtAlgorithm.RS256);
        _chars = Sample.Token(pair);
        _bytes = Encoding.UTF8.GetBytes(_chars);
        _cached = Sample.Verifier(pair, new TokenCacheOptions());

        // HMAC, whose own time hides the least.
        TestKeyPair secret = Sample.Pair(JwtAlgorithm.HS256);
        _plain = Sample.Verifier(secret);

        // It holds one fingerprint, so that tokens in turn are never seen twice.
        _forgetful = Sample.Verifier(secret, new TokenCacheOptions { MaxEntries = 1 });
        _strangers = [.. Enumerable.Range(0, Strangers).Select(i => Encoding.UTF8.GetBytes(Sample.Token(secret, $"{i:D36}")))];
        bool works = true;
        for (int i = 0; i < 3; i++)
        {
            works &= HitBytes() && HitChars();
        }

        for (int i = 0; i < 3 * Strangers; i++)
        {
            works &= MissWithCache() && MissWithoutCache();
        }

        if (!works || _cached.KnownTokens != 1 || _forgetful.KnownTokens != 0)
        {
            throw new InvalidOperationException("A row does not measure what it says.");
        }
    }

    [Benchmark]
    public bool HitBytes() => _cached.TryVerify(_bytes, out _);

    [Benchmark]
    public bool HitChars() => _cached.TryVerify(_chars, out _);

    [Benchmark]
    public bool MissWithCache() => _forgetful.TryVerify(Next(), out _);

    [Benchmark]
    public bool MissWithoutCache() => _plain.TryVerify(Next(), out _);

    private byte[] Next() => _strangers[_next++ % Strangers];
}
