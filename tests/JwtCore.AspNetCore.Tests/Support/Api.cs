using System.Net;
using System.Net.Sockets;
using System.Text;
using JwtCore.Testing;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace JwtCore.AspNetCore.Tests.Support;

/// <summary>A protected API on the loopback address, over real HTTP.</summary>
internal sealed class Api : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly HttpClient _client;

    private Api(WebApplication app, CapturedLog log)
    {
        _app = app;
        Log = log;
        Address = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
        _client = new HttpClient { BaseAddress = Address };
    }

    public Uri Address { get; }

    public CapturedLog Log { get; }

    public IServiceProvider Services => _app.Services;

    /// <summary>With one scheme, Bearer.</summary>
    public static Task<Api> StartAsync(Action<JwtCoreOptions> configure, Action<WebApplication>? map = null) =>
        StartAsync(services => services.AddAuthentication().AddJwtCore(configure), map);

    /// <summary>With whatever services; without any map, with the endpoints below.</summary>
    public static async Task<Api> StartAsync(Action<IServiceCollection> add, Action<WebApplication>? map = null, Action<WebApplicationBuilder>? build = null)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        CapturedLog log = new();
        builder.Logging.ClearProviders().AddProvider(log).SetMinimumLevel(LogLevel.Debug);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.WebHost.ConfigureKestrel(server => server.Limits.MaxRequestHeadersTotalSize = 1 << 20);
        builder.Services.AddSingleton(Given.Environment()).AddAuthorization();
        build?.Invoke(builder);
        add(builder.Services);
        WebApplication app = builder.Build();
        try
        {
            (map ?? Map)(app);
            await app.StartAsync(TestContext.Current.CancellationToken);
            return new Api(app, log);
        }
        catch
        {
            // What a test about a refused start expects.
            await app.DisposeAsync();
            throw;
        }
    }

    public static void Map(WebApplication app)
    {
        app.MapGet("/open", Show);
        app.MapGet("/", Show).RequireAuthorization();
        app.MapGet("/read", Show).RequireScope("read");
        app.MapGet("/write", Show).RequireScope("read", "write");
        app.MapGet("/admin", [Authorize(Roles = "admin")] (HttpContext context) => Show(context));
    }

    /// <summary>A policy for tokens of the pair.</summary>
    public static VerificationPolicy Policy(TestKeyPair? pair = null, string issuer = Given.Issuer, params Expected[] scopes) => new()
    {
        Issuer = issuer,
        Audience = Given.Audience,
        Algorithms = [(pair ?? Given.Pair).Algorithm],
        Keys = (pair ?? Given.Pair).ToJwkSet(),
        RequiredScopes = scopes,
        ImpliedScopes = new Dictionary<string, string[]> { ["all"] = ["read", "write"] },
    };

    public static string Token(params string[] scopes) => Given.Pair.CreateToken(Good with { Scopes = scopes });

    public static TestToken Good { get; } = new() { Audience = Given.Audience };

    public Task<Answer> GetAsync(string? token = null, string path = "/", HttpMethod? method = null) =>
        SendAsync(token is null ? null : "Bearer " + token, path, method);

    /// <summary>With an Authorization header as it stands.</summary>
    public async Task<Answer> SendAsync(string? authorization, string path = "/", HttpMethod? method = null)
    {
        using HttpRequestMessage request = new(method ?? HttpMethod.Get, path);
        if (authorization is not null)
        {
            Assert.True(request.Headers.TryAddWithoutValidation("Authorization", authorization));
        }

        using HttpResponseMessage response = await _client.SendAsync(request, TestContext.Current.CancellationToken);
        string[] challenges = response.Headers.NonValidated.TryGetValues("WWW-Authenticate", out var values) ? [.. values] : [];
        return new((int)response.StatusCode, challenges, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), response.Headers.ToString());
    }

    /// <summary>As raw header lines, for what no client sends; the whole answer.</summary>
    public Task<string> SendRawAsync(params string[] headers) => SendRawAsync("/", headers);

    public async Task<string> SendRawAsync(string target, string[] headers)
    {
        using TcpClient client = new();
        await client.ConnectAsync(IPAddress.Loopback, Address.Port, TestContext.Current.CancellationToken);
        await using NetworkStream stream = client.GetStream();
        string request = string.Join("\r\n", [$"GET {target} HTTP/1.1", "Host: localhost", "Connection: close", .. headers, "", ""]);
        await stream.WriteAsync(Encoding.Latin1.GetBytes(request), TestContext.Current.CancellationToken);
        using StreamReader reader = new(stream, Encoding.Latin1);
        return await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _app.DisposeAsync();
    }

    private static string Show(HttpContext context) => $"{context.GetTokenClaims()?.Subject ?? "nobody"} {context.User.Identity?.Name}";
}

/// <summary>What came back.</summary>
internal sealed record Answer(int Status, string[] Challenges, string Body, string Headers)
{
    /// <summary>The one challenge.</summary>
    public string Challenge => Assert.Single(Challenges);
}
