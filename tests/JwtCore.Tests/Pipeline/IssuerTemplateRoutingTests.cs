using System.Text.Json.Nodes;
using JwtCore.Testing;
using JwtCore.Tests.Support;

namespace JwtCore.Tests.Pipeline;

public class IssuerTemplateRoutingTests
{
    private const string Template = "https://login.example.com/{tenantid}/v2.0";
    private const string Tenant = "72f988bf-86f1-41af-91ab-2d7cd011db47";

    private static readonly TestKeyPair Pair = Tokens.Pair(JwtAlgorithm.ES256);

    // Among several policies a token's issuer is unescaped into 2,048 bytes; six are needed for one that is written as an escape.
    [Fact]
    public void Among_several_issuers_a_template_has_at_most_341_bytes()
    {
        string longest = $"https://{new string('x', 341 - 36 - 9)}/{{t}}";
        JwtVerifier several = Several(longest);
        string issuer = longest.Replace("{t}", Tenant, StringComparison.Ordinal);
        string escaped = Claims(issuer).Replace($"\"{issuer}\"", RawJson.Escaped(issuer), StringComparison.Ordinal);

        Assert.Equal(341, issuer.Length);
        Assert.Equal(VerifyError.None, several.Verdict(Pair.Sign(Claims(issuer))));
        Assert.Equal(VerifyError.None, several.Verdict(Pair.Sign(escaped)));
        Assert.ThrowsAny<ArgumentException>(() => Several("https://x" + longest[8..]));
        Assert.ThrowsAny<ArgumentException>(() => Several(longest + "x"));
        Assert.ThrowsAny<ArgumentException>(() => Several(Template, "https://x" + longest[8..]));
    }

    [Theory, InlineData(2046), InlineData(2047), InlineData(2048), InlineData(2049), InlineData(6000)]
    public void Among_several_issuers_one_too_long_for_any_template_is_not_trusted(int length)
    {
        JwtVerifier several = Several(Template);
        string issuer = new('x', length - 2);

        Assert.Equal(VerifyError.IssuerNotTrusted, several.Verdict(Pair.Sign(Claims(issuer + "xx"))));
        Assert.Equal(VerifyError.IssuerNotTrusted, several.Verdict(Pair.Sign(Claims(issuer).Replace(issuer, issuer + "\\n", StringComparison.Ordinal))));
    }

    private static JwtVerifier Several(params string[] templates) => new(
        [
            .. templates.Select(template => TestPolicies.With(Tokens.Keys(Pair), [JwtAlgorithm.ES256], issuer: Expected.Template(template, Expected.Any))),
            TestPolicies.With(Tokens.Keys(JwtAlgorithm.ES384), [JwtAlgorithm.ES384], issuer: "https://other.example.com"),
        ],
        new JwtVerifierOptions { TimeProvider = FixedTime.At(Tokens.Now) });

    private static string Claims(string issuer)
    {
        JsonObject claims = Tokens.Claims();
        claims["iss"] = issuer;
        claims["tid"] = Tenant;
        return claims.ToJsonString();
    }
}
