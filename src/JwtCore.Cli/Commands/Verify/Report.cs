namespace JwtCore.Cli;

/// <summary>Writes one verdict after the other.</summary>
internal abstract class Report(TextWriter output)
{
    protected TextWriter Output { get; } = output;

    /// <summary>Writes a verdict.</summary>
    /// <param name="error">The verdict.</param>
    /// <param name="claims">The claims when the token is valid, else null: nothing of a refused token is shown.</param>
    public abstract void Write(VerifyError error, TokenClaims? claims);
}
