namespace JwtCore.Cli;

/// <summary>The command cannot do what it was told. The message is one line for people and never holds a token.</summary>
internal sealed class UsageException(string message) : Exception(message)
{
    /// <summary>The message of an exception of the core, without the parameter's name, which says nothing to a user.</summary>
    public static string Explain(Exception refusal) => refusal is ArgumentException { ParamName: string name }
        ? refusal.Message.Replace($" (Parameter '{name}')", null, StringComparison.Ordinal)
        : refusal.Message;
}
