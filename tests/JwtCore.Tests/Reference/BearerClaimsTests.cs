using System.Text.Json.Nodes;
using JwtCore.Tests.Support;

namespace JwtCore.Tests.Reference;

/// <summary>B5 to B25: claims and signatures.</summary>
public class BearerClaimsTests
{
    [Fact]
    public void B5_A_valid_token_has_its_scopes_and_its_end()
    {
        TokenClaims claims = ReferenceSetup.Default.Accept(ReferenceSetup.Sign(ReferenceSetup.Good with { Scopes = ["read", "write"] }));

        Assert.Equal(["read", "write"], claims.Scopes);
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(Tokens.Now + 3600), claims.ExpiresAt);
        Assert.Equal("test-user", claims.ClientId);
    }

    [Fact]
    public void B6_An_expired_token_is_refused() =>
        Assert.Equal(VerifyError.Expired, ReferenceSetup.Default.Verdict(ReferenceSetup.Sign(ReferenceSetup.Good with { Lifetime = TimeSpan.FromHours(-1) })));

    // RFC 7519 section 4.1.4: on or after. FastMCP accepts the moment itself.
    [Fact]
    public void B6_At_the_very_moment_of_its_end_a_token_has_expired() =>
        Assert.Equal(VerifyError.Expired, ReferenceSetup.Default.LikeFastMcp.Verdict(ReferenceSetup.Sign(ReferenceSetup.Good with { Lifetime = TimeSpan.Zero })));

    [Fact]
    public void B7_Another_issuer_is_refused() => Assert.Equal(VerifyError.IssuerMismatch, VerdictOfIssuer("https://evil.example.com", ReferenceSetup.Issuer));

    [Fact]
    public void B8_Another_audience_is_refused() => Assert.Equal(VerifyError.AudienceMismatch, VerdictOfAudience("https://wrong-api.example.com", ReferenceSetup.Audience));

    [Fact]
    public void B9_Any_issuer_is_accepted_when_the_policy_says_so() => Assert.Equal(VerifyError.None, VerdictOfIssuer("https://any.example.com", Expected.Any));

    [Fact]
    public void B10_Any_audience_is_accepted_when_the_policy_says_so() => Assert.Equal(VerifyError.None, VerdictOfAudience("https://any.example.com", Expected.Any));

    [Fact]
    public void B11_One_of_the_token_s_audiences_is_enough() =>
        Assert.Equal(VerifyError.None, VerdictOfAudience(new JsonArray(ReferenceSetup.Audience, "https://other.example.com"), ReferenceSetup.Audience));

    // FastMCP passes over what is no text.
    [Fact]
    public void B11_An_audience_that_is_no_text_refuses_the_token_even_where_none_is_expected()
    {
        Assert.Equal(VerifyError.ClaimMalformed, VerdictOfAudience(new JsonArray(ReferenceSetup.Audience, 1), ReferenceSetup.Audience));
        Assert.Equal(VerifyError.ClaimMalformed, VerdictOfAudience(new JsonArray(1), Expected.Any));
    }

    [Fact]
    public void B12_One_of_the_policy_s_audiences_is_enough()
    {
        Expected several = ["https://api.example.com", "https://other-api.example.com"];

        Assert.Equal(VerifyError.None, VerdictOfAudience("https://api.example.com", several));
        Assert.Equal(VerifyError.None, VerdictOfAudience(new JsonArray("https://api.example.com", "https://third.example.com"), several));
        Assert.Equal(VerifyError.AudienceMismatch, VerdictOfAudience("https://wrong-api.example.com", several));
    }

    [Fact]
    public void B13_One_of_the_policy_s_issuers_is_enough()
    {
        Expected several = ["https://test.example.com", "https://other-issuer.example.com"];

        Assert.Equal(VerifyError.None, VerdictOfIssuer("https://test.example.com", several));
        Assert.Equal(VerifyError.None, VerdictOfIssuer("https://other-issuer.example.com", several));
        Assert.Equal(VerifyError.IssuerMismatch, VerdictOfIssuer("https://evil.example.com", several));
    }

    [Fact]
    public void B14_A_scope_of_three_words_is_three_scopes() => Assert.Equal(["read", "write", "admin"], ScopesOf("""{"scope":"read write admin"}"""));

    // RFC 6749 section 3.3. FastMCP parts words at any white space.
    [Fact]
    public void B14_Scopes_are_parted_by_spaces_alone() => Assert.Equal(["read\twrite", "admin"], ScopesOf("""{"scope":"read\twrite admin"}"""));

    [Fact]
    public void B15_A_scope_may_be_an_array() => Assert.Equal(["read", "write"], ScopesOf("""{"scope":["read","write"]}"""));

    // FastMCP refuses the token, by the type of its result.
    [Fact]
    public void B15_An_array_with_something_else_than_texts_grants_nothing() => Assert.Empty(ScopesOf("""{"scope":["read",1]}"""));

    [Fact]
    public void B16_No_scopes_are_none() => Assert.Empty(ScopesOf("{}"));

    [Fact]
    public void B17_The_claim_scp_may_be_a_text() => Assert.Equal(["read", "write"], ScopesOf("""{"scp":"read write"}"""));

    [Fact]
    public void B18_The_claim_scp_may_be_an_array() => Assert.Equal(["read", "write"], ScopesOf("""{"scp":["read","write"]}"""));

    // FastMCP takes the first claim alone; here both count, unless the policy names one.
    [Fact]
    public void B19_With_both_claims_the_scopes_of_both_count_and_those_of_one_when_the_policy_names_it()
    {
        const string Both = """{"scope":"read","scp":"admin"}""";
        VerificationPolicy scopeAlone = TestPolicies.With(ReferenceSetup.Default.Keys, [JwtAlgorithm.RS256], ReferenceSetup.Issuer, ReferenceSetup.Audience, scopeClaims: ["scope"]);

        Assert.Equal(["read", "admin"], ScopesOf(Both));
        Assert.Equal(["read"], ReferenceSetup.Accept(Tokens.Verifier(scopeAlone), With(Both)).Scopes);
    }

    [Theory]
    [InlineData("not.a.jwt", VerifyError.HeaderMalformed)]
    [InlineData("too.many.parts.here.invalid", VerifyError.EncryptedTokenNotSupported)]
    [InlineData("invalid-token", VerifyError.NotCompactJws)]
    [InlineData("", VerifyError.NotCompactJws)]
    [InlineData("header.body", VerifyError.NotCompactJws)]
    public void B20_A_text_that_is_no_token_is_refused(string text, VerifyError error) => Assert.Equal(error, ReferenceSetup.Default.Verdict(text));

    [Fact]
    public void B21_A_signature_of_another_key_is_refused() =>
        Assert.Equal(VerifyError.SignatureInvalid, ReferenceSetup.Default.Verdict(ReferenceSetup.OtherPair.CreateToken(ReferenceSetup.Good)));

    [Fact]
    public void B22_The_client_comes_from_its_own_claim_and_not_from_the_subject()
    {
        TokenClaims claims = ReferenceSetup.Default.Accept(ReferenceSetup.Sign(ReferenceSetup.Good with { Subject = "user123", Claims = new JsonObject { ["client_id"] = "app456" } }));

        Assert.Equal(("app456", "user123"), (claims.ClientId, claims.Subject));
    }

    // A user whose sub equals the id of a client must not become that client.
    [Fact]
    public void B22_Without_a_claim_of_its_own_the_client_is_the_subject_only_in_the_policy_like_FastMCP_s()
    {
        string token = ReferenceSetup.Sign(ReferenceSetup.Good);

        Assert.Null(ReferenceSetup.Accept(ReferenceSetup.Default.Strict, token).ClientId);
        Assert.Equal("test-user", ReferenceSetup.Accept(ReferenceSetup.Default.LikeFastMcp, token).ClientId);
    }

    [Fact]
    public void B23_An_issuer_need_not_be_an_address() => Assert.Equal(VerifyError.None, VerdictOfIssuer("my-service", "my-service"));

    [Fact]
    public void B24_Another_issuer_that_is_no_address_is_refused() => Assert.Equal(VerifyError.IssuerMismatch, VerdictOfIssuer("other-service", "my-service"));

    [Fact]
    public void B25_An_issuer_may_be_an_address() => Assert.Equal(VerifyError.None, VerdictOfIssuer("https://my-auth-server.com", "https://my-auth-server.com"));

    private static VerifyError VerdictOfIssuer(string issuer, Expected expected) =>
        (ReferenceSetup.Default with { ExpectedIssuer = expected }).Verdict(ReferenceSetup.Sign(ReferenceSetup.Good with { Issuer = issuer }));

    private static VerifyError VerdictOfAudience(JsonNode audience, Expected expected) =>
        (ReferenceSetup.Default with { ExpectedAudience = expected }).Verdict(ReferenceSetup.Sign(ReferenceSetup.Good with { Audience = audience }));

    private static IEnumerable<string> ScopesOf(string claims) => ReferenceSetup.Default.Accept(With(claims)).Scopes;

    private static string With(string claims) => ReferenceSetup.Sign(ReferenceSetup.Good with { Claims = JsonNode.Parse(claims)!.AsObject() });
}
