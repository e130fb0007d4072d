using System.Text;
using JwtCore.Tests.Support;

namespace JwtCore.Tests.Vocabulary;

public class LimitsTests
{
    [Theory]
    [InlineData(0, false), InlineData(-1, false), InlineData(1, true), InlineData(8_388_608, true), InlineData(8_388_609, false), InlineData(int.MinValue, false), InlineData(int.MaxValue, false)]
    public void Sizes_go_from_1_to_8_MiB(int size, bool passes)
    {
        AssertAccepted(passes, new Limits { TokenBytes = size });
        AssertAccepted(passes, new Limits { HeaderBytes = size });
    }

    [Theory, InlineData(0, false), InlineData(1, true), InlineData(64, true), InlineData(65, false)]
    public void The_depth_goes_from_1_to_64(int depth, bool passes) => AssertAccepted(passes, new Limits { JsonDepth = depth });

    [Theory, InlineData(0, false), InlineData(1, true), InlineData(4, true), InlineData(5, false)]
    public void The_keys_tried_go_from_1_to_4(int count, bool passes) => AssertAccepted(passes, new Limits { KeysTriedWithoutKeyId = count });

    [Fact]
    public void The_defaults_are_documented_numbers()
    {
        Limits limits = new();
        Assert.Equal(16_384, limits.TokenBytes);
        Assert.Equal(8_192, limits.HeaderBytes);
        Assert.Equal(64, limits.JsonDepth);
        Assert.Equal(4, limits.KeysTriedWithoutKeyId);
    }

    // The sizes are those at which the call changes its own memory, too.
    [Theory, InlineData(null), InlineData(2_000), InlineData(2_048), InlineData(2_049), InlineData(16_383), InlineData(16_385), InlineData(100_000), InlineData(8_388_608)]
    public void A_token_may_be_as_long_as_the_limit_and_no_longer(int? limit)
    {
        int size = limit ?? 16_384;
        Limits limits = limit is null ? new Limits() : new Limits { TokenBytes = size };
        JwtVerifier verifier = Tokens.Verifier(TestPolicies.With(), limits);
        JwtVerifier larger = Tokens.Verifier(TestPolicies.With(), new Limits { TokenBytes = Math.Min(size + 4, 8_388_608) });
        string fits = SignedOfAtMost(size);
        string tooLarge = fits + new string('A', size + 1 - fits.Length);

        Assert.Equal(VerifyError.None, verifier.Verdict(fits));
        Assert.NotEqual(VerifyError.TokenTooLarge, verifier.Verdict(tooLarge[..^1]));
        Assert.Equal(VerifyError.TokenTooLarge, verifier.Verdict(tooLarge));
        Assert.Equal(VerifyError.TokenTooLarge, verifier.Verdict(new string('\u00e9', size + 1)));
        Assert.Equal(VerifyError.None, larger.Verdict(fits));
    }

    [Theory, InlineData(null), InlineData(2_728), InlineData(2_732), InlineData(2_736), InlineData(100), InlineData(12_000)]
    public void A_header_may_be_as_long_as_the_limit_and_no_longer(int? limit)
    {
        int size = limit ?? 8_192;
        Limits limits = limit is null ? new Limits() : new Limits { HeaderBytes = size };
        JwtVerifier verifier = Tokens.Verifier(TestPolicies.With(), limits);

        // Encoded lengths that exist are 0, 2 and 3 modulo 4.
        Assert.Equal(VerifyError.None, verifier.Verdict(SignedWithHeaderOf(size / 4 * 3)));
        Assert.Equal(VerifyError.TokenTooLarge, verifier.Verdict(SignedWithHeaderOf((size / 4 * 3) + 1)));

        static string SignedWithHeaderOf(int length) =>
            Hmac.Pair.Sign(Encoding.UTF8.GetBytes(Hmac.Header().ToString().PadRight(length)), Encoding.UTF8.GetBytes(Hmac.Claims().ToString()));
    }

    [Theory, InlineData(1), InlineData(3), InlineData(64)]
    public void Header_and_payload_may_be_as_deep_as_the_limit_and_no_deeper(int depth)
    {
        JwtVerifier verifier = Tokens.Verifier(TestPolicies.With(), new Limits { JsonDepth = depth });

        Assert.Equal(VerifyError.None, verifier.Verdict(Hmac.Sign(Hmac.Claims().Set("x", Arrays(depth - 1)))));
        Assert.Equal(VerifyError.PayloadMalformed, verifier.Verdict(Hmac.Sign(Hmac.Claims().Set("x", Arrays(depth)))));
        Assert.Equal(VerifyError.None, verifier.Verdict(Hmac.Pair.Sign(Hmac.Header().Set("x", Arrays(depth - 1)).ToString(), Hmac.Claims().ToString())));
        Assert.Equal(VerifyError.HeaderMalformed, verifier.Verdict(Hmac.Pair.Sign(Hmac.Header().Set("x", Arrays(depth)).ToString(), Hmac.Claims().ToString())));

        static string Arrays(int depth) => depth == 0 ? "0" : new string('[', depth) + new string(']', depth);
    }

    private static string SignedOfAtMost(int size)
    {
        RawJson claims = Hmac.Claims();
        int room = (size - Hmac.Sign(claims.Set("x", "\"\"")).Length) / 4 * 3;
        return Hmac.Sign(claims.Set("x", $"\"{new string('x', room)}\""));
    }

    private static void AssertAccepted(bool passes, Limits limits)
    {
        if (passes)
        {
            Tokens.Verifier(TestPolicies.With(), limits);
        }
        else
        {
            Assert.ThrowsAny<ArgumentException>(() => Tokens.Verifier(TestPolicies.With(), limits));
        }
    }
}
