using JwtCore.Hosting.Tests.Support;

namespace JwtCore.Hosting.Tests;

public class IntrospectionOptionsTests
{
    [Theory]
    [InlineData("https://issuer.example.com/introspect", false, true)]
    [InlineData("http://issuer.example.com/introspect", false, false)]
    [InlineData("http://issuer.example.com/introspect", true, false)]
    [InlineData("http://127.0.0.1:5000/introspect", false, false)]
    [InlineData("http://127.0.0.1:5000/introspect", true, true)]
    [InlineData("http://localhost/introspect", true, true)]
    [InlineData("https://user:secret@issuer.example.com/introspect", false, false)]
    [InlineData("https://issuer.example.com/introspect#a", false, false)]
    [InlineData("/introspect", false, false)]
    [InlineData("file:///introspect", true, false)]
    [InlineData("", false, false)]
    public void The_endpoint_is_https_or_on_this_machine_by_a_visible_word(string endpoint, bool allowHttpOnLoopback, bool isTaken) =>
        Assert.Equal(isTaken ? null : "Endpoint", Refused(new()
        {
            Endpoint = endpoint,
            Issuer = Given.Issuer,
            Audience = Given.Audience,
            ClientId = "api",
            ClientSecret = "secret",
            AskAboutJwts = true,
            AllowHttpOnLoopback = allowHttpOnLoopback,
        }));

    [Theory]
    [InlineData("api", "secret", false, null)]
    [InlineData(null, null, true, null)]
    [InlineData("api", "secret", true, null)]
    [InlineData(null, null, false, "ClientId")]
    [InlineData("", "", false, "ClientId")]
    [InlineData("api", null, false, "ClientSecret")]
    [InlineData("api", "", true, "ClientSecret")]
    [InlineData(null, "secret", true, "ClientSecret")]
    public void The_endpoint_must_know_who_asks(string? id, string? secret, bool hasClient, string? refused)
    {
        using HttpClient client = new();

        Assert.Equal(refused, Refused(new() { Endpoint = Endpoint.Address, Issuer = Given.Issuer, Audience = Given.Audience, ClientId = id, ClientSecret = secret, Client = hasClient ? client : null, AskAboutJwts = true }));
    }

    [Fact]
    public void Issuer_and_audience_are_named()
    {
        Assert.Equal("Issuer", Refused(new() { Endpoint = Endpoint.Address, Issuer = "", Audience = "a", ClientId = "api", ClientSecret = "secret", AskAboutJwts = true }));
        Assert.Equal("Issuer", Refused(new() { Endpoint = Endpoint.Address, Issuer = null!, Audience = "a", ClientId = "api", ClientSecret = "secret", AskAboutJwts = true }));
        Assert.Equal("Audience", Refused(new() { Endpoint = Endpoint.Address, Issuer = "i", Audience = Expected.Any, ClientId = "api", ClientSecret = "secret", AskAboutJwts = true }));
        Assert.Equal("Audience", Refused(new() { Endpoint = Endpoint.Address, Issuer = "i", Audience = null!, ClientId = "api", ClientSecret = "secret", AskAboutJwts = true }));
        Assert.Equal("Audience", Refused(new() { Endpoint = Endpoint.Address, Issuer = "i", Audience = "", ClientId = "api", ClientSecret = "secret", AskAboutJwts = true }));
        Assert.Equal("TimeProvider", Refused(new() { Endpoint = Endpoint.Address, Issuer = "i", Audience = "a", ClientId = "api", ClientSecret = "secret", TimeProvider = null!, AskAboutJwts = true }));
        Assert.Throws<ArgumentNullException>(() => new IntrospectionVerifier(null!));
    }

    [Theory]
    [InlineData(0, 5, 64, 65_536, 10_000, null)]
    [InlineData(30, 60, 10_000, 1_048_576, 1_000_000, null)]
    [InlineData(30.001, 5, 64, 65_536, 10_000, "RememberFor")]
    [InlineData(-1, 5, 64, 65_536, 10_000, "RememberFor")]
    [InlineData(0, 0, 64, 65_536, 10_000, "RequestTimeout")]
    [InlineData(0, 60.001, 64, 65_536, 10_000, "RequestTimeout")]
    [InlineData(0, 5, 0, 65_536, 10_000, "RequestsAtOnce")]
    [InlineData(0, 5, 10_001, 65_536, 10_000, "RequestsAtOnce")]
    [InlineData(0, 5, 64, 0, 10_000, "MaxBytes")]
    [InlineData(0, 5, 64, 1_048_577, 10_000, "MaxBytes")]
    [InlineData(0, 5, 64, 65_536, 0, "MaxRemembered")]
    [InlineData(0, 5, 64, 65_536, 1_000_001, "MaxRemembered")]
    public void Each_limit_has_a_range(double rememberFor, double timeout, int atOnce, int bytes, int remembered, string? refused) =>
        Assert.Equal(refused, Refused(new()
        {
            Endpoint = Endpoint.Address,
            Issuer = Given.Issuer,
            Audience = Given.Audience,
            ClientId = "api",
            ClientSecret = "secret",
            AskAboutJwts = true,
            RememberFor = TimeSpan.FromSeconds(rememberFor),
            RequestTimeout = TimeSpan.FromSeconds(timeout),
            RequestsAtOnce = atOnce,
            MaxBytes = bytes,
            MaxRemembered = remembered,
        }));

    private static string? Refused(IntrospectionOptions options)
    {
        try
        {
            new IntrospectionVerifier(options).Dispose();
            return null;
        }
        catch (ArgumentException refused)
        {
            Assert.DoesNotContain("secret", refused.Message, StringComparison.Ordinal);
            return refused.ParamName;
        }
    }
}
