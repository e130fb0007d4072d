using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;

namespace JwtCore.Cli.Tests.Field;

/// <summary>The server of one case, on a free port of 127.0.0.1, plain or with TLS, that answers, hangs or breaks off.</summary>
internal sealed class FieldServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly JsonElement _setup;
    private readonly X509Certificate2? _certificate;

    public FieldServer(JsonElement setup)
    {
        _setup = setup;
        if (setup.TryGetProperty("tls", out JsonElement tls))
        {
            string name = Path.Combine(FieldSet.Files, tls.GetString()!);
            using X509Certificate2 pem = X509Certificate2.CreateFromPemFile(name + "-cert.pem", name + "-key.pem");
            _certificate = X509CertificateLoader.LoadPkcs12(pem.Export(X509ContentType.Pkcs12), null);
        }

        _listener.Start();
        _ = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public string Address
    {
        get
        {
            string host = _setup.TryGetProperty("host", out JsonElement named) ? named.GetString()! : _certificate is null ? "127.0.0.1" : "localhost";
            return $"{(_certificate is null ? "http" : "https")}://{host}:{Port}";
        }
    }

    /// <summary>What fills the placeholders of answers; set before the program starts.</summary>
    public FieldValues? Values { get; set; }

    public void Dispose()
    {
        _stop.Cancel();
        _listener.Stop();
        _certificate?.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = ServeAsync(await _listener.AcceptSocketAsync(_stop.Token));
            }
        }
        catch (Exception thrown) when (thrown is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The case is over.
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        using Socket connection = socket;
        try
        {
            Stream stream = new NetworkStream(connection);
            if (_certificate is not null)
            {
                SslStream secured = new(stream);
                await secured.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = _certificate }, _stop.Token);
                stream = secured;
            }

            await AnswerAsync(connection, stream);
        }
        catch (Exception thrown) when (thrown is IOException or SocketException or OperationCanceledException or ObjectDisposedException or System.Security.Authentication.AuthenticationException)
        {
            // The client went away, distrusts the certificate, or the case is over.
        }
    }

    private async Task AnswerAsync(Socket connection, Stream stream)
    {
        string[] request = (await ReadHeadAsync(stream)).Split(' ', 3);
        switch (_setup.TryGetProperty("mode", out JsonElement mode) ? mode.GetString() : null)
        {
            case "hang":
                await Task.Delay(Timeout.Infinite, _stop.Token);
                break;
            case "reset":
                connection.LingerState = new LingerOption(true, 0);
                connection.Close();
                break;
            default:
                // A TLS greeting at a plain port is no request.
                await stream.WriteAsync(request.Length < 3 ? Encoding.Latin1.GetBytes("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n") : Answer(request[0], request[1]), _stop.Token);
                break;
        }
    }

    private async Task<string> ReadHeadAsync(Stream stream)
    {
        StringBuilder head = new();
        byte[] buffer = new byte[65_536];
        while (!head.ToString().Contains("\r\n\r\n", StringComparison.Ordinal))
        {
            int read = await stream.ReadAsync(buffer, _stop.Token);
            head.Append(Encoding.Latin1.GetString(buffer, 0, read));
            if (read == 0 || head[0] == '\x16')
            {
                return "";
            }
        }

        return head.ToString();
    }

    private byte[] Answer(string method, string path)
    {
        JsonElement route = Route(method == "CONNECT" ? method : path);
        byte[] body = route.TryGetProperty("file", out JsonElement file) ? File.ReadAllBytes(Path.Combine(FieldSet.Files, file.GetString()!))
            : Encoding.UTF8.GetBytes(Values!.Fill(route.TryGetProperty("json", out JsonElement json) ? json.GetRawText() : route.TryGetProperty("body", out JsonElement text) ? text.GetString()! : ""));
        Dictionary<string, string?> headers = new() { ["Content-Type"] = "application/json", ["Date"] = "{date+0}" };
        foreach (JsonProperty header in route.TryGetProperty("headers", out JsonElement more) ? more.EnumerateObject() : default)
        {
            headers[header.Name] = header.Value.GetString();
        }

        headers["Content-Length"] = $"{body.Length}";
        headers["Connection"] = "close";
        int status = route.TryGetProperty("status", out JsonElement given) ? given.GetInt32() : 200;
        string reason = route.TryGetProperty("reason", out JsonElement phrase) ? phrase.GetString()! : "Answer";
        string head = $"HTTP/1.1 {status} {reason}\r\n{string.Concat(headers.Where(header => header.Value is not null).Select(header => $"{header.Key}: {Values!.Fill(header.Value!)}\r\n"))}\r\n";
        return [.. Encoding.Latin1.GetBytes(head), .. body];
    }

    private JsonElement Route(string path) =>
        _setup.TryGetProperty("routes", out JsonElement routes) && (routes.TryGetProperty(path, out JsonElement route) || routes.TryGetProperty("*", out route))
            ? route
            : JsonElement.Parse("""{"status":404}""");
}
