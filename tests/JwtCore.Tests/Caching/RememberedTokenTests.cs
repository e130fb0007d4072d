using System.Text;
using JwtCore.Testing;
using JwtCore.Tests.Support;

namespace JwtCore.Tests.Caching;

public class RememberedTokenTests
{
    private const string Red = "https://red.example.com";
    private const string Blue = "https://blue.example.com";
    private const string Tenant = "72f988bf-86f1-41af-91ab-2d7cd011db47";

    private static string Good => Hmac.Sign(Hmac.Claims());

    [Fact]
    public void Nothing_is_remembered_by_default()
    {
        JwtVerifier verifier = Tokens.Verifier(JwtAlgorithm.HS256);

        Assert.False(verifier.Recalls(Good));
        Assert.False(verifier.Recalls(Good));
        Assert.Equal(0, verifier.KnownTokens);
        Assert.Equal(0, verifier.KnownTokenBytes);
    }

    [Fact]
    public void A_token_is_remembered_at_its_second_use()
    {
        JwtVerifier verifier = Remembering.Verifier();
        byte[] token = Encoding.UTF8.GetBytes(Good);

        Assert.True(verifier.TryVerify(token, out _));
        Assert.Equal(0, verifier.KnownTokens);
        Assert.True(verifier.TryVerify(token, out _));
        Assert.Equal(1, verifier.KnownTokens);
        Assert.True(verifier.Recalls(Good));
        Assert.Equal(1, verifier.KnownTokens);
    }

    [Theory, InlineData(JwtAlgorithm.HS256), InlineData(JwtAlgorithm.ES256)]
    public void Every_byte_of_the_token_counts(JwtAlgorithm algorithm)
    {
        JwtVerifier plain = Tokens.Verifier(algorithm);
        JwtVerifier verifier = Remembering.Verifier(Tokens.Policy(Tokens.Keys(algorithm), algorithm));
        string token = Tokens.Pair(algorithm).Sign(Hmac.Claims().ToString());
        verifier.Remember(token);
        char[] changed = token.ToCharArray();
        for (int i = 0; i < changed.Length; i++)
        {
            foreach (char other in "AB.")
            {
                changed[i] = other;
                if (other != token[i])
                {
                    verifier.TryVerify(changed, out VerifiedToken verified);
                    plain.TryVerify(changed, out VerifiedToken expected);
                    Assert.NotEqual(VerifyError.None, verified.Error);
                    Assert.Equal(expected.Error, verified.Error);
                }
            }

            changed[i] = token[i];
        }

        Assert.Equal(1, verifier.KnownTokens);
        Assert.True(verifier.Recalls(token));
    }

    [Fact]
    public void A_longer_or_shorter_token_is_another()
    {
        JwtVerifier verifier = Remembering.Verifier();
        verifier.Remember(Good);

        Assert.Equal(VerifyError.SignatureInvalid, verifier.Verdict(Good + "A"));
        Assert.Equal(VerifyError.SignatureInvalid, verifier.Verdict(Good[..^1]));
        Assert.Equal(VerifyError.NotCompactJws, verifier.Verdict(Good + "="));
        Assert.Equal(VerifyError.NotCompactJws, verifier.Verdict("." + Good));
        Assert.Equal(VerifyError.NotCompactJws, verifier.Verdict(Good[^16..]));
        Assert.Equal(VerifyError.NotCompactJws, verifier.Verdict(""));
    }

    [Fact]
    public void The_twin_of_an_ECDSA_token_verifies_by_itself()
    {
        JwtVerifier verifier = Remembering.Verifier(Tokens.Policy(Tokens.Keys(JwtAlgorithm.ES256), JwtAlgorithm.ES256));
        string token = Tokens.Pair(JwtAlgorithm.ES256).Sign(Hmac.Claims().ToString());
        verifier.Remember(token);

        Assert.True(verifier.TryVerify(EcdsaTwin.Of(token), out _));
        Assert.Equal(1, verifier.KnownTokens);
        Assert.True(verifier.TryVerify(EcdsaTwin.Of(token), out _));
        Assert.Equal(2, verifier.KnownTokens);
    }

    [Fact]
    public void What_one_verifier_remembers_another_of_the_same_policy_does_not()
    {
        VerificationPolicy policy = TestPolicies.With();
        JwtVerifier verifier = Remembering.Verifier(policy);
        JwtVerifier other = Remembering.Verifier(policy);
        verifier.Remember(Good);

        Assert.True(other.TryVerify(Good, out _));
        Assert.Equal(0, other.KnownTokens);
    }

    // The audience is not checked again at a remembered token: it was, by the one policy that remembers it.
    [Fact]
    public void A_policy_with_another_audience_never_meets_what_an_older_one_remembered()
    {
        JwkSet keys = Tokens.Keys(JwtAlgorithm.HS256);
        JwtVerifier older = Remembering.Verifier(TestPolicies.With(keys: keys));
        older.Remember(Good);
        JwtVerifier newer = Remembering.Verifier(TestPolicies.With(keys: keys, audience: "https://other.example.com"));
        for (int i = 0; i < 3; i++)
        {
            Assert.Equal(VerifyError.AudienceMismatch, newer.Verdict(Good));
        }

        Assert.Equal(0, newer.KnownTokens);
        Assert.True(older.Recalls(Good));
    }

    [Fact]
    public void A_token_keeps_to_the_policy_of_its_issuer()
    {
        TestKeyPair redPair = Tokens.Pair(JwtAlgorithm.ES256).With(JwtAlgorithm.ES256, "same");
        TestKeyPair bluePair = TestKeyPair.Create(JwtAlgorithm.ES256, "same");
        VerificationPolicy[] policies =
        [
            TestPolicies.With(Tokens.Keys(redPair), [JwtAlgorithm.ES256], issuer: Red, impliedScopes: new() { ["read"] = ["audit"] }),
            TestPolicies.With(Tokens.Keys(bluePair), [JwtAlgorithm.ES256], issuer: Blue, tolerate: Tolerance.PaddedBase64Url),
        ];
        JwtVerifier verifier = Remembering.Verifier(policies);
        string red = redPair.Sign(Hmac.Claims().Set("iss", $"\"{Red}\"").ToString());
        string blue = bluePair.Sign(Hmac.Claims().Set("iss", $"\"{Blue}\"").ToString()) + "==";

        foreach (string token in (string[])[red, blue])
        {
            string expected = new JwtVerifier(policies, new JwtVerifierOptions { TimeProvider = FixedTime.At(Tokens.Now) }).Everything(token);
            verifier.Remember(token);
            Assert.Equal(expected, verifier.Everything(token));
        }

        Assert.Equal(VerifyError.NotCompactJws, verifier.Verdict(red + "=="));
        Assert.Equal(VerifyError.SignatureInvalid, verifier.Verdict(bluePair.Sign(Hmac.Claims().Set("iss", $"\"{Red}\"").ToString())));
        Assert.Equal(2, verifier.KnownTokens);
    }

    [Fact]
    public void Only_tokens_without_any_error_are_remembered()
    {
        TestKeyPair forger = TestKeyPair.Create(JwtAlgorithm.HS256, "HS256-1");
        (string Token, VerificationPolicy Policy)[] refused =
        [
            (forger.Sign(Hmac.Claims().ToString()), TestPolicies.With()), (Hmac.Pair.Sign("{"), TestPolicies.With()), (Hmac.Sign(Hmac.Claims().Set("iss", "1")), TestPolicies.With()),
            (Hmac.Sign(Hmac.Claims().Set("exp", "0")), TestPolicies.With()), (Hmac.Sign(Hmac.Claims().Set("aud", "\"other\"")), TestPolicies.With()),
            (Good, TestPolicies.With(requiredScopes: ["admin"])), (Good, TestPolicies.With(requiredClaims: new() { ["tenant"] = Expected.Any })),
            (Good, TestPolicies.With(maxLifetime: TimeSpan.FromSeconds(1))), (Good, TestPolicies.With(types: "at+jwt")), (Good, TestPolicies.With(new UnloadedKeys())),
        ];

        foreach ((string token, VerificationPolicy policy) in refused)
        {
            JwtVerifier verifier = Remembering.Verifier(policy);
            VerifyError expected = Tokens.Verifier(policy).Verdict(token);
            for (int i = 0; i < 4; i++)
            {
                Assert.NotEqual(VerifyError.None, expected);
                Assert.Equal(expected, verifier.Verdict(token));
            }

            Assert.Equal(0, verifier.KnownTokens);
        }
    }

    [Fact]
    public void A_sender_constrained_token_is_remembered_only_by_a_policy_that_takes_it_as_a_bearer_token()
    {
        string bound = Hmac.Sign(Hmac.Claims().Set("cnf", "{}"));
        JwtVerifier strict = Remembering.Verifier();
        JwtVerifier lenient = Remembering.Verifier(TestPolicies.With(tolerate: Tolerance.UnprovenPossession));
        lenient.Remember(bound);
        for (int i = 0; i < 4; i++)
        {
            Assert.Equal(VerifyError.ProofOfPossessionRequired, strict.Verdict(bound));
        }

        Assert.Equal(0, strict.KnownTokens);
    }

    public static TheoryData<string> Shapes =>
    [
        Good,
        Hmac.Sign(Hmac.Claims().Set("jti", "\"\\u006a\"").Set("aud", "[\"x\",\"https:\\/\\/api.example.com\"]").Set("scope", "\"re\\u0061d\"").Set("scp", "[\"write\",\"a\\u0062\"]").Set("\\u0065xtra", "[1,2]")),
        Hmac.Sign(Many(40, "0").Set("client_id", "\"c\"")),
        Hmac.Sign(Many(400, "{\"a\":{},\"b\":{\"a\":1}}").Set("extra", "\"\\u00fc\"").Set("jti", "\"\\u006a\"")),
        Hmac.Sign(Hmac.Claims().Set("extra", $"\"{new string('x', 4_000)}\"").Set("jti", RawJson.Escaped(new string('j', 900)))),
        Hmac.Sign(Hmac.Claims().Set("sub", "\"\"").Set("scope", "[]").Set("nbf", "1767225540.25").Set("\\u00fc", "null").Remove("iat")),
        Hmac.Pair.With(JwtAlgorithm.HS256, null).Sign(Hmac.Claims().ToString()),
        Good + "=",
        Hmac.Sign(Hmac.Claims().Set("sub", "5").Set("exp", "\"1767225900\"")),
    ];

    [Theory, MemberData(nameof(Shapes))]
    public void A_remembered_token_reads_as_it_did(string token)
    {
        VerificationPolicy policy = TestPolicies.With(
            tolerate: Tolerance.PaddedBase64Url | Tolerance.NumericSubject | Tolerance.StringDates | Tolerance.TryKeysWithoutKeyId,
            impliedScopes: new() { ["read"] = ["audit"] });
        string expected = Tokens.Verifier(policy).Everything(token);
        JwtVerifier verifier = Remembering.Verifier(policy);

        Assert.StartsWith("None", expected, StringComparison.Ordinal);
        Assert.Equal(expected, verifier.Everything(token));
        verifier.Remember(token);
        Assert.Equal(expected, verifier.Everything(token));
        Assert.Equal(expected, verifier.Everything(token));
        Assert.Equal(1, verifier.KnownTokens);
    }

    [Fact]
    public void So_does_one_whose_issuer_fits_a_template()
    {
        const string template = "https://login.example.com/{tenantid}/v2.0";
        VerificationPolicy policy = TestPolicies.With(issuer: Expected.Template(template, Tenant));
        string token = Hmac.Sign(Hmac.Claims().Set("iss", $"\"{template.Replace("{tenantid}", Tenant, StringComparison.Ordinal)}\"").Set("tid", $"\"{Tenant}\""));
        JwtVerifier verifier = Remembering.Verifier(policy);
        verifier.Remember(token);

        Assert.Equal(Tokens.Verifier(policy).Everything(token), verifier.Everything(token));
    }

    [Fact]
    public void The_memory_that_is_shown_is_nobody_elses()
    {
        JwtVerifier verifier = Remembering.Verifier();
        string[] tokens = [.. Enumerable.Range(0, 20).Select(i => Hmac.Sign(Many(50 + i, $"[{i}]").Set("extra", $"\"{new string((char)('a' + i), 2_100)}\"")))];
        string[] expected = [.. tokens.Select(verifier.Everything)];
        Array.ForEach(tokens, verifier.Remember);

        // These rent what the remembered tokens would have given back by mistake, and write over it.
        for (int i = 0; i < 100; i++)
        {
            verifier.TryVerify(Hmac.Sign(Many(60, "{\"z\":[]}").Set("jti", $"\"{i}\"")), out _);
        }

        Assert.Equal(expected, tokens.Select(verifier.Everything));
    }

    [Fact]
    public void One_variable_may_show_remembered_and_other_tokens_in_turn()
    {
        JwtVerifier verifier = Remembering.Verifier();
        string other = Hmac.Sign(Many(50, "1").Set("sub", "\"other\""));
        verifier.Remember(Good);
        scoped VerifiedToken token;
        for (int i = 0; i < 3; i++)
        {
            Assert.True(verifier.TryVerify(Good, out token));
            Assert.True(token.Subject == "user-1"u8);
            Assert.False(verifier.TryVerify(Good + "A", out token));
            Assert.True(token.Payload.IsEmpty);
            Assert.True(verifier.TryVerify(other, out token));
            Assert.True(token.Subject == "other"u8);
        }
    }

    [Fact]
    public void A_token_above_the_size_limit_is_too_large_whatever_is_remembered()
    {
        JwtVerifier verifier = Remembering.Verifier();
        verifier.Remember(Good);

        Assert.Equal(VerifyError.TokenTooLarge, verifier.Verdict(Good + new string('A', 20_000)));
    }

    private static RawJson Many(int count, string value)
    {
        RawJson claims = Hmac.Claims();
        for (int i = 0; i < count; i++)
        {
            claims.Set($"m{i}", value);
        }

        return claims;
    }
}
