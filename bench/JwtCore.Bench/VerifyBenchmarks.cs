using System.Text;
using BenchmarkDotNet.Attributes;
using JwtCore.Testing;

namespace JwtCore.Bench;

/// <summary>The whole call beside the floor: the hash and the cheapest platform call that verifies the same bytes.</summary>
[MemoryDiagnoser]
public class VerifyBenchmarks
{
    private JwtVerifier _verifier = null!;
    private string _chars = null!;
    private byte[] _bytes = null!;
    private IFloor _floor = null!;

    [Params(JwtAlgorithm.HS256, JwtAlgorithm.RS256, JwtAlgorithm.ES256)]
    public JwtAlgorithm Algorithm { get; set; }

    [GlobalSetup]
    public void SetUp()
    {
        TestKeyPair pair = Sample.Pair(Algorithm);
        _verifier = Sample.Verifier(pair);
        _chars = Sample.Token(pair);
        _bytes = Encoding.UTF8.GetBytes(_chars);
        _floor = IFloor.Make(pair, _bytes);
        if (!Floor() || !TryVerifyBytes() || !TryVerifyChars())
        {
            throw new InvalidOperationException("A row refuses the sample.");
        }
    }

    [Benchmark(Baseline = true)]
    public bool Floor() => _floor.Verify();

    [Benchmark]
    public bool TryVerifyBytes() => _verifier.TryVerify(_bytes, out _);

    [Benchmark]
    public bool TryVerifyChars() => _verifier.TryVerify(_chars, out _);
}
