using JwtCore.Tests.Support;

namespace JwtCore.Tests.Verifier;

public class TokenCacheOptionsTests
{
    [Fact]
    public void The_defaults_are_documented_numbers()
    {
        Assert.Null(new JwtVerifierOptions().Cache);
        Assert.Equal(4_096, new TokenCacheOptions().MaxEntries);
        Assert.Equal(8_388_608, new TokenCacheOptions().MaxBytes);
    }

    [Theory, InlineData(0, false), InlineData(-1, false), InlineData(int.MinValue, false), InlineData(1, true), InlineData(1_048_576, true), InlineData(1_048_577, false)]
    public void The_entries_go_from_1_to_1048576(int count, bool passes) => AssertAccepted(passes, new TokenCacheOptions { MaxEntries = count });

    [Theory, InlineData(0, false), InlineData(65_535, false), InlineData(65_536, true), InlineData(1_073_741_824, true), InlineData(1_073_741_825, false)]
    public void The_bytes_go_from_64_KiB_to_1_GiB(int bytes, bool passes) => AssertAccepted(passes, new TokenCacheOptions { MaxBytes = bytes });

    private static void AssertAccepted(bool passes, TokenCacheOptions options)
    {
        if (passes)
        {
            Remembering.Verifier(cache: options).Remember(Hmac.Sign(Hmac.Claims()));
        }
        else
        {
            Assert.ThrowsAny<ArgumentException>(() => Remembering.Verifier(cache: options));
        }
    }
}
