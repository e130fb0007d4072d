namespace JwtCore.Jwks;

/// <summary>A file of keys that is not taken. The message has fixed words.</summary>
/// <param name="outcome">Why.</param>
/// <param name="message">A sentence without its subject's name.</param>
internal sealed class KeyFileException(SeedOutcome outcome, string message) : IOException(message)
{
    public SeedOutcome Outcome { get; } = outcome;
}
