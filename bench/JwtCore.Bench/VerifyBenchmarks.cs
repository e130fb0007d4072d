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
    private MicrosoftVerifier _microsoft = null!;

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
        _microsoft = new MicrosoftVerifier(pair);
        if (!Floor() || !TryVerifyBytes() || !TryVerifyChars() || !Microsoft() || !MicrosoftWithClaims())
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

    /// <summary>The verdict alone, as JwtBearer asks for it.</summary>
    [Benchmark]
    public bool Microsoft() => _microsoft.Verify(_chars);

    /// <summary>The verdict, and the claims read through its identity.</summary>
    [Benchmark]
    public bool MicrosoftWithClaims() => _microsoft.VerifyAndReadClaims(_chars);
}
