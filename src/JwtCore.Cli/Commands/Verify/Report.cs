namespace JwtCore.Cli;

/// <summary>Writes one verdict after the other.</summary>
internal abstract class Report(TextWriter output)
{
    protected TextWriter Output { get; } = output;

    public abstract void WriteValid(TokenClaims claims);

    public abstract void WriteRefused(Explanation explanation);

    /// <summary>Writes what concerns all verdicts, after the last.</summary>
    public virtual void WriteEnd()
    {
    }
}
