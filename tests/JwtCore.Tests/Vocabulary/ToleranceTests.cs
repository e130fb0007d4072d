using JwtCore.Testing;
using JwtCore.Tests.Support;

namespace JwtCore.Tests.Vocabulary;

public class ToleranceTests
{
    private static readonly Tolerance All = Enum.GetValues<Tolerance>().Aggregate((all, flag) => all | flag);

    [Fact]
    public void Every_flag_is_off_by_default() => Assert.Equal(Tolerance.Nothing, new VerificationPolicy { Issuer = "a", Audience = "b", Algorithms = [], Keys = new JwkSet() }.Tolerate);

    [Theory]
    [InlineData(Tolerance.MissingExpiration, VerifyError.ExpirationMissing), InlineData(Tolerance.StringDates, VerifyError.ClaimMalformed), InlineData(Tolerance.NumericSubject, VerifyError.ClaimMalformed)]
    [InlineData(Tolerance.UnprovenPossession, VerifyError.ProofOfPossessionRequired), InlineData(Tolerance.TryKeysWithoutKeyId, VerifyError.KeyAmbiguous), InlineData(Tolerance.PaddedBase64Url, VerifyError.NotCompactJws), InlineData(Tolerance.DistantExpiration, VerifyError.ClaimMalformed)]
    public void Each_flag_accepts_what_it_names_and_all_others_together_do_not(Tolerance flag, VerifyError without)
    {
        TestKeyPair other = TestKeyPair.Create(JwtAlgorithm.HS256, "other");
        JwkSet keys = Tokens.Keys(other, Hmac.Pair);
        string token = flag switch
        {
            Tolerance.MissingExpiration => Hmac.Sign(Hmac.Claims().Remove("exp")),
            Tolerance.StringDates => Hmac.Sign(Hmac.Claims().Set("exp", $"\"{Tokens.Now + 1}\"")),
            Tolerance.NumericSubject => Hmac.Sign(Hmac.Claims().Set("sub", "1")),
            Tolerance.UnprovenPossession => Hmac.Sign(Hmac.Claims().Set("cnf", "{}")),
            Tolerance.DistantExpiration => Hmac.Sign(Hmac.Claims().Set("exp", "253402300801")),
            Tolerance.TryKeysWithoutKeyId => Hmac.Pair.With(JwtAlgorithm.HS256, null).Sign(Hmac.Claims().ToString()),
            _ => Hmac.Sign(Hmac.Claims()) + "=",
        };

        Assert.Equal(VerifyError.None, Hmac.Verdict(token, TestPolicies.With(keys, tolerate: flag)));
        Assert.Equal(VerifyError.None, Hmac.Verdict(token, TestPolicies.With(keys, tolerate: All)));
        Assert.Equal(without, Hmac.Verdict(token, TestPolicies.With(keys)));
        Assert.Equal(without, Hmac.Verdict(token, TestPolicies.With(keys, tolerate: All & ~flag)));
        Assert.Equal(VerifyError.None, Hmac.Verdict(Hmac.Claims(), TestPolicies.With(keys, tolerate: flag)));
    }

    [Theory]
    [InlineData("\"1767225700\"", VerifyError.None), InlineData("\"1.7672257e9\"", VerifyError.None), InlineData("\"1767225600.0000001\"", VerifyError.None), InlineData("\"1767225600\"", VerifyError.Expired), InlineData("\"0\"", VerifyError.Expired), InlineData("\"-0\"", VerifyError.Expired)]
    [InlineData("1767225700", VerifyError.None), InlineData("\"\"", VerifyError.ClaimMalformed), InlineData("\" 1767225700\"", VerifyError.ClaimMalformed), InlineData("\"1767225700 \"", VerifyError.ClaimMalformed), InlineData("\"+1767225700\"", VerifyError.ClaimMalformed)]
    [InlineData("\"01767225700\"", VerifyError.ClaimMalformed), InlineData("\"1767225700.\"", VerifyError.ClaimMalformed), InlineData("\"0x69560000\"", VerifyError.ClaimMalformed), InlineData("\"1,767,225,700\"", VerifyError.ClaimMalformed), InlineData("\"2026-01-01T00:00:00Z\"", VerifyError.ClaimMalformed)]
    [InlineData("\"-1\"", VerifyError.ClaimMalformed), InlineData("\"253402300799\"", VerifyError.None), InlineData("\"253402300800\"", VerifyError.None), InlineData("\"253402300801\"", VerifyError.ClaimMalformed), InlineData("\"1e400\"", VerifyError.ClaimMalformed), InlineData("\"NaN\"", VerifyError.ClaimMalformed), InlineData("\"Infinity\"", VerifyError.ClaimMalformed)]
    [InlineData("null", VerifyError.ClaimMalformed), InlineData("true", VerifyError.ClaimMalformed), InlineData("[\"1767225700\"]", VerifyError.ClaimMalformed), InlineData("\"never\"", VerifyError.ClaimMalformed)]
    public void A_string_date_is_one_JSON_number_in_range(string exp, VerifyError expected) =>
        Assert.Equal(expected, Hmac.VerdictOf("exp", exp, TestPolicies.With(tolerate: Tolerance.StringDates)));

    [Theory, InlineData("exp"), InlineData("nbf"), InlineData("iat")]
    public void String_dates_have_at_most_64_characters_and_hold_for_all_three(string name)
    {
        VerificationPolicy policy = TestPolicies.With(skew: 600, tolerate: Tolerance.StringDates);
        string date = $"{Tokens.Now}.".PadRight(64, '0');
        Assert.Equal(VerifyError.None, Hmac.VerdictOf(name, $"\"{date}\"", policy));
        Assert.Equal(VerifyError.ClaimMalformed, Hmac.VerdictOf(name, $"\"{date}0\"", policy));
    }

    [Theory, InlineData("42", "42"), InlineData("-1.50e3", "-1.50e3"), InlineData("12345678901234567890123", "12345678901234567890123"), InlineData("\"42\"", "42"), InlineData("\"\\u0034\"", "4")]
    public void A_numeric_subject_reads_as_written(string json, string expected)
    {
        Assert.True(Tokens.Verifier(TestPolicies.With(tolerate: Tolerance.NumericSubject)).TryVerify(Hmac.Sign(Hmac.Claims().Set("sub", json)), out VerifiedToken token));
        Assert.True(token.Subject == expected);
    }

    [Theory, InlineData("true"), InlineData("null"), InlineData("[1]"), InlineData("{}")]
    public void Nothing_else_becomes_a_subject(string json) => Assert.Equal(VerifyError.ClaimMalformed, Hmac.VerdictOf("sub", json, TestPolicies.With(tolerate: Tolerance.NumericSubject)));

    [Theory, InlineData("iss"), InlineData("jti")]
    public void A_number_is_tolerated_as_the_subject_alone(string name) => Assert.Equal(VerifyError.ClaimMalformed, Hmac.VerdictOf(name, "1", TestPolicies.With(tolerate: All)));

    [Fact]
    public void A_token_without_exp_never_expires_but_a_bad_exp_still_counts()
    {
        VerificationPolicy policy = TestPolicies.With(tolerate: Tolerance.MissingExpiration);
        Assert.Equal(VerifyError.Expired, Hmac.VerdictOf("exp", "0", policy));
        Assert.Equal(VerifyError.ClaimMalformed, Hmac.VerdictOf("exp", "null", policy));
        Assert.True(Tokens.Verifier(policy).TryVerify(Hmac.Sign(Hmac.Claims().Remove("exp")), out VerifiedToken token));
        Assert.Null(token.ExpiresAt);
    }

    [Fact]
    public void Every_flag_is_in_the_table_above() =>
        Assert.Equal(
            Enum.GetValues<Tolerance>().Where(flag => flag != Tolerance.Nothing),
            typeof(ToleranceTests).GetMethod(nameof(Each_flag_accepts_what_it_names_and_all_others_together_do_not))!
                .GetCustomAttributes(typeof(InlineDataAttribute), false).Cast<InlineDataAttribute>().Select(row => (Tolerance)row.Data[0]!).Order());

    // 253402300800 is one tick past DateTimeOffset.MaxValue, so even a clock that stands there comes before it.
    [Theory, InlineData("253402300800", Tolerance.Nothing), InlineData("253402300801", Tolerance.DistantExpiration), InlineData("1e60", Tolerance.DistantExpiration)]
    public void A_distant_exp_comes_after_every_clock_and_reads_as_the_latest_date(string exp, Tolerance tolerate)
    {
        foreach (int skew in (int[])[0, 600])
        {
            JwtVerifier verifier = new(TestPolicies.With(skew: skew, tolerate: tolerate), new JwtVerifierOptions { TimeProvider = new FixedTime(DateTimeOffset.MaxValue) });
            Assert.True(verifier.TryVerify(Hmac.Sign(Hmac.Claims().Set("exp", exp)), out VerifiedToken token));
            Assert.Equal(DateTimeOffset.MaxValue, token.ExpiresAt);
            Assert.Equal(DateTimeOffset.MaxValue, token.ToClaims().ExpiresAt);
        }
    }

    [Theory, InlineData("253402300799"), InlineData("253402300801"), InlineData("1e60")]
    public void A_distant_exp_is_longer_than_any_lifetime(string exp)
    {
        string token = Hmac.Sign(Hmac.Claims().Set("exp", exp).Set("iat", $"{Tokens.Now}"));
        Assert.Equal(VerifyError.None, Hmac.Verdict(token, TestPolicies.With(tolerate: Tolerance.DistantExpiration)));
        Assert.Equal(VerifyError.LifetimeTooLong, Hmac.Verdict(token, TestPolicies.With(maxLifetime: TimeSpan.FromDays(365_000), tolerate: Tolerance.DistantExpiration)));
    }

    [Fact]
    public void A_distant_exp_does_not_make_an_old_token_young()
    {
        VerificationPolicy policy = TestPolicies.With(maxAge: TimeSpan.FromHours(1), tolerate: Tolerance.DistantExpiration);
        Assert.Equal(VerifyError.None, Hmac.Verdict(Hmac.Sign(Hmac.Claims().Set("exp", "1e60").Set("iat", $"{Tokens.Now - 3600}")), policy));
        Assert.Equal(VerifyError.TooOld, Hmac.Verdict(Hmac.Sign(Hmac.Claims().Set("exp", "1e60").Set("iat", $"{Tokens.Now - 3601}")), policy));
    }
}
