using System.Text;
using BenchmarkDotNet.Attributes;
using JwtCore.Testing;

namespace JwtCore.Bench;

/// <summary>Refusals that come before any cryptography: what a flood of bad tokens costs.</summary>
[MemoryDiagnoser]
public class RefuseBenchmarks
{
    private JwtVerifier _verifier = null!;
    private byte[] _garbage = null!;
    private byte[] _malformedHeader = null!;
    private byte[] _wrongAlgorithm = null!;
    private byte[] _unknownKey = null!;

    [GlobalSetup]
    public void SetUp()
    {
        TestKeyPair pair = Sample.Pair(JwtAlgorithm.HS256);
        string claims = Sample.Claims().ToJsonString();
        _verifier = Sample.Verifier(pair);
        _garbage = Encoding.UTF8.GetBytes(new string('x', 967));
        _malformedHeader = Encoding.UTF8.GetBytes(pair.Sign("{\"alg\":\"HS256\",\"typ\":\"JWT\",\"kid\":key-2026-01}", claims));
        _wrongAlgorithm = Encoding.UTF8.GetBytes(pair.Sign("{\"alg\":\"HS384\",\"typ\":\"JWT\",\"kid\":\"key-2026-01\"}", claims));
        _unknownKey = Encoding.UTF8.GetBytes(pair.Sign("{\"alg\":\"HS256\",\"typ\":\"JWT\",\"kid\":\"key-2026-02\"}", claims));
        Require(Garbage(), VerifyError.NotCompactJws);
        Require(MalformedHeader(), VerifyError.HeaderMalformed);
        Require(WrongAlgorithm(), VerifyError.AlgorithmNotAllowed);
        Require(UnknownKey(), VerifyError.KeyNotFound);
    }

    [Benchmark]
    public VerifyError Garbage() => Verdict(_garbage);

    [Benchmark]
    public VerifyError MalformedHeader() => Verdict(_malformedHeader);

    [Benchmark]
    public VerifyError WrongAlgorithm() => Verdict(_wrongAlgorithm);

    [Benchmark]
    public VerifyError UnknownKey() => Verdict(_unknownKey);

    private VerifyError Verdict(byte[] token)
    {
        _verifier.TryVerify(token, out VerifiedToken verified);
        return verified.Error;
    }

    private static void Require(VerifyError actual, VerifyError expected)
    {
        if (actual != expected)
        {
            throw new InvalidOperationException($"A row answers {actual} instead of {expected}.");
        }
    }
}
