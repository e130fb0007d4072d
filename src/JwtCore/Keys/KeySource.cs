namespace JwtCore;

/// <summary>
/// Where a verifier takes its keys from: a <see cref="JwkSet"/>, or one <see cref="Jwk"/>, which converts implicitly.
/// Closed. Thread-safe.
/// </summary>
public abstract class KeySource
{
    private protected KeySource()
    {
    }

    /// <summary>The keys to be trusted now, or null when there are none. The same object means the same keys.</summary>
    /// <param name="now">The time of the call in ticks since 1970.</param>
    /// <param name="clock">The clock that it was read from; a source with another clock reads its own.</param>
    internal abstract JwkSet? KeysAt(long now, TimeProvider clock);
}
