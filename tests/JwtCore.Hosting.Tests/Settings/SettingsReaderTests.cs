using JwtCore.Hosting.Tests.Support;

namespace JwtCore.Hosting.Tests;

public class SettingsReaderTests
{
    private const string Json = """
        {
          "JwtCore": { "Issuer": "section" },
          "Authentication": { "Schemes": { "Bearer": { "ValidIssuer": "bearer", "ValidAudience": "bearer", "Authority": "bearer" } } }
        }
        """;

    [Fact]
    public void The_section_beats_bearer_which_beats_the_environment()
    {
        JwtCoreSettings settings = Given.Read(Json, ("JWTCORE_ISSUER", "environment"), ("JWTCORE_AUDIENCE", "environment"), ("JWTCORE_BASE_URL", "environment"));

        Assert.Equal(["section"], settings.Issuer!);
        Assert.Equal(["bearer"], settings.Audience!);
        Assert.Equal("environment", settings.BaseUrl);
    }

    [Fact]
    public void Code_beats_them_all_before_and_after_they_are_read()
    {
        JwtCoreSettings before = new() { Issuer = "code" };
        SettingsReader.Read(before, Given.Json(Json), Given.Environment());
        JwtCoreSettings after = Given.Read(Json);
        after.Issuer = "code";

        Assert.Equal(["code"], before.Issuer!);
        Assert.Equal(["code"], after.Issuer!);
        Assert.Equal(["bearer"], before.Audience!);
    }

    [Fact]
    public void A_null_in_code_is_a_value_that_beats_them_all()
    {
        JwtCoreSettings settings = new()
        {
            PublicKey = null,
            JwksUri = null,
            Authority = null,
            Issuer = null,
            Audience = null,
            Algorithm = null,
            RequiredScopes = null,
            BaseUrl = null,
        };
        SettingsReader.Read(
            settings,
            Given.Json(Json),
            Given.Environment(("JWTCORE_PUBLIC_KEY", "x"), ("JWTCORE_JWKS_URI", "x"), ("JWTCORE_ALGORITHM", "RS256"), ("JWTCORE_REQUIRED_SCOPES", "x"), ("JWTCORE_BASE_URL", "x")));

        Assert.Null(settings.PublicKey);
        Assert.Null(settings.JwksUri);
        Assert.Null(settings.Authority);
        Assert.Null(settings.Issuer);
        Assert.Null(settings.Audience);
        Assert.Null(settings.Algorithm);
        Assert.Null(settings.RequiredScopes);
        Assert.Null(settings.BaseUrl);
    }

    [Fact]
    public void A_null_in_the_section_is_a_value_that_beats_what_is_below()
    {
        JwtCoreSettings settings = Given.Read(
            """{ "JwtCore": { "Authority": null, "RequiredScopes": null, "AcceptAnyIssuer": null }, "Authentication:Schemes:Bearer:Authority": "bearer" }""",
            ("JWTCORE_REQUIRED_SCOPES", "x"),
            ("JWTCORE_ACCEPT_ANY_ISSUER", "true"));

        Assert.Null(settings.Authority);
        Assert.Null(settings.RequiredScopes);
        Assert.Null(settings.Issuer);
    }

    [Fact]
    public void What_is_wrong_does_not_matter_where_code_sets_it()
    {
        JwtCoreSettings settings = Given.Read([("JWTCORE_ALGORITHM", "none"), ("JWTCORE_PUBLIC_KEY", Given.Pair.ToPublicPem()), .. Given.Expectations]);
        Assert.StartsWith("JWTCORE_ALGORITHM has an entry", Given.Refusal(settings), StringComparison.Ordinal);

        settings.Algorithm = [JwtAlgorithm.RS256];
        Assert.Equal([JwtAlgorithm.RS256], settings.ToPolicy().Algorithms);
    }

    [Fact]
    public void Reading_twice_is_reading_once()
    {
        JwtCoreSettings settings = Given.Read(("JWTCORE_BASE_URL", "first"));
        SettingsReader.Read(settings, null, Given.Environment(("JWTCORE_BASE_URL", "second"), ("JWTCORE_JWKS_URI", "second")));

        Assert.Equal("first", settings.BaseUrl);
        Assert.Equal("second", settings.JwksUri);
    }

    [Theory]
    [InlineData("true", true)]
    [InlineData("True", true)]
    [InlineData("false", false)]
    public void A_check_is_waived_by_its_own_word(string text, bool expected)
    {
        JwtCoreSettings settings = Given.Read(("JWTCORE_ACCEPT_ANY_ISSUER", text), ("JWTCORE_ACCEPT_ANY_AUDIENCE", text));

        Assert.Equal(expected, settings.Issuer is { IsAny: true });
        Assert.Equal(expected, settings.Audience is { IsAny: true });
        Assert.True(Given.Read("""{ "JwtCore": { "Issuer": null, "AcceptAnyIssuer": true } }""").Issuer!.IsAny);
    }

    [Fact]
    public void A_waiver_that_says_false_leaves_the_expectation() =>
        Assert.Equal([Given.Issuer], Given.Read([.. Given.Expectations, ("JWTCORE_ACCEPT_ANY_ISSUER", "false")]).Issuer!);

    [Theory]
    [InlineData("*")]
    [InlineData("any")]
    public void No_text_waives_a_check(string text)
    {
        Assert.False(Given.Read(("JWTCORE_ISSUER", text)).Issuer!.IsAny);
        Assert.False(Given.Read(("JWTCORE_AUDIENCE", text)).Audience!.IsAny);
    }

    [Theory]
    [InlineData(null, "JWTCORE_ISSUER", "JWTCORE_ACCEPT_ANY_ISSUER", "JWTCORE_ACCEPT_ANY_ISSUER is true, but JWTCORE_ISSUER is set.")]
    [InlineData("""{ "JwtCore": { "AcceptAnyAudience": true } }""", "JWTCORE_AUDIENCE", null, "JwtCore:AcceptAnyAudience is true, but JWTCORE_AUDIENCE is set.")]
    [InlineData(
        """{ "Authentication:Schemes:Bearer:ValidIssuer": "x" }""",
        null,
        "JWTCORE_ACCEPT_ANY_ISSUER",
        "JWTCORE_ACCEPT_ANY_ISSUER is true, but Authentication:Schemes:Bearer:ValidIssuer is set.")]
    public void A_waiver_beside_an_expectation_is_refused_wherever_they_are(string? json, string? variable, string? waiver, string message)
    {
        List<(string, string)> variables = [("JWTCORE_PUBLIC_KEY", Given.Pair.ToPublicPem())];
        if (variable is not null)
        {
            variables.Add((variable, "x"));
        }

        if (waiver is not null)
        {
            variables.Add((waiver, "true"));
        }

        JwtCoreSettings settings = Given.Read(json, [.. variables]);
        if (message.Contains("AcceptAnyAudience", StringComparison.Ordinal))
        {
            settings.Issuer = Given.Issuer;
        }

        Assert.Equal(message, Given.Refusal(settings));
    }

    [Theory]
    [InlineData("rs256", 1)]
    [InlineData("none", 1)]
    [InlineData("RS256 ES256K", 2)]
    [InlineData("Ed448", 1)]
    [InlineData("ML-DSA-44 MLDsa44", 2)]
    [InlineData("EdDSA, eddsa", 2)]
    [InlineData("4", 1)]
    [InlineData("[\"RS256,ES256\"]", 1)]
    public void An_algorithm_that_is_none_is_named_by_its_position(string text, int position) =>
        Assert.Equal(
            $"JWTCORE_ALGORITHM has an entry, the one at position {position}, that is no supported algorithm. Case matters; supported are "
            + "HS256, HS384, HS512, RS256, RS384, RS512, PS256, PS384, PS512, ES256, ES384, ES512, EdDSA, Ed25519, ML-DSA-44, ML-DSA-65, ML-DSA-87.",
            Given.Refusal(Given.Read([("JWTCORE_ALGORITHM", text), ("JWTCORE_PUBLIC_KEY", Given.Pair.ToPublicPem()), .. Given.Expectations])));
}
