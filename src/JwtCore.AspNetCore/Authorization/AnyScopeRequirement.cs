namespace JwtCore.AspNetCore;

/// <summary>A token of the user has one of these scopes, by itself or by what its scopes imply.</summary>
internal sealed class AnyScopeRequirement : TokenRequirement
{
    private readonly string[] _scopes;

    /// <exception cref="ArgumentException">There is no scope, or one is empty or has a character that RFC 6749 section 3.3 excludes.</exception>
    public AnyScopeRequirement(IReadOnlyList<string> scopes) => _scopes = Checked(scopes, "RequireAnyScope");

    /// <summary>The scopes.</summary>
    public IReadOnlyList<string> Scopes => _scopes;

    /// <summary>The first scope: one is enough, and a challenge must not ask for more than that (RFC 6750 section 3).</summary>
    public override IReadOnlyList<string> NamedScopes => [_scopes[0]];

    /// <inheritdoc/>
    public override IReadOnlyList<string> KnownScopes => _scopes;

    /// <summary>For people who debug policies.</summary>
    public override string ToString() => $"RequireAnyScope: {string.Join(' ', _scopes)}";

    /// <inheritdoc/>
    public override bool IsMetBy(TokenIdentity identity)
    {
        foreach (string scope in _scopes)
        {
            if (identity.Token.HasScope(scope))
            {
                return true;
            }
        }

        return false;
    }
}
