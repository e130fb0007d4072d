using System.Net;
using System.Net.Sockets;

namespace JwtCore.Testing;

/// <summary>
/// A <see cref="FakeJwksEndpoint"/> over real HTTP on 127.0.0.1 and a free port, for code that makes its own connections.
/// Listens from construction until disposal, which cancels what is still being answered. Safe for concurrent use. Never
/// for production.
/// </summary>
/// <remarks>
/// HTTP/1.1 with one request per connection. What would be an exception of the endpoint is a connection that breaks.
/// </remarks>
public sealed class FakeJwksServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _accepting;
    private readonly Lazy<Task> _stopping;

    /// <summary>Starts to serve an endpoint, whose own URLs become those of the server with their paths kept.</summary>
    /// <param name="endpoint">The endpoint, which goes on to decide, count and remember.</param>
    public FakeJwksServer(FakeJwksEndpoint endpoint)
    {
        _listener.Start();
        Url = $"http://{_listener.LocalEndpoint}";
        Endpoint = endpoint;
        endpoint.JwksUri = Move(endpoint.JwksUri);
        endpoint.Issuer = endpoint.Issuer is null ? null : Move(endpoint.Issuer);
        _accepting = Task.Run(AcceptAsync);
        _stopping = new Lazy<Task>(StopAsync);
    }

    /// <summary>Serves an endpoint of its own with these keys.</summary>
    /// <param name="pairs">The pairs whose public keys are published.</param>
    /// <exception cref="ArgumentException">One of the pairs is a secret.</exception>
    public FakeJwksServer(params TestKeyPair[] pairs)
        : this(new FakeJwksEndpoint(pairs))
    {
    }

    /// <summary>What decides about the answers and counts the requests.</summary>
    public FakeJwksEndpoint Endpoint { get; }

    /// <summary>The server's address without a slash at the end, such as <c>http://127.0.0.1:43210</c>.</summary>
    public string Url { get; }

    /// <summary>Stops listening, cancels the requests that are still being answered and waits for their end.</summary>
    /// <returns>A task that ends when nothing of the server runs any more.</returns>
    public ValueTask DisposeAsync() => new(_stopping.Value);

    private async Task StopAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        _listener.Stop();
        await _accepting.ConfigureAwait(false);
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        List<Task> connections = [];
        try
        {
            while (true)
            {
                Socket socket = await _listener.AcceptSocketAsync(_stop.Token).ConfigureAwait(false);
                connections.RemoveAll(connection => connection.IsCompleted);
                connections.Add(new FakeConnection(socket, Url, Endpoint).ServeAsync(_stop.Token));
            }
        }
        catch (Exception thrown) when (_stop.IsCancellationRequested && thrown is OperationCanceledException or SocketException or InvalidOperationException)
        {
            // The listener was stopped. How that shows depends on the platform and the moment; a disposed object and one that no
            // longer listens are both invalid operations.
        }

        await Task.WhenAll(connections).ConfigureAwait(false);
    }

    // An issuer is compared as text, so a slash is neither added nor lost.
    private string Move(string url)
    {
        string path = new Uri(url).AbsolutePath;
        return Url + (url.EndsWith('/') ? path : path.TrimEnd('/'));
    }
}
