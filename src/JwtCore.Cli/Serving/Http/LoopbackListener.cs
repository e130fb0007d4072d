using System.Net;
using System.Net.Sockets;

namespace JwtCore.Cli;

/// <summary>
/// An HTTP server on loopback alone. One request per connection; whatever a client does, the others are answered and the
/// process goes on.
/// </summary>
internal sealed class LoopbackListener : IDisposable
{
    /// <summary>Requests that are worked on at the same time. More are told to come back.</summary>
    public const int MostRequests = 32;

    /// <summary>How long a body may take to come, and an answer to go.</summary>
    public static readonly TimeSpan LongestTransfer = TimeSpan.FromSeconds(10);

    // Between finding a free port and taking it another program may be faster.
    private const int MostTries = 10;

    // ERROR_ACCESS_DENIED.
    private const int AccessDenied = 5;

    private readonly HttpListener _listener;
    private int _requests;

    private LoopbackListener(HttpListener listener, int port)
    {
        _listener = listener;
        Port = port;
    }

    public int Port { get; }

    /// <summary>The server's first name, without a slash at the end.</summary>
    public string Address => $"http://localhost:{Port}";

    /// <summary>Begins to listen.</summary>
    /// <param name="option">The option that names the port.</param>
    /// <param name="port">The port; 0 for any free one.</param>
    /// <exception cref="UsageException">The port cannot be had.</exception>
    public static LoopbackListener Start(string option, int port)
    {
        for (int attempt = 1; ; attempt++)
        {
            int chosen = port == 0 ? FindFreePort() : port;
            try
            {
                return new LoopbackListener(Listen(chosen), chosen);
            }
            catch (Exception thrown) when (thrown is HttpListenerException or SocketException)
            {
                if (port != 0 || attempt == MostTries)
                {
                    throw new UsageException($"{option}: cannot listen on port {chosen} of loopback: {thrown.Message.TrimEnd('.')}. Another program may have it: give another port, or 0 for any free one.");
                }
            }
        }
    }

    /// <summary>Answers requests until <see cref="Stop"/>. Never fails.</summary>
    /// <param name="answer">Makes the answer to a request; called concurrently.</param>
    /// <param name="console">Where a fault of the server itself is told.</param>
    /// <param name="clock">The clock of time limits.</param>
    public async Task RunAsync(Func<HttpListenerRequest, Task<ServerAnswer>> answer, ServeConsole console, TimeProvider clock)
    {
        while (_listener.IsListening)
        {
            try
            {
                HttpListenerContext context = await _listener.GetContextAsync();
                _ = Task.Run(() => ServeAsync(context, answer, console, clock));
            }
            catch (Exception thrown) when (thrown is HttpListenerException or InvalidOperationException)
            {
                // Stopped, which the loop's condition sees; or a connection that broke before its request was read.
            }
        }
    }

    public void Stop() => _listener.Abort();

    public void Dispose() => _listener.Close();

    private async Task ServeAsync(HttpListenerContext context, Func<HttpListenerRequest, Task<ServerAnswer>> answer, ServeConsole console, TimeProvider clock)
    {
        try
        {
            bool isBusy = Interlocked.Increment(ref _requests) > MostRequests;
            ServerAnswer made = isBusy ? ServerAnswer.Refused(503, "too many requests at the same time") : await answer(context.Request);
            await made.WriteAsync(context.Response, clock);
        }
        catch (Exception thrown) when (thrown is HttpListenerException or IOException or InvalidOperationException or ProtocolViolationException or TimeoutException or SocketException)
        {
            // The client is gone, or sent what is no HTTP.
            context.Response.Abort();
        }
        catch (Exception thrown)
        {
            // A fault of this program: it costs the one request, and is told.
            context.Response.Abort();
            console.Note($"a request failed: {thrown.GetType().Name}. Please report this.");
        }
        finally
        {
            Interlocked.Decrement(ref _requests);
        }
    }

    private static HttpListener Listen(int port)
    {
        try
        {
            return Listen(port, OwnNames.Hosts);
        }
        catch (HttpListenerException denied) when (OperatingSystem.IsWindows() && denied.ErrorCode == AccessDenied)
        {
            // Windows lets users without special rights listen under this name alone.
            return Listen(port, [OwnNames.Hosts[0]]);
        }
    }

    private static HttpListener Listen(int port, IEnumerable<string> hosts)
    {
        HttpListener listener = new() { IgnoreWriteExceptions = true };
        try
        {
            foreach (string host in hosts)
            {
                listener.Prefixes.Add($"http://{host}:{port}/");
            }

            listener.Start();
            return listener;
        }
        catch
        {
            listener.Close();
            throw;
        }
    }

    private static int FindFreePort()
    {
        using TcpListener probe = new(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
