namespace JwtCore.Cli;

/// <summary>The algorithms to accept.</summary>
/// <param name="Name">The option or variable that names them.</param>
/// <param name="Values">At least one.</param>
internal sealed record AlgorithmList(string Name, JwtAlgorithm[] Values)
{
    public static bool IsSecret(JwtAlgorithm algorithm) => algorithm is JwtAlgorithm.HS256 or JwtAlgorithm.HS384 or JwtAlgorithm.HS512;

    /// <summary>Ed25519 under either name, which code of this library verifies.</summary>
    public static bool IsEd25519(JwtAlgorithm algorithm) => algorithm is JwtAlgorithm.EdDSA or JwtAlgorithm.Ed25519;

    /// <summary>Names for a sentence.</summary>
    public static string Text(IEnumerable<JwtAlgorithm> algorithms) => string.Join(", ", algorithms.Select(JwtAlgorithms.ToName));
}
