namespace JwtCore;

/// <summary>
/// What follows from the options of a <see cref="RemoteJwks"/>. Refreshes that the application asks for itself
/// (<see cref="RemoteJwks.RefreshAsync"/>, <see cref="RemoteJwks.Flush"/>) come on top.
/// </summary>
public sealed class JwksGuarantees
{
    // A metadata document at one of three places, then the set.
    private const int RequestsWithDiscovery = 4;

    internal JwksGuarantees(RemoteJwksOptions options, bool discovers)
    {
        int requests = discovers ? RequestsWithDiscovery : 1;
        RotationDelay = options.Cooldown + options.RequestTimeout;
        UpdateDelay = Longer(options.MaxLifetime, options.Cooldown) + options.RequestTimeout;
        RemovalDelay = options.SettlingTime == TimeSpan.Zero ? TimeSpan.Zero : options.Cooldown + options.RequestTimeout;
        RecoveryDelay = options.MaxBackoff + options.RequestTimeout;
        RevocationBound = options.TrustedFor;
        SurvivableOutage = options.TrustedFor - options.MaxLifetime - UpdateDelay;
        RequestsPerMinute = requests * PerMinute(options.Cooldown);
        RequestsPerMinuteWithoutKeys = requests * PerMinute(options.CooldownWithoutKeys);
    }

    /// <summary>
    /// While the endpoint answers: the longest time from the publication of a new key to the first token accepted with it,
    /// when tokens with it arrive. A verifier's own limit on refreshes for tokens
    /// (<see cref="JwtVerifierOptions.KeyRequestsPerMinute"/>) can delay it, up to <see cref="UpdateDelay"/>.
    /// </summary>
    public TimeSpan RotationDelay { get; }

    /// <summary>
    /// While the endpoint answers: the longest time until any change of the set is known, whatever tokens arrive: a new key
    /// accepted, a removed key refused. A set without usable keys is not taken for a change. With discovery, a set that
    /// moves to another address is found within <see cref="RemoteJwksOptions.MaxLifetime"/> more. For keys that come and go
    /// within <see cref="RemoteJwksOptions.SettlingTime"/>: <see cref="RemovalDelay"/>.
    /// </summary>
    public TimeSpan UpdateDelay { get; }

    /// <summary>
    /// The longest time, once per key, for which a key is used after the first answer without it, when it had appeared less
    /// than <see cref="RemoteJwksOptions.SettlingTime"/> before, or when the answer has nothing but keys that were removed.
    /// 0 when the settling time is 0, after <see cref="RemoteJwks.RefreshAsync"/> and <see cref="RemoteJwks.Flush"/>, and when
    /// the answer has a key that was never seen, or other material under the key's ID. A key that was removed returns with the
    /// second answer that has it; while the endpoint answers that takes as much longer.
    /// </summary>
    public TimeSpan RemovalDelay { get; }

    /// <summary>After an outage that left keys in trust: the longest time until the next attempt has ended.</summary>
    public TimeSpan RecoveryDelay { get; }

    /// <summary>Whatever the endpoint does: the longest time for which a key that was removed from the set is still used.</summary>
    public TimeSpan RevocationBound { get; }

    /// <summary>The longest outage of the endpoint during which tokens with known keys keep being accepted, at the worst moment.</summary>
    public TimeSpan SurvivableOutage { get; }

    /// <summary>The most outgoing requests in any minute while keys are held, whatever tokens arrive.</summary>
    public int RequestsPerMinute { get; }

    /// <summary>The same while there are no keys at all.</summary>
    public int RequestsPerMinuteWithoutKeys { get; }

    /// <summary>The host and port that <see cref="RemoteJwksOptions.PlainHttpHosts"/> allows to answer unencrypted; null when TLS protects the keys.</summary>
    internal string? PlainHttpHost { get; init; }

    private static TimeSpan Longer(TimeSpan left, TimeSpan right) => left > right ? left : right;

    private static int PerMinute(TimeSpan spacing) => (int)Math.Ceiling(TimeSpan.FromMinutes(1) / spacing);
}
