namespace JwtCore.Jwks;

/// <summary>What an answer comes to.</summary>
/// <param name="Keys">The keys that verify from now on.</param>
/// <param name="IsWhole">The answer was taken as it is. Otherwise the next one decides.</param>
internal readonly record struct SettledKeys(JwkSet Keys, bool IsWhole)
{
    /// <summary>The keys when the respite of those that the answer lacks is over; null when it lacks none.</summary>
    public JwkSet? Without { get; init; }
}
