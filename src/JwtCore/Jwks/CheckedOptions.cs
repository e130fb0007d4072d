namespace JwtCore.Jwks;

/// <summary>Options that are in range and do not contradict each other.</summary>
internal readonly struct CheckedOptions
{
    /// <param name="options">The options; null for the defaults.</param>
    /// <param name="discovers">Whether they are for <see cref="RemoteJwks.Discover"/>.</param>
    /// <exception cref="ArgumentException">An option is out of range or contradicts another.</exception>
    public CheckedOptions(RemoteJwksOptions? options, bool discovers)
    {
        Value = options ?? new RemoteJwksOptions();
        Value.Check(discovers);
        Discovers = discovers;
    }

    public RemoteJwksOptions Value { get; }

    public bool Discovers { get; }
}
