using JwtCore.Hosting.Tests.Support;

namespace JwtCore.Hosting.Tests;

/// <summary>What the log says of settings that change nothing.</summary>
public class SettingsNoticesTests
{
    private static readonly (string, string)[] Remote = [("JWTCORE_JWKS_URI", Given.JwksUri), .. Given.Expectations];

    [Fact]
    public void A_value_that_another_source_beats_is_named_with_the_winner()
    {
        JwtCoreSettings settings = Given.Read(
            """{ "JwtCore": { "Audience": "a", "Issuer": null }, "Authentication:Schemes:Bearer:Audience": "b" }""",
            [.. Remote]);
        settings.JwksUri = "https://code.example.com/jwks";

        Assert.Equal(
            [
                "JWTCORE_JWKS_URI is not read: JwtCoreSettings.JwksUri wins.",
                "JWTCORE_ISSUER is not read: JwtCore:Issuer wins.",
                "Authentication:Schemes:Bearer:Audience is not read: JwtCore:Audience wins.",
                "JWTCORE_AUDIENCE is not read: JwtCore:Audience wins.",
            ],
            SettingsNotices.Of(settings));
    }

    [Fact]
    public void The_same_value_in_two_places_is_no_warning() =>
        Assert.Empty(SettingsNotices.Of(Given.Read($$"""{ "JwtCore": { "Audience": ["{{Given.Audience}}"] } }""", Remote)));

    [Fact]
    public void A_base_URL_changes_nothing_and_says_so() =>
        Assert.Equal(
            ["JWTCORE_BASE_URL changes nothing. Give the address to MapProtectedResourceMetadata, and remove the setting."],
            SettingsNotices.Of(Given.Read([("JWTCORE_BASE_URL", Given.Audience), .. Remote])));

    [Theory]
    [InlineData("JWTCORE_BACKCHANNEL_TIMEOUT", "00:00:05")]
    [InlineData("JWTCORE_REFRESH_INTERVAL", "00:05:00")]
    [InlineData("JWTCORE_PLAIN_HTTP_HOSTS", "keycloak")]
    public void How_keys_are_fetched_says_nothing_about_a_key_in_the_settings(string name, string value)
    {
        Assert.Equal(
            [$"{name} changes nothing, because no keys are fetched."],
            SettingsNotices.Of(Given.Read([("JWTCORE_PUBLIC_KEY", Given.Pair.ToPublicPem()), (name, value), .. Given.Expectations])));
        Assert.Empty(SettingsNotices.Of(Given.Read([(name, value), .. Remote])));
    }

    [Fact]
    public void A_key_of_a_scheme_that_nobody_knows_is_named() =>
        Assert.Equal(
            ["Authentication:Schemes:Bearer:Banana is no setting and is not read."],
            SettingsNotices.Of(Given.Read("""{ "Authentication:Schemes:Bearer:Banana": "1" }""", Remote)));

    [Fact]
    public void Signing_keys_that_are_not_used_are_named()
    {
        const string Keys = """ "SigningKeys": [{ "Issuer": "a", "Value": "c2hhcmVkIHNlY3JldCBvZiBleGFjdGx5IDMyIGJ5dGU=" }] """;

        Assert.Equal(
            ["Authentication:Schemes:Bearer:SigningKeys:0 is not used: JWTCORE_ISSUER does not name its issuer."],
            SettingsNotices.Of(Given.Read($$"""{ "Authentication:Schemes:Bearer": { {{Keys}} } }""", Remote)));
        Assert.Equal(
            ["Authentication:Schemes:Bearer:SigningKeys:0 is not read: JwtCore:PublicKey wins."],
            SettingsNotices.Of(Given.Read($$"""{ "JwtCore": { "PublicKey": "x" }, "Authentication:Schemes:Bearer": { {{Keys}}, "ValidIssuer": "a" } }""")));
        Assert.Equal(
            ["JWTCORE_PUBLIC_KEY is not read: Authentication:Schemes:Bearer:SigningKeys:0 wins."],
            SettingsNotices.Of(Given.Read($$"""{ "Authentication:Schemes:Bearer": { {{Keys}}, "ValidIssuer": "a" } }""", ("JWTCORE_PUBLIC_KEY", "x"))));
        JwtCoreSettings inCode = Given.Read($$"""{ "Authentication:Schemes:Bearer": { {{Keys}}, "ValidIssuer": "a" } }""");
        inCode.PublicKey = "x";
        Assert.Equal(["Authentication:Schemes:Bearer:SigningKeys:0 is not read: JwtCoreSettings.PublicKey wins."], SettingsNotices.Of(inCode));
    }

    [Fact]
    public void No_value_is_quoted() =>
        Assert.DoesNotContain(
            SettingsNotices.Of(Given.Read("""{ "JwtCore": { "PublicKey": "seen-1", "Issuer": "seen-2" }, "Authentication:Schemes:Bearer": { "Banana": "seen-3", "ValidIssuer": "seen-4" } }""", ("JWTCORE_PUBLIC_KEY", "seen-5"), ("JWTCORE_BASE_URL", "seen-6"))),
            sentence => sentence.Contains("seen", StringComparison.Ordinal));
}
