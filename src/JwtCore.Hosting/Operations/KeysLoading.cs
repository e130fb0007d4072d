using Microsoft.Extensions.Hosting;

namespace JwtCore.Hosting;

/// <summary>Starts to load the remote keys of a host when the host starts, and does not wait for them.</summary>
internal sealed class KeysLoading(HostKeys hostKeys, KeyWatch watch) : IHostedLifecycleService
{
    public async Task StartingAsync(CancellationToken cancellationToken) => watch.Start(await hostKeys.FindAsync());

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
