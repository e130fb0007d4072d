namespace JwtCore.Jwks;

/// <summary>What a verification reads of a source, without a lock. Immutable, replaced whole.</summary>
/// <param name="Keys">The keys that are held, or null.</param>
/// <param name="TrustedUntil">Until when they are trusted, in ticks of the wall clock.</param>
/// <param name="Due">When a use of them starts a refresh, in ticks of the wall clock: the timer did not, in a process that was frozen.</param>
/// <param name="OpenToTokens">When a token whose key is missing may start a refresh, in ticks of the monotonic clock.</param>
internal sealed record KeySetView(JwkSet? Keys, long TrustedUntil, long Due, long OpenToTokens)
{
    /// <summary>Until when all of them verify, in ticks of the wall clock.</summary>
    public long SparedUntil { get; init; } = long.MaxValue;

    /// <summary>Those that verify after that.</summary>
    public JwkSet? Without { get; init; }

    /// <summary>Of a source that was not asked yet.</summary>
    public static readonly KeySetView Empty = new(null, long.MinValue, long.MaxValue, long.MinValue);
}
