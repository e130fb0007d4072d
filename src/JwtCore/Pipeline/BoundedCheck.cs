namespace JwtCore.Pipeline;

/// <summary>
/// A check of the caller's that may wait, for so long and no longer. Whatever it does, it has an answer, and everything but a
/// clear no refuses. Safe for concurrent use when the check is.
/// </summary>
/// <param name="isRefused">The check.</param>
/// <param name="limit">The longest wait.</param>
/// <param name="clock">Measures it.</param>
internal sealed class BoundedCheck<T>(Func<T, CancellationToken, ValueTask<bool>> isRefused, TimeSpan limit, TimeProvider clock)
{
    /// <summary>Asks.</summary>
    /// <param name="subject">What is asked about.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="OperationCanceledException">The wait was cancelled before there was an answer.</exception>
    public async ValueTask<VerifyError> AskAsync(T subject, CancellationToken cancellationToken)
    {
        // Never disposed: it has no timer, and a check that is left behind may still look at it.
        CancellationTokenSource handed = new();
        Task<bool>? asking = null;
        bool isLate = false;
        try
        {
            ValueTask<bool> answer = isRefused(subject, handed.Token);
            if (answer.IsCompletedSuccessfully)
            {
                return Judge(answer.Result);
            }

            asking = answer.AsTask();
            Task wait = asking.WaitAsync(limit, clock, cancellationToken);
            await wait.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (asking.IsCompletedSuccessfully)
            {
                return Judge(asking.Result);
            }

            isLate = !asking.IsCompleted;
        }
        catch (Exception)
        {
            // The check and the clock are the caller's code. Without an answer the token is refused.
        }

        if (asking is { IsCompleted: false })
        {
            // On another thread: what hangs on the token may be anybody's code, may block and may throw.
            _ = IgnoreAsync(handed.CancelAsync());
        }

        _ = IgnoreAsync(asking ?? Task.CompletedTask);
        cancellationToken.ThrowIfCancellationRequested();
        return isLate ? VerifyError.RevocationCheckTimedOut : VerifyError.RevocationCheckFailed;
    }

    private static VerifyError Judge(bool isRefused) => isRefused ? VerifyError.Revoked : VerifyError.None;

    // Whatever becomes of it, nobody hears of it as an unobserved exception.
    private static async Task IgnoreAsync(Task task) => await task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
}
