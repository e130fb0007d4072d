using JwtCore.Testing;

namespace JwtCore.Tests.Scenarios;

/// <summary>The common scenarios within the process.</summary>
public sealed class SimulatedScenarios : RemoteScenarios
{
    internal override ValueTask<ITransport> StartAsync(FakeJwksEndpoint endpoint) => new(new DirectTransport(endpoint));
}
