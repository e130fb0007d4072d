using System.Collections.Concurrent;

namespace JwtCore.Issuers.Tests.Support;

/// <summary>Clients that fetch token after token and bring each to a service at once, until told to stop.</summary>
public sealed class Traffic : IAsyncDisposable
{
    private readonly ConcurrentQueue<VerifyResult> _results = new();
    private readonly SemaphoreSlim _arrived = new(0);
    private readonly CancellationTokenSource _stop;
    private readonly int _count;
    private readonly Task _clients;

    public Traffic(Relying service, Func<CancellationToken, Task<string>> fetch, int clients = 3)
    {
        _stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        _count = clients;
        _clients = Task.WhenAll(Enumerable.Range(0, clients).Select(_ => Task.Run(() => RunAsync(service, fetch, _stop.Token))));
    }

    /// <summary>Waits until so many more tokens were fetched and verified, from now on.</summary>
    public async Task SeeAsync(int tokens)
    {
        while (await _arrived.WaitAsync(0, TestContext.Current.CancellationToken))
        {
        }

        // Each client may be on its way with one from before.
        for (int i = 0; i < tokens + _count; i++)
        {
            Task arrival = _arrived.WaitAsync(TestContext.Current.CancellationToken);
            await await Task.WhenAny(arrival, _clients);
        }
    }

    /// <summary>Ends the clients after their last token.</summary>
    /// <returns>What became of each token.</returns>
    public async Task<VerifyResult[]> StopAsync()
    {
        await _stop.CancelAsync();
        await _clients;
        return [.. _results];
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _clients.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
        _arrived.Dispose();
    }

    private async Task RunAsync(Relying service, Func<CancellationToken, Task<string>> fetch, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            string token = await fetch(CancellationToken.None);
            _results.Enqueue(await service.Verifier.VerifyAsync(token.AsMemory(), CancellationToken.None));
            _arrived.Release();
        }
    }
}
