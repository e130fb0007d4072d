namespace JwtCore.Cli;

/// <summary>The command cannot do what it was told. The message is one line for people and never holds a token.</summary>
internal sealed class UsageException(string message) : Exception(message);
