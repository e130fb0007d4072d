using JwtCore.Tests.Support;
using static JwtCore.TokenProfile;

namespace JwtCore.Tests.Policies;

public class PolicyRefusalTests
{
    private static readonly JwkSet Keys = Tokens.Keys(JwtAlgorithm.HS256);

    [Fact]
    public void A_refusal_of_a_policy_names_the_property()
    {
        AssertNames("Issuer", new() { Issuer = null!, Audience = "a", Algorithms = [JwtAlgorithm.HS256], Keys = Keys });
        AssertNames("Issuer", TestPolicies.With(issuer: Expected.OneOf()));
        AssertNames("Issuer", TestPolicies.With(issuer: "a\ud800"));
        AssertNames("Issuer", TestPolicies.With(issuer: Expected.Template("a{b", Expected.Any)));
        AssertNames("Issuer", TestPolicies.With(issuer: Expected.Template("a\ud800{b}", Expected.Any)));
        AssertNames("Issuer", TestPolicies.With(issuer: Expected.Template("a{b}", "no GUID")));
        AssertNames("Issuer", TestPolicies.With(issuer: Expected.Template("a{b}", Expected.OneOf())));
        AssertNames("Audience", new() { Issuer = "a", Audience = null!, Algorithms = [JwtAlgorithm.HS256], Keys = Keys });
        AssertNames("Audience", TestPolicies.With(audience: Expected.OneOf("a", "")));
        AssertNames("Audience", TestPolicies.With(audience: Expected.Template("a{b}", Expected.Any)));
        AssertNames("Algorithms", new() { Issuer = "a", Audience = "a", Algorithms = null!, Keys = Keys });
        AssertNames("Algorithms", TestPolicies.With(algorithms: []));
        AssertNames("Algorithms", TestPolicies.With(algorithms: [0]));
        AssertNames("Keys", new() { Issuer = "a", Audience = "a", Algorithms = [JwtAlgorithm.HS256], Keys = null! });
        AssertNames("Types", TestPolicies.With(types: "a b"));
        AssertNames("Profile", TestPolicies.With(profile: (TokenProfile)99));
        AssertNames("RequiredScopes", new() { Issuer = "a", Audience = "a", Algorithms = [JwtAlgorithm.HS256], Keys = Keys, RequiredScopes = null! });
        AssertNames("RequiredScopes", TestPolicies.With(requiredScopes: ["a b"]));
        AssertNames("RequiredScopes", TestPolicies.With(requiredScopes: [null!]));
        AssertNames("ImpliedScopes", TestPolicies.With(impliedScopes: new() { ["a"] = [] }));
        AssertNames("RequiredClaims", TestPolicies.With(requiredClaims: new() { ["a"] = Expected.OneOf() }));
        AssertNames("RequiredClaims", TestPolicies.With(requiredClaims: new() { [""] = "a" }));
        AssertNames("RequiredClaims", TestPolicies.With(requiredClaims: Enumerable.Range(0, 52).ToDictionary(i => $"c{i}", _ => Expected.Any)));
        AssertNames("ScopeClaims", TestPolicies.With(scopeClaims: [""]));
        AssertNames("ClientIdClaims", TestPolicies.With(clientIdClaims: ["\ud800"]));
        AssertNames("AudienceClaim", TestPolicies.With(audienceClaim: ""));
        AssertNames("ClockSkew", TestPolicies.With(skew: 601));
        AssertNames("MaxAge", TestPolicies.With(maxAge: TimeSpan.Zero));
        AssertNames("MaxLifetime", TestPolicies.With(maxLifetime: TimeSpan.Zero));
        AssertNames("Tolerate", TestPolicies.With(tolerate: (Tolerance)(1 << 30)));
    }

    [Fact]
    public void A_contradiction_names_both_sides()
    {
        AssertNames("MaxLifetime", TestPolicies.With(maxLifetime: TimeSpan.FromHours(1), tolerate: Tolerance.MissingExpiration), "Tolerance.MissingExpiration");
        AssertNames("RequiredScopes", TestPolicies.With(requiredScopes: ["a"], scopeClaims: []), "ScopeClaims");
        AssertNames("Audience", TestPolicies.With(profile: AccessToken, audience: Expected.Any), "Profile");
        AssertNames("AudienceClaim", TestPolicies.With(profile: AccessToken, audienceClaim: "client_id"), "Profile");
        AssertNames("Tolerate", TestPolicies.With(profile: AccessToken, tolerate: Tolerance.MissingExpiration), "Profile");
        AssertNames("Issuer", TestPolicies.With(profile: AccessToken, issuer: Expected.Any), "Profile");
        AssertNames("Types", TestPolicies.With(profile: AccessToken, types: "JWT"), "Profile");
        AssertNames("RequiredClaims", TestPolicies.With(profile: LogoutToken, requiredClaims: new() { ["nonce"] = Expected.Any }), "Profile");
        AssertNames("Keys", TestPolicies.With(Jwk.FromPem(Tokens.Pair(JwtAlgorithm.RS256).ToPublicPem()), [JwtAlgorithm.ES256]), "Algorithms");
        AssertNames("Algorithms", TestPolicies.With(new RemoteJwks("https://issuer.example.com"), [JwtAlgorithm.HS256]), "Keys");
    }

    [Fact]
    public void A_refusal_of_several_policies_names_the_property_in_which_they_meet()
    {
        VerificationPolicy one = TestPolicies.With(issuer: "one");

        AssertMakes("Issuer", () => new JwtVerifier([one, TestPolicies.With(issuer: Expected.Any)]));
        AssertMakes("Issuer", () => new JwtVerifier([one, TestPolicies.With(issuer: Expected.OneOf("two", "one"))]));
        AssertMakes("Keys", () => new JwtVerifier([one, TestPolicies.With(issuer: "two")]));
    }

    [Fact]
    public void A_refusal_of_the_verifiers_options_names_the_property()
    {
        RevocationCheck check = (in VerifiedToken _) => false;

        AssertMakes("Limits", () => new JwtVerifier(TestPolicies.With(), new JwtVerifierOptions { Limits = null! }));
        AssertMakes("TimeProvider", () => new JwtVerifier(TestPolicies.With(), new JwtVerifierOptions { TimeProvider = null! }));
        AssertMakes("IsRevoked", () => new JwtVerifier(TestPolicies.With(), new JwtVerifierOptions { IsRevoked = check + check }));
        AsyncRevocationCheck late = static (_, _) => ValueTask.FromResult(false);
        AssertMakes("IsRevokedAsync", () => new JwtVerifier(TestPolicies.With(), new JwtVerifierOptions { IsRevokedAsync = late + late }));
        AssertMakes("policies", () => new JwtVerifier([]));
    }

    [Fact]
    public void The_message_begins_with_the_property_and_can_be_said_with_other_names()
    {
        RefusedArgumentException refusal = Refusal(() => Tokens.Verifier(TestPolicies.With(maxLifetime: TimeSpan.FromHours(1), tolerate: Tolerance.MissingExpiration)));

        Assert.Equal("MaxLifetime cannot be combined with Tolerance.MissingExpiration: a maximum lifetime needs exp, and tokens without exp would pass.", refusal.Message);
        Assert.Equal("--life cannot be combined with --no-exp: a maximum lifetime needs exp, and tokens without exp would pass.", refusal.Explain("--life", "--no-exp"));
        Assert.Equal("--life cannot be combined with Tolerance.MissingExpiration: a maximum lifetime needs exp, and tokens without exp would pass.", refusal.Explain("--life"));
    }

    [Fact]
    public void A_message_that_names_one_property_has_no_other_name()
    {
        RefusedArgumentException refusal = Refusal(() => Tokens.Verifier(TestPolicies.With(algorithms: [])));

        Assert.Null(refusal.OtherName);
        Assert.Equal("Algorithms is empty.", refusal.Message);
        Assert.Equal("--alg is empty.", refusal.Explain("--alg", "never"));
    }

    private static void AssertNames(string property, VerificationPolicy policy, string? other = null) => AssertMakes(property, () => Tokens.Verifier(policy), other);

    private static void AssertMakes(string property, Func<object> make, string? other = null)
    {
        RefusedArgumentException refusal = Refusal(make);

        Assert.Equal(property, refusal.ParamName);
        Assert.StartsWith(property + " ", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(other, other is null ? null : refusal.OtherName);
    }

    private static RefusedArgumentException Refusal(Func<object> make) => Assert.Throws<RefusedArgumentException>(make);
}
