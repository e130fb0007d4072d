namespace JwtCore.Jwks;

/// <summary>Where verifications wait for an attempt: so many at once, each for so long. Thread-safe.</summary>
/// <param name="most">The most that wait at once.</param>
/// <param name="limit">The longest wait.</param>
/// <param name="time">The clock.</param>
internal sealed class WaitingRoom(int most, TimeSpan limit, TimeProvider time)
{
    private int _waiting;

    /// <summary>Waits for something, unless too many wait. Nothing is thrown when the time is up: what is at hand decides then.</summary>
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
            Task wait = awaited.WaitAsync(limit, time, cancellationToken);
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
        if (Interlocked.Increment(ref _waiting) <= most)
        {
            return true;
        }

        Interlocked.Decrement(ref _waiting);
        return false;
    }
}
