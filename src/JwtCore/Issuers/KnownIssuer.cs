using JwtCore.Jwks;

namespace JwtCore.Issuers;

/// <summary>An issuer with a policy: a verifier of its own, with keys and remembered tokens of its own. Thread-safe.</summary>
internal sealed class KnownIssuer
{
    private IssuerState _state;
    private long _usedAt;
    private volatile bool _isProven;
    private volatile bool _isDropped;

    /// <param name="issuer">The issuer in UTF-8.</param>
    /// <param name="name">The issuer.</param>
    /// <param name="policy">Its policy, which is for this issuer alone.</param>
    /// <param name="verifier">The verifier of that policy.</param>
    /// <param name="state">How things stand.</param>
    public KnownIssuer(byte[] issuer, string name, VerificationPolicy policy, JwtVerifier verifier, IssuerState state)
    {
        Issuer = issuer;
        Name = name;
        Policy = policy;
        Verifier = verifier;
        _state = state;
        _usedAt = state.ConfirmedAt.Monotonic;
    }

    public byte[] Issuer { get; }

    public string Name { get; }

    public VerificationPolicy Policy { get; }

    public JwtVerifier Verifier { get; }

    /// <summary>How things stand. Written under the lock of the register.</summary>
    public IssuerState State
    {
        get => Volatile.Read(ref _state);
        set => Volatile.Write(ref _state, value);
    }

    /// <summary>A token of it verified: nobody without its key can make that happen. Written under the lock of the register.</summary>
    public bool IsProven
    {
        get => _isProven;
        set => _isProven = value;
    }

    /// <summary>It was withdrawn, replaced or made room: no new token is judged by it. Written under the lock of the register.</summary>
    public bool IsDropped
    {
        get => _isDropped;
        set => _isDropped = value;
    }

    /// <summary>When it was used last, within a second, in ticks of the monotonic clock.</summary>
    public long UsedAt => Volatile.Read(ref _usedAt);

    /// <summary>Takes note of a use. Once a second at most: all threads share the cache line.</summary>
    public void Use(TwoClocks now)
    {
        if (now.Monotonic - UsedAt >= TimeSpan.TicksPerSecond)
        {
            Volatile.Write(ref _usedAt, now.Monotonic);
        }
    }
}
