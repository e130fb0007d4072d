using System.Text.Json;
using System.Text.Json.Nodes;
using JwtCore.AspNetCore;
using JwtCore.AspNetCore.Tests.Support;
using JwtCore.Mcp.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace JwtCore.Mcp.Tests;

public class McpTenantResourcesTests
{
    private const string WellKnown = "/.well-known/oauth-protected-resource";

    [Fact]
    public async Task Each_tenant_has_its_own_audience_scopes_challenge_and_metadata()
    {
        await using McpHost host = await StartAsync();
        foreach ((string own, string other) in ((string, string)[])[("acme", "globex"), ("globex", "acme")])
        {
            string token = Token(own);
            McpAnswer refused = await host.PostAsync($"/{own}/mcp", null, Messages.Initialize);
            McpAnswer elsewhere = await host.PostAsync($"/{other}/mcp", token, Messages.Initialize);

            Assert.Equal($"Bearer scope=\"mcp:{own}\", resource_metadata=\"https://api.example.com{WellKnown}/{own}/mcp\"", refused.Challenge);
            Assert.Equal(200, (await host.PostAsync($"/{own}/mcp", token, Messages.Initialize)).Status);
            Assert.Equal(401, elsewhere.Status);
            Assert.Equal($"Bearer error=\"invalid_token\", error_description=\"The token is for another audience.\", scope=\"mcp:{other}\", resource_metadata=\"https://api.example.com{WellKnown}/{other}/mcp\"", elsewhere.Challenge);
            Assert.Equal($"https://api.example.com/{own}/mcp", JsonElement.Parse((await host.GetAsync($"{WellKnown}/{own}/mcp")).Body).GetProperty("resource").GetString());
            Assert.Equal(["mcp:" + own, "mail:read", "mail:send"], (await host.PostAsync($"/{own}/mcp", token, Messages.Old("tools/call", "name", "send_mail"), ("MCP-Protocol-Version", "2025-11-25"))).Scopes);
        }
    }

    [Fact]
    public async Task The_audience_is_asked_at_every_request_remembered_tokens_included()
    {
        await using McpHost host = await StartAsync(options => options.VerifierOptions = new JwtVerifierOptions { Cache = new TokenCacheOptions() });
        string token = Token("acme");
        for (int i = 0; i < 4; i++)
        {
            Assert.Equal(200, (await host.PostAsync("/acme/mcp", token, Messages.Initialize)).Status);
            Assert.Equal(401, (await host.PostAsync("/globex/mcp", token, Messages.Initialize)).Status);
            Assert.Equal(401, (await host.PostAsync("/globex/mcp", token, Messages.Initialize)).Status);
        }
    }

    [Theory]
    [InlineData("/unknown/mcp")]
    [InlineData("/ACME%2Fmcp/mcp")]
    [InlineData("/acme%2F..%2Fglobex/mcp")]
    [InlineData(WellKnown + "/unknown/mcp")]
    [InlineData(WellKnown)]
    [InlineData(WellKnown + "/mcp")]
    public async Task A_tenant_that_is_not_known_is_404(string path)
    {
        await using McpHost host = await StartAsync();

        Assert.Equal(404, (await host.SendAsync(path.StartsWith(WellKnown, StringComparison.Ordinal) ? HttpMethod.Get : HttpMethod.Post, path, Token("acme"), null)).Status);
    }

    [Fact]
    public async Task Scheme_and_host_come_from_the_description_whatever_the_request_says()
    {
        await using McpHost host = await StartAsync();
        (string, string)[] headers = [("Host", "evil.example.com"), ("X-Forwarded-Host", "evil.example.com"), ("X-Forwarded-Proto", "http"), ("Forwarded", "host=evil.example.com;proto=http")];

        Assert.Contains("resource_metadata=\"https://api.example.com/", (await host.PostAsync("/acme/mcp", null, Messages.Initialize, headers)).Challenge, StringComparison.Ordinal);
        Assert.DoesNotContain("evil", (await host.GetAsync($"{WellKnown}/acme/mcp", headers)).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task On_other_endpoints_the_scheme_authenticates_nobody()
    {
        await using McpHost host = await StartAsync(map: app => app.MapGet("/admin", () => "admin").RequireAuthorization());

        Assert.Equal(401, (await host.SendAsync(HttpMethod.Get, "/admin", Token("acme"), null)).Status);
        Assert.DoesNotContain(host.Log.Entries, entry => entry.Event == "ResourceElsewhere");
    }

    [Fact]
    public async Task A_policy_that_names_an_audience_asks_for_it_as_well()
    {
        await using McpHost host = await StartAsync(options => options.Policies.Add(McpHost.Policy with { Audience = "https://all.example.com" }));

        Assert.Equal(401, (await host.PostAsync("/acme/mcp", Token("acme"), Messages.Initialize)).Status);
        Assert.Equal(401, (await host.PostAsync("/acme/mcp", Given.Pair.CreateToken(new() { Audience = "https://all.example.com", Scopes = ["mcp:acme"] }), Messages.Initialize)).Status);
        Assert.Equal(200, (await host.PostAsync("/acme/mcp", Given.Pair.CreateToken(new() { Audience = new JsonArray("https://all.example.com", "https://api.example.com/acme/mcp"), Scopes = ["mcp:acme"] }), Messages.Initialize)).Status);
    }

    [Theory]
    [InlineData(null, "https://api.example.com/acme/mcp", 200)]
    [InlineData(null, "https://api.example.com/globex/mcp", 401)]
    [InlineData(null, "https://all.example.com", 401)]
    [InlineData("https://all.example.com", "https://api.example.com/acme/mcp", 401)]
    [InlineData("https://all.example.com", "https://all.example.com", 401)]
    public async Task With_settings_the_tenant_s_audience_is_asked_too(string? setting, string audience, int status)
    {
        await using McpHost host = await McpHost.StartAsync(
            builder =>
            {
                (string, string)[] variables = [("JWTCORE_PUBLIC_KEY", Given.Pair.ToPublicPem()), ("JWTCORE_ISSUER", Given.Issuer)];
                builder.Services.AddSingleton(Given.Environment([.. variables, .. setting is null ? Array.Empty<(string, string)>() : [("JWTCORE_AUDIENCE", setting)]]));
                builder.AddJwtCore(new McpTenantResources("https://api.example.com/{tenant}/mcp", Find));
            },
            app => app.MapMcp("/{tenant}/mcp").RequireMcpResource());

        Assert.Equal(status, (await host.PostAsync("/acme/mcp", Given.Pair.CreateToken(new() { Audience = audience, Scopes = ["mcp:acme"] }), Messages.Initialize)).Status);
    }

    [Theory]
    [InlineData("https://evil.example.com/acme/mcp")]
    [InlineData("http://api.example.com/acme/mcp")]
    [InlineData("https://api.example.com:8443/acme/mcp")]
    [InlineData("https://api.example.com/globex/mcp")]
    public async Task A_function_that_answers_with_another_address_fails_the_request(string address)
    {
        await using McpHost host = await StartAsync(find: (_, _, _) => ValueTask.FromResult<McpResource?>(new() { Metadata = new() { Resource = new Uri(address) } }));

        Assert.Equal(500, (await host.PostAsync("/acme/mcp", Token("acme"), Messages.Initialize)).Status);
    }

    [Theory]
    [InlineData("https://api.example.com/mcp")]
    [InlineData("https://api.example.com/{a}/{b}")]
    [InlineData("https://api.example.com/a{b}/mcp")]
    [InlineData("https://api.example.com/{b}c/mcp")]
    [InlineData("https://{host}/mcp")]
    [InlineData("https://api.example.com/{}/mcp")]
    [InlineData("https://api.example.com/{a}/mcp?x=1")]
    [InlineData("ftp://api.example.com/{a}/mcp")]
    [InlineData("/{a}/mcp")]
    [InlineData("https://api.example.com/}a{/mcp")]
    public void An_address_has_one_segment_in_braces(string address) =>
        Assert.Throws<ArgumentException>(() => new McpTenantResources(address, (_, _, _) => default));

    private static string Token(string tenant) => Given.Pair.CreateToken(new() { Audience = $"https://api.example.com/{tenant}/mcp", Scopes = [$"mcp:{tenant}"] });

    private static Task<McpHost> StartAsync(
        Action<JwtCoreOptions>? configure = null, Action<WebApplication>? map = null, Func<string, IServiceProvider, CancellationToken, ValueTask<McpResource?>>? find = null) => McpHost.StartAsync(
        builder => builder.AddJwtCore(new McpTenantResources("https://api.example.com/{tenant}/mcp", find ?? Find), options =>
        {
            configure?.Invoke(options);
            if (options.Policies.Count == 0)
            {
                options.Policies.Add(McpHost.Policy with { Audience = Expected.Any });
            }
        }),
        app =>
        {
            app.MapMcp("/{tenant}/mcp").RequireMcpResource();
            map?.Invoke(app);
        });

    private static ValueTask<McpResource?> Find(string tenant, IServiceProvider services, CancellationToken cancellationToken) => ValueTask.FromResult(
        tenant is "acme" or "globex"
            ? new McpResource { Metadata = new() { Resource = new Uri($"https://api.example.com/{tenant}/mcp") }, Scopes = [$"mcp:{tenant}"] }
            : null);
}
