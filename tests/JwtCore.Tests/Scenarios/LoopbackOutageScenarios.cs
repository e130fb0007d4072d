using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using JwtCore.Tests.Jwks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace JwtCore.Tests.Scenarios;

/// <summary>The outages over HTTPS, answered by a Kestrel server on a free port of 127.0.0.1 under the name of every issuer.</summary>
public sealed class LoopbackOutageScenarios : OutageScenarios
{
    private readonly X509Certificate2 _certificate = RawServer.Certificate("issuer.example.com", DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    private WebApplication? _server;

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await (_server?.DisposeAsync() ?? ValueTask.CompletedTask);
        _certificate.Dispose();
    }

    private protected override async ValueTask<HttpClient> ConnectAsync(Site site)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            listen.Protocols = HttpProtocols.Http1;
            listen.UseHttps(_certificate);
        }));
        builder.Logging.ClearProviders();
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.Zero);
        _server = builder.Build();
        HttpMessageInvoker invoker = new(site, disposeHandler: false);
        _server.Run(context => LoopbackTransport.AnswerAsync(context, invoker));
        await _server.StartAsync(Cancellation);
        int port = new Uri(_server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()).Port;
        return new HttpClient(new SocketsHttpHandler
        {
            ConnectCallback = async (_, token) =>
            {
                Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                await socket.ConnectAsync(IPAddress.Loopback, port, token);
                return new NetworkStream(socket, ownsSocket: true);
            },
            SslOptions = new() { RemoteCertificateValidationCallback = (_, shown, _, _) => shown?.GetCertHashString() == _certificate.GetCertHashString() },
        })
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }
}
