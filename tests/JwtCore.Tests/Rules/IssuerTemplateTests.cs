using System.Text.Json.Nodes;
using JwtCore.Testing;
using JwtCore.Tests.Support;

namespace JwtCore.Tests.Rules;

public class IssuerTemplateTests
{
    private const string Template = "https://login.example.com/{tenantid}/v2.0";
    private const string Tenant = "72f988bf-86f1-41af-91ab-2d7cd011db47";
    private const string Other = "9188040d-6c67-4c5b-b112-36a304b66dad";

    private static readonly TestKeyPair Pair = Tokens.Pair(JwtAlgorithm.ES256);

    private static readonly JwtVerifier OneTenant = Verifier(Expected.Template(Template, Tenant));
    private static readonly JwtVerifier AnyTenant = Verifier(Expected.Template(Template, Expected.Any));

    [Fact]
    public void The_issuer_must_carry_an_accepted_tenant()
    {
        Assert.Equal(VerifyError.None, OneTenant.Verdict(Token(Tenant, Tenant)));
        Assert.Equal(VerifyError.IssuerMismatch, OneTenant.Verdict(Token(Other, Other)));
        Assert.Equal(VerifyError.None, AnyTenant.Verdict(Token(Other, Other)));
    }

    [Fact]
    public void The_tenant_in_the_issuer_must_be_the_tokens_own()
    {
        Assert.Equal(VerifyError.IssuerMismatch, AnyTenant.Verdict(Token(Tenant, Other)));
        Assert.Equal(VerifyError.IssuerMismatch, AnyTenant.Verdict(Token(Tenant, Tenant.ToUpperInvariant())));
        Assert.Equal(VerifyError.IssuerMismatch, AnyTenant.Verdict(Token(Tenant, null)));
        Assert.Equal(VerifyError.IssuerMismatch, AnyTenant.Verdict(Token(Tenant, new JsonArray(Tenant))));
        Assert.Equal(VerifyError.IssuerMismatch, AnyTenant.Verdict(Token(Tenant, 1)));
    }

    [Theory]
    [InlineData("common")]
    [InlineData("")]
    [InlineData("72f988bf-86f1-41af-91ab-2d7cd011db4")]
    [InlineData("72f988bf-86f1-41af-91ab-2d7cd011db477")]
    [InlineData("72f988bf-86f1-41af-91ab-2d7cd011db4g")]
    [InlineData("72f988bf086f1041af091ab02d7cd011db47")]
    [InlineData("{tenantid}")]
    [InlineData("../../72f988bf-86f1-41af-91ab-2d7cd0")]
    public void The_placeholder_matches_a_guid_only(string tenant) =>
        Assert.Equal(VerifyError.IssuerMismatch, AnyTenant.Verdict(Token(tenant, tenant)));

    [Fact]
    public void The_text_around_the_placeholder_is_exact()
    {
        Assert.Equal(VerifyError.IssuerMismatch, AnyTenant.Verdict(TokenOf($"https://login.example.com/{Tenant}/v2.0/", Tenant)));
        Assert.Equal(VerifyError.IssuerMismatch, AnyTenant.Verdict(TokenOf($"http://login.example.com/{Tenant}/v2.0", Tenant)));
        Assert.Equal(VerifyError.IssuerMismatch, AnyTenant.Verdict(TokenOf($"https://login.example.com/{Tenant}/v2.1", Tenant)));
        Assert.Equal(VerifyError.IssuerMismatch, AnyTenant.Verdict(TokenOf($"https://login.example.org/{Tenant}/v2.0", Tenant)));
        Assert.Equal(VerifyError.IssuerMismatch, AnyTenant.Verdict(TokenOf($"https://login.example.com/{Tenant}7/v2.0", Tenant)));
        Assert.Equal(VerifyError.IssuerMismatch, AnyTenant.Verdict(TokenOf($"https://login.example.com/{Tenant}", Tenant)));
    }

    [Theory]
    [InlineData("https://login.example.com/{tenantid}/v2.0", true)]
    [InlineData("https://login.example.com/{tid}/v2.0", true)]
    [InlineData($"https://login.example.com/{Tenant}/v2.0", true)]
    [InlineData($"https://login.example.com/{Other}/v2.0", false)]
    [InlineData("https://login.example.com/{tenantid}/v1.0", false)]
    [InlineData("https://login.example.com/{tenantid}", false)]
    [InlineData("https://login.example.org/{tenantid}/v2.0", false)]
    [InlineData("https://login.example.com/{tenantid/v2.0", false)]
    [InlineData("https://login.example.com/", false)]
    [InlineData("", false)]
    public void A_key_bound_to_an_issuer_validates_that_issuers_tokens_only(string keyIssuer, bool passes)
    {
        JsonObject jwk = Pair.ToJwk();
        jwk["issuer"] = keyIssuer;
        JwtVerifier verifier = Tokens.Verifier(new VerificationPolicy
        {
            Issuer = Expected.Template(Template, Expected.Any),
            Audience = Tokens.Audience,
            Algorithms = [JwtAlgorithm.ES256],
            Keys = Jwk.Parse(System.Text.Encoding.UTF8.GetBytes(jwk.ToJsonString())),
        });
        Assert.Equal(passes ? VerifyError.None : VerifyError.IssuerMismatch, verifier.Verdict(Token(Tenant, Tenant)));
    }

    [Theory]
    [InlineData($"https://login.example.com/{Tenant}/v2.0", Tenant, VerifyError.None)]
    [InlineData($"https://login.example.com/{Tenant}/v2.0", null, VerifyError.None)]
    [InlineData($"https://login.example.com/{Other}/v2.0", Tenant, VerifyError.IssuerMismatch)]
    [InlineData("https://login.example.com/{tenantid}/v2.0", Tenant, VerifyError.None)]
    [InlineData("https://login.example.com/{tenantid}/v2.0", Other, VerifyError.IssuerMismatch)]
    [InlineData("https://login.example.com/{tenantid}/v2.0", null, VerifyError.IssuerMismatch)]
    public void A_key_bound_to_an_issuer_is_bound_under_every_kind_of_policy(string keyIssuer, string? tid, VerifyError expected)
    {
        const string issuer = $"https://login.example.com/{Tenant}/v2.0";
        JsonObject jwk = Pair.ToJwk();
        jwk["issuer"] = keyIssuer;
        Jwk key = Jwk.Parse(System.Text.Encoding.UTF8.GetBytes(jwk.ToJsonString()));
        string token = TokenOf(issuer, tid);
        foreach (Expected policyIssuer in (Expected[])[issuer, Expected.OneOf("https://x.example.com", issuer), Expected.Any])
        {
            Assert.Equal(expected, Tokens.Verifier(TestPolicies.With(key, [JwtAlgorithm.ES256], issuer: policyIssuer)).Verdict(token));
        }

        JwtVerifier several = new(
            [TestPolicies.With(key, [JwtAlgorithm.ES256], issuer: issuer), Policy("https://other.example.com", Tokens.Pair(JwtAlgorithm.ES384))],
            new JwtVerifierOptions { TimeProvider = FixedTime.At(Tokens.Now) });
        Assert.Equal(expected, several.Verdict(token));
    }

    [Theory]
    [InlineData("{tenantid}", Tenant, true)]
    [InlineData("{tenantid}", "{tenantid}", false)]
    [InlineData("{tenantid}/v2.0", $"{Tenant}/v2.0", true)]
    [InlineData("\u00fc/{tenantid}/\u00fc\u00fc", $"\u00fc/{Tenant}/\u00fc\u00fc", true)]
    [InlineData("\u00fc/{tenantid}/\u00fc\u00fc", $"\u00fc/{Tenant}/\u00fc", false)]
    [InlineData("https://x.example.com/{tenantid}", "https://x.example.com/72f988bf-86f1-41af-91ab-2d7cd011db4g", false)]
    [InlineData("https://x.example.com/{tenantid}", "https://x.example.com/72f988bf086f1-41af-91ab-2d7cd011db47", false)]
    [InlineData("https://x.example.com/}{", "https://x.example.com/}{", true)]
    [InlineData("https://x.example.com/}{", $"https://x.example.com/{Tenant}", false)]
    [InlineData("https://x.example.com/}", "https://x.example.com/}", true)]
    [InlineData("https://x.example.com/{", "https://x.example.com/{", true)]
    public void What_a_key_is_bound_to_is_a_template_only_with_a_placeholder(string keyIssuer, string issuer, bool passes)
    {
        JsonObject jwk = Pair.ToJwk();
        jwk["issuer"] = keyIssuer;
        JwtVerifier verifier = Tokens.Verifier(TestPolicies.With(Jwk.Parse(System.Text.Encoding.UTF8.GetBytes(jwk.ToJsonString())), [JwtAlgorithm.ES256], issuer: Expected.Any));
        string tid = issuer.Contains(Tenant, StringComparison.Ordinal) ? Tenant : issuer[^Math.Min(36, issuer.Length)..];
        Assert.Equal(passes ? VerifyError.None : VerifyError.IssuerMismatch, verifier.Verdict(TokenOf(issuer, tid)));
    }

    [Fact]
    public void A_missing_issuer_fits_no_template()
    {
        string claims = Claims("", Tenant).Replace("\"iss\":\"\",", "", StringComparison.Ordinal);
        Assert.Equal(VerifyError.IssuerMismatch, AnyTenant.Verdict(Pair.Sign(claims)));
        Assert.Equal(VerifyError.IssuerMismatch, AnyTenant.Verdict(Token("", Tenant)));
    }

    [Fact]
    public void A_bound_key_needs_a_token_with_an_issuer()
    {
        JsonObject jwk = Pair.ToJwk();
        jwk["issuer"] = "https://issuer.example.com";
        JwtVerifier verifier = Tokens.Verifier(TestPolicies.With(Jwk.Parse(System.Text.Encoding.UTF8.GetBytes(jwk.ToJsonString())), [JwtAlgorithm.ES256], issuer: Expected.Any));
        JsonObject claims = Tokens.Claims();
        Assert.Equal(VerifyError.None, verifier.Verdict(Pair.Sign(claims.ToJsonString())));
        claims.Remove("iss");
        Assert.Equal(VerifyError.IssuerMismatch, verifier.Verdict(Pair.Sign(claims.ToJsonString())));
    }

    [Fact]
    public void Among_several_issuers_a_template_finds_its_tokens_escaped_or_not()
    {
        JwtVerifier several = new(
            [Policy(Expected.Template(Template, Tenant), Pair), Policy("https://other.example.com", Tokens.Pair(JwtAlgorithm.ES384))],
            new JwtVerifierOptions { TimeProvider = FixedTime.At(Tokens.Now) });
        Assert.Equal(VerifyError.None, several.Verdict(Token(Tenant, Tenant)));
        Assert.Equal(VerifyError.None, several.Verdict(Pair.Sign(Claims($"https://login.example.com/{Tenant}/v2.0", Tenant).Replace("/", "\\/", StringComparison.Ordinal))));
        Assert.Equal(VerifyError.IssuerNotTrusted, several.Verdict(Token(Other, Other)));
        Assert.Equal(VerifyError.IssuerMismatch, several.Verdict(Token(Tenant, Other)));
        Assert.Equal(0, Allocations.PerCall(() => several.TryVerify("e30.e30.e30", out _)));
    }

    [Theory]
    [InlineData("https://login.example.com/v2.0")]
    [InlineData("https://login.example.com/{a}/{b}")]
    [InlineData("https://login.example.com/}{")]
    [InlineData("https://login.example.com/{")]
    [InlineData("{tenantid}")]
    [InlineData("https://login.example.com/{{a}")]
    [InlineData("https://login.example.com/{a}}")]
    [InlineData("https://login.example.com/}")]
    public void A_template_has_one_placeholder_behind_some_text(string template) =>
        Assert.ThrowsAny<ArgumentException>(() => Verifier(Expected.Template(template, Expected.Any)));

    [Fact]
    public void A_template_needs_tenants_and_stands_for_an_issuer_only()
    {
        Assert.Throws<ArgumentNullException>(() => Expected.Template(null!, Expected.Any));
        Assert.Throws<ArgumentNullException>(() => Expected.Template(Template, null!));
        Assert.ThrowsAny<ArgumentException>(() => Verifier(Expected.Template(Template, "")));
        foreach (string wrong in (string[])["contoso", "72f988bf", Tenant[..^1], Tenant + "7", $"{{{Tenant}}}", Tenant.Replace('-', '0'), Tenant.Replace('7', '-')])
        {
            Assert.ThrowsAny<ArgumentException>(() => Verifier(Expected.Template(Template, wrong)));
            Assert.ThrowsAny<ArgumentException>(() => Verifier(Expected.Template(Template, Expected.OneOf(Tenant, wrong))));
        }

        Assert.ThrowsAny<ArgumentException>(() => Verifier(Expected.Template(Template, Expected.OneOf(Tenant, null!))));
        Assert.ThrowsAny<ArgumentException>(() => Verifier(Expected.Template("https://\ud800.example.com/{tid}", Expected.Any)));
        Assert.ThrowsAny<ArgumentException>(() => Verifier(Expected.Template(Template, Expected.OneOf())));
        Assert.ThrowsAny<ArgumentException>(() => Tokens.Verifier(TestPolicies.With(audience: Expected.Template(Template, Tenant))));
        Assert.ThrowsAny<ArgumentException>(() => Tokens.Verifier(TestPolicies.With(types: Expected.Template(Template, Tenant))));
    }

    private static JwtVerifier Verifier(Expected issuer) => Tokens.Verifier(Policy(issuer, Pair));

    private static VerificationPolicy Policy(Expected issuer, TestKeyPair pair) => new()
    {
        Issuer = issuer,
        Audience = Tokens.Audience,
        Algorithms = [pair.Algorithm],
        Keys = Tokens.Keys(pair),
    };

    private static string Token(string tenant, JsonNode? tid) => TokenOf($"https://login.example.com/{tenant}/v2.0", tid);

    private static string TokenOf(string issuer, JsonNode? tid) => Pair.Sign(Claims(issuer, tid));

    private static string Claims(string issuer, JsonNode? tid)
    {
        JsonObject claims = Tokens.Claims();
        claims["iss"] = issuer;
        if (tid is not null)
        {
            claims["tid"] = tid;
        }

        return claims.ToJsonString();
    }
}
