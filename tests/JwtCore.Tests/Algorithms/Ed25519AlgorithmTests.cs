using JwtCore.Algorithms;
using JwtCore.Tests.Support;
using JwtCore.Tests.Twins;

namespace JwtCore.Tests.Algorithms;

public class Ed25519AlgorithmTests
{
    // The name of the algorithm plays no part here.
    private const JwtAlgorithm Id = JwtAlgorithm.ES256;

    private static readonly byte[] Seed = new byte[32];
    private static readonly byte[] Signature = NaiveEd25519.Sign(Seed, "a.b"u8);
    private static readonly Ed25519PublicKey Key = Ed25519PublicKey.TryCreate(NaiveEd25519.PublicKey(Seed), out _)!;

    [Fact]
    public void A_signature_verifies_over_the_bytes_that_were_signed_and_no_others()
    {
        Ed25519Algorithm algorithm = new(Id);
        Assert.True(algorithm.Verify(Key, "a.b"u8, Signature));
        Assert.False(algorithm.Verify(Key, "a.c"u8, Signature));
        Assert.False(algorithm.Verify(Key, "a.b"u8, Signature.AsSpan(1)));
    }

    [Fact]
    public void Only_an_Ed25519_key_fits()
    {
        Ed25519Algorithm algorithm = new(Id);
        Assert.Equal("OKP", algorithm.KeyType);
        Assert.Equal(64, algorithm.SignatureLength(Key));
        foreach (JwtAlgorithm other in (JwtAlgorithm[])[JwtAlgorithm.RS256, JwtAlgorithm.ES256, JwtAlgorithm.HS256])
        {
            Assert.Equal(0, algorithm.SignatureLength(Tokens.Keys(other).Keys[0].Material));
            Assert.False(algorithm.Verify(Tokens.Keys(other).Keys[0].Material, "a.b"u8, Signature));
        }
    }

    [Theory, InlineData(true), InlineData(false)]
    public void After_a_failed_self_test_no_signature_verifies(bool overflows)
    {
        Ed25519SelfTest failed = new(() => overflows ? throw new OverflowException() : false);
        Assert.False(new Ed25519Algorithm(Id, failed).Verify(Key, "a.b"u8, Signature));
        Assert.True(new Ed25519Algorithm(Id, new Ed25519SelfTest(() => true)).Verify(Key, "a.b"u8, Signature));
    }

    [Fact]
    public void It_prepares_nothing_before_a_policy_names_it()
    {
        int runs = 0;
        Ed25519SelfTest selfTest = new(() => ++runs > 0);
        Ed25519Algorithm algorithm = new(Id, selfTest);
        Assert.False(selfTest.IsWanted);
        algorithm.Prepare([Key, Tokens.Keys(JwtAlgorithm.RS256).Keys[0].Material]);
        Assert.True(selfTest.IsWanted);
        Assert.Equal(0, runs);

        _ = new JwtVerifier(Tokens.Policy(Tokens.Keys(JwtAlgorithm.Ed25519), JwtAlgorithm.Ed25519));
        Assert.True(Ed25519SelfTest.Own.IsWanted);
    }

    [Fact]
    public void The_self_test_ends_before_the_first_verdict()
    {
        bool hasEnded = false;
        Ed25519Algorithm algorithm = new(Id, new Ed25519SelfTest(() => hasEnded = true));
        Assert.True(algorithm.Verify(Key, "a.b"u8, Signature));
        Assert.True(hasEnded);
    }
}
