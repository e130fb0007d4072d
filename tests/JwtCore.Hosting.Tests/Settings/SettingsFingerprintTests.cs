using JwtCore.Hosting.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace JwtCore.Hosting.Tests;

public class SettingsFingerprintTests
{
    public static TheoryData<string, string> Changes => new()
    {
        { "JWTCORE_PUBLIC_KEY", "x" },
        { "JWTCORE_JWKS_URI", "x" },
        { "JWTCORE_AUTHORITY", "x" },
        { "JWTCORE_ISSUER", "x" },
        { "JWTCORE_AUDIENCE", "a b" },
        { "JWTCORE_ALGORITHM", "ES256" },
        { "JWTCORE_ALGORITHM", "none" },
        { "JWTCORE_REQUIRED_SCOPES", "read" },
        { "JWTCORE_BASE_URL", "https://x" },
        { "JWTCORE_PLAIN_HTTP_HOSTS", "x" },
        { "JWTCORE_REQUIRE_HTTPS_METADATA", "false" },
        { "JWTCORE_REQUIRE_HTTPS_METADATA", "true" },
        { "JWTCORE_AUDIANCE", "x" },
    };

    [Fact]
    public void Settings_that_say_the_same_have_the_same() =>
        Assert.Equal(SettingsFingerprint.Of(Given.Read(Given.Expectations)), SettingsFingerprint.Of(Given.Read(Given.Expectations)));

    [Theory, MemberData(nameof(Changes))]
    public void Each_setting_counts(string name, string value)
    {
        (string, string)[] others = [.. Given.Expectations.Where(one => one.Item1 != name)];

        Assert.NotEqual(SettingsFingerprint.Of(Given.Read(Given.Expectations)), SettingsFingerprint.Of(Given.Read([(name, value), .. others])));
    }

    [Fact]
    public void Waivers_and_templates_count()
    {
        JwtCoreSettings any = new() { Issuer = Expected.Any };
        JwtCoreSettings none = new() { Issuer = Expected.OneOf() };
        JwtCoreSettings template = new() { Issuer = Expected.Template("https://login.example.com/{tenantid}", Expected.Any) };
        JwtCoreSettings tenant = new() { Issuer = Expected.Template("https://login.example.com/{tenantid}", "t") };
        JwtCoreSettings text = new() { Issuer = "https://login.example.com/{tenantid}" };

        Assert.Equal(5, new[] { any, none, template, tenant, text }.Select(SettingsFingerprint.Of).Distinct().Count());
    }

    [Fact]
    public void A_key_of_user_jwts_counts() =>
        Assert.NotEqual(
            SettingsFingerprint.Of(Given.Read("""{ "Authentication:Schemes:Bearer:SigningKeys:0": { "Issuer": "i", "Value": "a" } }""")),
            SettingsFingerprint.Of(Given.Read("""{ "Authentication:Schemes:Bearer:SigningKeys:0": { "Issuer": "i", "Value": "b" } }""")));

    [Fact]
    public async Task A_snapshot_of_the_settings_costs_no_verifier()
    {
        int asked = 0;
        ServiceCollection services = new();
        services.AddSingleton(Given.Environment([("JWTCORE_JWKS_URI", Given.JwksUri), .. Given.Expectations]));
        services.AddTransient(_ =>
        {
            asked++;
            return new RemoteJwksOptions();
        });
        services.AddJwtCoreVerifier();
        await using ServiceProvider provider = services.BuildServiceProvider();
        for (int i = 0; i < 3; i++)
        {
            await using AsyncServiceScope request = provider.CreateAsyncScope();
            Assert.Equal(Given.JwksUri, request.ServiceProvider.GetRequiredService<IOptionsSnapshot<JwtCoreSettings>>().Value.JwksUri);
        }

        // The options are asked for once for each verifier that is made.
        Assert.Equal(1, asked);
    }
}
