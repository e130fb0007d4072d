namespace JwtCore.Tests.Reference;

/// <summary>The policy of docs/from-fastmcp.md that comes nearest to FastMCP's verifier.</summary>
internal static class FastMcpLike
{
    private delegate VerificationPolicy Make(KeySource keys, JwtAlgorithm algorithm, Expected? issuer, Expected? audience, Expected[]? requiredScopes);

    private static readonly Make Sample = MigrationPage.FromFastMcp.Function<Make>("FastMcpLike");

    public static VerificationPolicy Policy(
        KeySource keys,
        JwtAlgorithm algorithm = JwtAlgorithm.RS256,
        Expected? issuer = null,
        Expected? audience = null,
        Expected[]? requiredScopes = null) => Sample(keys, algorithm, issuer, audience, requiredScopes);
}
