using JwtCore.Hosting.Tests.Support;

namespace JwtCore.Hosting.Tests;

public class EnvironmentSourceTests
{
    private static readonly string Known = $"Known are {string.Join(", ", SettingNames.Variables)}.";

    [Fact]
    public void Every_setting_has_its_variable()
    {
        JwtCoreSettings settings = Given.Read(
            ("JWTCORE_PUBLIC_KEY", "key"),
            ("JWTCORE_JWKS_URI", "uri"),
            ("JWTCORE_AUTHORITY", "authority"),
            ("JWTCORE_ISSUER", "issuer-1 issuer-2"),
            ("JWTCORE_AUDIENCE", "[\"audience-1\", \"audience 2\"]"),
            ("JWTCORE_ALGORITHM", "RS256,ES256"),
            ("JWTCORE_REQUIRED_SCOPES", "read write"),
            ("JWTCORE_BASE_URL", "base"));

        Assert.Equal("key", settings.PublicKey);
        Assert.Equal("uri", settings.JwksUri);
        Assert.Equal("authority", settings.Authority);
        Assert.Equal(["issuer-1", "issuer-2"], settings.Issuer!);
        Assert.Equal(["audience-1", "audience 2"], settings.Audience!);
        Assert.Equal([JwtAlgorithm.RS256, JwtAlgorithm.ES256], settings.Algorithm);
        Assert.Equal(["read", "write"], settings.RequiredScopes);
        Assert.Equal("base", settings.BaseUrl);
    }

    [Fact]
    public void A_key_is_taken_as_it_is() => Assert.Equal(" s p,a\n", Given.Read(("JWTCORE_PUBLIC_KEY", " s p,a\n")).PublicKey);

    [Theory]
    [InlineData("JWTCORE_AUDIANCE", "JWTCORE_AUDIENCE")]
    [InlineData("JWTCORE_SCOPES", "JWTCORE_REQUIRED_SCOPES")]
    [InlineData("JWTCORE_", null)]
    [InlineData("JWTCORE_WHATEVER", null)]
    [InlineData("jwtcore_issuers", "JWTCORE_ISSUER")]
    [InlineData("JWTCORE__AUDIENCE", "JWTCORE_AUDIENCE")]
    public void A_variable_that_is_no_setting_is_named(string name, string? near) =>
        Assert.Equal($"Unknown in the environment: {name}{(near is null ? "" : $" (did you mean {near}?)")}. {Known}", Given.Refusal(Given.Read((name, "x"))));

    [Fact]
    public void Several_are_named_together() =>
        Assert.Equal(
            $"Unknown in the environment: JWTCORE_A, JWTCORE_B. {Known}",
            Given.Refusal(Given.Read([.. Given.Expectations, ("JWTCORE_B", "x"), ("JWTCORE_A", "y")])));

    [Theory]
    [InlineData("JWTCORE")]
    [InlineData("JWTCORE_SERVICE_HOST")]
    [InlineData("JWTCORE_SERVICE_PORT_HTTP")]
    [InlineData("JWTCORE_PORT")]
    [InlineData("JWTCORE_PORT_80_TCP_ADDR")]
    [InlineData("JWTCORE_TEST_SERVICE_HOST")]
    [InlineData("OTHER_JWTCORE_X")]
    public void A_variable_of_somebody_else_is_not(string name) => Assert.Null(Given.Read((name, "x")).Unknown);

    [Fact]
    public void A_hierarchical_name_is_left_to_the_configuration_that_has_it() =>
        Assert.Null(Given.Read("""{ "JwtCore": { "Issuer": "x" } }""", ("JWTCORE__ISSUER", "x")).Unknown);

    [Fact]
    public void The_environment_of_the_process_is_read()
    {
        System.Environment.SetEnvironmentVariable("JWTCORE_BASE_URL", Given.Audience);
        try
        {
            Assert.Equal(Given.Audience, JwtCoreSettings.Read().BaseUrl);
        }
        finally
        {
            System.Environment.SetEnvironmentVariable("JWTCORE_BASE_URL", null);
        }
    }
}
