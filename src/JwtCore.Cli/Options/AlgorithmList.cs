namespace JwtCore.Cli;

/// <summary>The algorithms to accept.</summary>
/// <param name="Name">The option or variable that names them.</param>
/// <param name="Values">At least one.</param>
internal sealed record AlgorithmList(string Name, JwtAlgorithm[] Values)
{
    public static bool IsSecret(JwtAlgorithm algorithm) => algorithm is JwtAlgorithm.HS256 or JwtAlgorithm.HS384 or JwtAlgorithm.HS512;
}
