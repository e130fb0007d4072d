namespace JwtCore.Issuers.Tests.Support;

/// <summary>One provider for the tests of a class, started by the first that asks, so that a test can be skipped by its name.</summary>
/// <typeparam name="TProvider">The provider.</typeparam>
public sealed class SharedProvider<TProvider> : IAsyncLifetime
    where TProvider : IProvider<TProvider>
{
    private readonly Lazy<Task<TProvider>> _provider = new(static () => TProvider.StartAsync(CancellationToken.None));

    public Task<TProvider> GetAsync() => _provider.Value;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (_provider.IsValueCreated && _provider.Value.IsCompletedSuccessfully)
        {
            await _provider.Value.Result.DisposeAsync();
        }
    }
}
