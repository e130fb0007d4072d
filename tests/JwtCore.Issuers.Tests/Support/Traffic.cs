using System.Collections.Concurrent;

namespace JwtCore.Issuers.Tests.Support;

/// <summary>Clients that fetch token after token and bring each to a service at once, until told to stop.</summary>
public sealed class Traffic : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly ConcurrentQueue<VerifyResult> _results = new();
    private readonly SemaphoreSlim _arrived = new(0);
    private readonly CancellationTokenSource _stop;
    private readonly int[] _fetched;
    private readonly int[] _verified;
    private readonly Task _clients;

    public Traffic(Relying service, Func<CancellationToken, Task<string>> fetch, int clients = 3)
    {
        _stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        _fetched = new int[clients];
        _verified = new int[clients];
        _clients = Task.WhenAll(Enumerable.Range(0, clients).Select(client => Task.Run(() => RunAsync(client, service, fetch, _stop.Token))));
    }

    /// <summary>Waits until each client fetched so many tokens from now on, and brought them; so none from before is on its way.</summary>
    public async Task SeeAsync(int tokens)
    {
        // The first that each brings may be from before.
        int[] goals = [.. Enumerable.Range(0, _verified.Length).Select(client => Volatile.Read(ref _verified[client]) + 1 + tokens)];
        while (goals.Where((goal, client) => Volatile.Read(ref _verified[client]) < goal).Any())
        {
            Task arrival = _arrived.WaitAsync(TestContext.Current.CancellationToken);
            Task first = await Task.WhenAny(arrival, _clients, Task.Delay(Patience, TestContext.Current.CancellationToken));
            Assert.True(first == arrival || first == _clients, $"No token for {Patience}; fetched {string.Join(", ", _fetched)}, verified {string.Join(", ", _verified)}.");
            await first;
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

    private async Task RunAsync(int client, Relying service, Func<CancellationToken, Task<string>> fetch, CancellationToken stop)
    {
        try
        {
            while (!stop.IsCancellationRequested)
            {
                string token = await fetch(CancellationToken.None);
                Interlocked.Increment(ref _fetched[client]);
                _results.Enqueue(await service.Verifier.VerifyAsync(token.AsMemory(), CancellationToken.None));
                Interlocked.Increment(ref _verified[client]);
                _arrived.Release();
            }
        }
        catch
        {
            // One that fails ends all, or nobody hears of it.
            await _stop.CancelAsync();
            throw;
        }
    }
}
