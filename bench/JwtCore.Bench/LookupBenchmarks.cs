using System.Text;
using BenchmarkDotNet.Attributes;
using JwtCore.Algorithms;
using JwtCore.Keys;
using JwtCore.Testing;

namespace JwtCore.Bench;

/// <summary>Finding a key by its id among a hundred, and a policy by its issuer among ten thousand.</summary>
[MemoryDiagnoser]
public class LookupBenchmarks
{
    private static readonly SignatureAlgorithm Algorithm = AlgorithmTable.Find(JwtAlgorithm.HS256)!;

    private KeyIndex _keys = null!;
    private PolicyRouter _issuers = null!;

    [GlobalSetup]
    public void SetUp()
    {
        Jwk[] keys = [.. Enumerable.Range(0, 10_000).Select(i => Jwk.Parse(Encoding.UTF8.GetBytes(TestKeyPair.Create(JwtAlgorithm.HS256, $"key-{i:D4}").ToJwk().ToJsonString())))];
        _keys = new JwkSet(keys.Take(100)).Index;
        _issuers = new PolicyRouter([.. keys.Select((key, i) => new FrozenPolicy(
            new VerificationPolicy { Issuer = $"https://tenant-{i:D4}.example.com", Audience = Sample.Audience, Algorithms = [JwtAlgorithm.HS256], Keys = key },
            new Limits()))]);
        if (KeyAmong100() != VerifyError.None || !IssuerAmong10000())
        {
            throw new InvalidOperationException("A row finds nothing.");
        }
    }

    [Benchmark]
    public VerifyError KeyAmong100() => _keys.Find(Algorithm, "key-0077"u8, out _);

    [Benchmark]
    public bool IssuerAmong10000() => _issuers.Find("\"https://tenant-7777.example.com\""u8) is not null;
}
