namespace JwtCore.Jwks;

/// <summary>A load that has not begun yet, for those who wait for its end.</summary>
internal sealed class QueuedLoad
{
    private readonly TaskCompletionSource<Task> _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public QueuedLoad() => Ended = _begun.Task.Unwrap();

    /// <summary>Completes when the attempt has ended, or when there will be none.</summary>
    public Task Ended { get; }

    /// <summary>The attempt has begun.</summary>
    public void Begin(Task attempt) => _begun.TrySetResult(attempt);

    /// <summary>There will be none.</summary>
    public void Drop() => _begun.TrySetResult(Task.CompletedTask);
}
