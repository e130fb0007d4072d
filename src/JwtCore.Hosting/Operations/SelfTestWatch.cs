using JwtCore.Algorithms;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace JwtCore.Hosting;

/// <summary>Logs when the self-test of the core's own signature code fails, which the first Ed25519 key or token runs.</summary>
internal sealed class SelfTestWatch(ILogger logger, Ed25519SelfTest selfTest) : IHostedService, IDisposable
{
    private CancellationTokenRegistration _registration;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        // At once, where it has failed before.
        _registration = selfTest.Failed.Register(() => Log.SelfTestFailed(logger));
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _registration.Dispose();
}
