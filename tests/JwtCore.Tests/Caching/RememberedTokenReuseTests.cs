using System.Text;
using JwtCore.Tests.Support;

namespace JwtCore.Tests.Caching;

/// <summary>Results that share memory, hooks that verify themselves, clocks at their ends, and tokens that do not fit.</summary>
public class RememberedTokenReuseTests
{
    [Fact]
    public void One_variable_shows_what_was_verified_last_whatever_it_showed_before()
    {
        JwtVerifier remembering = Remembering.Verifier();
        JwtVerifier plain = Tokens.Verifier(TestPolicies.With());
        string[] tokens = [.. Enumerable.Range(0, 24).Select(i => Hmac.Sign(Shape(i)))];
        byte[][] bytes = [.. tokens.Select(Encoding.ASCII.GetBytes)];
        Array.ForEach(tokens[..16], remembering.Remember);
        Random random = new(1);
        scoped VerifiedToken token;
        for (int i = 0; i < 4_000; i++)
        {
            int at = random.Next(tokens.Length);
            JwtVerifier verifier = random.Next(3) == 0 ? plain : remembering;
            bool isGood = random.Next(4) != 0;
            string text = isGood ? tokens[at] : $"{tokens[at][..^9]}{(tokens[at][^9] == 'A' ? 'B' : 'A')}{tokens[at][^8..]}";
            bool isValid = random.Next(2) == 0 ? verifier.TryVerify(text, out token) : verifier.TryVerify(isGood ? bytes[at] : Encoding.ASCII.GetBytes(text), out token);

            Assert.Equal(isGood, isValid);
            Assert.Equal(isGood ? $"id-{at}" : "", token.JwtId.ToString());
            Assert.Equal(isGood, token.TryGetClaim("last"u8, out ClaimValue last) && last.TextEquals(Encoding.ASCII.GetBytes($"last-{at}")));
            Assert.Equal(isGood ? ["read", $"scope-{at}"] : [], token.Scopes.ToStrings());
        }
    }

    // The hook sees the outer token whole before and after it verifies others with the same verifier.
    [Fact]
    public void A_hook_may_verify_tokens_itself()
    {
        JwtVerifier? verifier = null;
        string[] tokens = [.. Enumerable.Range(0, 24).Select(i => Hmac.Sign(Shape(i)))];
        Random random = new(1);
        int depth = 0;
        int asked = 0;
        verifier = Remembering.Verifier(
            isRevoked: (in VerifiedToken outer) =>
            {
                asked++;
                string before = Read(outer);
                if (depth < 3)
                {
                    depth++;
                    int at = random.Next(tokens.Length);
                    Assert.True(verifier!.TryVerify(tokens[at], out VerifiedToken inner));
                    Assert.Equal($"id-{at} last-{at}", Read(inner));
                    depth--;
                }

                Assert.Equal(before, Read(outer));
                return false;
            },
            cache: new TokenCacheOptions { MaxEntries = 8 });
        for (int i = 0; i < 400; i++)
        {
            int at = random.Next(tokens.Length);
            Assert.True(verifier.TryVerify(tokens[at], out VerifiedToken token));
            Assert.Equal($"id-{at} last-{at}", Read(token));
        }

        Assert.Equal(1_600, asked);

        static string Read(in VerifiedToken token)
        {
            token.TryGetClaim("last"u8, out ClaimValue last);
            return $"{token.JwtId.ToString()} {last.GetString()}";
        }
    }

    [Fact]
    public void A_check_made_of_several_is_refused_since_only_the_last_would_count()
    {
        RevocationCheck first = (in VerifiedToken _) => true;
        RevocationCheck both = first + ((in VerifiedToken _) => false);

        Assert.ThrowsAny<ArgumentException>(() => new JwtVerifier(TestPolicies.With(), new JwtVerifierOptions { IsRevoked = both }));
    }

    // A stolen token that was revoked is sent all the time; the owner's new one takes its place all the same.
    [Fact]
    public void A_token_that_is_refused_keeps_no_place()
    {
        bool isRevoked = false;
        JwtVerifier verifier = Remembering.Verifier(
            isRevoked: (in VerifiedToken token) => isRevoked && token.JwtId == "id-0"u8,
            cache: new TokenCacheOptions { MaxEntries = 1 });
        string revoked = Hmac.Sign(Shape(0));
        string good = Hmac.Sign(Shape(1));
        verifier.Remember(revoked);
        isRevoked = true;
        for (int i = 0; i < 4; i++)
        {
            Assert.Equal(VerifyError.Revoked, verifier.Verdict(revoked));
            Assert.True(verifier.TryVerify(good, out _));
        }

        Assert.True(verifier.Recalls(good));
    }

    [Fact]
    public void A_token_too_large_to_be_remembered_is_not_copied_at_every_use()
    {
        TokenCacheOptions small = new() { MaxBytes = 64 * 1024 };
        foreach ((int length, int members) in ((int, int)[])[(9_000, 0), (0, 500)])
        {
            RawJson claims = Hmac.Claims().Set("pad", $"\"{new string('x', length)}\"");
            for (int i = 0; i < members; i++)
            {
                claims.Set($"m{i}", "0");
            }

            byte[] token = Encoding.ASCII.GetBytes(Hmac.Sign(claims));
            JwtVerifier verifier = Remembering.Verifier(cache: small);
            JwtVerifier plain = Tokens.Verifier(TestPolicies.With());
            long expected = Allocations.PerCall(() => Assert.True(plain.TryVerify(token, out _)));

            Assert.Equal(expected, Allocations.PerCall(() => Assert.True(verifier.TryVerify(token, out _))));
            Assert.Equal(0, verifier.KnownTokens);
        }
    }

    [Theory, InlineData(0), InlineData(60)]
    public void A_clock_at_either_end_of_time_throws_nothing(int skew)
    {
        SetTime time = new();
        VerificationPolicy policy = TestPolicies.With(skew: skew, maxAge: TimeSpan.MaxValue, maxLifetime: TimeSpan.MaxValue);
        JwtVerifier verifier = Remembering.Verifier(policy, time);
        JwtVerifier plain = new(policy, new JwtVerifierOptions { TimeProvider = time });
        string[] tokens = [Hmac.Sign(Hmac.Claims()), Hmac.Sign(Hmac.Claims().Set("exp", "253402300799").Set("iat", "0").Set("nbf", "0"))];
        Array.ForEach(tokens, verifier.Remember);
        foreach (DateTimeOffset end in (DateTimeOffset[])[DateTimeOffset.MinValue, DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue])
        {
            time.Set(end);
            foreach (string token in tokens)
            {
                Assert.Equal(plain.Verdict(token), verifier.Verdict(token));
            }
        }

        time.Set(DateTimeOffset.MinValue);
        Assert.Equal(VerifyError.NotYetValid, verifier.Verdict(tokens[0]));
        time.Set(DateTimeOffset.MaxValue);
        Assert.Equal(VerifyError.Expired, verifier.Verdict(tokens[0]));
        Assert.Equal(skew == 0 ? VerifyError.Expired : VerifyError.None, verifier.Verdict(tokens[1]));
    }

    // Small and large payloads, few and many members, plain and escaped texts in turn.
    private static RawJson Shape(int i)
    {
        RawJson claims = Hmac.Claims().Set("jti", i % 2 == 0 ? $"\"id-{i}\"" : RawJson.Escaped($"id-{i}")).Set("scope", "\"read\"").Set("scp", $"[\"scope-{i}\"]");
        for (int member = 0; member < (i % 3) * 20; member++)
        {
            claims.Set($"m{member}", "{\"a\":[]}");
        }

        return claims.Set("pad", $"\"{new string('x', (i % 4) * 900)}\"").Set("last", $"\"last-{i}\"");
    }
}
