using System.Security.Claims;
using System.Text.Json.Nodes;
using JwtCore.AspNetCore;
using JwtCore.AspNetCore.Tests.Support;
using JwtCore.Mcp.Tests.Support;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace JwtCore.Mcp.Tests;

/// <summary>Only the scheme of the resource opens its endpoint, whatever other schemes the endpoint names.</summary>
public class OtherSchemeTests
{
    private static readonly (string, string) Stranger = (StrangerHandler.Header, "yes");

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_user_of_another_scheme_does_not_open_the_endpoint(bool hasScopes)
    {
        await using McpHost host = await StartAsync(McpHost.Description with { Scopes = hasScopes ? ["mcp:tools"] : [] });
        McpAnswer refused = await host.CallAsync(null, "subjects", Stranger);

        Assert.Equal(401, refused.Status);
        Assert.StartsWith("Bearer ", refused.Challenge, StringComparison.Ordinal);
        Assert.Contains($"resource_metadata=\"{McpHost.MetadataAddress}\"", refused.Challenge, StringComparison.Ordinal);
        Assert.Equal(401, (await host.CallAsync(Given.Pair.CreateToken(new() { Audience = "https://other.example.com" }), "subjects", Stranger)).Status);
        Assert.Equal(200, (await host.CallAsync(McpHost.Token("mcp:tools"), "subjects", Stranger)).Status);
    }

    [Fact]
    public async Task Tools_see_the_user_of_the_resource_alone()
    {
        await using McpHost host = await StartAsync(McpHost.Description);
        string admin = Given.Pair.CreateToken(new() { Audience = McpHost.Resource, Scopes = ["mcp:tools"], Claims = new() { ["roles"] = new JsonArray("admin") } });

        Assert.Contains("\"test-user\"", (await host.CallAsync(McpHost.Token("mcp:tools"), "subjects", Stranger)).Body, StringComparison.Ordinal);
        Assert.DoesNotContain("purged", (await host.CallAsync(McpHost.Token("mcp:tools"), "purge", Stranger)).Body, StringComparison.Ordinal);
        Assert.Contains("purged", (await host.CallAsync(admin, "purge", Stranger)).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_for_another_resource_of_the_host_does_not_open_the_endpoint()
    {
        await using McpHost host = await McpHost.StartAsync(
            builder => builder
                .AddJwtCore("Mail", McpHost.Description, options => options.Policies.Add(McpHost.Policy))
                .AddJwtCore("Files", new McpResource { Metadata = new() { Resource = new Uri("https://api.example.com/files") } }, options => options.Policies.Add(McpHost.Policy with { Audience = "https://api.example.com/files" })),
            app =>
            {
                app.MapGroup("").RequireAuthorization(Of("Files")).MapMcp("/mcp").RequireMcpResource("Mail");
                app.MapMcp("/files").RequireMcpResource("Files");
            });
        string files = Given.Pair.CreateToken(new() { Audience = "https://api.example.com/files", Scopes = ["mcp:tools"] });

        Assert.Equal(401, (await host.PostAsync("/mcp", files, Messages.Initialize)).Status);
        Assert.Equal(200, (await host.PostAsync("/files", files, Messages.Initialize)).Status);
        Assert.Equal(200, (await host.PostAsync("/mcp", McpHost.Token("mcp:tools"), Messages.Initialize)).Status);
    }

    [Fact]
    public async Task A_tenant_s_audience_is_asked_beside_another_scheme()
    {
        await using McpHost host = await McpHost.StartAsync(
            builder => Add(builder).AddJwtCore(
                new McpTenantResources("https://api.example.com/{tenant}/mcp", (tenant, _, _) => ValueTask.FromResult<McpResource?>(new() { Metadata = new() { Resource = new Uri($"https://api.example.com/{tenant}/mcp") } })),
                options => options.Policies.Add(McpHost.Policy with { Audience = Expected.Any })),
            app => app.MapGroup("").RequireAuthorization(Of(StrangerHandler.Name)).MapMcp("/{tenant}/mcp").RequireMcpResource());
        string acme = Given.Pair.CreateToken(new() { Audience = "https://api.example.com/acme/mcp" });

        Assert.Equal(401, (await host.PostAsync("/globex/mcp", acme, Messages.Initialize, Stranger)).Status);
        Assert.Equal(200, (await host.PostAsync("/acme/mcp", acme, Messages.Initialize, Stranger)).Status);
    }

    [Fact]
    public async Task An_endpoint_that_allows_anonymous_requests_still_needs_a_token()
    {
        await using McpHost host = await McpHost.StartAsync(
            builder => builder.AddJwtCore(McpHost.Description, options => options.Policies.Add(McpHost.Policy)),
            app => app.MapMcp("/mcp").RequireMcpResource().AllowAnonymous());

        Assert.Equal(401, (await host.PostAsync(null, Messages.Initialize)).Status);
        Assert.Equal(200, (await host.PostAsync(McpHost.Token("mcp:tools"), Messages.Initialize)).Status);
    }

    [Fact]
    public async Task A_user_that_an_event_makes_of_the_token_is_the_user()
    {
        await using McpHost host = await StartAsync(McpHost.Description with { Scopes = [] }, options => options.Events.OnTokenValidated = validated =>
        {
            validated.Principal = new ClaimsPrincipal(new ClaimsIdentity([new Claim("sub", "replaced")], "event"));
            return Task.CompletedTask;
        });

        Assert.Contains("\"replaced\"", (await host.CallAsync(McpHost.Token(), "subjects", Stranger)).Body, StringComparison.Ordinal);
        Assert.Equal(401, (await host.CallAsync(null, "subjects", Stranger)).Status);
    }

    private static Task<McpHost> StartAsync(McpResource resource, Action<JwtCoreOptions>? configure = null) => McpHost.StartAsync(
        builder => Add(builder).AddJwtCore(resource, options =>
        {
            options.Policies.Add(McpHost.Policy);
            configure?.Invoke(options);
        }),
        app => app.MapGroup("").RequireAuthorization(Of(StrangerHandler.Name)).MapMcp("/mcp").RequireMcpResource(),
        tools: builder => builder.WithTools<AdminTools>());

    private static IMcpServerBuilder Add(IMcpServerBuilder builder)
    {
        builder.Services.AddAuthentication().AddScheme<AuthenticationSchemeOptions, StrangerHandler>(StrangerHandler.Name, null);
        return builder;
    }

    private static AuthorizationPolicy Of(string scheme) => new AuthorizationPolicyBuilder(scheme).RequireAuthenticatedUser().Build();
}
