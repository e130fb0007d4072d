using System.Security.Cryptography;
using JwtCore.Algorithms;
using JwtCore.Tests.Support;

namespace JwtCore.Tests.Algorithms;

public class SignatureFailureTests
{
    public static TheoryData<Exception> PlatformFailures => [new CryptographicException("out of range"), new PlatformNotSupportedException("no PSS here"), new NotSupportedException("no PSS here"), new OverflowException("a limb")];

    [Theory, MemberData(nameof(PlatformFailures), DisableDiscoveryEnumeration = true)]
    public void A_platform_that_reports_a_bad_signature_or_a_missing_algorithm_by_an_exception_or_an_overflow_refuses_the_token(Exception failure)
    {
        KeyMaterial key = Tokens.Keys(JwtAlgorithm.HS256).Keys[0].Material;
        Broken algorithm = new(failure);

        Assert.False(algorithm.Verify(key, "a.b"u8, new byte[4]));
        Assert.True(algorithm.WasAsked);
    }

    [Fact]
    public void Any_other_exception_is_a_mistake_and_is_not_hidden()
    {
        KeyMaterial key = Tokens.Keys(JwtAlgorithm.HS256).Keys[0].Material;

        Assert.Throws<InvalidOperationException>(() => new Broken(new InvalidOperationException()).Verify(key, "a.b"u8, new byte[4]));
        Assert.Throws<ObjectDisposedException>(() => new Broken(new ObjectDisposedException("key")).Verify(key, "a.b"u8, new byte[4]));
    }

    private sealed class Broken(Exception thrown) : SignatureAlgorithm(JwtAlgorithm.HS256)
    {
        public bool WasAsked { get; private set; }

        public override string KeyType => "oct";

        public override int SignatureLength(KeyMaterial key) => 4;

        protected override bool VerifyCore(KeyMaterial key, ReadOnlySpan<byte> signingInput, ReadOnlySpan<byte> signature)
        {
            WasAsked = true;
            throw thrown;
        }
    }
}
