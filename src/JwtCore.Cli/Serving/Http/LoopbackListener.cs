using System.Net;
using System.Net.Sockets;

namespace JwtCore.Cli;

/// <summary>
/// An HTTP server on the loopback addresses alone. Whatever a client does, the others are answered and the process goes on.
/// Not HttpListener: docs/decisions/0015-serve-reads-http-itself.md has why.
/// </summary>
internal sealed class LoopbackListener : IDisposable
{
    /// <summary>Requests that are worked on at the same time. More are told to come back.</summary>
    public const int MostRequests = 32;

    /// <summary>Connections at the same time. More are closed at once.</summary>
    public const int MostConnections = 256;

    private const int Backlog = 128;

    // A port that is free at one loopback address need not be free at the other.
    private const int MostTries = 10;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private static readonly ServerAnswer Busy = ServerAnswer.Refused(503, "too many requests at the same time");

    private readonly TcpListener[] _listeners;
    private readonly CancellationTokenSource _stop = new();
    private int _connections;
    private int _requests;

    private LoopbackListener(TcpListener[] listeners) => _listeners = listeners;

    public int Port => ((IPEndPoint)_listeners[0].LocalEndpoint).Port;

    /// <summary>The server's first name, without a slash at the end.</summary>
    public string Address => $"http://{OwnNames.Hosts[0]}:{Port}";

    /// <summary>Begins to listen.</summary>
    /// <param name="option">The option that names the port.</param>
    /// <param name="port">The port; 0 for any free one.</param>
    /// <exception cref="UsageException">The port cannot be had.</exception>
    public static LoopbackListener Start(string option, int port)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                return Start(port);
            }
            catch (SocketException taken)
            {
                if (port != 0 || attempt == MostTries)
                {
                    string number = port == 0 ? "any port" : $"port {port}";
                    throw new UsageException($"{option}: cannot listen on {number} of loopback: {taken.Message.TrimEnd('.')}. If another program has it, give another port, or 0 for any free one.");
                }
            }
        }
    }

    /// <summary>Answers requests until <see cref="Stop"/>. Never fails.</summary>
    /// <param name="answer">Makes the answer to a request; called concurrently.</param>
    /// <param name="console">Where a fault of the server itself is told.</param>
    /// <param name="clock">The clock of time limits.</param>
    public Task RunAsync(Func<ServerRequest, Task<ServerAnswer>> answer, ServeConsole console, TimeProvider clock) =>
        Task.WhenAll(_listeners.Select(listener => AcceptAsync(listener, answer, console, clock)));

    public void Stop() => _stop.Cancel();

    public void Dispose()
    {
        Array.ForEach(_listeners, listener => listener.Dispose());
        _stop.Dispose();
    }

    private async Task AcceptAsync(TcpListener listener, Func<ServerRequest, Task<ServerAnswer>> answer, ServeConsole console, TimeProvider clock)
    {
        CancellationToken stop = _stop.Token;
        while (!stop.IsCancellationRequested)
        {
            try
            {
                Socket socket = await listener.AcceptSocketAsync(stop);
                if (Interlocked.Increment(ref _connections) > MostConnections)
                {
                    Interlocked.Decrement(ref _connections);
                    socket.Close(0);
                    continue;
                }

                _ = Task.Run(() => ServeAsync(socket, answer, console, clock), CancellationToken.None);
            }
            catch (OperationCanceledException)
            {
                // Stopped.
            }
            catch (SocketException)
            {
                // The client left before it was accepted, or the process has no file descriptor to spare.
                await Task.Delay(Pause, CancellationToken.None);
            }
        }
    }

    private async Task ServeAsync(Socket socket, Func<ServerRequest, Task<ServerAnswer>> answer, ServeConsole console, TimeProvider clock)
    {
        try
        {
            await new ServerConnection(socket, AnswerAsync, clock).ServeAsync();
        }
        catch (Exception thrown) when (thrown is SocketException or IOException or OperationCanceledException)
        {
            // The client is gone or too slow.
        }
        catch (Exception thrown)
        {
            // A fault of this program: it costs the one request, and is told.
            console.Note($"a request failed: {thrown.GetType().Name}. Please report this.");
        }
        finally
        {
            socket.Dispose();
            Interlocked.Decrement(ref _connections);
        }

        async Task<ServerAnswer> AnswerAsync(ServerRequest request)
        {
            try
            {
                return Interlocked.Increment(ref _requests) > MostRequests ? Busy : await answer(request);
            }
            finally
            {
                Interlocked.Decrement(ref _requests);
            }
        }
    }

    private static LoopbackListener Start(int port)
    {
        List<TcpListener> listeners = [];
        try
        {
            listeners.Add(Listen(IPAddress.Loopback, port));
            if (HasIPv6())
            {
                // Clients try this address first for the name localhost: another program must not have it.
                listeners.Add(Listen(IPAddress.IPv6Loopback, ((IPEndPoint)listeners[0].LocalEndpoint).Port));
            }

            return new LoopbackListener([.. listeners]);
        }
        catch (SocketException)
        {
            listeners.ForEach(listener => listener.Dispose());
            throw;
        }
    }

    private static TcpListener Listen(IPAddress address, int port)
    {
        TcpListener listener = new(address, port) { ExclusiveAddressUse = true };
        try
        {
            listener.Start(Backlog);
            return listener;
        }
        catch (SocketException)
        {
            listener.Dispose();
            throw;
        }
    }

    private static bool HasIPv6()
    {
        try
        {
            using TcpListener probe = new(IPAddress.IPv6Loopback, 0);
            probe.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
