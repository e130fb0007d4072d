using System.Text;
using JwtCore.Testing;
using JwtCore.Tests.Support;

namespace JwtCore.Tests.Caching;

/// <summary>What ends a remembered token: its times, its keys, its revocation.</summary>
public class RememberedTokenEndTests
{
    private const double Tick = 1e-7;

    private static string Good => Hmac.Sign(Hmac.Claims());

    // exp is Now + 300, nbf and iat are Now - 60.
    [Theory]
    [InlineData(299.9999, VerifyError.None), InlineData(300, VerifyError.Expired), InlineData(100_000, VerifyError.Expired)]
    [InlineData(-60, VerifyError.None), InlineData(-60.0001, VerifyError.NotYetValid)]
    public void Expiration_and_not_before_are_checked_at_every_use(double seconds, VerifyError expected) =>
        AssertSameAsUncached(TestPolicies.With(), Good, seconds, expected);

    [Theory, InlineData(-60, VerifyError.None), InlineData(-61, VerifyError.IssuedInFuture), InlineData(300, VerifyError.Expired)]
    public void So_is_a_time_of_issue_in_the_future(double seconds, VerifyError expected) =>
        AssertSameAsUncached(TestPolicies.With(), Hmac.Sign(Hmac.Claims().Remove("nbf")), seconds, expected);

    [Theory, InlineData(39, VerifyError.None), InlineData(40, VerifyError.None), InlineData(41, VerifyError.TooOld), InlineData(300, VerifyError.Expired)]
    public void So_is_the_age(double seconds, VerifyError expected) =>
        AssertSameAsUncached(TestPolicies.With(maxAge: TimeSpan.FromSeconds(100)), Good, seconds, expected);

    [Theory, InlineData(359.9999, VerifyError.None), InlineData(360, VerifyError.Expired), InlineData(-120, VerifyError.None), InlineData(-121, VerifyError.NotYetValid)]
    public void The_skew_counts_as_ever(double seconds, VerifyError expected) =>
        AssertSameAsUncached(TestPolicies.With(skew: 60), Good, seconds, expected);

    [Fact]
    public void A_remembered_token_without_exp_does_not_expire() =>
        AssertSameAsUncached(TestPolicies.With(tolerate: Tolerance.MissingExpiration), Hmac.Sign(Hmac.Claims().Remove("exp")), 1e9, VerifyError.None);

    [Theory, InlineData("253402300801"), InlineData("1e60")]
    public void A_remembered_token_with_a_distant_exp_does_not_expire(string exp) =>
        AssertSameAsUncached(TestPolicies.With(tolerate: Tolerance.DistantExpiration), Hmac.Sign(Hmac.Claims().Set("exp", exp)), 1e9, VerifyError.None);

    [Fact]
    public void The_first_failing_rule_is_reported_before_the_revocation()
    {
        SetTime time = new();
        bool isRevoked = false;
        JwtVerifier verifier = Remembering.Verifier(time: time, isRevoked: (in VerifiedToken _) => isRevoked);
        verifier.Remember(Good);
        isRevoked = true;

        Assert.Equal(VerifyError.Revoked, verifier.Verdict(Good));
        time.Set(Tokens.Now + 300);
        Assert.Equal(VerifyError.Expired, verifier.Verdict(Good));
    }

    [Theory, InlineData(true), InlineData(false)]
    public void A_remembered_token_that_is_refused_shows_nothing(bool isRevoked)
    {
        SetTime time = new();
        bool isRevokedNow = false;
        JwtVerifier verifier = Remembering.Verifier(time: time, isRevoked: (in VerifiedToken _) => isRevokedNow);
        verifier.Remember(Good);
        isRevokedNow = isRevoked;
        time.Set(isRevoked ? Tokens.Now : Tokens.Now + 300);

        Assert.False(verifier.TryVerify(Good, out VerifiedToken token));
        Assert.Equal(isRevoked ? VerifyError.Revoked : VerifyError.Expired, token.Error);
        Assert.True(token.Payload.IsEmpty);
        Assert.False(token.Subject.IsPresent);
        Assert.False(token.TryGetClaim("sub"u8, out _));
        Assert.Null(token.KeyId);
        Assert.Equal(default, token.Algorithm);
        Assert.False(token.HasScope("read"u8));
        Assert.Null(token.ExpiresAt);
    }

    [Fact]
    public void A_token_ends_with_its_key()
    {
        UnloadedKeys keys = new() { Loaded = Tokens.Keys(JwtAlgorithm.HS256) };
        JwtVerifier verifier = Remembering.Verifier(TestPolicies.With(keys));
        verifier.Remember(Good);

        keys.Loaded = Tokens.Keys(JwtAlgorithm.HS384);
        Assert.Equal(VerifyError.KeyNotFound, verifier.Verdict(Good));
        keys.Loaded = Tokens.Keys(Hmac.Pair.With(JwtAlgorithm.HS256, "relabelled"));
        Assert.Equal(VerifyError.KeyNotFound, verifier.Verdict(Good));
        keys.Loaded = Tokens.Keys(TestKeyPair.Create(JwtAlgorithm.HS256, "HS256-1"));
        Assert.Equal(VerifyError.SignatureInvalid, verifier.Verdict(Good));
        keys.Loaded = null;
        Assert.Equal(VerifyError.KeysUnavailable, verifier.Verdict(Good));
    }

    [Fact]
    public void Keys_loaded_anew_verify_the_token_anew_and_it_is_remembered_at_once()
    {
        UnloadedKeys keys = new() { Loaded = Tokens.Keys(JwtAlgorithm.HS256) };
        JwtVerifier verifier = Remembering.Verifier(TestPolicies.With(keys));
        verifier.Remember(Good);
        int bytes = verifier.KnownTokenBytes;

        // A set of the same keys is another set.
        keys.Loaded = Tokens.Keys(JwtAlgorithm.HS256);
        Assert.True(verifier.TryVerify(Good, out VerifiedToken anew));
        Assert.True(verifier.Recalls(Good));
        Assert.True(anew.Subject == "user-1"u8);
        Assert.Equal(1, verifier.KnownTokens);
        Assert.Equal(bytes, verifier.KnownTokenBytes);
    }

    [Fact]
    public void Keys_that_are_trusted_again_are_the_same_keys()
    {
        JwkSet set = Tokens.Keys(JwtAlgorithm.HS256);
        UnloadedKeys keys = new() { Loaded = set };
        JwtVerifier verifier = Remembering.Verifier(TestPolicies.With(keys));
        verifier.Remember(Good);
        keys.Loaded = null;
        Assert.Equal(VerifyError.KeysUnavailable, verifier.Verdict(Good));
        keys.Loaded = set;

        Assert.True(verifier.Recalls(Good));
    }

    [Fact]
    public void The_keys_of_one_issuer_end_no_token_of_another()
    {
        UnloadedKeys keys = new() { Loaded = Tokens.Keys(JwtAlgorithm.HS256) };
        JwtVerifier verifier = Remembering.Verifier([TestPolicies.With(keys), TestPolicies.With(Tokens.Keys(JwtAlgorithm.HS384), [JwtAlgorithm.HS384], issuer: "https://other.example.com")]);
        string other = Tokens.Pair(JwtAlgorithm.HS384).Sign(Hmac.Claims().Set("iss", "\"https://other.example.com\"").ToString());
        verifier.Remember(Good);
        verifier.Remember(other);
        keys.Loaded = null;

        Assert.Equal(VerifyError.KeysUnavailable, verifier.Verdict(Good));
        Assert.True(verifier.Recalls(other));
    }

    [Fact]
    public void The_clock_is_read_once_whether_the_token_is_remembered_new_or_ended()
    {
        SetTime time = new();
        UnloadedKeys keys = new() { Loaded = Tokens.Keys(JwtAlgorithm.HS256) };
        JwtVerifier verifier = Remembering.Verifier(TestPolicies.With(keys), time);
        for (int i = 1; i <= 6; i++)
        {
            verifier.TryVerify(Good, out _);
            Assert.Equal(i, time.Reads);
            keys.Loaded = i == 4 ? Tokens.Keys(JwtAlgorithm.HS256) : keys.Loaded;
        }
    }

    [Theory]
    [InlineData("no token", VerifyError.NotCompactJws)]
    [InlineData("e30.e30.AA", VerifyError.HeaderMalformed)]
    [InlineData("eyJhbGciOiJIUzI1NiJ9.e30.AA", VerifyError.SignatureInvalid)]
    public void A_token_that_fails_before_any_date_matters_costs_no_look_at_the_clock(string token, VerifyError error)
    {
        SetTime time = new();
        JwtVerifier verifier = new(TestPolicies.With(), new JwtVerifierOptions { TimeProvider = time });

        Assert.Equal(error, verifier.Verdict(token));
        Assert.Equal(0, time.Reads);
    }

    [Fact]
    public void When_the_clock_fails_nothing_stays_readable()
    {
        SetTime time = new();
        JwtVerifier verifier = Remembering.Verifier(time: time);
        verifier.Remember(Good);
        scoped VerifiedToken token;
        verifier.TryVerify(Good, out token);
        time.IsBroken = true;
        bool isThrown = false;
        try
        {
            verifier.TryVerify(Good, out token);
        }
        catch (InvalidOperationException)
        {
            // The caller's clock.
            isThrown = true;
        }

        Assert.True(isThrown);
        Assert.Equal(VerifyError.NotVerified, token.Error);
        Assert.True(token.Payload.IsEmpty);
        Assert.False(token.Subject.IsPresent);
    }

    [Fact]
    public void S10_A_remembered_token_ends_with_its_expiry_its_key_and_any_changed_byte()
    {
        SetTime time = new();
        UnloadedKeys keys = new() { Loaded = Tokens.Keys(JwtAlgorithm.ES256, JwtAlgorithm.RS256) };
        JwtVerifier verifier = Remembering.Verifier(TestPolicies.With(keys, [JwtAlgorithm.ES256, JwtAlgorithm.RS256]), time);
        string token = Tokens.Pair(JwtAlgorithm.ES256).Sign(Hmac.Claims().ToString());
        string staying = Tokens.Pair(JwtAlgorithm.RS256).Sign(Hmac.Claims().Set("exp", $"{Tokens.Now + 10_000}").ToString());
        verifier.Remember(token);
        verifier.Remember(staying);

        int at = token.IndexOf('.', StringComparison.Ordinal) + 10;
        Assert.Equal(VerifyError.SignatureInvalid, verifier.Verdict($"{token[..at]}{(token[at] == 'A' ? 'B' : 'A')}{token[(at + 1)..]}"));

        time.Set(Tokens.Now + 299);
        Assert.True(verifier.Recalls(token));
        time.Set(Tokens.Now + 300);
        Assert.Equal(VerifyError.Expired, verifier.Verdict(token));

        time.Set(Tokens.Now + 299);
        keys.Loaded = Tokens.Keys(JwtAlgorithm.RS256);
        Assert.Equal(VerifyError.KeyNotFound, verifier.Verdict(token));
        Assert.Equal(VerifyError.None, verifier.Verdict(staying));

        // Past the age at which the source stops trusting what it loaded.
        keys.Loaded = null;
        Assert.Equal(VerifyError.KeysUnavailable, verifier.Verdict(token));
        Assert.Equal(VerifyError.KeysUnavailable, verifier.Verdict(staying));
    }

    [Theory, InlineData(true), InlineData(false)]
    public void A_token_in_use_makes_room_when_it_expired_and_not_when_it_never_expires(bool expires)
    {
        SetTime time = new();
        JwtVerifier verifier = Remembering.Verifier(TestPolicies.With(tolerate: Tolerance.MissingExpiration), time, cache: new TokenCacheOptions { MaxEntries = 1 });
        verifier.Remember(expires ? Good : Hmac.Sign(Hmac.Claims().Remove("exp")));
        time.Set(Tokens.Now + 300);
        byte[] newcomer = Encoding.ASCII.GetBytes(Hmac.Sign(Hmac.Claims().Remove("exp").Set("jti", "\"new\"")));
        verifier.TryVerify(newcomer, out _);
        verifier.TryVerify(newcomer, out _);

        Assert.True(verifier.TryVerify(newcomer, out VerifiedToken token));
        Assert.Equal(!expires, token.IsInline());
    }

    private static void AssertSameAsUncached(VerificationPolicy policy, string token, double seconds, VerifyError expected)
    {
        SetTime time = new();
        JwtVerifier verifier = Remembering.Verifier(policy, time);
        verifier.Remember(token);
        foreach (double at in (double[])[seconds, seconds - Tick, seconds + Tick, 0, seconds])
        {
            time.Set(Tokens.Now + at);
            JwtVerifier plain = new(policy, new JwtVerifierOptions { TimeProvider = time });
            Assert.Equal(plain.Verdict(token), verifier.Verdict(token));
        }

        Assert.Equal(expected, verifier.Verdict(token));
        Assert.Equal(1, verifier.KnownTokens);
    }
}
