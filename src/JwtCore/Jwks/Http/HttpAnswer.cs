using System.Net.Http.Headers;

namespace JwtCore.Jwks;

/// <summary>What one GET brought: <see cref="RefreshOutcome.Updated"/> with a body, <see cref="RefreshOutcome.Unchanged"/> without, or a failure.</summary>
internal sealed record HttpAnswer(RefreshOutcome Outcome)
{
    public int? Status { get; init; }

    public byte[] Body { get; init; } = [];

    public EntityTagHeaderValue? EntityTag { get; init; }

    /// <summary>The lifetime that the answer states, or null.</summary>
    public TimeSpan? Lifetime { get; init; }

    /// <summary>When to come back, as a failure may state.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
