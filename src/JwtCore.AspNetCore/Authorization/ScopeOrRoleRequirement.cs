namespace JwtCore.AspNetCore;

/// <summary>
/// A token of the user has one of these scopes, or is a client's own, without a user, and has one of these roles. Users consent to
/// scopes; a role of a user does not stand for consent.
/// </summary>
internal sealed class ScopeOrRoleRequirement : TokenRequirement
{
    private readonly AnyScopeRequirement _anyScope;
    private readonly string[] _roles;

    /// <exception cref="ArgumentException">There is no scope or no role, a role is empty, or a scope is empty or has a character that RFC 6749 section 3.3 excludes.</exception>
    public ScopeOrRoleRequirement(IReadOnlyList<string> scopes, IReadOnlyList<string> roles)
    {
        _anyScope = new AnyScopeRequirement(Checked(scopes, "RequireScopeOrRole"));
        ArgumentNullException.ThrowIfNull(roles);
        _roles = roles.Count > 0 && !roles.Any(string.IsNullOrWhiteSpace)
            ? [.. roles]
            : throw new ArgumentException("RequireScopeOrRole needs roles, none of them empty. Without roles use RequireAnyScope.", nameof(roles));
    }

    /// <summary>The scopes.</summary>
    public IReadOnlyList<string> Scopes => _anyScope.Scopes;

    /// <summary>The roles.</summary>
    public IReadOnlyList<string> Roles => _roles;

    /// <inheritdoc/>
    public override IReadOnlyList<string> NamedScopes => _anyScope.NamedScopes;

    /// <inheritdoc/>
    public override IReadOnlyList<string> KnownScopes => _anyScope.KnownScopes;

    /// <summary>For people who debug policies.</summary>
    public override string ToString() => $"RequireScopeOrRole: {string.Join(' ', Scopes)}, or without a user: {string.Join(' ', _roles)}";

    /// <inheritdoc/>
    public override bool IsMetBy(TokenIdentity identity) =>
        _anyScope.IsMetBy(identity)
        || (identity.Token.IsClientOnly && Array.Exists(_roles, role => HasRole(identity, role)));

    // Claims are found by type in any letter case; a member Roles that anybody may add is not the member roles.
    private static bool HasRole(TokenIdentity identity, string role) => identity.HasClaim(claim => claim.Type == identity.RoleClaimType && claim.Value == role);

    /// <inheritdoc/>
    public override bool IsAboutScopes(TokenIdentity identity) => !identity.Token.IsClientOnly;
}
