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
}
