using JwtCore.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace JwtCore.Tests.Scenarios;

/// <summary>The endpoint behind a Kestrel server on a free port of 127.0.0.1; the source uses its own client.</summary>
internal sealed class LoopbackTransport : ITransport
{
    private readonly WebApplication _server;
    private readonly HttpMessageInvoker _invoker;

    private LoopbackTransport(FakeJwksEndpoint endpoint, WebApplication server, HttpMessageInvoker invoker)
    {
        Endpoint = endpoint;
        _server = server;
        _invoker = invoker;
        Address = server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single() + new Uri(endpoint.JwksUri).AbsolutePath;
    }

    public FakeJwksEndpoint Endpoint { get; }

    public string Address { get; }

    /// <summary>The cookies of each request, or null.</summary>
    public List<string?> Cookies { get; } = [];

    /// <summary>The User-Agent of each request, or null.</summary>
    public List<string?> Agents { get; } = [];

    public static async Task<LoopbackTransport> StartAsync(FakeJwksEndpoint endpoint)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        WebApplication server = builder.Build();
        HttpMessageInvoker invoker = new(endpoint, disposeHandler: false);
        LoopbackTransport? transport = null;
        server.Run(context =>
        {
            transport!.Cookies.Add(context.Request.Headers.Cookie);
            transport.Agents.Add(context.Request.Headers.UserAgent);
            return AnswerAsync(context, invoker);
        });
        await server.StartAsync();
        return transport = new LoopbackTransport(endpoint, server, invoker);
    }

    public RemoteJwksOptions Options(TimeProvider time) => new() { TimeProvider = time, AllowHttpOnLoopback = true, Random = new Random(1) };

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _invoker.Dispose();
    }

    /// <summary>Answers a request as a handler does; breaks the connection where that throws.</summary>
    public static async Task AnswerAsync(HttpContext context, HttpMessageInvoker invoker)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, $"{context.Request.Scheme}://{context.Request.Host}{context.Request.Path}");
        if (context.Request.Headers.IfNoneMatch is [string tag, ..])
        {
            request.Headers.TryAddWithoutValidation("If-None-Match", tag);
        }

        try
        {
            using HttpResponseMessage response = await invoker.SendAsync(request, context.RequestAborted);
            context.Response.StatusCode = (int)response.StatusCode;
            foreach ((string name, IEnumerable<string> values) in response.Headers.Concat(response.Content.Headers).Where(header => header.Key != "Content-Length"))
            {
                context.Response.Headers[name] = values.ToArray();
            }

            await using Stream body = await response.Content.ReadAsStreamAsync(context.RequestAborted);
            await body.CopyToAsync(context.Response.Body, context.RequestAborted);
        }
        catch (Exception thrown) when (thrown is HttpRequestException or OperationCanceledException)
        {
            // A failing endpoint breaks the connection.
            context.Abort();
        }
    }
}
