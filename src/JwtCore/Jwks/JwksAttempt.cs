namespace JwtCore;

/// <summary>One attempt to fetch a key set. Immutable.</summary>
/// <param name="StartedAt">When it started, by the wall clock.</param>
/// <param name="Duration">How long it took.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Status">The status code of the last HTTP response, or null when there was none.</param>
public sealed record JwksAttempt(DateTimeOffset StartedAt, TimeSpan Duration, RefreshOutcome Outcome, int? Status)
{
    /// <summary>Whether the keys are now known to be current.</summary>
    public bool IsSuccess => Outcome is RefreshOutcome.Updated or RefreshOutcome.Unchanged;

    /// <summary>Why it failed; None for a success.</summary>
    public FetchCause Cause { get; init; }

    /// <summary>The requests in their order: without discovery one, with discovery up to three for metadata before the one for the keys.</summary>
    public IReadOnlyList<JwksRequest> Requests { get; init; } = [];

    /// <summary>The request that decided; null when none did.</summary>
    internal JwksRequest? Decisive { get; init; }

    /// <summary>Says in one or two sentences what happened and what to change. Printable ASCII, one line.</summary>
    /// <param name="longest">The most characters of each value from the far side; 100 by default, for logs.</param>
    public string Explain(int longest = 100)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(longest);
        return Cause switch
        {
            FetchCause.Abandoned => "The attempt was abandoned: the keys were flushed or the source was disposed.",
            FetchCause.ClockFailed => "The TimeProvider of the source threw an exception.",
            _ => Decisive?.Explain(longest) ?? "The attempt ended before it asked for anything.",
        };
    }
}
