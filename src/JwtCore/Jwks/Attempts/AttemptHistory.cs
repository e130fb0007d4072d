namespace JwtCore.Jwks;

/// <summary>The last attempts of a source. Not thread-safe.</summary>
internal sealed class AttemptHistory
{
    private const int Most = 8;

    private readonly Queue<JwksAttempt> _attempts = new();

    /// <summary>The last one that counted, or null.</summary>
    public JwksAttempt? LastEnded => _attempts.LastOrDefault(attempt => attempt.Outcome != RefreshOutcome.Discarded);

    /// <summary>All of them, the newest first.</summary>
    public IReadOnlyList<JwksAttempt> NewestFirst => [.. _attempts.Reverse()];

    /// <summary>Adds an attempt that ended.</summary>
    public JwksAttempt Add(JwksAttempt attempt)
    {
        if (_attempts.Count == Most)
        {
            _attempts.Dequeue();
        }

        _attempts.Enqueue(attempt);
        return attempt;
    }
}
