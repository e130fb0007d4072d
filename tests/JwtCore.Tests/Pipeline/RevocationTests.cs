using JwtCore.Testing;
using JwtCore.Tests.Support;

namespace JwtCore.Tests.Pipeline;

public class RevocationTests
{
    [Theory, InlineData(false, VerifyError.None), InlineData(true, VerifyError.Revoked)]
    public void The_hook_decides(bool isRevoked, VerifyError expected)
    {
        JwtVerifier verifier = Verifier((in VerifiedToken _) => isRevoked);

        Assert.Equal(expected, verifier.Verdict(Hmac.Sign(Hmac.Claims())));
        verifier.TryVerify(Hmac.Sign(Hmac.Claims()), out VerifiedToken token);
        Assert.Equal(isRevoked, token.Payload.IsEmpty);
        Assert.Equal(!isRevoked, token.Subject.IsPresent);
    }

    [Fact]
    public void A_throwing_hook_refuses()
    {
        Assert.Equal(VerifyError.RevocationCheckFailed, Verifier((in VerifiedToken _) => throw new InvalidOperationException()).Verdict(Hmac.Sign(Hmac.Claims())));
        Assert.Equal(VerifyError.RevocationCheckFailed, Verifier((in VerifiedToken _) => throw new OperationCanceledException()).Verdict(Hmac.Sign(Hmac.Claims())));
    }

    [Theory, InlineData(0), InlineData(40), InlineData(400)]
    public void The_hook_sees_a_readable_token(int more)
    {
        RawJson claims = Hmac.Claims().Set("jti", "\"\\u006a\"").Set("extra", "42");
        for (int i = 0; i < more; i++)
        {
            claims.Set($"m{i}", "[]");
        }

        List<string> seen = [];
        JwtVerifier verifier = Verifier((in VerifiedToken token) =>
        {
            token.TryGetClaim("extra"u8, out ClaimValue extra);
            extra.TryGetInt64(out long number);
            seen.Add($"{token.Error} {token.Algorithm} {token.KeyId} {token.Issuer.ToString()} {token.JwtId.ToString()} {token.HasScope("read"u8)} {number} {token.ToClaims().Subject}");
            return false;
        });

        Assert.True(verifier.TryVerify(Hmac.Sign(claims), out _));
        Assert.Equal($"None HS256 HS256-1 {Tokens.Issuer} j True 42 user-1", Assert.Single(seen));
    }

    [Fact]
    public void The_hook_is_asked_before_the_scopes_are_checked_and_not_when_an_earlier_rule_fails()
    {
        int asked = 0;
        JwtVerifier verifier = Verifier(
            (in VerifiedToken _) =>
            {
                asked++;
                return false;
            },
            TestPolicies.With(requiredScopes: ["admin"], requiredClaims: new() { ["sub"] = Expected.Any }));
        TestKeyPair forger = TestKeyPair.Create(JwtAlgorithm.HS256, "HS256-1");
        string[] refused =
        [
            "x", forger.Sign(Hmac.Claims().ToString()), Hmac.Pair.Sign("{"), Hmac.Sign(Hmac.Claims().Set("iss", "1")), Hmac.Sign(Hmac.Claims().Set("iss", "\"other\"")), Hmac.Sign(Hmac.Claims().Set("aud", "\"other\"")),
            Hmac.Sign(Hmac.Claims().Set("exp", "0")), Hmac.Sign(Hmac.Claims().Remove("sub")), Hmac.Sign(Hmac.Claims().Set("cnf", "{}")),
        ];

        foreach (string token in refused)
        {
            Assert.False(verifier.TryVerify(token, out _));
        }

        Assert.Equal(0, asked);
        verifier.TryVerify(Hmac.Sign(Hmac.Claims()), out VerifiedToken insufficient);
        Assert.Equal(VerifyError.InsufficientScope, insufficient.Error);
        Assert.Equal(1, asked);
    }

    // RFC 7518 section 3.4 lets (r, s) and (r, n - s) both verify: a token's text identifies nothing.
    [Fact]
    public void The_twin_of_an_ECDSA_token_is_as_valid_so_revocation_goes_by_claims()
    {
        string token = Tokens.Pair(JwtAlgorithm.ES256).Sign(Hmac.Claims().Set("jti", "\"j\"").ToString());
        string twin = EcdsaTwin.Of(token);
        VerificationPolicy policy = Tokens.Policy(Tokens.Keys(JwtAlgorithm.ES256), JwtAlgorithm.ES256);

        Assert.NotEqual(token, twin);
        Assert.Equal(VerifyError.None, Tokens.Verifier(policy).Verdict(twin));
        Assert.Equal(VerifyError.Revoked, Verifier((in VerifiedToken verified) => verified.JwtId == "j"u8, policy).Verdict(twin));
    }

    [Theory, InlineData("jti"), InlineData("sub"), InlineData("iat")]
    public void A_remembered_token_can_be_revoked_by_its_id_its_subject_and_the_time_it_was_issued(string by)
    {
        string token = Hmac.Sign(Hmac.Claims().Set("jti", "\"j\""));
        string other = Hmac.Sign(Hmac.Claims().Set("jti", "\"k\"").Set("sub", "\"user-2\"").Set("iat", $"{Tokens.Now}"));
        HashSet<string> revokedIds = [];
        HashSet<string> revokedSubjects = [];
        DateTimeOffset issuedBefore = DateTimeOffset.MinValue;
        JwtVerifier verifier = Remembering.Verifier(
            TestPolicies.With(requiredClaims: new() { ["jti"] = Expected.Any, ["sub"] = Expected.Any, ["iat"] = Expected.Any }),
            isRevoked: (in VerifiedToken seen) =>
                revokedIds.Contains(seen.JwtId.ToString()) || revokedSubjects.Contains(seen.Subject.ToString()) || seen.IssuedAt < issuedBefore);
        verifier.Remember(token);
        verifier.Remember(other);

        _ = by switch
        {
            "jti" => revokedIds.Add("j"),
            "sub" => revokedSubjects.Add("user-1"),
            _ => (issuedBefore = DateTimeOffset.FromUnixTimeSeconds(Tokens.Now)) > DateTimeOffset.MinValue,
        };

        Assert.Equal(VerifyError.Revoked, verifier.Verdict(token));
        Assert.True(verifier.Recalls(other));
        revokedIds.Clear();
        revokedSubjects.Clear();
        issuedBefore = DateTimeOffset.MinValue;
        Assert.True(verifier.Recalls(token));
        Assert.Equal(VerifyError.RequiredClaimMissing, verifier.Verdict(Hmac.Sign(Hmac.Claims().Remove(by).Set("x", "1"))));
    }

    [Fact]
    public void The_hook_is_asked_about_a_remembered_token_as_about_any_other()
    {
        List<string> seen = [];
        JwtVerifier verifier = Remembering.Verifier(isRevoked: (in VerifiedToken token) =>
        {
            token.TryGetClaim("m40"u8, out ClaimValue value);
            seen.Add($"{token.Error} {token.Algorithm} {token.KeyId} {token.Issuer.ToString()} {token.JwtId.ToString()} {token.HasScope("read"u8)} {value.Json.Length} {token.ToClaims().Subject}");
            return false;
        });
        RawJson claims = Hmac.Claims().Set("jti", "\"\\u006a\"");
        for (int i = 0; i <= 40; i++)
        {
            claims.Set($"m{i}", "[]");
        }

        string signed = Hmac.Sign(claims);
        for (int i = 1; i <= 5; i++)
        {
            Assert.True(verifier.TryVerify(signed, out _));
            Assert.Equal(i, seen.Count);
        }

        Assert.Equal(1, verifier.KnownTokens);
        Assert.Equal($"None HS256 HS256-1 {Tokens.Issuer} j True 2 user-1", Assert.Single(seen.Distinct()));
    }

    [Fact]
    public void A_hook_that_throws_refuses_a_remembered_token()
    {
        bool throws = false;
        JwtVerifier verifier = Remembering.Verifier(isRevoked: (in VerifiedToken _) => throws ? throw new InvalidOperationException() : false);
        string token = Hmac.Sign(Hmac.Claims());
        verifier.Remember(token);
        throws = true;

        Assert.Equal(VerifyError.RevocationCheckFailed, verifier.Verdict(token));
    }

    // The token is accepted before the check is asked, so that the check can read it: what was accepted has to go again.
    [Theory]
    [InlineData(false, false), InlineData(true, false), InlineData(false, true), InlineData(true, true)]
    public void A_token_that_is_revoked_or_whose_check_throws_leaves_nothing_readable(bool throws, bool isRemembered)
    {
        bool refuses = false;
        int readable = 0;
        JwtVerifier verifier = Remembering.Verifier(
            TestPolicies.With(impliedScopes: new() { ["read"] = ["look"] }),
            isRevoked: (in VerifiedToken token) =>
            {
                readable += token.Subject == "user-1"u8 && token.HasScope("look"u8) ? 1 : 0;
                return refuses && (throws ? throw new InvalidOperationException() : true);
            });
        string text = Hmac.Sign(Hmac.Claims().Set("jti", "\"\\u006a\""));
        if (isRemembered)
        {
            verifier.Remember(text);
        }

        refuses = true;
        readable = 0;
        Assert.False(verifier.TryVerify(text, out VerifiedToken token));
        Assert.Equal(1, readable);
        Assert.Equal(throws ? VerifyError.RevocationCheckFailed : VerifyError.Revoked, token.Error);
        Assert.Equal((default, null), (token.Algorithm, token.KeyId));
        Assert.False(token.Issuer.IsPresent || token.Subject.IsPresent || token.ClientId.IsPresent || token.JwtId.IsPresent);
        Assert.Equal((null, null, null), (token.ExpiresAt, token.NotBefore, token.IssuedAt));
        Assert.Equal((0, 0), (token.Audiences.Count, token.Scopes.Count));
        Assert.False(token.HasScope("read"u8) || token.HasScope("look"u8));
        Assert.False(token.TryGetClaim("sub"u8, out _));
        Assert.Equal(0, token.Payload.Length);
    }

    [Fact]
    public void The_scopes_of_a_remembered_token_are_asked_after_revocation_as_those_of_a_new_one()
    {
        bool isRevoked = false;
        JwtVerifier verifier = Remembering.Verifier(TestPolicies.With(requiredScopes: ["read"]), isRevoked: (in VerifiedToken _) => isRevoked);
        string token = Hmac.Sign(Hmac.Claims());
        verifier.Remember(token);

        Assert.True(verifier.Recalls(token));
        isRevoked = true;
        Assert.Equal(VerifyError.Revoked, verifier.Verdict(token));
    }

    private static JwtVerifier Verifier(RevocationCheck isRevoked, VerificationPolicy? policy = null) =>
        new(policy ?? TestPolicies.With(), new JwtVerifierOptions { TimeProvider = FixedTime.At(Tokens.Now), IsRevoked = isRevoked });
}
