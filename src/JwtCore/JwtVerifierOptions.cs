namespace JwtCore;

/// <summary>How a verifier runs, whatever it accepts. Read once, by the verifier's constructor.</summary>
public sealed class JwtVerifierOptions
{
    /// <summary>The clock; the system's by default. Read at most once per verification.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>The sizes above which tokens are refused.</summary>
    public Limits Limits { get; init; } = new();

    /// <summary>
    /// The most refreshes of remote keys, over all sources, that tokens with a missing key may start in any minute. 60 by
    /// default, from 1 to 100,000: one a second, while each source has its own <see cref="RemoteJwksOptions.Cooldown"/>.
    /// The first attempt of a source does not count. A source without keys that failed waits for its turn, behind sources that
    /// were never tried.
    /// </summary>
    public int KeyRequestsPerMinute { get; init; } = 60;

    /// <summary>The most refreshes started by tokens that run at once, over all sources. 8 by default, from 1 to 1,000. Loads of sources without keys apart: 64 of those run at once, the others queue.</summary>
    public int KeyRequestsAtOnce { get; init; } = 8;

    /// <summary>How much to remember of verified tokens, so that using them again is fast; null, the default, for nothing.</summary>
    public TokenCacheOptions? Cache { get; init; }

    /// <summary>
    /// Asked about each token that passed everything but the scopes; null for none. One check: a delegate made of several
    /// is refused, since it answers what the last of them says.
    /// </summary>
    public RevocationCheck? IsRevoked { get; init; }

    /// <summary>
    /// Asked about each token that passed everything but the scopes, <see cref="IsRevoked"/> included, remembered tokens at every
    /// use; null for none. <see cref="JwtVerifier.VerifyAsync"/> waits for it. <c>TryVerify</c> cannot wait, and throws
    /// <see cref="InvalidOperationException"/> for every token. One check: a delegate made of several is refused.
    /// </summary>
    public AsyncRevocationCheck? IsRevokedAsync { get; init; }

    /// <summary>
    /// The longest wait for an answer of <see cref="IsRevokedAsync"/>, by <see cref="TimeProvider"/>. 5 seconds by default, from 1
    /// millisecond to 1 minute. After that the token is refused with <see cref="VerifyError.RevocationCheckTimedOut"/>.
    /// </summary>
    public TimeSpan RevocationTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <exception cref="ArgumentException">An option is null, out of range or contradicts itself.</exception>
    internal void Check()
    {
        (Limits ?? throw new RefusedArgumentException(nameof(Limits), "is null.")).Check();
        Require.Range(nameof(JwtVerifierOptions), KeyRequestsPerMinute, 1, 100_000);
        Require.Range(nameof(JwtVerifierOptions), KeyRequestsAtOnce, 1, 1_000);
        Require.Range(nameof(JwtVerifierOptions), RevocationTimeout, TimeSpan.FromMilliseconds(1), TimeSpan.FromMinutes(1));
        RequireOne(IsRevoked, nameof(IsRevoked));
        RequireOne(IsRevokedAsync, nameof(IsRevokedAsync));
        _ = TimeProvider ?? throw new RefusedArgumentException(nameof(TimeProvider), "is null.");
        Cache?.Check();
    }

    private static void RequireOne<T>(T? check, string name)
        where T : Delegate
    {
        if (check is { HasSingleTarget: false })
        {
            throw new RefusedArgumentException(name, "is made of several checks, of which only the last would count.");
        }
    }
}
