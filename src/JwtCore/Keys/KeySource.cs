namespace JwtCore;

/// <summary>
/// Where a verifier takes its keys from: a <see cref="JwkSet"/>, one <see cref="Jwk"/>, which converts implicitly, or a
/// <see cref="RemoteJwks"/>, which fetches them. Closed. Thread-safe.
/// </summary>
public abstract class KeySource
{
    private protected KeySource()
    {
    }

    /// <summary>
    /// The keys are given in code or configuration and never fetched. Only such a source may hold shared secrets: what is
    /// published is no secret. False unless a type says otherwise.
    /// </summary>
    internal virtual bool IsStatic => false;

    /// <summary>The keys to be trusted now, or null when there are none. The same object means the same keys.</summary>
    /// <param name="time">The time of the call; a source with another clock reads its own.</param>
    internal abstract JwkSet? KeysAt(ref CallTime time);

    /// <summary>Whether another source brings the same keys by the same way, so that it can stand in for this one.</summary>
    internal virtual bool IsSameAs(KeySource other) => ReferenceEquals(this, other);

    /// <summary>Nobody uses the keys for now: nothing is fetched until the next use.</summary>
    internal virtual void Rest()
    {
    }
}
