using System.Reflection;
using System.Text.Json.Nodes;
using JwtCore.Testing;
using JwtCore.Tests.Architecture;
using JwtCore.Tests.Support;

namespace JwtCore.Tests.Reference;

/// <summary>W12, W13, W25 to W32, W36, W37 and W39: what FastMCP's settings cannot say, or say by accident.</summary>
public class PolicyWeaknessTests
{
    private const string Tenant = "aaaabbbb-0000-cccc-1111-dddd2222eeee";

    [Fact]
    public void W12_An_empty_issuer_or_audience_is_refused_and_none_at_all_takes_a_word()
    {
        Expected[] empties = ["", Expected.OneOf(), Expected.OneOf("a", "")];

        Assert.All(empties, empty => Assert.ThrowsAny<ArgumentException>(() => (ReferenceSetup.Default with { ExpectedIssuer = empty }).Strict));
        Assert.All(empties, empty => Assert.ThrowsAny<ArgumentException>(() => (ReferenceSetup.Default with { ExpectedAudience = empty }).Strict));
        _ = (ReferenceSetup.Default with { ExpectedIssuer = Expected.Any, ExpectedAudience = Expected.Any }).Strict;
    }

    [Fact]
    public void W13_The_audience_must_be_said_and_for_an_MCP_server_named()
    {
        const string WithoutAudience = "using JwtCore; class C { static VerificationPolicy P => new() { Issuer = \"i\", Algorithms = [JwtAlgorithm.RS256], Keys = new JwkSet() }; }";

        Assert.Equal("CS9035", Assert.Single(Compiler.ErrorsOfUser(WithoutAudience)).Id);
        Assert.ThrowsAny<ArgumentException>(() => new JwtVerifier(TestPolicies.With(audience: Expected.Any, profile: TokenProfile.McpResource)));
    }

    [Fact]
    public void W25_The_issuer_of_many_tenants_is_bound_to_the_token_s_own_tenant()
    {
        ReferenceSetup setup = new() { ExpectedIssuer = Expected.Template("https://login.example.com/{tenantid}/v2.0", [Tenant]) };

        Assert.Equal(VerifyError.None, setup.Verdict(OfTenant(Tenant, Tenant)));
        Assert.Equal(VerifyError.IssuerMismatch, setup.Verdict(OfTenant("bbbbcccc-1111-dddd-2222-eeee3333ffff", "bbbbcccc-1111-dddd-2222-eeee3333ffff")));
        Assert.Equal(VerifyError.IssuerMismatch, setup.Verdict(OfTenant(Tenant, "bbbbcccc-1111-dddd-2222-eeee3333ffff")));
    }

    [Fact]
    public void W26_Several_algorithms_may_be_allowed_each_bound_to_its_type_of_key()
    {
        TestKeyPair ec = Tokens.Pair(JwtAlgorithm.ES256);
        TestKeyPair rsa = ReferenceEndpoint.Named("rsa-1");
        JwtVerifier verifier = Tokens.Verifier(TestPolicies.With(Tokens.Keys(rsa, ec), [JwtAlgorithm.RS256, JwtAlgorithm.ES256], ReferenceSetup.Issuer, ReferenceSetup.Audience));

        Assert.Equal(VerifyError.None, verifier.Verdict(rsa.CreateToken(ReferenceSetup.Good)));
        Assert.Equal(VerifyError.None, verifier.Verdict(ec.CreateToken(ReferenceSetup.Good)));
        Assert.Equal(VerifyError.KeyAlgorithmMismatch, verifier.Verdict(ec.CreateToken(ReferenceSetup.Good with { Header = new JsonObject { ["kid"] = "rsa-1" } })));
        Assert.Equal(VerifyError.AlgorithmNotAllowed, verifier.Verdict(rsa.With(JwtAlgorithm.PS256, "rsa-1").CreateToken(ReferenceSetup.Good)));
    }

    [Fact]
    public void W27_The_key_of_one_issuer_never_validates_a_token_of_another()
    {
        TestKeyPair a = ReferenceEndpoint.Named("shared-id");
        TestKeyPair b = Tokens.Pair(JwtAlgorithm.ES256).With(JwtAlgorithm.ES256, "shared-id");
        JwtVerifier verifier = new(
            [FastMcpLike.Policy(a.ToJwkSet(), JwtAlgorithm.RS256, "https://a.example.com"), FastMcpLike.Policy(b.ToJwkSet(), JwtAlgorithm.ES256, "https://b.example.com")],
            new JwtVerifierOptions { TimeProvider = ReferenceSetup.Time });

        Assert.Equal(VerifyError.None, verifier.Verdict(a.CreateToken(ReferenceSetup.Good with { Issuer = "https://a.example.com" })));
        Assert.Equal(VerifyError.None, verifier.Verdict(b.CreateToken(ReferenceSetup.Good with { Issuer = "https://b.example.com" })));
        Assert.Equal(VerifyError.AlgorithmNotAllowed, verifier.Verdict(a.CreateToken(ReferenceSetup.Good with { Issuer = "https://b.example.com" })));
        Assert.Equal(VerifyError.IssuerNotTrusted, verifier.Verdict(a.CreateToken(ReferenceSetup.Good with { Issuer = "https://c.example.com" })));
    }

    [Fact]
    public void W28_A_missing_scope_is_told_apart_and_the_token_stays_readable()
    {
        JwtVerifier verifier = (ReferenceSetup.Default with { RequiredScopes = ["read", "write"] }).Strict;
        verifier.TryVerify(ReferenceSetup.Sign(ReferenceSetup.Good with { Scopes = ["read"] }), out VerifiedToken token);

        Assert.Equal(VerifyError.InsufficientScope, token.Error);
        Assert.True(token.Subject == "test-user");
        Assert.True(token.HasScope("read"u8));
    }

    [Fact]
    public void W29_A_scope_may_imply_others()
    {
        VerificationPolicy policy = TestPolicies.With(
            ReferenceSetup.Default.Keys, [JwtAlgorithm.RS256], ReferenceSetup.Issuer, ReferenceSetup.Audience,
            requiredScopes: ["read"], impliedScopes: new() { ["admin"] = ["write"], ["write"] = ["read"] });

        Assert.Equal(VerifyError.None, Tokens.Verifier(policy).Verdict(ReferenceSetup.Sign(ReferenceSetup.Good with { Scopes = ["admin"] })));
    }

    [Fact]
    public void W30_Each_refusal_has_a_stable_name_and_costs_nothing()
    {
        JwtVerifier verifier = ReferenceSetup.Default.Strict;
        string[] tokens =
        [
            "", ReferenceSetup.OtherPair.CreateToken(ReferenceSetup.Good), ReferenceSetup.Sign(ReferenceSetup.Good with { Issuer = "https://evil.example.com" }),
            ReferenceSetup.Sign(ReferenceSetup.Good with { Audience = "https://evil.example.com" }), ReferenceSetup.Sign(ReferenceSetup.Good with { Lifetime = TimeSpan.FromHours(-1) }),
        ];

        Assert.Equal(
            [VerifyError.NotCompactJws, VerifyError.SignatureInvalid, VerifyError.IssuerMismatch, VerifyError.AudienceMismatch, VerifyError.Expired],
            tokens.Select(verifier.Verdict));
        Assert.All(tokens, token => Assert.Equal(0, Allocations.PerCall(() => verifier.TryVerify(token, out _))));
    }

    [Theory]
    [InlineData("""{"client_id":{"a":1}}"""), InlineData("""{"client_id":7}"""), InlineData("""{"client_id":""}"""), InlineData("{}")]
    public void W31_A_client_id_is_a_text_or_none(string claims) =>
        Assert.Null(ReferenceSetup.Accept(ReferenceSetup.Default.Strict, With(claims)).ClientId);

    // The core writes no log, has no logger to write to, and gives nothing of a refused token away.
    [Fact]
    public async Task W32_Nothing_of_a_refused_token_can_reach_a_log()
    {
        AssemblyName[] references = typeof(JwtVerifier).Assembly.GetReferencedAssemblies();
        VerifyResult result = await ReferenceSetup.Default.Strict.VerifyAsync(With("""{"client_id":"a\nb","aud":"c"}""").AsMemory(), TestContext.Current.CancellationToken);

        Assert.DoesNotContain(references, reference => reference.Name!.Contains("Logging", StringComparison.Ordinal));
        Assert.Equal((VerifyError.AudienceMismatch, null), (result.Error, result.Claims));
    }

    [Fact]
    public void W36_A_token_that_is_bound_to_a_key_is_no_bearer_token()
    {
        string bound = With("""{"cnf":{"jkt":"0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I"}}""");

        Assert.Equal(VerifyError.ProofOfPossessionRequired, ReferenceSetup.Default.Strict.Verdict(bound));
        Assert.Equal(VerifyError.None, ReferenceSetup.Default.LikeFastMcp.Verdict(bound));
    }

    [Fact]
    public async Task W37_Fixed_texts_are_checked_when_they_are_given_and_not_when_they_are_used()
    {
        Assert.ThrowsAny<ArgumentException>(() => new StaticTokenVerifier(Texts(new StaticIdentity { ClientId = "" })));
        Assert.ThrowsAny<ArgumentException>(() => new StaticTokenVerifier(Texts(new StaticIdentity { ClientId = "c" }), requiredScopes: ["read write"]));

        StaticTokenVerifier verifier = new(
            Texts(new StaticIdentity { ClientId = "c", Scopes = ["r"], ExpiresAt = ReferenceSetup.Time.GetUtcNow().AddSeconds(0.5) }), ["r"], timeProvider: ReferenceSetup.Time);
        Assert.True((await verifier.VerifyAsync("text".AsMemory(), TestContext.Current.CancellationToken)).IsValid);
    }

    [Fact]
    public void W39_A_date_that_is_a_string_takes_a_flag()
    {
        string token = With($$"""{"exp":"{{Tokens.Now + 3600}}","iat":"{{Tokens.Now}}"}""");
        VerificationPolicy tolerant = TestPolicies.With(ReferenceSetup.Default.Keys, [JwtAlgorithm.RS256], ReferenceSetup.Issuer, ReferenceSetup.Audience, tolerate: Tolerance.StringDates);

        Assert.Equal(VerifyError.ClaimMalformed, ReferenceSetup.Default.Verdict(token));
        Assert.Equal(VerifyError.None, Tokens.Verifier(tolerant).Verdict(token));
    }

    private static string With(string claims) => ReferenceSetup.Sign(ReferenceSetup.Good with { Claims = JsonNode.Parse(claims)!.AsObject() });

    private static string OfTenant(string issuer, string tenant) =>
        ReferenceSetup.Sign(ReferenceSetup.Good with { Issuer = $"https://login.example.com/{issuer}/v2.0", Claims = new JsonObject { ["tid"] = tenant } });

    private static Dictionary<string, StaticIdentity> Texts(StaticIdentity identity) => new() { ["text"] = identity };
}
