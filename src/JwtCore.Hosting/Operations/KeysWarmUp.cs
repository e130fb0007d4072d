using JwtCore.Algorithms;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace JwtCore.Hosting;

/// <summary>
/// Waits for the remote keys before the host serves requests, at most up to a limit. It asks once; after a failure the
/// source's own back-off says when to ask again.
/// </summary>
internal sealed class KeysWarmUp(HostKeys hostKeys, ILogger<KeysWarmUp> logger, Ed25519SelfTest selfTest, TimeProvider time, TimeSpan limit) : IHostedLifecycleService
{
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<NamedKeys> all = await hostKeys.FindAsync();
        using CancellationTokenSource timeout = new(limit, time);
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        await Task.WhenAll(all.Select(one => LoadAsync(one.Name, one.Keys, stop.Token)));
        if (selfTest.IsWanted && all.Any(one => one.Keys.Status.Keys.Any(key => key.Material is Ed25519PublicKey)))
        {
            // Otherwise the first token would wait about 50 ms for the compiler.
            _ = selfTest.HasPassed;
        }

        cancellationToken.ThrowIfCancellationRequested();
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    // A loader that gives keys by their IDs has none before the first token, and is current.
    private static bool IsLoaded(JwksStatus status) => status.Keys.Count > 0 || status.State == JwksState.Fresh;

    private async Task LoadAsync(string name, RemoteJwks keys, CancellationToken stop)
    {
        TaskCompletionSource loaded = new(TaskCreationOptions.RunContinuationsAsynchronously);
        keys.AttemptEnded += OnAttemptEnded;
        try
        {
            KeyWatch.Load(keys);
            if (!IsLoaded(keys.Status))
            {
                await loaded.Task.WaitAsync(stop);
            }

            Log.KeysLoaded(logger, name, keys.Status.Keys.Count);
        }
        catch (OperationCanceledException)
        {
            // The limit passed, or the host stops. The source goes on by itself.
            JwksStatus status = keys.Status;
            JwksAttempt? last = status.LastAttempts.FirstOrDefault(attempt => attempt.Outcome != RefreshOutcome.Discarded);
            string cause = last is null ? "The first attempt has not ended." : LogText.Named(last);
            Log.KeysNotLoaded(logger, name, limit, status.State, cause);
        }
        finally
        {
            keys.AttemptEnded -= OnAttemptEnded;
        }

        void OnAttemptEnded(RemoteJwks source, JwksAttempt attempt)
        {
            if (IsLoaded(source.Status))
            {
                loaded.TrySetResult();
            }
        }
    }
}
