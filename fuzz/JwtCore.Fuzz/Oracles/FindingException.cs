namespace JwtCore.Fuzz.Oracles;

/// <summary>The core did what it must not. The message says what.</summary>
internal sealed class FindingException(string message) : Exception(message);
