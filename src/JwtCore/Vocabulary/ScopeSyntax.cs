namespace JwtCore;

/// <summary>What one scope is (RFC 6749 section 3.3). The companions compile this file, too, so that they mean the same.</summary>
internal static class ScopeSyntax
{
    /// <summary>What is wrong with a text that is no scope, for messages.</summary>
    public const string Faults =
        "(RFC 6749 section 3.3): empty, or with a space, quote, backslash or other character that scopes never have";

    /// <summary>Whether a text is exactly one scope.</summary>
    public static bool IsScope(string? text) =>
        !string.IsNullOrEmpty(text) && text.All(c => c is '!' or (>= '#' and <= '[') or (>= ']' and <= '~'));
}
