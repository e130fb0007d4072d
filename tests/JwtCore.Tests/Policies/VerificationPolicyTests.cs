using JwtCore.Tests.Support;

namespace JwtCore.Tests.Policies;

public class VerificationPolicyTests
{
    private static readonly JwkSet Keys = Tokens.Keys(JwtAlgorithm.HS256);

    [Fact]
    public void Null_is_never_a_waiver()
    {
        AssertRefused(null!);
        AssertRefused(new() { Issuer = null!, Audience = "a", Algorithms = [JwtAlgorithm.HS256], Keys = Keys });
        AssertRefused(new() { Issuer = "a", Audience = null!, Algorithms = [JwtAlgorithm.HS256], Keys = Keys });
        AssertRefused(new() { Issuer = "a", Audience = "a", Algorithms = null!, Keys = Keys });
        AssertRefused(new() { Issuer = "a", Audience = "a", Algorithms = [JwtAlgorithm.HS256], Keys = null! });
        AssertRefused(new() { Issuer = "a", Audience = "a", Algorithms = [JwtAlgorithm.HS256], Keys = Keys, RequiredScopes = null! });
        AssertRefused(new() { Issuer = "a", Audience = "a", Algorithms = [JwtAlgorithm.HS256], Keys = Keys, RequiredClaims = null! });
        AssertRefused(new() { Issuer = "a", Audience = "a", Algorithms = [JwtAlgorithm.HS256], Keys = Keys, ClientOnlyClaims = null! });
        AssertRefused(new() { Issuer = "a", Audience = "a", Algorithms = [JwtAlgorithm.HS256], Keys = Keys, ScopeClaims = null! });
        AssertRefused(new() { Issuer = "a", Audience = "a", Algorithms = [JwtAlgorithm.HS256], Keys = Keys, ClientIdClaims = null! });
        AssertRefused(TestPolicies.With(audienceClaim: null!));
        AssertRefused(TestPolicies.With(requiredClaims: new() { ["a"] = null! }));
        AssertRefused(TestPolicies.With(requiredScopes: [null!]));
        AssertRefused(TestPolicies.With(scopeClaims: [null!]));
        AssertRefused(TestPolicies.With(clientIdClaims: [null!]));
        AssertRefused(TestPolicies.With(issuer: ["a", null!]));
    }

    [Fact]
    public void No_policies_at_all_are_a_mistake_that_names_them() =>
        Assert.Throws<ArgumentNullException>("policies", () => new JwtVerifier((IReadOnlyList<VerificationPolicy>)null!));

    [Fact]
    public void Empty_is_never_a_waiver()
    {
        foreach (Expected empty in (Expected[])["", Expected.OneOf(), Expected.OneOf("a", "")])
        {
            AssertRefused(TestPolicies.With(issuer: empty));
            AssertRefused(TestPolicies.With(audience: empty));
            AssertRefused(TestPolicies.With(types: empty));
            AssertRefused(TestPolicies.With(requiredClaims: new() { ["a"] = empty }));
        }

        AssertRefused(TestPolicies.With(algorithms: []));
        AssertRefused(TestPolicies.With(requiredScopes: [""]));
        AssertRefused(TestPolicies.With(scopeClaims: ["scope", ""]));
        AssertRefused(TestPolicies.With(clientIdClaims: [""]));
        AssertRefused(TestPolicies.With(audienceClaim: ""));
        AssertRefused(TestPolicies.With(requiredClaims: new() { [""] = Expected.Any }));
    }

    [Theory, InlineData(0), InlineData(18), InlineData(255)]
    public void An_undefined_algorithm_is_refused(int algorithm) => AssertRefused(TestPolicies.With(algorithms: [JwtAlgorithm.HS256, (JwtAlgorithm)algorithm]));

    [Theory, InlineData(128), InlineData(-1), InlineData(256)]
    public void An_unknown_tolerance_is_refused(int flag) => AssertRefused(TestPolicies.With(tolerate: (Tolerance)flag));

    [Fact]
    public void The_skew_goes_from_0_to_10_minutes()
    {
        Accept(TestPolicies.With(skew: 0));
        Accept(TestPolicies.With(skew: 600));
        AssertRefused(TestPolicies.With(skew: -0.0000001));
        AssertRefused(TestPolicies.With(skew: 600.0000001));
    }

    [Fact]
    public void A_maximum_age_or_lifetime_is_longer_than_zero()
    {
        foreach (TimeSpan wrong in (TimeSpan[])[TimeSpan.Zero, TimeSpan.FromTicks(-1), TimeSpan.MinValue])
        {
            AssertRefused(TestPolicies.With(maxAge: wrong));
            AssertRefused(TestPolicies.With(maxLifetime: wrong));
        }

        Accept(TestPolicies.With(maxAge: TimeSpan.FromTicks(1), maxLifetime: TimeSpan.FromTicks(1)));
    }

    [Fact]
    public void Settings_that_contradict_each_other_are_refused()
    {
        AssertRefused(TestPolicies.With(maxLifetime: TimeSpan.FromHours(1), tolerate: Tolerance.MissingExpiration));
        Accept(TestPolicies.With(maxAge: TimeSpan.FromHours(1), tolerate: Tolerance.MissingExpiration));
        AssertRefused(TestPolicies.With(requiredScopes: ["a"], scopeClaims: []));
        Accept(TestPolicies.With(scopeClaims: []));
    }

    [Theory, InlineData("a b"), InlineData(" "), InlineData("a\""), InlineData("a\\b"), InlineData("\u00e9"), InlineData("a\t"), InlineData("\u007f"), InlineData("\0")]
    public void A_required_scope_has_only_the_characters_of_a_scope(string scope) => AssertRefused(TestPolicies.With(requiredScopes: ["read", scope]));

    [Theory, InlineData("!"), InlineData("#[]~"), InlineData("orders:read"), InlineData("https://x.example/a?b=c&d")]
    public void A_scope_may_have_any_of_them(string scope) => Accept(TestPolicies.With(requiredScopes: [scope]));

    [Theory, InlineData("at+jwt;x=1"), InlineData("a b"), InlineData("\u00e9"), InlineData(" at+jwt"), InlineData("a,b"), InlineData("/"), InlineData("/jwt"), InlineData("text/"), InlineData("text/a/b")]
    public void A_named_type_is_a_media_type_without_parameters(string type) => AssertRefused(TestPolicies.With(types: type));

    [Fact]
    public void A_named_type_has_at_most_127_characters()
    {
        Accept(TestPolicies.With(types: new string('a', 127)));
        AssertRefused(TestPolicies.With(types: new string('a', 128)));
    }

    [Fact]
    public void A_policy_reads_at_most_55_claims_beyond_the_registered_ones()
    {
        Accept(With(51));
        AssertRefused(With(52));

        // scope, scp, client_id and azp are four of them.
        static VerificationPolicy With(int count) =>
            TestPolicies.With(requiredClaims: Enumerable.Range(0, count).ToDictionary(i => $"c{i}", _ => Expected.Any));
    }

    [Fact]
    public void A_text_with_a_lone_surrogate_matches_nothing_and_is_refused()
    {
        AssertRefused(TestPolicies.With(issuer: "a\ud800"));
        AssertRefused(TestPolicies.With(audience: ["a", "\udc00"]));
        AssertRefused(TestPolicies.With(audienceClaim: "\ud800"));
        AssertRefused(TestPolicies.With(requiredClaims: new() { ["a"] = "\ud800" }));
        Accept(TestPolicies.With(issuer: "\U0001F600\ufffd"));
    }

    [Fact]
    public void One_key_on_its_own_must_fit_one_of_the_algorithms_and_a_set_need_not()
    {
        Jwk key = Jwk.FromPem(Tokens.Pair(JwtAlgorithm.RS256).ToPublicPem(), algorithm: JwtAlgorithm.RS256);

        Accept(TestPolicies.With(key, [JwtAlgorithm.ES256, JwtAlgorithm.RS256]));
        AssertRefused(TestPolicies.With(key, [JwtAlgorithm.PS256, JwtAlgorithm.ES256, JwtAlgorithm.HS256]));
        Accept(TestPolicies.With(new JwkSet(key), [JwtAlgorithm.PS256]));
        Accept(TestPolicies.With(new JwkSet(), [JwtAlgorithm.PS256]));
    }

    [Theory, InlineData(false), InlineData(true)]
    public void The_verifier_copies_the_policy(bool remembers)
    {
        string[] audiences = [Tokens.Audience];
        List<JwtAlgorithm> algorithms = [JwtAlgorithm.HS256];
        List<Expected> scopes = ["read", "audit"];
        List<string> scopeClaims = ["scope"];
        List<string> clientIdClaims = ["client_id"];
        Dictionary<string, Expected> required = new() { ["sub"] = "user-1" };
        string[] implied = ["audit"];
        Dictionary<string, string[]> hierarchy = new() { ["read"] = implied };
        List<VerificationPolicy> policies =
        [
            new VerificationPolicy
            {
                Issuer = Tokens.Issuer,
                Audience = audiences,
                Algorithms = algorithms,
                Keys = Keys,
                RequiredScopes = scopes,
                RequiredClaims = required,
                ScopeClaims = scopeClaims,
                ClientIdClaims = clientIdClaims,
                ImpliedScopes = hierarchy,
            },
        ];
        JwtVerifier verifier = new(policies, new JwtVerifierOptions { TimeProvider = FixedTime.At(Tokens.Now), Cache = remembers ? new TokenCacheOptions() : null });
        RawJson claims = Hmac.Claims().Set("client_id", "\"c\"").Set("other", "\"admin\"");
        string good = Hmac.Sign(claims);
        string bad = Hmac.Sign(claims.Set("scope", "\"none\""));
        Assert.Equal(VerifyError.None, verifier.Verdict(good));

        audiences[0] = "other";
        algorithms[0] = JwtAlgorithm.RS256;
        scopes[0] = "admin";
        scopes.Clear();
        scopeClaims[0] = "other";
        clientIdClaims[0] = "sub";
        required["sub"] = "other";
        implied[0] = "admin";
        hierarchy["none"] = ["read", "audit"];
        policies.Clear();

        Assert.Equal(VerifyError.None, verifier.Verdict(good));
        Assert.True(verifier.TryVerify(good, out VerifiedToken token));
        Assert.Equal("c", token.ClientId.ToString());
        Assert.False(token.HasScope("admin"u8));
        Assert.Equal(VerifyError.InsufficientScope, verifier.Verdict(bad));
    }

    [Fact]
    public void Options_without_a_clock_or_limits_are_refused()
    {
        Assert.ThrowsAny<ArgumentException>(() => new JwtVerifier(TestPolicies.With(), new JwtVerifierOptions { TimeProvider = null! }));
        Assert.ThrowsAny<ArgumentException>(() => new JwtVerifier(TestPolicies.With(), new JwtVerifierOptions { Limits = null! }));
    }

    [Fact]
    public void Without_options_the_system_clock_counts()
    {
        long now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        JwtVerifier verifier = new(TestPolicies.With());

        Assert.Equal(VerifyError.None, verifier.Verdict(Hmac.Sign(Hmac.Claims().Set("exp", $"{now + 600}"))));
        Assert.Equal(VerifyError.Expired, verifier.Verdict(Hmac.Sign(Hmac.Claims().Set("exp", $"{now - 600}"))));
    }

    private static void Accept(VerificationPolicy policy) => Assert.NotNull(Tokens.Verifier(policy));

    private static void AssertRefused(VerificationPolicy policy)
    {
        ArgumentException thrown = Assert.ThrowsAny<ArgumentException>(() => Tokens.Verifier(policy));
        Assert.False(string.IsNullOrWhiteSpace(thrown.Message));
    }
}
