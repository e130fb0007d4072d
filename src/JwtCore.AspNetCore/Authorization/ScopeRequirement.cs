namespace JwtCore.AspNetCore;

/// <summary>A token of the user has all of these scopes, by itself or by what its scopes imply.</summary>
internal sealed class ScopeRequirement : TokenRequirement
{
    private readonly string[] _scopes;

    /// <exception cref="ArgumentException">There is no scope, or one is empty or has a character that RFC 6749 section 3.3 excludes.</exception>
    public ScopeRequirement(IReadOnlyList<string> scopes) => _scopes = Checked(scopes, "RequireScope");

    /// <summary>The scopes.</summary>
    public IReadOnlyList<string> Scopes => _scopes;

    /// <inheritdoc/>
    public override IReadOnlyList<string> NamedScopes => _scopes;

    /// <inheritdoc/>
    public override IEnumerable<string> NamedScopesFor(TokenIdentity identity) =>
        _scopes.Where(scope => !identity.Token.HasScope(scope) || identity.Token.Scopes.Contains(scope));

    /// <summary>For people who debug policies.</summary>
    public override string ToString() => $"RequireScope: {string.Join(' ', _scopes)}";

    /// <inheritdoc/>
    public override bool IsMetBy(TokenIdentity identity)
    {
        foreach (string scope in _scopes)
        {
            if (!identity.Token.HasScope(scope))
            {
                return false;
            }
        }

        return true;
    }
}
