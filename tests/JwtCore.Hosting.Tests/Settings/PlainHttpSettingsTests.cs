using JwtCore.Hosting.Tests.Support;

namespace JwtCore.Hosting.Tests;

/// <summary>Issuers that answer in plain http: which settings allow them, and what the refusal of the others names.</summary>
public class PlainHttpSettingsTests
{
    private const string Authority = "http://keycloak:8080/realms/demo";

    [Theory]
    [InlineData("JWTCORE_PLAIN_HTTP_HOSTS", "keycloak:8080", true)]
    [InlineData("JWTCORE_PLAIN_HTTP_HOSTS", "other, keycloak:8080", true)]
    [InlineData("JWTCORE_PLAIN_HTTP_HOSTS", "[\"keycloak:8080\"]", true)]
    [InlineData("JWTCORE_PLAIN_HTTP_HOSTS", "keycloak", false)]
    [InlineData("JWTCORE_PLAIN_HTTP_HOSTS", "keycloak:8081", false)]
    [InlineData("JWTCORE_REQUIRE_HTTPS_METADATA", "false", true)]
    public void A_host_is_allowed_by_its_exact_name_and_port_or_as_that_of_the_authority(string variable, string value, bool isAllowed)
    {
        JwtCoreSettings settings = Given.Read([("JWTCORE_AUTHORITY", Authority), ("JWTCORE_AUDIENCE", Given.Audience), (variable, value)]);
        if (isAllowed)
        {
            using RemoteJwks keys = (RemoteJwks)settings.ToPolicy().Keys;
            Assert.Equal("keycloak:8080", new NamedKeys("x", keys).PlainHttpHost);
        }
        else
        {
            Assert.StartsWith("JWTCORE_AUTHORITY must be an absolute https address", Given.Refusal(settings), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("""{ "JwtCore": { "PlainHttpHosts": ["keycloak:8080"] } }""")]
    [InlineData("""{ "JwtCore": { "RequireHttpsMetadata": false } }""")]
    [InlineData("""{ "Authentication:Schemes:Bearer:RequireHttpsMetadata": "False" }""")]
    public void The_configuration_has_them_too(string json)
    {
        using RemoteJwks keys = (RemoteJwks)Given.Read(json, ("JWTCORE_AUTHORITY", Authority), ("JWTCORE_AUDIENCE", Given.Audience)).ToPolicy().Keys;

        Assert.Equal("keycloak:8080", new NamedKeys("x", keys).PlainHttpHost);
    }

    [Fact]
    public void Code_has_them_and_they_come_on_top_of_the_options()
    {
        JwtCoreSettings settings = new() { Authority = Authority, Audience = Given.Audience, RequireHttpsMetadata = false, PlainHttpHosts = ["b"] };
        RemoteJwksOptions options = new() { PlainHttpHosts = ["a"], MaxKeys = 7 };
        RemoteJwksOptions merged = PlainHttpSettings.Apply(settings, options)!;

        Assert.Equal(["a", "b", "keycloak:8080"], merged.PlainHttpHosts);
        Assert.Equal(7, merged.MaxKeys);
        Assert.Equal(["a"], options.PlainHttpHosts);
        Assert.False(settings.RequireHttpsMetadata);
        Assert.Null(new JwtCoreSettings().RequireHttpsMetadata);
        Assert.True(new JwtCoreSettings { RequireHttpsMetadata = true }.RequireHttpsMetadata);
    }

    [Fact]
    public void RequireHttpsMetadata_allows_the_host_of_the_authority_and_not_that_of_a_key_set() =>
        Assert.Equal(
            "JWTCORE_JWKS_URI must be an absolute https address with a host, without user information and fragment. Plain http is for loopback, with AllowHttpOnLoopback, and for hosts that PlainHttpHosts names. "
            + "For development, give its host and port in JWTCORE_PLAIN_HTTP_HOSTS or JwtCore:PlainHttpHosts.",
            Given.Refusal(Given.Read([("JWTCORE_JWKS_URI", "http://keycloak:8080/keys"), ("JWTCORE_REQUIRE_HTTPS_METADATA", "false"), .. Given.Expectations])));

    [Fact]
    public void The_refusal_of_http_names_the_option_the_setting_and_the_place()
    {
        Assert.EndsWith(
            "PlainHttpHosts names. For development, give its host and port in JWTCORE_PLAIN_HTTP_HOSTS or JwtCore:PlainHttpHosts, or set JWTCORE_REQUIRE_HTTPS_METADATA or JwtCore:RequireHttpsMetadata to false.",
            Given.Refusal(Given.Read([("JWTCORE_AUTHORITY", Authority), .. Given.Expectations])),
            StringComparison.Ordinal);
        JwtCoreSettings other = new() { Place = SettingsLocation.Of("Other") };
        SettingsReader.Read(other, Given.Json($$"""{ "Authentication:Schemes:Other": { "Authority": "{{Authority}}", "Audience": "a" } }"""), Given.Environment());
        string refusal = Given.Refusal(other);
        Assert.StartsWith("Authentication:Schemes:Other:Authority must be", refusal, StringComparison.Ordinal);
        Assert.EndsWith(
            "in Authentication:Schemes:Other:JwtCore:PlainHttpHosts, or set Authentication:Schemes:Other:JwtCore:RequireHttpsMetadata to false.", refusal, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("JWTCORE_AUTHORITY")]
    [InlineData("JWTCORE_JWKS_URI")]
    public void An_https_address_stays_https_and_one_that_is_required_is_held_to_it(string variable)
    {
        (string, string)[] both = [("JWTCORE_PLAIN_HTTP_HOSTS", "keycloak:8080 issuer.example.com"), ("JWTCORE_REQUIRE_HTTPS_METADATA", "false")];
        using RemoteJwks secure = (RemoteJwks)Given.Read([(variable, Given.Issuer), .. both, .. Given.Expectations]).ToPolicy().Keys;
        Assert.Null(new NamedKeys("x", secure).PlainHttpHost);

        Assert.Equal(
            $"JWTCORE_REQUIRE_HTTPS_METADATA is true, but {variable} is an http address.",
            Given.Refusal(Given.Read([(variable, Authority), both[0], ("JWTCORE_REQUIRE_HTTPS_METADATA", "true"), .. Given.Expectations])));
        using RemoteJwks required = (RemoteJwks)Given.Read([(variable, Given.Issuer), ("JWTCORE_REQUIRE_HTTPS_METADATA", "true"), .. Given.Expectations]).ToPolicy().Keys;
    }

    [Fact]
    public void Https_that_is_required_holds_the_address_of_the_metadata_to_it_where_that_is_asked()
    {
        RemoteJwksOptions options = new() { AllowHttpOnLoopback = true, MetadataUri = "http://localhost/metadata" };
        (string, string) required = ("JWTCORE_REQUIRE_HTTPS_METADATA", "true");
        Assert.Equal(
            "JWTCORE_REQUIRE_HTTPS_METADATA is true, but RemoteJwksOptions.MetadataUri is an http address.",
            Assert.Throws<ArgumentException>(() => Given.Read([("JWTCORE_AUTHORITY", Given.Issuer), required, .. Given.Expectations]).ToPolicy(options)).Message);

        using RemoteJwks secure = (RemoteJwks)Given.Read([("JWTCORE_AUTHORITY", Given.Issuer), required, .. Given.Expectations]).ToPolicy(new() { MetadataUri = "https://localhost/metadata" }).Keys;
        Given.Read([("JWTCORE_PUBLIC_KEY", Given.Pair.ToPublicPem()), required, .. Given.Expectations]).ToPolicy(options);
    }

    [Theory]
    [InlineData("JWTCORE_PLAIN_HTTP_HOSTS", "http://keycloak:8080", "JWTCORE_PLAIN_HTTP_HOSTS must have entries of the form host or host:port, without scheme, path and pattern.")]
    [InlineData("JWTCORE_PLAIN_HTTP_HOSTS", "*", "JWTCORE_PLAIN_HTTP_HOSTS must have entries of the form host or host:port, without scheme, path and pattern.")]
    [InlineData("JWTCORE_PLAIN_HTTP_HOSTS", "8.8.8.8", "JWTCORE_PLAIN_HTTP_HOSTS names 8.8.8.8, which is neither loopback nor private (RFC 1918, RFC 4193).")]
    [InlineData("JWTCORE_PLAIN_HTTP_HOSTS", "", "JWTCORE_PLAIN_HTTP_HOSTS is empty. Remove it, or give it a value.")]
    [InlineData("JWTCORE_REQUIRE_HTTPS_METADATA", "no", "JWTCORE_REQUIRE_HTTPS_METADATA must be true or false.")]
    public void What_is_no_host_a_public_address_or_no_boolean_is_refused_by_its_name(string variable, string value, string refusal) =>
        Assert.Equal(refusal, Given.Refusal(Given.Read([("JWTCORE_AUTHORITY", Given.Issuer), (variable, value), .. Given.Expectations])));

    [Fact]
    public void A_public_address_of_the_authority_is_refused() =>
        Assert.Equal(
            "JWTCORE_REQUIRE_HTTPS_METADATA, which is false and so adds the host of JWTCORE_AUTHORITY, names 8.8.8.8, which is neither loopback nor private (RFC 1918, RFC 4193).",
            Given.Refusal(Given.Read([("JWTCORE_AUTHORITY", "http://8.8.8.8"), ("JWTCORE_REQUIRE_HTTPS_METADATA", "false"), .. Given.Expectations])));

    [Fact]
    public void The_callers_client_and_plain_http_exclude_each_other_whoever_asks()
    {
        using HttpClient client = new();
        JwtCoreSettings settings = Given.Read([("JWTCORE_AUTHORITY", Authority), ("JWTCORE_PLAIN_HTTP_HOSTS", "keycloak:8080"), .. Given.Expectations]);
        Assert.StartsWith(
            "JWTCORE_PLAIN_HTTP_HOSTS cannot be combined with Client",
            Assert.Throws<ArgumentException>(() => settings.ToPolicy(new() { Client = client })).Message,
            StringComparison.Ordinal);

        // Not from settings: the option speaks for itself.
        Assert.StartsWith(
            "PlainHttpHosts cannot be combined with Client",
            Assert.Throws<RefusedArgumentException>(() => Given.Read([("JWTCORE_AUTHORITY", Given.Issuer), .. Given.Expectations]).ToPolicy(new() { Client = client, PlainHttpHosts = ["a"] })).Message,
            StringComparison.Ordinal);
    }
}
