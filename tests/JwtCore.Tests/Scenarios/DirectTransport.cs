using JwtCore.Testing;

namespace JwtCore.Tests.Scenarios;

/// <summary>The endpoint is the client's own handler; nothing leaves the process.</summary>
internal sealed class DirectTransport(FakeJwksEndpoint endpoint) : ITransport
{
    private readonly HttpClient _client = new(endpoint, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan };

    public FakeJwksEndpoint Endpoint => endpoint;

    public string Address => endpoint.JwksUri;

    public RemoteJwksOptions Options(TimeProvider time) => new() { TimeProvider = time, Client = _client, Random = new Random(1) };

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return ValueTask.CompletedTask;
    }
}
