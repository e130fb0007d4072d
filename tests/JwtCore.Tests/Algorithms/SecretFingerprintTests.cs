using System.Security.Cryptography;
using JwtCore.Algorithms;

namespace JwtCore.Tests.Algorithms;

// RFC 2104 section 2: a key longer than a block is hashed, a shorter one filled with zeros. Blocks are 64 bytes for
// SHA-256 and 128 for the others.
public class SecretFingerprintTests
{
    [Theory, InlineData(32), InlineData(63), InlineData(64), InlineData(100), InlineData(127)]
    public void A_secret_up_to_a_block_signs_like_the_same_with_zeros_behind_it(int length) =>
        Assert.True(SignAlike(Secret(length), [.. Secret(length), 0]));

    [Fact]
    public void Beyond_every_block_zeros_make_another_secret() => Assert.False(SignAlike(Secret(128), [.. Secret(128), 0]));

    [Fact]
    public void A_secret_beyond_the_block_signs_like_its_hash()
    {
        Assert.True(SignAlike(Secret(65), SHA256.HashData(Secret(65))));
        Assert.False(SignAlike(Secret(64), SHA256.HashData(Secret(64))));
        Assert.True(SignAlike(Secret(129), SHA384.HashData(Secret(129))));
        Assert.True(SignAlike(Secret(129), SHA512.HashData(Secret(129))));
        Assert.False(SignAlike(Secret(128), SHA384.HashData(Secret(128))));
        Assert.False(SignAlike(Secret(128), SHA512.HashData(Secret(128))));
        Assert.False(SignAlike(Secret(100), SHA384.HashData(Secret(100))));
    }

    [Fact]
    public void Other_secrets_have_nothing_in_common()
    {
        Assert.False(SignAlike(Secret(32), Secret(33)));
        Assert.Equal(3, new SharedSecret(Secret(32)).Fingerprints().Distinct().Count());
    }

    // Whether some HMAC of the two is the same over any text, and the fingerprints say so.
    private static bool SignAlike(byte[] one, byte[] other)
    {
        bool alike = HMACSHA256.HashData(one, "a"u8).SequenceEqual(HMACSHA256.HashData(other, "a"u8))
            || HMACSHA384.HashData(one, "a"u8).SequenceEqual(HMACSHA384.HashData(other, "a"u8))
            || HMACSHA512.HashData(one, "a"u8).SequenceEqual(HMACSHA512.HashData(other, "a"u8));
        Assert.Equal(alike, new SharedSecret(one).Fingerprints().Intersect(new SharedSecret(other).Fingerprints()).Any());
        return alike;
    }

    private static byte[] Secret(int length) => [.. Enumerable.Range(1, length).Select(i => (byte)i)];
}
