using System.ComponentModel;
using System.Net;
using System.Security.Claims;
using JwtCore.AspNetCore.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using ModelContextProtocol.AspNetCore.Authentication;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace JwtCore.AspNetCore.Tests;

/// <summary>An MCP server made with the official SDK, its authentication scheme as it is, and its own client.</summary>
public class McpServerTests
{
    private const string Metadata = "https://api.example.com/.well-known/oauth-protected-resource/mcp";

    [Theory]
    [InlineData(JwtCoreOptions.DefaultScheme)]
    [InlineData(McpAuthenticationDefaults.AuthenticationScheme)]
    public async Task A_good_token_lists_and_calls_tools_which_know_their_caller(string challenging)
    {
        await using Api api = await StartAsync(challenging);
        await using McpClient client = await ConnectAsync(api, Api.Token("mcp:tools"));
        McpClientTool tool = Assert.Single(await client.ListToolsAsync(cancellationToken: TestContext.Current.CancellationToken));
        CallToolResult result = await client.CallToolAsync("who_am_i", cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal("who_am_i", tool.Name);
        Assert.Equal($"test-user of {Given.Issuer} as {Given.Issuer}", Assert.IsType<TextContentBlock>(Assert.Single(result.Content)).Text);
    }

    [Theory]
    [InlineData(JwtCoreOptions.DefaultScheme)]
    [InlineData(McpAuthenticationDefaults.AuthenticationScheme)]
    public async Task Without_a_good_token_the_client_gets_nowhere(string challenging)
    {
        await using Api api = await StartAsync(challenging);
        string[] bad = [Expired(), OtherAudience(), "not.a.token"];
        foreach (string token in bad)
        {
            HttpRequestException refused = await Assert.ThrowsAnyAsync<HttpRequestException>(() => ConnectAsync(api, token));
            Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        }

        Assert.Equal(HttpStatusCode.Forbidden, (await Assert.ThrowsAnyAsync<HttpRequestException>(() => ConnectAsync(api, Api.Token("other")))).StatusCode);
    }

    [Fact]
    public async Task Each_refusal_has_its_challenge()
    {
        await using Api api = await StartAsync(JwtCoreOptions.DefaultScheme);
        const string End = $"scope=\"mcp:tools\", resource_metadata=\"{Metadata}\"";

        Assert.Equal((401, $"Bearer {End}"), Shown(await api.GetAsync(path: "/mcp", method: HttpMethod.Post)));
        Assert.Equal((401, $"Bearer error=\"invalid_token\", error_description=\"The token has expired.\", {End}"), Shown(await api.GetAsync(Expired(), "/mcp", HttpMethod.Post)));
        Assert.Equal((401, $"Bearer error=\"invalid_token\", error_description=\"The token is for another audience.\", {End}"), Shown(await api.GetAsync(OtherAudience(), "/mcp", HttpMethod.Post)));
        Assert.Equal((403, $"Bearer error=\"insufficient_scope\", error_description=\"The token lacks a scope that is needed.\", {End}"), Shown(await api.GetAsync(Api.Token("other"), "/mcp", HttpMethod.Post)));
    }

    [Fact]
    public async Task The_SDK_s_own_challenge_stays_and_a_missing_scope_is_ours()
    {
        await using Api api = await StartAsync(McpAuthenticationDefaults.AuthenticationScheme);

        Assert.Equal(401, (await api.GetAsync(path: "/mcp", method: HttpMethod.Post)).Status);
        Assert.Contains("resource_metadata=\"", (await api.GetAsync(path: "/mcp", method: HttpMethod.Post)).Challenge, StringComparison.Ordinal);
        Assert.Contains("error=\"insufficient_scope\"", (await api.GetAsync(Api.Token("other"), "/mcp", HttpMethod.Post)).Challenge, StringComparison.Ordinal);
    }

    private static (int, string) Shown(Answer answer) => (answer.Status, answer.Challenge);

    private static string Expired() => Given.Pair.CreateToken(Api.Good with { Lifetime = TimeSpan.FromHours(-1), Scopes = ["mcp:tools"] });

    private static string OtherAudience() => Given.Pair.CreateToken(Api.Good with { Audience = "https://other.example.com", Scopes = ["mcp:tools"] });

    private static Task<Api> StartAsync(string challenging) => Api.StartAsync(
        services =>
        {
            services.AddMcpServer().WithHttpTransport().WithTools<Tools>();
            services
                .AddAuthentication(options =>
                {
                    options.DefaultScheme = JwtCoreOptions.DefaultScheme;
                    options.DefaultChallengeScheme = challenging;
                    options.DefaultForbidScheme = JwtCoreOptions.DefaultScheme;
                })
                .AddJwtCore(options =>
                {
                    options.Policies.Add(Api.Policy());
                    options.ResourceMetadata = new Uri(Metadata);
                })
                .AddMcp(options => options.ResourceMetadata = new()
                {
                    Resource = "https://api.example.com/mcp",
                    AuthorizationServers = { Given.Issuer },
                    ScopesSupported = ["mcp:tools"],
                });
        },
        app => app.MapMcp("/mcp").RequireScope("mcp:tools"));

    private static async Task<McpClient> ConnectAsync(Api api, string token)
    {
        HttpClientTransport transport = new(new()
        {
            Endpoint = new Uri(api.Address, "/mcp"),
            TransportMode = HttpTransportMode.StreamableHttp,
            AdditionalHeaders = new Dictionary<string, string> { ["Authorization"] = $"Bearer {token}" },
        });
        return await McpClient.CreateAsync(transport, cancellationToken: TestContext.Current.CancellationToken);
    }

    [McpServerToolType]
    internal sealed class Tools
    {
        [McpServerTool, Description("Says who calls.")]
        public static string WhoAmI(ClaimsPrincipal user) => $"{user.FindFirst("sub")!.Value} of {user.FindFirst("sub")!.Issuer} as {user.GetTokenClaims()!.Issuer}";
    }
}
