namespace JwtCore.Jwks;

/// <summary>Where verifications wait for an attempt: so many at once, each for so long. Thread-safe.</summary>
/// <param name="options">Of the source.</param>
internal sealed class WaitingRoom(RemoteJwksOptions options)
{
    private int _waiting;

    /// <summary>Waits for something, unless too many wait. Nothing is thrown when the time is up: the keys at hand decide then.</summary>
    /// <param name="awaited">What is waited for.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    public async ValueTask WaitAsync(Task awaited, CancellationToken cancellationToken)
    {
        if (!TryEnter())
        {
            return;
        }

        try
        {
            Task wait = awaited.WaitAsync(options.WaitTimeout, options.TimeProvider, cancellationToken);
            await wait.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }

        cancellationToken.ThrowIfCancellationRequested();
    }

    private bool TryEnter()
    {
        if (Interlocked.Increment(ref _waiting) <= options.MaxWaiting)
        {
            return true;
        }

        Interlocked.Decrement(ref _waiting);
        return false;
    }
}
