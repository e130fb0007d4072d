namespace JwtCore.Cli;

/// <summary>Reads shared secrets by the rules of the core.</summary>
internal static class SharedSecrets
{
    /// <exception cref="FormatException">The secret is refused; the message says why.</exception>
    public static Jwk Read(ReadOnlySpan<byte> secret, JwtAlgorithm algorithm) =>
        Jwk.OfSecret(secret, algorithm, keyId: null, out string? refusal) ?? throw new FormatException(refusal);
}
