using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace JwtCore.Cli.Tests.Support;

/// <summary>A small HTTP server on a free port of 127.0.0.1. One request per connection; what it does not know is 404.</summary>
internal sealed class LoopbackServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Dictionary<string, (int Status, string[] Headers, byte[] Body)> _answers = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _serving;

    public LoopbackServer()
    {
        _listener.Start();
        _serving = ServeAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public string Address => $"http://127.0.0.1:{Port}";

    /// <summary>The heads of all requests so far, line by line.</summary>
    public ConcurrentQueue<string[]> Requests { get; } = [];

    /// <summary>Answers a path from now on.</summary>
    public LoopbackServer Answer(string path, string body, int status = 200, params string[] headers) => Answer(path, Encoding.UTF8.GetBytes(body), status, headers);

    public LoopbackServer Answer(string path, byte[] body, int status = 200, params string[] headers)
    {
        lock (_answers)
        {
            _answers[path] = (status, headers, body);
        }

        return this;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _serving;
        _listener.Stop();
        _stop.Dispose();
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                using TcpClient client = await _listener.AcceptTcpClientAsync(_stop.Token);
                await ServeAsync(client.GetStream());
            }
        }
        catch (OperationCanceledException)
        {
            // The server stops.
        }
    }

    private async Task ServeAsync(NetworkStream stream)
    {
        try
        {
            string[] request = await ReadHeadAsync(stream);
            Requests.Enqueue(request);
            string path = request[0].Split(' ')[1];
            (int Status, string[] Headers, byte[] Body) answer;
            lock (_answers)
            {
                answer = _answers.TryGetValue(path, out (int Status, string[] Headers, byte[] Body) known) ? known : (404, [], []);
            }

            string[] head = [$"HTTP/1.1 {answer.Status} x", .. answer.Headers, $"Content-Length: {answer.Body.Length}", "Connection: close", "", ""];
            await stream.WriteAsync(Encoding.Latin1.GetBytes(string.Join("\r\n", head)));
            await stream.WriteAsync(answer.Body);
        }
        catch (IOException)
        {
            // The client went away, as it does from a body that is too long.
        }
    }

    private static async Task<string[]> ReadHeadAsync(NetworkStream stream)
    {
        StringBuilder head = new();
        byte[] one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            await stream.ReadExactlyAsync(one);
            head.Append((char)one[0]);
        }

        return head.ToString().Split("\r\n");
    }
}
