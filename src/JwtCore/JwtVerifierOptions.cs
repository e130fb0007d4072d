namespace JwtCore;

/// <summary>How a verifier runs, whatever it accepts. Read once, by the verifier's constructor.</summary>
public sealed class JwtVerifierOptions
{
    /// <summary>The clock; the system's by default. Read once per verification.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>The sizes above which tokens are refused.</summary>
    public Limits Limits { get; init; } = new();

    /// <summary>How much to remember of verified tokens, so that using them again is fast; null, the default, for nothing.</summary>
    public TokenCacheOptions? Cache { get; init; }

    /// <summary>Asked about each token that passed everything but the scopes; null for none.</summary>
    public RevocationCheck? IsRevoked { get; init; }
}
