namespace JwtCore.Cli;

/// <summary>The command cannot do what it was told. The message is one line for people and never holds a token.</summary>
internal sealed class UsageException(string message) : Exception(message)
{
    /// <summary>The message of an exception of the core; an argument is named as in a sentence.</summary>
    public static string Explain(Exception refusal) => refusal is RefusedArgumentException argument ? argument.Explain($"The {argument.ParamName}") : refusal.Message;
}
