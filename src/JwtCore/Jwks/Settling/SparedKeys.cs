namespace JwtCore.Jwks;

/// <summary>Keys that verify though the last answer lacks them.</summary>
/// <param name="Without">The keys when their respite is over.</param>
/// <param name="Since">When the answer that lacks them was asked for.</param>
/// <param name="SeenAt">When the last answer that had them was asked for.</param>
internal sealed record SparedKeys(JwkSet Without, TwoClocks Since, TwoClocks SeenAt)
{
    /// <summary>How long they still verify: until the next answer is due at the latest, and never longer than they are trusted.</summary>
    public TimeSpan LeftAt(TwoClocks now, RemoteJwksOptions options)
    {
        TimeSpan left = options.Cooldown + options.RequestTimeout - Since.AgeAt(now);
        TimeSpan trust = options.TrustedFor - SeenAt.AgeAt(now);
        return left < trust ? left : trust;
    }
}
