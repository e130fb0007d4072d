using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace JwtCore.Tests.Jwks;

/// <summary>An HTTP server on loopback that answers one request per connection with 200 and remembers how it was called.</summary>
internal sealed class OneAnswerServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _running;

    /// <param name="isTls">Whether it speaks TLS, with a certificate of its own making.</param>
    public OneAnswerServer(bool isTls = false)
    {
        Certificate = isTls ? SelfSigned() : null;
        _listener.Start();
        _running = RunAsync();
    }

    public X509Certificate2? Certificate { get; }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>The Host header of each request.</summary>
    public ConcurrentQueue<string> Hosts { get; } = new();

    /// <summary>The server name that each TLS client asked for.</summary>
    public ConcurrentQueue<string> ServerNames { get; } = new();

    public async Task<Stream> DialAsync(CancellationToken cancellationToken)
    {
        TcpClient client = new();
        await client.ConnectAsync(IPAddress.Loopback, Port, cancellationToken);
        return client.GetStream();
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _listener.Dispose();
        _stop.Dispose();
        Certificate?.Dispose();
    }

    private async Task RunAsync()
    {
        try
        {
            while (true)
            {
                using Socket socket = await _listener.AcceptSocketAsync(_stop.Token);
                await using NetworkStream stream = new(socket);
                await AnswerAsync(stream);
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }

    private async Task AnswerAsync(Stream transport)
    {
        await using Stream stream = Certificate is null ? transport : await AuthenticateAsync(transport);
        using StreamReader reader = new(stream, Encoding.ASCII);
        while (await reader.ReadLineAsync(_stop.Token) is { Length: > 0 } line)
        {
            if (line.StartsWith("Host: ", StringComparison.OrdinalIgnoreCase))
            {
                Hosts.Enqueue(line["Host: ".Length..]);
            }
        }

        await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}"u8.ToArray(), _stop.Token);
    }

    private async Task<SslStream> AuthenticateAsync(Stream transport)
    {
        SslStream stream = new(transport);
        await stream.AuthenticateAsServerAsync(
            new SslServerAuthenticationOptions
            {
                ServerCertificateSelectionCallback = (_, name) =>
                {
                    ServerNames.Enqueue(name ?? "");
                    return Certificate!;
                },
            },
            _stop.Token);
        return stream;
    }

    private static X509Certificate2 SelfSigned()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new("CN=issuer.example", key, HashAlgorithmName.SHA256);
        SubjectAlternativeNameBuilder names = new();
        names.AddDnsName("issuer.example");
        request.CertificateExtensions.Add(names.Build());
        DateTimeOffset now = DateTimeOffset.UtcNow;
        using X509Certificate2 certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));

        // Some platforms want a key that was loaded, not one that was only made.
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
    }
}
