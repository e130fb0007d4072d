using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace JwtCore.Hosting;

/// <summary>Loads remote keys before the host serves requests, as long as its limit allows.</summary>
internal sealed class KeysWarmUp(HostKeys hostKeys, ILogger<KeysWarmUp> logger, TimeProvider time, TimeSpan limit) : IHostedLifecycleService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<NamedKeys> all = await hostKeys.FindAsync();
        using CancellationTokenSource timeout = new(limit, time);
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        await Task.WhenAll(all.Select(one => LoadAsync(one.Name, one.Keys, stop.Token)));
        cancellationToken.ThrowIfCancellationRequested();
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task LoadAsync(string name, RemoteJwks keys, CancellationToken stop)
    {
        try
        {
            await keys.RefreshAsync(stop);
            while (keys.Status.Keys.Count == 0)
            {
                await Task.Delay(Pause, time, stop);
                await keys.RefreshAsync(stop);
            }

            Log.KeysLoaded(logger, name, keys.Status.Keys.Count);
        }
        catch (OperationCanceledException)
        {
            // The time is up, or the host stops. Tokens ask for the keys again.
            Log.KeysNotLoaded(logger, name, limit, keys.Status.State);
        }
    }
}
