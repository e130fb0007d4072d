using Microsoft.AspNetCore.Authorization;

namespace JwtCore.AspNetCore;

/// <summary>
/// Demands a user whose token has one of these scopes, as <c>RequireAnyScope</c> does: of an action, a controller, a hub, the
/// method behind an endpoint, or a tool of an MCP server. Several attributes are demanded together, on a class and its method too,
/// and together with <see cref="RequireScopeAttribute"/>.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, AllowMultiple = true, Inherited = true)]
public sealed class RequireAnyScopeAttribute : AuthorizeAttribute, IAuthorizationRequirementData
{
    private readonly AnyScopeRequirement _requirement;

    /// <summary>Names the scopes.</summary>
    /// <param name="scopes">The scopes, at least one. A challenge names the first.</param>
    /// <exception cref="ArgumentException">There is no scope, or one is empty or has a character that RFC 6749 section 3.3 excludes.</exception>
    public RequireAnyScopeAttribute(params string[] scopes) => _requirement = new AnyScopeRequirement(scopes);

    /// <summary>The scopes.</summary>
    public IReadOnlyList<string> Scopes => _requirement.Scopes;

    /// <summary>The one demand.</summary>
    /// <returns>What authorization asks for.</returns>
    public IEnumerable<IAuthorizationRequirement> GetRequirements() => [_requirement];
}
