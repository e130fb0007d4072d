using System.Net.Http.Headers;
using System.Text;
using JwtCore.AspNetCore;
using JwtCore.AspNetCore.Tests.Support;
using JwtCore.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using ModelContextProtocol.AspNetCore;

namespace JwtCore.Mcp.Tests.Support;

/// <summary>An MCP server on the loopback address, protected by a description, over real HTTP.</summary>
internal sealed class McpHost : IAsyncDisposable
{
    public const string Resource = "https://api.example.com/mcp";
    public const string MetadataAddress = "https://api.example.com/.well-known/oauth-protected-resource/mcp";
    public const string MetadataPath = "/.well-known/oauth-protected-resource/mcp";

    private readonly Api _api;
    private readonly HttpClient _client;

    private McpHost(Api api)
    {
        _api = api;
        _client = new HttpClient { BaseAddress = api.Address };
    }

    public Uri Address => _api.Address;

    public CapturedLog Log => _api.Log;

    public IServiceProvider Services => _api.Services;

    /// <summary>The description that most tests have.</summary>
    public static McpResource Description { get; } = new() { Metadata = new() { Resource = new Uri(Resource) }, Scopes = ["mcp:tools"] };

    /// <summary>A policy for the resource.</summary>
    public static VerificationPolicy Policy { get; } = Api.Policy() with
    {
        Audience = Resource,
        ImpliedScopes = new Dictionary<string, string[]> { ["mail:all"] = ["mail:read", "mail:send"] },
    };

    public static Task<McpHost> StartAsync(McpResource? resource = null, Action<JwtCoreOptions>? configure = null, Action<HttpServerTransportOptions>? transport = null) => StartAsync(
        builder => builder.AddJwtCore(resource ?? Description, configure ?? (options => options.Policies.Add(Policy))),
        app => app.MapMcp("/mcp").RequireMcpResource(),
        transport);

    /// <summary>With whatever is added and mapped.</summary>
    public static async Task<McpHost> StartAsync(
        Action<IMcpServerBuilder> add, Action<WebApplication> map, Action<HttpServerTransportOptions>? transport = null, Action<WebApplicationBuilder>? build = null, Action<IMcpServerBuilder>? tools = null) =>
        new(await Api.StartAsync(
            services =>
            {
                IMcpServerBuilder builder = services.AddMcpServer().WithHttpTransport(transport ?? (_ => { }));
                (tools ?? (mail => mail.WithTools<MailTools>().WithPrompts<MailPrompts>().WithResources<MailResources>()))(builder);
                add(builder);
            },
            map,
            build));

    public static string Token(params string[] scopes) => Given.Pair.CreateToken(new TestToken { Audience = Resource, Scopes = scopes });

    /// <summary>One request with a message in its body.</summary>
    public Task<McpAnswer> PostAsync(string? token, string json, params (string Name, string Value)[] headers) => PostAsync("/mcp", token, json, headers);

    public Task<McpAnswer> PostAsync(string path, string? token, string json, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Post, path, token, new StringContent(json, Encoding.UTF8, "application/json"), headers);

    /// <summary>A call under 2026-07-28, with its headers.</summary>
    public Task<McpAnswer> CallAsync(string? token, string tool, params (string Name, string Value)[] headers) =>
        PostAsync(token, Messages.Modern("tools/call", "name", tool), [("MCP-Protocol-Version", "2026-07-28"), ("Mcp-Method", "tools/call"), ("Mcp-Name", tool), .. headers]);

    public Task<McpAnswer> GetAsync(string path, params (string Name, string Value)[] headers) => SendAsync(HttpMethod.Get, path, null, null, headers);

    public async Task<McpAnswer> SendAsync(HttpMethod method, string path, string? token, HttpContent? content, params (string Name, string Value)[] headers)
    {
        using HttpRequestMessage request = new(method, path) { Content = content };
        request.Headers.Accept.ParseAdd("application/json, text/event-stream");
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        foreach ((string name, string value) in headers)
        {
            Assert.True(request.Headers.TryAddWithoutValidation(name, value));
        }

        using HttpResponseMessage response = await _client.SendAsync(request, TestContext.Current.CancellationToken);
        Dictionary<string, string> answered = new(StringComparer.OrdinalIgnoreCase);
        foreach ((string name, HeaderStringValues values) in response.Headers.NonValidated)
        {
            answered[name] = string.Join(" | ", values);
        }

        return new((int)response.StatusCode, answered, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _api.DisposeAsync();
    }
}

/// <summary>What came back.</summary>
internal sealed record McpAnswer(int Status, IReadOnlyDictionary<string, string> Headers, string Body)
{
    /// <summary>The one challenge; empty for none.</summary>
    public string Challenge => Header("WWW-Authenticate");

    /// <summary>The scopes of the challenge.</summary>
    public string[] Scopes => Challenge.Split("scope=\"") is [_, string scopes] ? scopes[..scopes.IndexOf('"', StringComparison.Ordinal)].Split(' ') : [];

    public string Header(string name) => Headers.GetValueOrDefault(name, "");
}
