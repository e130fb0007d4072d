using JwtCore.Hosting.Tests.Support;

namespace JwtCore.Hosting.Tests;

public class SettingsPolicyTests
{
    [Fact]
    public void The_policy_has_the_settings_and_for_the_rest_the_strict_defaults()
    {
        JwtCoreSettings settings = Given.InCode();
        settings.RequiredScopes = ["read", "write"];
        VerificationPolicy policy = settings.ToPolicy();
        VerificationPolicy defaults = new() { Issuer = "x", Audience = "x", Algorithms = [], Keys = null! };

        Assert.Equal([Given.Issuer], policy.Issuer);
        Assert.Equal([Given.Audience], policy.Audience);
        Assert.Equal([JwtAlgorithm.RS256], policy.Algorithms);
        Assert.Equal(["read", "write"], policy.RequiredScopes.SelectMany(scope => scope));
        Assert.Equal(defaults.ClockSkew, policy.ClockSkew);
        Assert.Equal(Tolerance.Nothing, policy.Tolerate);
        Assert.Equal(TokenProfile.Jwt, policy.Profile);
        Assert.Null(policy.Types);
    }

    [Fact]
    public void A_token_is_judged_by_it()
    {
        JwtCoreSettings settings = Given.InCode();
        settings.RequiredScopes = ["read"];
        JwtVerifier verifier = new(settings.ToPolicy());

        Assert.True(verifier.TryVerify(Given.Pair.CreateToken(new() { Audience = Given.Audience, Scopes = ["read"] }), out _));
        Assert.False(verifier.TryVerify(Given.Pair.CreateToken(new() { Audience = Given.Audience }), out VerifiedToken token));
        Assert.Equal(VerifyError.InsufficientScope, token.Error);
        Assert.False(verifier.TryVerify(Given.Pair.CreateToken(new() { Audience = "https://other.example.com", Scopes = ["read"] }), out token));
        Assert.Equal(VerifyError.AudienceMismatch, token.Error);
    }

    [Fact]
    public void What_code_waives_is_waived()
    {
        JwtCoreSettings settings = Given.InCode();
        settings.Issuer = Expected.Any;
        settings.Audience = Expected.Any;

        Assert.True(new JwtVerifier(settings.ToPolicy()).TryVerify(Given.Pair.CreateToken(new() { Issuer = null }), out _));
    }

    [Fact]
    public void Issuer_and_audience_are_required()
    {
        JwtCoreSettings settings = Given.InCode();
        settings.Audience = null;
        Assert.Equal(
            "Audience is not set. Set JWTCORE_AUDIENCE or JwtCore:Audience; to accept any, set JWTCORE_ACCEPT_ANY_AUDIENCE or JwtCore:AcceptAnyAudience to true, "
            + "or Audience to Expected.Any in code.",
            Given.Refusal(settings));

        settings.Issuer = null;
        Assert.Equal(
            "Issuer is not set. Set JWTCORE_ISSUER or JwtCore:Issuer; to accept any, set JWTCORE_ACCEPT_ANY_ISSUER or JwtCore:AcceptAnyIssuer to true, "
            + "or Issuer to Expected.Any in code.",
            Given.Refusal(settings));
    }

    [Fact]
    public void Empty_expectations_are_refused()
    {
        foreach (Expected empty in (Expected[])["", " ", [], ["a", ""]])
        {
            Assert.Equal("JwtCoreSettings.Issuer is empty or has an empty entry.", Given.Refusal(With(settings => settings.Issuer = empty)));
            Assert.Equal("JwtCoreSettings.Audience is empty or has an empty entry.", Given.Refusal(With(settings => settings.Audience = empty)));
        }

        Assert.Equal(
            "JWTCORE_AUDIENCE is empty. Remove it, or give it a value.",
            Given.Refusal(Given.Read(("JWTCORE_PUBLIC_KEY", Given.Pair.ToPublicPem()), ("JWTCORE_ISSUER", Given.Issuer), ("JWTCORE_AUDIENCE", " , "))));
    }

    [Fact]
    public void The_issuer_may_be_a_template() =>
        Assert.NotNull(With(settings => settings.Issuer = Expected.Template("https://login.example.com/{tenantid}/v2.0", Expected.Any)).ToPolicy());

    [Fact]
    public void What_the_core_refuses_is_said_in_the_names_of_the_settings()
    {
        Assert.Equal(
            "JwtCoreSettings.Audience cannot be a template.",
            Given.Refusal(With(settings => settings.Audience = Expected.Template("https://login.example.com/{tenantid}", Expected.Any))));
        Assert.Equal(
            "JwtCoreSettings.Issuer is a template; it needs exactly one placeholder in braces, after some text.",
            Given.Refusal(With(settings => settings.Issuer = Expected.Template("https://login.example.com/", Expected.Any))));
        Assert.StartsWith(
            "JWTCORE_REQUIRED_SCOPES has an entry that is not one scope",
            Given.Refusal(Given.Read([("JWTCORE_REQUIRED_SCOPES", "a\"b"), ("JWTCORE_JWKS_URI", Given.JwksUri), .. Given.Expectations])),
            StringComparison.Ordinal);
        Assert.Equal("JwtCoreSettings.Algorithm has the undefined value 99.", Given.Refusal(With(settings => settings.Algorithm = [(JwtAlgorithm)99])));
    }

    [Theory]
    [InlineData("JWTCORE_PUBLIC_KEY", "RS256")]
    [InlineData("JWTCORE_PUBLIC_KEY", "HS512")]
    [InlineData("JWTCORE_JWKS_URI", "RS256")]
    [InlineData("JWTCORE_AUTHORITY", "RS256")]
    [InlineData("JWTCORE_ACCEPT_ANY_ISSUER", "RS256")]
    [InlineData("JWTCORE_ACCEPT_ANY_AUDIENCE", "RS256")]
    [InlineData("JWTCORE_ALGORITHM", null)]
    [InlineData("JWTCORE_REQUIRED_SCOPES", "RS256")]
    [InlineData("JWTCORE_BASE_URL", "RS256")]
    public void No_value_is_quoted(string variable, string? algorithm)
    {
        const string Value = "not\"to\\be~seen";
        List<(string, string)> others =
        [
            ("JWTCORE_ISSUER", Given.Issuer),
            ("JWTCORE_AUDIENCE", Given.Audience),
            ("JWTCORE_PUBLIC_KEY", Given.Pair.ToPublicPem()),
            ("JWTCORE_ALGORITHM", algorithm ?? Value),
        ];
        others.RemoveAll(other => other.Item1 == variable || (other.Item1 == "JWTCORE_PUBLIC_KEY" && (variable is "JWTCORE_JWKS_URI" or "JWTCORE_AUTHORITY")));

        string refusal = Given.Refusal(Given.Read([(variable, Value), .. others]));
        Assert.Contains(variable, refusal, StringComparison.Ordinal);
        Assert.DoesNotContain("seen", refusal, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://api.example.com")]
    [InlineData("https://api.example.com:8443/mcp?x=1")]
    [InlineData("http://localhost:5000/")]
    public void The_base_URL_is_an_address(string url) => Assert.NotNull(With(settings => settings.BaseUrl = url).ToPolicy());

    [Theory]
    [InlineData("")]
    [InlineData("/mcp")]
    [InlineData("api.example.com")]
    [InlineData("ftp://api.example.com")]
    [InlineData("https://")]
    [InlineData("https://user@api.example.com")]
    [InlineData("https://api.example.com/#")]
    [InlineData("file:///mcp")]
    public void What_is_no_address_is_refused(string url) =>
        Assert.Equal(
            "JwtCoreSettings.BaseUrl is not an absolute https or http address with a host, without user information and fragment.",
            Given.Refusal(With(settings => settings.BaseUrl = url)));

    private static JwtCoreSettings With(Action<JwtCoreSettings> change)
    {
        JwtCoreSettings settings = Given.InCode();
        change(settings);
        return settings;
    }
}
