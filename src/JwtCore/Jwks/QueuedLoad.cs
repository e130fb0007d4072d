namespace JwtCore.Jwks;

/// <summary>A load that has not begun yet, for those who wait for its end.</summary>
internal sealed class QueuedLoad
{
    private readonly TaskCompletionSource<Task> _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public QueuedLoad() => Ended = _begun.Task.Unwrap();

    /// <summary>The key ID of the first token that could pass and named one, or null.</summary>
    public string? Wanted { get; private set; }

    /// <summary>Completes when the attempt has ended, or when there will be none.</summary>
    public Task Ended { get; }

    /// <summary>Notes one more token that waits.</summary>
    /// <param name="keyId">The key ID that it names, or null.</param>
    /// <returns>Completes as <see cref="Ended"/> does.</returns>
    public Task For(string? keyId)
    {
        Wanted ??= keyId;
        return Ended;
    }

    /// <summary>The attempt has begun.</summary>
    public void Begin(Task attempt) => _begun.TrySetResult(attempt);

    /// <summary>There will be none.</summary>
    public void Drop() => _begun.TrySetResult(Task.CompletedTask);
}
