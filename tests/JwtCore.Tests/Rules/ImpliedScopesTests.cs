using JwtCore.Tests.Support;

namespace JwtCore.Tests.Rules;

public class ImpliedScopesTests
{
    private static readonly Dictionary<string, string[]> Chain = new() { ["admin"] = ["write"], ["write"] = ["read"] };

    [Theory]
    [InlineData("read", "read", true), InlineData("write", "read", true), InlineData("admin", "read", true), InlineData("admin", "write", true), InlineData("admin", "admin", true), InlineData("other admin", "read", true)]
    [InlineData("read", "write", false), InlineData("write", "admin", false), InlineData("", "read", false), InlineData("administrator", "read", false), InlineData("Admin", "read", false), InlineData("admin", "other", false)]
    public void A_scope_grants_what_it_implies_and_what_that_implies_and_never_the_reverse(string scopes, string asked, bool grants)
    {
        string token = Hmac.Sign(Hmac.Claims().Set("scope", $"\"{scopes}\""));

        Assert.Equal(grants ? VerifyError.None : VerifyError.InsufficientScope, Hmac.Verdict(token, TestPolicies.With(requiredScopes: [asked], impliedScopes: Chain)));
        Assert.True(Tokens.Verifier(TestPolicies.With(impliedScopes: Chain)).TryVerify(token, out VerifiedToken verified));
        Assert.Equal(grants, verified.HasScope(System.Text.Encoding.UTF8.GetBytes(asked)));
        Assert.Equal(grants, verified.ToClaims().HasScope(asked));
    }

    [Fact]
    public void Several_scopes_may_imply_one_and_one_several()
    {
        VerificationPolicy policy = TestPolicies.With(requiredScopes: ["read", "list"], impliedScopes: new() { ["a"] = ["read", "list"], ["b"] = ["read"], ["c"] = ["list", "list"] });
        foreach ((string scopes, bool passes) in ((string, bool)[])[("a", true), ("b c", true), ("b list", true), ("b", false), ("c", false), ("b b", false)])
        {
            Assert.Equal(passes ? VerifyError.None : VerifyError.InsufficientScope, Hmac.VerdictOf("scope", $"\"{scopes}\"", policy));
        }
    }

    [Fact]
    public void A_circle_makes_its_scopes_equal()
    {
        Dictionary<string, string[]> circle = new() { ["a"] = ["b"], ["b"] = ["c"], ["c"] = ["a"], ["self"] = ["self"] };
        foreach (string asked in (string[])["a", "b", "c"])
        {
            Assert.Equal(VerifyError.None, Hmac.VerdictOf("scope", "\"b\"", TestPolicies.With(requiredScopes: [asked], impliedScopes: circle)));
        }

        Assert.Equal(VerifyError.InsufficientScope, Hmac.VerdictOf("scope", "\"b\"", TestPolicies.With(requiredScopes: ["self"], impliedScopes: circle)));
    }

    [Fact]
    public void The_scopes_stay_as_the_token_has_them()
    {
        Tokens.Verifier(TestPolicies.With(impliedScopes: Chain)).TryVerify(Hmac.Sign(Hmac.Claims().Set("scope", "\"admin\"")), out VerifiedToken token);

        Assert.Equal(["admin"], token.Scopes.ToStrings());
        Assert.Equal(["admin"], token.ToClaims().Scopes);
        Assert.False(token.Scopes.Contains("read"));
    }

    [Fact]
    public void Without_implied_scopes_a_scope_is_itself_alone()
    {
        Tokens.Verifier(TestPolicies.With()).TryVerify(Hmac.Sign(Hmac.Claims().Set("scope", "\"admin\"")), out VerifiedToken token);

        Assert.True(token.HasScope("admin"u8) && token.ToClaims().HasScope("admin"));
        Assert.False(token.HasScope("read"u8) || token.ToClaims().HasScope("read"));
        Assert.False(token.HasScope(default));
    }

    [Fact]
    public void The_revocation_check_and_a_token_without_enough_scopes_know_them_too()
    {
        bool seen = false;
        JwtVerifier verifier = new(TestPolicies.With(requiredScopes: ["root"], impliedScopes: Chain), new JwtVerifierOptions
        {
            TimeProvider = FixedTime.At(Tokens.Now),
            IsRevoked = (in VerifiedToken token) =>
            {
                seen = token.HasScope("read"u8) && token.ToClaims().HasScope("read");
                return false;
            },
        });
        verifier.TryVerify(Hmac.Sign(Hmac.Claims().Set("scope", "\"admin\"")), out VerifiedToken token);

        Assert.True(seen);
        Assert.Equal(VerifyError.InsufficientScope, token.Error);
        Assert.True(token.HasScope("read"u8));
    }

    [Fact]
    public void A_token_that_fails_has_no_scope_even_in_a_used_variable()
    {
        JwtVerifier verifier = Tokens.Verifier(TestPolicies.With(impliedScopes: Chain));
        verifier.TryVerify(Hmac.Sign(Hmac.Claims().Set("scope", "\"admin\"")), out VerifiedToken token);
        Assert.True(token.HasScope("read"u8));

        verifier.TryVerify(Hmac.Sign(Hmac.Claims().Set("scope", "\"admin\"").Set("exp", "0")), out token);
        Assert.False(token.HasScope("admin"u8) || token.HasScope("read"u8));
        Assert.False(default(VerifiedToken).HasScope("read"u8));
    }

    [Fact]
    public void Each_issuer_has_its_own_implied_scopes()
    {
        JwtVerifier verifier = new(
            [TestPolicies.With(requiredScopes: ["read"], impliedScopes: Chain), TestPolicies.With(Tokens.Keys(JwtAlgorithm.HS384), [JwtAlgorithm.HS384], issuer: "other", requiredScopes: ["read"])],
            new JwtVerifierOptions { TimeProvider = FixedTime.At(Tokens.Now) });
        RawJson claims = Hmac.Claims().Set("scope", "\"admin\"");

        Assert.Equal(VerifyError.None, verifier.Verdict(Hmac.Sign(claims)));
        Assert.Equal(VerifyError.InsufficientScope, verifier.Verdict(Tokens.Pair(JwtAlgorithm.HS384).Sign(claims.Set("iss", "\"other\"").ToString())));
    }

    [Fact]
    public void They_are_copied()
    {
        Dictionary<string, string[]> implied = new() { ["admin"] = ["read"] };
        JwtVerifier verifier = Tokens.Verifier(TestPolicies.With(requiredScopes: ["read"], impliedScopes: implied));
        implied["admin"][0] = "other";
        implied.Clear();

        Assert.Equal(VerifyError.None, verifier.Verdict(Hmac.Sign(Hmac.Claims().Set("scope", "\"admin\""))));
    }

    [Fact]
    public void What_is_no_scope_or_implies_nothing_is_refused()
    {
        foreach (string wrong in (string[])["", "a b", "a\"", "\u00e9"])
        {
            AssertRefused(new() { [wrong] = ["read"] });
            AssertRefused(new() { ["admin"] = ["read", wrong] });
        }

        AssertRefused(new() { ["admin"] = [] });
        AssertRefused(new() { ["admin"] = null! });
        AssertRefused(new() { ["admin"] = [null!] });
        Assert.ThrowsAny<ArgumentException>(() => new JwtVerifier(new VerificationPolicy { Issuer = "a", Audience = "a", Algorithms = [JwtAlgorithm.HS256], Keys = Tokens.Keys(JwtAlgorithm.HS256), ImpliedScopes = null! }));

        static void AssertRefused(Dictionary<string, string[]> implied) => Assert.ThrowsAny<ArgumentException>(() => Tokens.Verifier(TestPolicies.With(impliedScopes: implied)));
    }

    [Fact]
    public void A_long_chain_is_followed_to_its_end()
    {
        Dictionary<string, string[]> chain = Enumerable.Range(0, 1_000).ToDictionary(i => $"s{i}", i => (string[])[$"s{i + 1}"]);
        VerificationPolicy policy = TestPolicies.With(requiredScopes: ["s1000"], impliedScopes: chain);

        Assert.Equal(VerifyError.None, Hmac.VerdictOf("scope", "\"s0\"", policy));
        Assert.Equal(VerifyError.InsufficientScope, Hmac.VerdictOf("scope", "\"s1001\"", policy));
    }
}
