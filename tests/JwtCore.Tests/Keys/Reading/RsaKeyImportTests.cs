using System.Buffers.Text;
using System.Numerics;
using JwtCore.Tests.Support;

namespace JwtCore.Tests.Keys;

public class RsaKeyImportTests
{
    private const string WrongSize = "the RSA modulus has fewer than 2048 or more than 8192 bits.";
    private const string EvenModulus = "the RSA modulus is even.";
    private const string WrongExponent = "the RSA exponent is even, below 3 or above 33 bits.";
    private const string Fingerprint = "the RSA modulus has the fingerprint of the ROCA weakness.";

    private static readonly BigInteger Good = Moduli.Odd(2048);

    public static TheoryData<int> Primes => [.. Moduli.FingerprintPrimes];

    [Theory]
    [InlineData(512, WrongSize), InlineData(1024, WrongSize), InlineData(2040, WrongSize), InlineData(2047, WrongSize), InlineData(2048, null), InlineData(2049, null)]
    [InlineData(3072, null), InlineData(4096, null), InlineData(8191, null), InlineData(8192, null), InlineData(8193, WrongSize), InlineData(16384, WrongSize)]
    public void A_modulus_has_2048_to_8192_bits(int bits, string? reason) => Assert.Equal(reason, Refusal(Moduli.Odd(bits), 65537));

    [Fact]
    public void A_modulus_is_odd()
    {
        Assert.Equal(EvenModulus, Refusal(Good - 1, 65537));
        Assert.Equal(EvenModulus, Refusal(Good + 1, 65537));
    }

    [Theory]
    [InlineData(0L, WrongExponent), InlineData(1L, WrongExponent), InlineData(2L, WrongExponent), InlineData(3L, null), InlineData(4L, WrongExponent), InlineData(5L, null), InlineData(17L, null)]
    [InlineData(65536L, WrongExponent), InlineData(65537L, null), InlineData(129L, null), InlineData(0x8200_03L, null), InlineData(0x0300_02L, WrongExponent), InlineData(0xFFFF_FFL, null), InlineData((1L << 32) + 1, null), InlineData((1L << 33) - 1, null)]
    [InlineData((1L << 33) - 2, WrongExponent), InlineData(1L << 33, WrongExponent), InlineData((1L << 33) + 1, WrongExponent), InlineData(long.MaxValue, WrongExponent)]
    public void An_exponent_is_odd_from_3_to_below_2_to_the_33(long exponent, string? reason)
    {
        string? refusal = Refusal(Good, exponent);
        if (exponent > int.MaxValue && reason is null && refusal == "the platform refuses the RSA key.")
        {
            return;
        }

        Assert.Equal(reason, refusal);
    }

    // 2^32 + 1 has 33 bits, 2^32 - 1 has 32.
    [Theory]
    [InlineData(4095, 33, true), InlineData(4096, 33, true), InlineData(4097, 33, false), InlineData(8192, 33, false), InlineData(4097, 32, true), InlineData(8192, 32, true)]
    public void An_exponent_above_32_bits_needs_a_modulus_of_at_most_4096(int modulusBits, int exponentBits, bool isTaken)
    {
        string? refusal = Refusal(Moduli.Odd(modulusBits), exponentBits == 33 ? (1L << 32) + 1 : (1L << 32) - 1);
        Assert.Equal(!isTaken, refusal == "the RSA exponent has more than 32 bits, which needs a modulus of at most 4096 bits.");
        Assert.True(!isTaken || refusal is null or "the platform refuses the RSA key.", refusal);
    }

    [Fact]
    public void A_modulus_with_the_fingerprint_of_the_weak_generator_is_refused() => Assert.Equal(Fingerprint, Refusal(Moduli.WithFingerprint(), 65537));

    [Theory, MemberData(nameof(Primes))]
    public void A_modulus_that_breaks_the_fingerprint_at_one_prime_is_accepted(int prime) =>
        Assert.Null(Refusal(Moduli.WithFingerprint(exceptAt: prime), 65537));

    [Fact]
    public void The_fingerprint_has_38_primes() => Assert.Equal(38, Moduli.FingerprintPrimes.Length);

    [Fact]
    public void Leading_zero_octets_change_nothing()
    {
        byte[] modulus = Good.ToByteArray(isUnsigned: true, isBigEndian: true);
        string padded = Base64Url.EncodeToString([0, 0, .. modulus]);
        JwkSet set = JwkJson.Set(
            JwkJson.Rsa.WithText("n", Moduli.Encode(Good)).WithText("e", "AQAB"),
            JwkJson.Rsa.WithText("n", padded).WithText("e", "AAABAAE"));

        Assert.Single(set.Keys);
        Assert.Empty(set.Skipped);
        byte[] tooSmall = [0, 0, .. Moduli.Odd(2047).ToByteArray(isUnsigned: true, isBigEndian: true)];
        Assert.Equal(WrongSize, JwkJson.Refusal(JwkJson.Rsa.WithText("n", Base64Url.EncodeToString(tooSmall))));
        Assert.Equal(WrongSize, JwkJson.Refusal(JwkJson.Rsa.WithText("n", "AAAA")));
        Assert.Equal(WrongExponent, JwkJson.Refusal(JwkJson.Rsa.WithText("e", "AAAA")));
    }

    [Theory, InlineData(0), InlineData(1), InlineData(5)]
    public void A_token_verifies_under_a_key_with_leading_zero_octets(int zeros)
    {
        byte[] exponent = [.. new byte[zeros], 1, 0, 1];
        JwkSet set = JwkJson.Set(JwkJson.Rsa.WithText("e", Base64Url.EncodeToString(exponent)));
        Assert.Equal(VerifyError.None, Tokens.Verifier(Tokens.Policy(set, JwtAlgorithm.RS256)).Verdict(Tokens.Pair(JwtAlgorithm.RS256).Sign(Tokens.Claims().ToJsonString())));
    }

    private static string? Refusal(BigInteger modulus, BigInteger exponent) =>
        JwkJson.Refusal(JwkJson.Rsa.WithText("n", Moduli.Encode(modulus)).WithText("e", Moduli.Encode(exponent)));
}
