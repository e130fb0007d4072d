using JwtCore.Mcp.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace JwtCore.Mcp.Tests;

public class BrowserAccessTests
{
    private const string Page = "https://app.example.com";
    private const string Other = "https://evil.example.com";

    private static readonly McpResource WithBrowsers = McpHost.Description with { AllowedOrigins = [Page] };

    [Fact]
    public async Task Every_page_reads_the_metadata_without_credentials()
    {
        await using McpHost host = await McpHost.StartAsync();
        McpAnswer metadata = await host.GetAsync(McpHost.MetadataPath, ("Origin", Other));
        McpAnswer preflight = await PreflightAsync(host, McpHost.MetadataPath, Other, "GET", "mcp-protocol-version");

        Assert.Equal((200, "*", ""), (metadata.Status, metadata.Header("Access-Control-Allow-Origin"), metadata.Header("Access-Control-Allow-Credentials")));
        Assert.Equal((204, "*", "*"), (preflight.Status, preflight.Header("Access-Control-Allow-Origin"), preflight.Header("Access-Control-Allow-Headers")));
        Assert.Equal("", preflight.Header("Access-Control-Allow-Credentials"));
    }

    [Fact]
    public async Task A_named_page_may_call_the_server_with_its_headers()
    {
        await using McpHost host = await McpHost.StartAsync(WithBrowsers);
        McpAnswer preflight = await PreflightAsync(host, "/mcp", Page, "POST", "authorization,mcp-param-region, mcp-param-bad name,x-other");
        string[] allowed = preflight.Header("Access-Control-Allow-Headers").Split(", ");

        Assert.Equal((204, Page, "GET, POST, DELETE", "Origin", ""), (
            preflight.Status, preflight.Header("Access-Control-Allow-Origin"), preflight.Header("Access-Control-Allow-Methods"), preflight.Header("Vary"), preflight.Header("Access-Control-Allow-Credentials")));
        Assert.Equal(
            ["authorization", "content-type", "accept", "mcp-protocol-version", "mcp-method", "mcp-name", "mcp-session-id", "last-event-id", "mcp-param-region"],
            allowed);
    }

    [Fact]
    public async Task A_named_page_reads_every_answer_and_its_challenge()
    {
        await using McpHost host = await McpHost.StartAsync(WithBrowsers);
        foreach (string? token in (string?[])[null, McpHost.Token("x"), McpHost.Token("mcp:tools")])
        {
            McpAnswer answer = await host.PostAsync(token, Messages.Initialize, ("Origin", Page));

            Assert.Equal((Page, "Origin"), (answer.Header("Access-Control-Allow-Origin"), answer.Header("Vary")));
            Assert.Contains("WWW-Authenticate", answer.Header("Access-Control-Expose-Headers"), StringComparison.Ordinal);
            Assert.Equal("", answer.Header("Access-Control-Allow-Credentials"));
        }
    }

    [Fact]
    public async Task Another_page_is_refused_and_reads_nothing()
    {
        await using McpHost host = await McpHost.StartAsync(WithBrowsers);
        McpAnswer preflight = await PreflightAsync(host, "/mcp", Other, "POST", "authorization");
        McpAnswer answer = await host.PostAsync(McpHost.Token("mcp:tools"), Messages.Initialize, ("Origin", Other));

        Assert.Equal((403, ""), (preflight.Status, preflight.Header("Access-Control-Allow-Origin")));
        Assert.Equal((403, "", "Origin"), (answer.Status, answer.Header("Access-Control-Allow-Origin"), answer.Header("Vary")));
    }

    [Theory]
    [InlineData(null, 200)]
    [InlineData("https://api.example.com", 200)]
    [InlineData("https://api.example.com:443", 403)]
    [InlineData("http://api.example.com", 403)]
    [InlineData("https://evil.example.com", 403)]
    [InlineData("https://api.example.com.evil.example.com", 403)]
    [InlineData("null", 403)]
    [InlineData("", 403)]
    public async Task The_origin_is_checked_without_CORS_too(string? origin, int status)
    {
        await using McpHost host = await McpHost.StartAsync();
        McpAnswer answer = await host.PostAsync(McpHost.Token("mcp:tools"), Messages.Initialize, origin is null ? [] : [("Origin", origin)]);

        Assert.Equal(status, answer.Status);
        Assert.Equal("", answer.Header("Access-Control-Allow-Origin"));
        Assert.Equal(status == 403, answer.Body.StartsWith("""{"jsonrpc":"2.0","error":""", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_the_application_allows_pages_is_replaced()
    {
        await using McpHost host = await McpHost.StartAsync(
            builder => builder.AddJwtCore(WithBrowsers, options => options.Policies.Add(McpHost.Policy)),
            app =>
            {
                app.UseCors(policy => policy.SetIsOriginAllowed(_ => true).AllowAnyHeader().AllowAnyMethod().AllowCredentials());
                app.MapMcp("/mcp").RequireMcpResource();
                app.MapGet("/other", () => "other");
            },
            build: builder => builder.Services.AddCors());
        foreach (string? token in (string?[])[null, McpHost.Token("x"), McpHost.Token("mcp:tools")])
        {
            McpAnswer named = await host.PostAsync(token, Messages.Initialize, ("Origin", Page));
            McpAnswer unnamed = await host.PostAsync(token, Messages.Initialize, ("Origin", Other));

            Assert.Equal((Page, ""), (named.Header("Access-Control-Allow-Origin"), named.Header("Access-Control-Allow-Credentials")));
            Assert.Equal(("", "", ""), (unnamed.Header("Access-Control-Allow-Origin"), unnamed.Header("Access-Control-Allow-Credentials"), unnamed.Header("Access-Control-Expose-Headers")));
        }

        McpAnswer other = await host.GetAsync("/other", ("Origin", Other));
        Assert.Equal((Other, "true"), (other.Header("Access-Control-Allow-Origin"), other.Header("Access-Control-Allow-Credentials")));
    }

    [Theory]
    [InlineData("https://xn--bcher-kva.example", 200)]
    [InlineData("https://bücher.example", 403)]
    [InlineData("https://xn--bcher-kva.example:8443", 403)]
    public void An_international_name_is_compared_as_browsers_send_it(string origin, int status)
    {
        KnownResource known = new(new McpResource { Metadata = new() { Resource = new Uri("https://bücher.example/mcp") } }, null);

        Assert.Equal(status == 200, known.IsExpected(origin));
    }

    [Fact]
    public async Task Two_origins_are_none()
    {
        await using McpHost host = await McpHost.StartAsync(WithBrowsers);

        Assert.Equal(403, (await host.PostAsync(McpHost.Token("mcp:tools"), Messages.Initialize, ("Origin", Page), ("Origin", Page))).Status);
    }

    [Fact]
    public async Task Without_named_pages_a_preflight_is_left_to_the_application()
    {
        await using McpHost host = await McpHost.StartAsync();

        Assert.Equal(405, (await PreflightAsync(host, "/mcp", Page, "POST", "authorization")).Status);
    }

    [Theory]
    [InlineData("https://app.example.com/")]
    [InlineData("https://App.example.com")]
    [InlineData("https://app.example.com:443")]
    [InlineData("https://app.example.com/path")]
    [InlineData("app.example.com")]
    [InlineData("*")]
    [InlineData("null")]
    [InlineData("https://bücher.example")]
    public async Task An_origin_is_written_as_browsers_send_it(string origin)
    {
        ArgumentException refused = await Assert.ThrowsAsync<ArgumentException>(() => McpHost.StartAsync(McpHost.Description with { AllowedOrigins = [origin] }));

        Assert.Contains($"AllowedOrigins has \"{origin}\"", refused.Message, StringComparison.Ordinal);
    }

    private static Task<McpAnswer> PreflightAsync(McpHost host, string path, string origin, string method, string headers) => host.SendAsync(
        HttpMethod.Options, path, null, null, ("Origin", origin), ("Access-Control-Request-Method", method), ("Access-Control-Request-Headers", headers));
}
