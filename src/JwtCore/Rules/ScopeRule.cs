using System.Text;

namespace JwtCore.Rules;

/// <summary>All required scopes are among the token's (RFC 6749 section 3.3): compared ordinally, order does not matter. Immutable.</summary>
internal sealed class ScopeRule
{
    private readonly byte[][] _required;

    /// <exception cref="ArgumentException">A scope is empty or has a character that no scope has.</exception>
    public ScopeRule(IEnumerable<string> required)
    {
        string[] scopes = [.. required];
        if (!scopes.All(IsScope))
        {
            throw new ArgumentException("RequiredScopes has an entry that is not one scope (RFC 6749 section 3.3): empty, or with a space, quote, backslash or other character that scopes never have.");
        }

        _required = [.. scopes.Select(Encoding.ASCII.GetBytes)];
    }

    public VerifyError Check(Utf8List scopes)
    {
        foreach (byte[] required in _required)
        {
            if (!scopes.Contains(required))
            {
                return VerifyError.InsufficientScope;
            }
        }

        return VerifyError.None;
    }

    private static bool IsScope(string? scope) =>
        !string.IsNullOrEmpty(scope) && scope.All(c => c is '!' or (>= '#' and <= '[') or (>= ']' and <= '~'));
}
