namespace JwtCore.Jwks;

/// <summary>One attempt under way, which any number of callers may wait for.</summary>
/// <param name="reason">Who wanted it.</param>
/// <param name="start">When it started.</param>
/// <param name="budget">What it counts against, or null.</param>
internal sealed class RunningAttempt(RefreshReason reason, TwoClocks start, RequestBudget? budget)
{
    // Callers go on elsewhere, not on the thread that ends the attempt.
    private readonly TaskCompletionSource<JwksAttempt> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public RefreshReason Reason { get; } = reason;

    public TwoClocks Start { get; } = start;

    /// <summary>Ends the attempt early.</summary>
    public CancellationTokenSource Abandoned { get; } = new();

    /// <summary>Completes, always with a result, when the attempt has ended.</summary>
    public Task<JwksAttempt> Attempt => _done.Task;

    public void Complete(JwksAttempt attempt)
    {
        budget?.Release();
        _done.TrySetResult(attempt);
    }
}
