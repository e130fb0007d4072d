using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace JwtCore.Tests.Recipes;

/// <summary>A provider over real HTTP on 127.0.0.1: a function of the path gives status and body. Remembers the paths.</summary>
internal sealed class PathServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _running;

    public PathServer()
    {
        _listener.Start();
        Url = $"http://{_listener.LocalEndpoint}";
        _running = RunAsync();
    }

    public string Url { get; }

    /// <summary>What is asked for, and what is answered.</summary>
    public Func<string, (int Status, string Body)> Answer { get; set; } = _ => (404, "");

    /// <summary>Headers of every answer, each with its line end.</summary>
    public string Headers { get; set; } = "";

    public ConcurrentQueue<string> Paths { get; } = new();

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                using Socket socket = await _listener.AcceptSocketAsync(_stop.Token);
                await using NetworkStream stream = new(socket);
                using StreamReader reader = new(stream, Encoding.ASCII);
                string path = (await reader.ReadLineAsync(_stop.Token))!.Split(' ')[1];
                while (await reader.ReadLineAsync(_stop.Token) is { Length: > 0 })
                {
                }

                Paths.Enqueue(path);
                (int status, string body) = Answer(path);
                byte[] answer = Encoding.UTF8.GetBytes($"HTTP/1.1 {status} X\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n{Headers}Connection: close\r\n\r\n{body}");
                await stream.WriteAsync(answer, _stop.Token);
            }
            catch (Exception thrown) when (thrown is OperationCanceledException or IOException or SocketException)
            {
                // The server stops, or a client went away.
            }
        }
    }
}
