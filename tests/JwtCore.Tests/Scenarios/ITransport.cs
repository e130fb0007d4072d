using JwtCore.Testing;

namespace JwtCore.Tests.Scenarios;

/// <summary>How requests reach the fake endpoint.</summary>
internal interface ITransport : IAsyncDisposable
{
    /// <summary>The options of a source that asks this endpoint.</summary>
    public RemoteJwksOptions Options(TimeProvider time);

    /// <summary>The address of the key set.</summary>
    public string Address { get; }

    /// <summary>What the endpoint answers, and how often it was asked.</summary>
    public FakeJwksEndpoint Endpoint { get; }
}
