using Microsoft.AspNetCore.Authorization;

namespace JwtCore.AspNetCore;

/// <summary>
/// Demands a user whose token has one of these scopes, or a client's own token with one of these roles, as
/// <c>RequireScopeOrRole</c> does. Several attributes are demanded together, on a class and its method too.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, AllowMultiple = true, Inherited = true)]
public sealed class RequireScopeOrRoleAttribute : AuthorizeAttribute, IAuthorizationRequirementData
{
    private readonly ScopeOrRoleRequirement _requirement;

    /// <summary>Names one scope and one role.</summary>
    /// <param name="scope">The scope of a token with a user.</param>
    /// <param name="role">The role of a token without a user.</param>
    /// <exception cref="ArgumentException">The scope is none, or the role is empty.</exception>
    public RequireScopeOrRoleAttribute(string scope, string role)
        : this([scope], [role])
    {
    }

    /// <summary>Names several.</summary>
    /// <param name="scopes">The scopes, of which one is enough. A challenge names the first.</param>
    /// <param name="roles">The roles, of which one is enough.</param>
    /// <exception cref="ArgumentException">There is no scope or no role, a role is empty, or a scope is empty or has a character that RFC 6749 section 3.3 excludes.</exception>
    public RequireScopeOrRoleAttribute(string[] scopes, string[] roles) => _requirement = new ScopeOrRoleRequirement(scopes, roles);

    /// <summary>The scopes.</summary>
    public IReadOnlyList<string> Scopes => _requirement.Scopes;

    /// <summary>The roles that a token without a user can have instead.</summary>
    public IReadOnlyList<string> ClientRoles => _requirement.Roles;

    /// <summary>The one demand.</summary>
    /// <returns>What authorization asks for.</returns>
    public IEnumerable<IAuthorizationRequirement> GetRequirements() => [_requirement];
}
