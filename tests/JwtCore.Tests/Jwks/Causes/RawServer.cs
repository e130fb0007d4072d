using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace JwtCore.Tests.Jwks;

/// <summary>A server on a free port of 127.0.0.1 that does to each connection what the test says, byte by byte.</summary>
internal sealed class RawServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<Stream, CancellationToken, Task> _serve;
    private readonly Task _running;

    public RawServer(Func<Stream, CancellationToken, Task> serve)
    {
        _serve = serve;
        _listener.Start();
        _running = RunAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>The bytes that were sent before the far side closed.</summary>
    public long Sent { get; set; }

    /// <summary>Answers each request with this text.</summary>
    public static RawServer Answering(string response) => new((stream, stop) => AnswerAsync(stream, response, stop));

    /// <summary>Answers each request with this status, these headers and this body.</summary>
    public static RawServer Answering(string status, string headers, string body) =>
        Answering($"HTTP/1.1 {status}\r\n{headers}Content-Length: {Encoding.UTF8.GetByteCount(body)}\r\nConnection: close\r\n\r\n{body}");

    /// <summary>Speaks TLS with this certificate and answers 200 with an empty set.</summary>
    public static RawServer Secure(X509Certificate2 certificate) => new(async (stream, stop) =>
    {
        await using SslStream secure = new(stream);
        await secure.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = certificate }, stop);
        await AnswerAsync(secure, "HTTP/1.1 200 OK\r\nContent-Length: 11\r\nConnection: close\r\n\r\n{\"keys\":[]}", stop);
    });

    /// <summary>A certificate for one host, by an own authority that no machine trusts.</summary>
    public static X509Certificate2 Certificate(string host, DateTimeOffset from, DateTimeOffset until)
    {
        using ECDsa authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest authority = new("CN=Own authority", authorityKey, HashAlgorithmName.SHA256);
        authority.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using X509Certificate2 root = authority.CreateSelfSigned(from.AddDays(-1), until.AddDays(1));
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new($"CN={host}", key, HashAlgorithmName.SHA256);
        SubjectAlternativeNameBuilder names = new();
        names.AddDnsName(host);
        request.CertificateExtensions.Add(names.Build());
        using X509Certificate2 issued = request.Create(root, from, until, [1, 2, 3]);
        using X509Certificate2 complete = issued.CopyWithPrivateKey(key);
        return X509CertificateLoader.LoadPkcs12(complete.Export(X509ContentType.Pkcs12), null);
    }

    /// <summary>Reads one request to its end.</summary>
    public static async Task ReadRequestAsync(Stream stream, CancellationToken stop)
    {
        byte[] one = new byte[1];
        int state = 0;
        while (state < 4 && await stream.ReadAsync(one, stop) == 1)
        {
            state = one[0] == "\r\n\r\n"[state] ? state + 1 : one[0] == '\r' ? 1 : 0;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _listener.Dispose();
        _stop.Dispose();
    }

    private static async Task AnswerAsync(Stream stream, string response, CancellationToken stop)
    {
        await ReadRequestAsync(stream, stop);
        await stream.WriteAsync(Encoding.UTF8.GetBytes(response), stop);
    }

    private async Task RunAsync()
    {
        List<Task> connections = [];
        try
        {
            while (true)
            {
                connections.Add(ServeAsync(await _listener.AcceptSocketAsync(_stop.Token)));
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }

        await Task.WhenAll(connections);
    }

    private async Task ServeAsync(Socket socket)
    {
        await using NetworkStream stream = new(socket, ownsSocket: true);
        try
        {
            await _serve(stream, _stop.Token);
        }
        catch (Exception thrown) when (thrown is IOException or OperationCanceledException or System.Security.Authentication.AuthenticationException)
        {
            // The far side closed, or the test is over.
        }
    }
}
