using Microsoft.Extensions.Hosting;

namespace JwtCore.Hosting;

/// <summary>Checks the settings of a host when it starts, and starts to load its remote keys without waiting for them.</summary>
internal sealed class KeysLoading(HostSettings settings, HostKeys hostKeys, KeyWatch watch) : IHostedLifecycleService
{
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        await settings.CheckAsync();
        watch.Start(await hostKeys.FindAsync(), await hostKeys.FindDirectoriesAsync());
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
