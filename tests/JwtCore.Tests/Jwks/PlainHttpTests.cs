using System.Net;
using JwtCore.Jwks;
using JwtCore.Tests.Support;

namespace JwtCore.Tests.Jwks;

/// <summary>Plain http: which hosts, which addresses, and what never leads there.</summary>
[Collection(nameof(MeasuredAlone))]
public sealed class PlainHttpTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("http://keycloak:8080/keys", true), InlineData("http://KEYCLOAK:8080/keys", true), InlineData("http://keycloak/keys", false), InlineData("http://keycloak:8081/keys", false), InlineData("http://x.keycloak:8080/keys", false)]
    [InlineData("http://10.0.0.5/keys", true), InlineData("http://10.0.0.6/keys", false), InlineData("http://localhost/keys", false), InlineData("http://u@keycloak:8080/keys", false), InlineData("http://keycloak:8080/#a", false)]
    public void A_host_that_is_named_may_be_asked_in_plain_http_and_no_other(string address, bool passes)
    {
        RemoteJwksOptions options = new() { PlainHttpHosts = ["keycloak:8080", "10.0.0.5"] };
        if (passes)
        {
            using RemoteJwks keys = new(address, options);
            using RemoteJwks discovered = RemoteJwks.Discover(address, options);
        }
        else
        {
            Assert.Throws<RefusedArgumentException>("uri", () => new RemoteJwks(address, options));
        }
    }

    [Fact]
    public void The_message_that_refuses_http_names_the_option()
    {
        Assert.Contains("PlainHttpHosts", Assert.Throws<RefusedArgumentException>("uri", () => new RemoteJwks("http://keycloak:8080/keys")).Message, StringComparison.Ordinal);
        Assert.Contains("PlainHttpHosts", Assert.Throws<RefusedArgumentException>("issuer", () => RemoteJwks.Discover("http://keycloak:8080")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://keycloak"), InlineData("keycloak/x"), InlineData("*"), InlineData(""), InlineData(null)]
    [InlineData("8.8.8.8"), InlineData("169.254.169.254:80"), InlineData("[2606:4700::1]:8080")]
    public void Entries_that_are_no_host_or_a_public_address_are_refused(string? entry)
    {
        ArgumentException thrown = Assert.ThrowsAny<ArgumentException>(() => new RemoteJwks("https://issuer.example.com/keys", new RemoteJwksOptions { PlainHttpHosts = [entry!] }));
        Assert.Contains("PlainHttpHosts", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void It_needs_connections_of_its_own()
    {
        using HttpClient client = new();
        Assert.ThrowsAny<ArgumentException>(() => new RemoteJwks("https://issuer.example.com/keys", new RemoteJwksOptions { PlainHttpHosts = ["keycloak"], Client = client }));
        Assert.ThrowsAny<ArgumentException>(() => new RemoteJwks("https://issuer.example.com/keys", new RemoteJwksOptions { PlainHttpHosts = ["keycloak"], PublicAddressesOnly = true }));
        Assert.ThrowsAny<ArgumentException>(() => new RemoteJwks("https://issuer.example.com/keys", new RemoteJwksOptions { PlainHttpHosts = null! }));
    }

    [Fact]
    public async Task A_named_host_at_a_private_address_answers_and_no_proxy_hears_of_it()
    {
        int proxied = 0;
        await using RawServer proxy = new((_, _) =>
        {
            proxied++;
            return Task.CompletedTask;
        });
        await using RawServer server = RawServer.Answering("200 OK", "", Site.SetOf(Scenarios.World.First));
        IWebProxy before = HttpClient.DefaultProxy;
        HttpClient.DefaultProxy = new WebProxy($"http://127.0.0.1:{proxy.Port}") { BypassProxyOnLocal = false };
        try
        {
            foreach (RemoteJwksOptions options in (RemoteJwksOptions[])[new() { PlainHttpHosts = [$"127.0.0.1:{server.Port}"] }, new() { AllowHttpOnLoopback = true }])
            {
                using RemoteJwks keys = new($"http://127.0.0.1:{server.Port}/keys", options);
                Assert.Equal(RefreshOutcome.Updated, (await keys.RefreshAsync(Cancellation)).Outcome);
            }

            Assert.Equal(0, proxied);

            // While https goes there.
            using RemoteJwks secure = new("https://issuer.example.com/keys");
            Assert.False((await secure.RefreshAsync(Cancellation)).IsSuccess);
            Assert.NotEqual(0, proxied);
        }
        finally
        {
            HttpClient.DefaultProxy = before;
        }
    }

    [Fact]
    public async Task The_platforms_proxy_that_refuses_is_named_by_the_own_client_too()
    {
        await using RawServer proxy = RawServer.Answering("407 Proxy Authentication Required", "Proxy-Authenticate: Negotiate\r\n", "");
        IWebProxy before = HttpClient.DefaultProxy;
        HttpClient.DefaultProxy = new WebProxy($"http://127.0.0.1:{proxy.Port}");
        try
        {
            using RemoteJwks keys = new("https://issuer.example.com/keys");
            JwksAttempt attempt = await keys.RefreshAsync(Cancellation);
            Assert.Equal((FetchCause.ProxyRefused, 407), (attempt.Cause, attempt.Requests[0].Status));
            HttpClient.DefaultProxy = new WebProxy("http://127.0.0.1:1");
            using RemoteJwks lost = new("https://issuer.example.com/keys");
            Assert.Equal(FetchCause.ProxyFailed, (await lost.RefreshAsync(Cancellation)).Cause);
        }
        finally
        {
            HttpClient.DefaultProxy = before;
        }
    }

    [Theory]
    [InlineData("https://sso.example.com/.well-known/openid-configuration", "http://keycloak:8080/keys", false)]
    [InlineData("http://keycloak:8080/.well-known/openid-configuration", "http://keycloak:8080/keys", true)]
    [InlineData("http://keycloak:8080/.well-known/openid-configuration", "https://sso.example.com/keys", true)]
    [InlineData("http://keycloak:8080/.well-known/openid-configuration", "http://other:8080/keys", false)]
    public void A_document_under_https_never_leads_to_http(string foundAt, string keys, bool passes)
    {
        RemoteJwksOptions options = new() { PlainHttpHosts = ["keycloak:8080"], AllowHttpOnLoopback = true };
        Assert.Equal(passes, KeySetAddress.IsAllowed(new Uri(keys), options, new Uri(foundAt)));
    }

    [Theory]
    [InlineData("https://sso.example.com", "http://keycloak:8080/metadata", false), InlineData("HTTPS://sso.example.com", "http://localhost/metadata", false)]
    [InlineData("https://sso.example.com/{tenantid}", "http://keycloak:8080/metadata", false)]
    [InlineData("https://sso.example.com", "https://keycloak:8080/metadata", true), InlineData("http://keycloak:8080", "http://keycloak:8080/metadata", true)]
    public void An_https_issuer_has_no_metadata_in_plain_http(string issuer, string metadata, bool passes)
    {
        RemoteJwksOptions options = new() { PlainHttpHosts = ["keycloak:8080"], AllowHttpOnLoopback = true, MetadataUri = metadata };
        if (passes)
        {
            using RemoteJwks keys = RemoteJwks.Discover(issuer, options);
        }
        else
        {
            Assert.Equal(
                "MetadataUri must be an https address, because the issuer is one: https never leads to http.",
                Assert.Throws<RefusedArgumentException>("MetadataUri", () => RemoteJwks.Discover(issuer, options)).Message);
        }
    }

    [Theory]
    [InlineData("http://localhost:8081", true, "keycloak:8080"), InlineData("http://other", true, "other"), InlineData("https://localhost:8081", true, null)]
    [InlineData("http://localhost:8081/keys", false, null), InlineData("http://other/keys", false, "other")]
    public void Metadata_in_plain_http_may_lead_to_any_host_that_is_named(string address, bool discovers, string? reported)
    {
        RemoteJwksOptions options = new() { PlainHttpHosts = ["keycloak:8080", "other"], AllowHttpOnLoopback = true };
        using RemoteJwks keys = discovers ? RemoteJwks.Discover(address, options) : new RemoteJwks(address, options);
        Assert.Equal(reported, keys.Guarantees.PlainHttpHost);

        using RemoteJwks loopback = RemoteJwks.Discover("http://localhost:8081", new RemoteJwksOptions { AllowHttpOnLoopback = true });
        Assert.Null(loopback.Guarantees.PlainHttpHost);
    }

    [Fact]
    public async Task Metadata_under_https_that_names_a_key_set_on_loopback_in_plain_http_is_refused()
    {
        using Site site = new() { Answer = _ => Site.Text("""{"issuer":"https://issuer.example.com","jwks_uri":"http://localhost/keys"}""") };
        using RemoteJwks keys = RemoteJwks.Discover("https://issuer.example.com", new RemoteJwksOptions { Client = site.Client, AllowHttpOnLoopback = true });
        JwksAttempt attempt = await keys.RefreshAsync(Cancellation);
        Assert.Equal((RefreshOutcome.MetadataMalformed, FetchCause.KeysAddressRefused), (attempt.Outcome, attempt.Cause));
    }
}
