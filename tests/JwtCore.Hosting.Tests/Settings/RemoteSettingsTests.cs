using JwtCore.Hosting.Tests.Support;
using JwtCore.Testing;

namespace JwtCore.Hosting.Tests;

/// <summary>Where metadata is and how keys are fetched, per scheme.</summary>
public class RemoteSettingsTests
{
    private const string Metadata = "https://metadata.example.com/issuer";

    [Theory]
    [InlineData("Authority")]
    [InlineData("ValidIssuer")]
    public async Task Metadata_at_another_address_must_name_the_issuer_that_is_set(string key)
    {
        FakeJwksEndpoint endpoint = new(Given.Pair) { Issuer = Given.Issuer };
        using HttpClient client = new(endpoint);
        string address = new Uri(new Uri(endpoint.JwksUri.ToString()), "/.well-known/openid-configuration").ToString();
        VerificationPolicy right = Read(key, Given.Issuer, address).ToPolicy(new() { Client = client });
        VerificationPolicy wrong = Read(key, "https://other.example.com", address).ToPolicy(new() { Client = client });
        using RemoteJwks keys = (RemoteJwks)right.Keys;
        using RemoteJwks others = (RemoteJwks)wrong.Keys;

        Assert.Equal(RefreshOutcome.Updated, (await keys.RefreshAsync(TestContext.Current.CancellationToken)).Outcome);
        Assert.False((await others.RefreshAsync(TestContext.Current.CancellationToken)).IsSuccess);
        Assert.Equal([Given.Issuer], right.Issuer);
    }

    [Fact]
    public void Metadata_without_an_issuer_fails_the_start() =>
        Assert.Equal(
            "JWTCORE_METADATA_ADDRESS is set without an issuer, which is never taken from the metadata. Set JWTCORE_AUTHORITY or JwtCore:Authority, or JWTCORE_ISSUER or JwtCore:Issuer.",
            Given.Refusal(Given.Read(("JWTCORE_METADATA_ADDRESS", Metadata), ("JWTCORE_AUDIENCE", Given.Audience))));

    [Theory]
    [InlineData("JWTCORE_ISSUER", "a b")]
    [InlineData("JWTCORE_ACCEPT_ANY_ISSUER", "true")]
    public void Metadata_is_that_of_one_issuer(string name, string value) =>
        Assert.StartsWith(
            $"JWTCORE_METADATA_ADDRESS is set without JWTCORE_AUTHORITY or JwtCore:Authority, and {name} is not exactly one issuer",
            Given.Refusal(Given.Read(("JWTCORE_METADATA_ADDRESS", Metadata), ("JWTCORE_AUDIENCE", Given.Audience), (name, value))),
            StringComparison.Ordinal);

    [Theory]
    [InlineData("JWTCORE_JWKS_URI", Given.JwksUri)]
    [InlineData("JWTCORE_PUBLIC_KEY", "x")]
    public void Metadata_beside_other_keys_is_refused(string name, string value) =>
        Assert.Equal(
            $"{name} and JWTCORE_METADATA_ADDRESS are set together. Keys come from one of them; set the others to null.",
            Given.Refusal(Given.Read([("JWTCORE_METADATA_ADDRESS", Metadata), (name, value), .. Given.Expectations])));

    [Fact]
    public void Metadata_in_plain_http_is_refused_by_its_name() =>
        Assert.StartsWith(
            "JWTCORE_METADATA_ADDRESS must be an absolute https address",
            Given.Refusal(Given.Read([("JWTCORE_METADATA_ADDRESS", "http://keycloak/x"), .. Given.Expectations])),
            StringComparison.Ordinal);

    [Fact]
    public void An_https_issuer_never_has_metadata_in_plain_http() =>
        Assert.StartsWith(
            "JWTCORE_METADATA_ADDRESS must be an https address, because the issuer is one",
            Given.Refusal(Given.Read([("JWTCORE_METADATA_ADDRESS", "http://keycloak/x"), ("JWTCORE_PLAIN_HTTP_HOSTS", "keycloak"), .. Given.Expectations])),
            StringComparison.Ordinal);

    [Fact]
    public void One_address_in_the_container_is_for_the_scheme_Bearer_alone()
    {
        RemoteJwksOptions shared = new() { MetadataUri = Metadata };
        JwtCoreSettings bearer = Place("Bearer");
        JwtCoreSettings partner = Place("Partner");
        JwtCoreSettings own = Place("Partner");
        own.MetadataAddress = "https://partner.example.com/metadata";
        using RemoteJwks first = (RemoteJwks)bearer.ToPolicy(shared).Keys;
        using RemoteJwks second = (RemoteJwks)own.ToPolicy(shared).Keys;

        Assert.Equal(
            "RemoteJwksOptions.MetadataUri in the container is for the scheme Bearer alone. Set Authentication:Schemes:Partner:JwtCore:MetadataAddress.",
            Assert.Throws<ArgumentException>(() => partner.ToPolicy(shared)).Message);

        static JwtCoreSettings Place(string scheme) => new() { Place = SettingsLocation.Of(scheme), Authority = Given.Issuer, Audience = Given.Audience };
    }

    [Fact]
    public void Times_of_JwtBearer_are_those_of_the_source()
    {
        RemoteJwksOptions Options(string? timeout, string? interval) => RemoteSettings.Apply(
            Given.Read([("JWTCORE_JWKS_URI", Given.JwksUri), .. Given.Expectations, .. timeout is null ? [] : new[] { ("JWTCORE_BACKCHANNEL_TIMEOUT", timeout) }, .. interval is null ? [] : new[] { ("JWTCORE_REFRESH_INTERVAL", interval) }]),
            new() { MaxKeys = 7 },
            null)!;

        Assert.Equal((5, 30, 7), ((int)Options("00:00:05", null).RequestTimeout.TotalSeconds, (int)Options("00:00:05", null).Cooldown.TotalSeconds, Options("00:00:05", null).MaxKeys));
        Assert.Equal((60, 60), ((int)Options("00:01:00", null).RequestTimeout.TotalSeconds, (int)Options("00:01:00", null).Cooldown.TotalSeconds));
        Assert.Equal((10, 300), ((int)Options(null, "00:05:00").RequestTimeout.TotalSeconds, (int)Options(null, "00:05:00").Cooldown.TotalSeconds));
    }

    [Theory]
    [InlineData("JWTCORE_BACKCHANNEL_TIMEOUT", "00:06:00", "JWTCORE_BACKCHANNEL_TIMEOUT is 00:06:00; it must be from 00:00:00.0010000 to 00:05:00.")]
    [InlineData("JWTCORE_REFRESH_INTERVAL", "00:00:01", "JWTCORE_REFRESH_INTERVAL is 00:00:01; it must be from 00:00:10 to 30.00:00:00.")]
    [InlineData("JWTCORE_REFRESH_INTERVAL", "12:00:00", "JWTCORE_REFRESH_INTERVAL does not fit RemoteJwksOptions.MaxBackoff is 00:05:00; it must be from 12:00:00 to 30.00:00:00.")]
    public void A_time_that_the_source_refuses_is_named(string name, string value, string message) =>
        Assert.Equal(message, Given.Refusal(Given.Read([(name, value), ("JWTCORE_JWKS_URI", Given.JwksUri), .. Given.Expectations])));

    private static JwtCoreSettings Read(string key, string issuer, string address) => Given.Read(
        $$"""{ "Authentication:Schemes:Bearer": { "{{key}}": "{{issuer}}", "MetadataAddress": "{{address}}" } }""", ("JWTCORE_AUDIENCE", Given.Audience));
}
