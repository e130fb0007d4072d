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

    /// <summary>The keys as they are now, or null when there are none to be trusted.</summary>
    internal abstract JwkSet? Current { get; }
}
