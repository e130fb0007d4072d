using System.Globalization;
using JwtCore.Tests.Support;

namespace JwtCore.Tests.Rules;

public class TimeRuleTests
{
    private const long Now = Tokens.Now;

    [Theory, InlineData(0), InlineData(60), InlineData(600)]
    public void A_token_is_expired_at_exp_plus_skew_and_valid_100_ns_before(int skew)
    {
        Assert.Equal(VerifyError.Expired, VerdictOfExp($"{Now - skew}", skew));
        Assert.Equal(VerifyError.Expired, VerdictOfExp($"{Now - skew - 1}", skew));
        Assert.Equal(VerifyError.None, VerdictOfExp($"{Now - skew}.0000001", skew));
        Assert.Equal(VerifyError.None, VerdictOfExp($"{Now - skew + 1}", skew));

        static VerifyError VerdictOfExp(string exp, int skew) =>
            Hmac.Verdict(Hmac.Claims().Remove("nbf").Remove("iat").Set("exp", exp), TestPolicies.With(skew: skew));
    }

    [Fact]
    public void A_fraction_of_exp_finer_than_100_ns_is_cut_off()
    {
        Assert.Equal(VerifyError.Expired, Hmac.VerdictOf("exp", $"{Now}.00000009"));
        Assert.Equal(VerifyError.None, Hmac.VerdictOf("exp", $"{Now}.00000010"));
    }

    [Theory, InlineData(0), InlineData(60), InlineData(600)]
    public void A_token_is_valid_from_nbf_minus_skew_and_not_100_ns_before(int skew)
    {
        VerificationPolicy policy = TestPolicies.With(skew: skew);
        Assert.Equal(VerifyError.None, Hmac.VerdictOf("nbf", $"{Now + skew}", policy));
        Assert.Equal(VerifyError.NotYetValid, Hmac.VerdictOf("nbf", $"{Now + skew}.0000001", policy));
        Assert.Equal(VerifyError.NotYetValid, Hmac.VerdictOf("nbf", $"{Now + skew + 1}", policy));
    }

    [Theory, InlineData(0), InlineData(60), InlineData(600)]
    public void A_token_is_issued_at_now_plus_skew_at_the_latest(int skew)
    {
        VerificationPolicy policy = TestPolicies.With(skew: skew);
        Assert.Equal(VerifyError.None, Hmac.VerdictOf("iat", $"{Now + skew}", policy));
        Assert.Equal(VerifyError.IssuedInFuture, Hmac.VerdictOf("iat", $"{Now + skew}.0000001", policy));
        Assert.Equal(VerifyError.IssuedInFuture, Hmac.VerdictOf("iat", $"{Now + skew + 1}", policy));
    }

    [Theory, InlineData("nbf", VerifyError.NotYetValid), InlineData("iat", VerifyError.IssuedInFuture)]
    public void A_fraction_of_nbf_or_iat_finer_than_100_ns_counts_as_100_ns(string name, VerifyError expected)
    {
        Assert.Equal(expected, Hmac.VerdictOf(name, $"{Now}.00000001"));
        Assert.Equal(expected, Hmac.VerdictOf(name, $"{Now}.0000000000000000000000000000000000001"));
        Assert.Equal(VerifyError.None, Hmac.VerdictOf(name, $"{Now}.0000000000000000000000000000000000000"));
    }

    [Fact]
    public void Exp_is_required_by_default_and_nbf_and_iat_are_not()
    {
        Assert.Equal(VerifyError.ExpirationMissing, Hmac.VerdictOf("exp", null));
        Assert.Equal(VerifyError.None, Hmac.Verdict(Hmac.Claims().Remove("nbf").Remove("iat")));
    }

    [Theory, InlineData(0), InlineData(60)]
    public void A_token_may_be_as_old_as_the_maximum_age_plus_skew_and_not_100_ns_older(int skew)
    {
        VerificationPolicy policy = TestPolicies.With(skew: skew, maxAge: TimeSpan.FromSeconds(100));
        Assert.Equal(VerifyError.None, Hmac.VerdictOf("iat", $"{Now - 100 - skew}", policy));
        Assert.Equal(VerifyError.TooOld, Hmac.VerdictOf("iat", $"{Now - 101 - skew}.9999999", policy));
        Assert.Equal(VerifyError.TooOld, Hmac.VerdictOf("iat", $"{Now - 101 - skew}.99999999", policy));
        Assert.Equal(VerifyError.None, Hmac.VerdictOf("iat", "0", TestPolicies.With()));
    }

    [Fact]
    public void A_token_may_live_as_long_as_the_maximum_lifetime_and_not_100_ns_longer()
    {
        VerificationPolicy policy = TestPolicies.With(skew: 60, maxLifetime: TimeSpan.FromSeconds(360));
        Assert.Equal(VerifyError.None, Hmac.VerdictOf("exp", $"{Now + 300}", policy));
        Assert.Equal(VerifyError.LifetimeTooLong, Hmac.VerdictOf("exp", $"{Now + 300}.0000001", policy));
        Assert.Equal(VerifyError.LifetimeTooLong, Hmac.VerdictOf("exp", $"{Now + 300}.00000001", policy));
        Assert.Equal(VerifyError.LifetimeTooLong, Hmac.VerdictOf("iat", $"{Now - 61}.99999999", policy));
    }

    [Theory, InlineData(true), InlineData(false)]
    public void A_maximum_age_or_lifetime_needs_iat_however_long_it_is(bool isAge)
    {
        foreach (TimeSpan span in (TimeSpan[])[TimeSpan.FromDays(1), TimeSpan.MaxValue - TimeSpan.FromTicks(1), TimeSpan.MaxValue])
        {
            VerificationPolicy policy = TestPolicies.With(maxAge: isAge ? span : null, maxLifetime: isAge ? null : span);
            Assert.Equal(VerifyError.RequiredClaimMissing, Hmac.VerdictOf("iat", null, policy));
            Assert.Equal(VerifyError.None, Hmac.Verdict(Hmac.Claims(), policy));
        }
    }

    [Theory]
    [InlineData("0001-01-01"), InlineData("1970-01-01"), InlineData("9999-12-31T23:59:59.9999999")]
    public void No_clock_and_no_date_in_range_can_overflow(string now)
    {
        DateTimeOffset then = DateTimeOffset.Parse(now, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
        VerificationPolicy policy = TestPolicies.With(skew: 600, maxAge: TimeSpan.MaxValue - TimeSpan.FromTicks(1), maxLifetime: TimeSpan.MaxValue, tolerate: Tolerance.DistantExpiration);
        JwtVerifier verifier = new(policy, new JwtVerifierOptions { TimeProvider = new FixedTime(then) });
        foreach (string exp in (string[])["0", "253402300799", "253402300800", "1e60"])
        {
            foreach (string other in (string[])["0", "253402300799"])
            {
                VerifyError verdict = verifier.Verdict(Hmac.Sign(Hmac.Claims().Set("exp", exp).Set("nbf", other).Set("iat", other)));
                VerifyError expected = then.Ticks + (600 * TimeSpan.TicksPerSecond) < DateTime.UnixEpoch.Ticks ? VerifyError.NotYetValid
                    : exp == "0" && then.Year == 9999 ? VerifyError.Expired
                    : other != "0" && then.Year < 9999 ? VerifyError.NotYetValid
                    : VerifyError.None;
                Assert.Equal(expected, verdict);
            }
        }
    }

    [Fact]
    public void The_latest_date_is_valid_as_exp() => Assert.Equal(VerifyError.None, Hmac.VerdictOf("exp", "253402300799"));

    [Fact]
    public void The_skew_is_60_seconds_by_default()
    {
        JwtVerifier verifier = new(
            new VerificationPolicy { Issuer = Tokens.Issuer, Audience = Tokens.Audience, Algorithms = [JwtAlgorithm.HS256], Keys = Tokens.Keys(JwtAlgorithm.HS256) },
            new JwtVerifierOptions { TimeProvider = FixedTime.At(Now) });

        Assert.Equal(VerifyError.Expired, verifier.Verdict(Hmac.Sign(Hmac.Claims().Set("exp", $"{Now - 60}"))));
        Assert.Equal(VerifyError.None, verifier.Verdict(Hmac.Sign(Hmac.Claims().Set("exp", $"{Now - 60}.0000001"))));
    }

    [Fact]
    public void The_clock_is_read_in_UTC_whatever_its_offset()
    {
        JwtVerifier verifier = new(TestPolicies.With(), new JwtVerifierOptions { TimeProvider = new FixedTime(DateTimeOffset.FromUnixTimeSeconds(Now).ToOffset(TimeSpan.FromHours(9))) });
        Assert.Equal(VerifyError.Expired, verifier.Verdict(Hmac.Sign(Hmac.Claims().Set("exp", $"{Now}"))));
        Assert.Equal(VerifyError.None, verifier.Verdict(Hmac.Sign(Hmac.Claims().Set("exp", $"{Now + 1}"))));
    }
}
