using System.Net;
using System.Net.Sockets;
using JwtCore.Mcp.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using ModelContextProtocol.AspNetCore;

namespace JwtCore.Mcp.Tests.Clients;

/// <summary>An MCP server and its authorization server, both on free ports of the loopback address.</summary>
internal sealed class AuthorizedServer : IAsyncDisposable
{
    private readonly NodeProgram _issuer;
    private readonly McpHost _host;
    private readonly RemoteJwks _keys;

    private AuthorizedServer(NodeProgram issuer, McpHost host, RemoteJwks keys, Transcript transcript, Uri address)
    {
        _issuer = issuer;
        _host = host;
        _keys = keys;
        Transcript = transcript;
        Address = address;
    }

    public Transcript Transcript { get; }

    /// <summary>The resource, which is where it listens.</summary>
    public Uri Address { get; }

    public static async Task<AuthorizedServer> StartAsync(Action<HttpServerTransportOptions>? transport = null)
    {
        await NodeProgram.RequireAsync();
        Uri address = new($"http://127.0.0.1:{FreePort()}/mcp");
        NodeProgram program = NodeProgram.Start("issuer.mjs", address.AbsoluteUri);
        string issuer = (await program.ReadAsync()).GetProperty("issuer").GetString()!;
        RemoteJwks keys = RemoteJwks.Discover(issuer, new RemoteJwksOptions { AllowHttpOnLoopback = true });
        Transcript transcript = new();
        McpHost host = await McpHost.StartAsync(
            builder =>
            {
                builder.Services.AddSingleton<IStartupFilter>(transcript);
                builder.AddJwtCore(new McpResource { Metadata = new() { Resource = address }, Scopes = ["mcp:tools"] }, options => options.Policies.Add(new VerificationPolicy
                {
                    Issuer = issuer,
                    Audience = address.AbsoluteUri,
                    Algorithms = [JwtAlgorithm.ES256],
                    Keys = keys,
                    Profile = TokenProfile.McpResource,
                }));
            },
            app => app.MapMcp("/mcp").RequireMcpResource(),
            transport,
            builder => builder.WebHost.UseUrls(address.GetLeftPart(UriPartial.Authority)));
        return new(program, host, keys, transcript, address);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        _keys.Dispose();
        await _issuer.DisposeAsync();
    }

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
