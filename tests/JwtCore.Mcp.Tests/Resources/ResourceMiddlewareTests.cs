using System.Text.Json;
using JwtCore.AspNetCore.Tests.Support;
using JwtCore.Mcp.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace JwtCore.Mcp.Tests;

public class ResourceMiddlewareTests
{
    private const string WellKnown = "/.well-known/oauth-protected-resource";

    [Theory]
    [InlineData(WellKnown + "/mcp", 200)]
    [InlineData(WellKnown + "/mcp/", 200)]
    [InlineData(WellKnown, 200)]
    [InlineData(WellKnown + "/other", 404)]
    [InlineData(WellKnown + "/mcp/more", 404)]
    [InlineData("/mcp" + WellKnown, 404)]
    public async Task One_resource_is_described_at_its_path_and_at_the_root(string path, int status)
    {
        await using McpHost host = await McpHost.StartAsync();

        Assert.Equal(status, (await host.GetAsync(path)).Status);
    }

    [Fact]
    public async Task The_metadata_is_for_everybody_and_to_read_alone()
    {
        await using McpHost host = await McpHost.StartAsync(
            builder =>
            {
                builder.Services.AddAuthorizationBuilder().SetFallbackPolicy(new Microsoft.AspNetCore.Authorization.AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
                builder.AddJwtCore(McpHost.Description, options => options.Policies.Add(McpHost.Policy));
            },
            app => app.MapMcp("/mcp").RequireMcpResource());
        McpAnswer head = await host.SendAsync(HttpMethod.Head, McpHost.MetadataPath, null, null);
        McpAnswer post = await host.PostAsync(McpHost.MetadataPath, null, "{}");

        Assert.Equal(200, (await host.GetAsync(McpHost.MetadataPath)).Status);
        Assert.Equal((200, ""), (head.Status, head.Body));
        Assert.Equal(405, post.Status);
    }

    [Fact]
    public async Task Behind_a_proxy_that_strips_a_prefix_clients_are_led_through_the_proxy()
    {
        McpResource resource = McpHost.Description with { Metadata = new() { Resource = new Uri("https://gateway.example.com/stage/mcp") }, ProxyPrefix = "/stage" };
        await using McpHost host = await McpHost.StartAsync(resource, options => options.Policies.Add(McpHost.Policy with { Audience = "https://gateway.example.com/stage/mcp" }));
        Uri address = new((await host.PostAsync(null, Messages.Initialize)).Challenge.Split("resource_metadata=\"")[1].TrimEnd('"'));

        Assert.Equal("https://gateway.example.com/stage" + WellKnown + "/mcp", address.AbsoluteUri);
        foreach (string path in (string[])[WellKnown + "/mcp", WellKnown + "/stage/mcp", "/stage" + WellKnown + "/mcp", WellKnown])
        {
            McpAnswer answer = await host.GetAsync(path);

            Assert.Equal(200, answer.Status);
            Assert.Equal("https://gateway.example.com/stage/mcp", JsonElement.Parse(answer.Body).GetProperty("resource").GetString());
        }
    }

    [Fact]
    public async Task A_path_base_changes_nothing()
    {
        McpResource resource = McpHost.Description with { Metadata = new() { Resource = new Uri("https://api.example.com/app/mcp") } };
        await using McpHost host = await McpHost.StartAsync(
            builder => builder.AddJwtCore(resource, options => options.Policies.Add(McpHost.Policy)),
            app =>
            {
                app.UsePathBase("/app");
                app.UseRouting();
                app.UseAuthentication();
                app.UseAuthorization();
                app.MapMcp("/mcp").RequireMcpResource();
            });
        McpAnswer refused = await host.PostAsync("/app/mcp", null, Messages.Initialize);

        Assert.Contains($"resource_metadata=\"https://api.example.com{WellKnown}/app/mcp\"", refused.Challenge, StringComparison.Ordinal);
        Assert.Equal(200, (await host.GetAsync(WellKnown + "/app/mcp")).Status);
    }

    [Fact]
    public async Task A_route_group_is_part_of_the_path()
    {
        McpResource resource = McpHost.Description with { Metadata = new() { Resource = new Uri("https://api.example.com/api/v1/mcp") } };
        await using McpHost host = await McpHost.StartAsync(
            builder => builder.AddJwtCore(resource, options => options.Policies.Add(McpHost.Policy)),
            app => app.MapGroup("/api/v1").MapMcp("/mcp").RequireMcpResource());
        McpAnswer refused = await host.PostAsync("/api/v1/mcp", null, Messages.Initialize);

        Assert.Contains($"resource_metadata=\"https://api.example.com{WellKnown}/api/v1/mcp\"", refused.Challenge, StringComparison.Ordinal);
        Assert.Equal(200, (await host.GetAsync(WellKnown + "/api/v1/mcp")).Status);
        Assert.Equal(403, (await host.PostAsync("/api/v1/mcp", McpHost.Token("mcp:tools"), Messages.Old("tools/call", "name", "send_mail"), ("MCP-Protocol-Version", "2025-11-25"))).Status);
    }

    [Fact]
    public async Task Several_resources_have_their_own_audience_challenge_and_metadata()
    {
        await using McpHost host = await McpHost.StartAsync(
            builder => builder
                .AddJwtCore("mail", Resource("mail"), options => options.Policies.Add(McpHost.Policy with { Audience = "https://api.example.com/mail" }))
                .AddJwtCore("files", Resource("files"), options => options.Policies.Add(McpHost.Policy with { Audience = "https://api.example.com/files" })),
            app =>
            {
                app.MapMcp("/mail").RequireMcpResource("mail");
                app.MapMcp("/files").RequireMcpResource("files");
            });
        foreach ((string own, string other) in ((string, string)[])[("mail", "files"), ("files", "mail")])
        {
            string token = Given.Pair.CreateToken(new() { Audience = $"https://api.example.com/{own}", Scopes = [$"mcp:{own}"] });
            McpAnswer refused = await host.PostAsync($"/{own}", null, Messages.Initialize);
            McpAnswer elsewhere = await host.PostAsync($"/{other}", token, Messages.Initialize);

            Assert.Equal($"Bearer scope=\"mcp:{own}\", resource_metadata=\"https://api.example.com{WellKnown}/{own}\"", refused.Challenge);
            Assert.Equal(200, (await host.PostAsync($"/{own}", token, Messages.Initialize)).Status);
            Assert.Equal(401, elsewhere.Status);
            Assert.Contains("for another audience", elsewhere.Challenge, StringComparison.Ordinal);
            Assert.Equal($"https://api.example.com/{own}", JsonElement.Parse((await host.GetAsync($"{WellKnown}/{own}")).Body).GetProperty("resource").GetString());
        }

        // Which of them the root would describe, nobody knows.
        Assert.Equal(404, (await host.GetAsync(WellKnown)).Status);
    }

    [Fact]
    public async Task The_metadata_has_what_the_description_says()
    {
        McpResource resource = McpHost.Description with
        {
            Metadata = new()
            {
                Resource = new Uri(McpHost.Resource),
                AuthorizationServers = ["https://login.example.com"],
                ScopesSupported = ["a", "b"],
                ResourceName = "Mail",
                ResourceDocumentation = new Uri("https://docs.example.com/mail"),
                Extensions = new Dictionary<string, JsonElement> { ["resource_name#de"] = JsonElement.Parse("\"Post\"") },
            },
        };
        await using McpHost host = await McpHost.StartAsync(resource);

        Assert.Equal(
            """{"resource":"https://api.example.com/mcp","authorization_servers":["https://login.example.com"],"scopes_supported":["a","b"],"bearer_methods_supported":["header"],"resource_name":"Mail","resource_documentation":"https://docs.example.com/mail","resource_name#de":"Post"}""",
            (await host.GetAsync(McpHost.MetadataPath)).Body);
    }

    private static McpResource Resource(string name) => new() { Metadata = new() { Resource = new Uri($"https://api.example.com/{name}") }, Scopes = [$"mcp:{name}"] };
}
