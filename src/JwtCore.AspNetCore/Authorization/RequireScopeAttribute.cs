using Microsoft.AspNetCore.Authorization;

namespace JwtCore.AspNetCore;

/// <summary>
/// Demands a user whose token has all of these scopes, as <c>RequireScope</c> does: of an action, a controller, a hub, the
/// method behind an endpoint, or a tool of an MCP server. It is an <see cref="AuthorizeAttribute"/>, so that whoever looks
/// for these and knows nothing of requirements does not let everybody in.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, AllowMultiple = true, Inherited = true)]
public sealed class RequireScopeAttribute : AuthorizeAttribute, IAuthorizationRequirementData
{
    private readonly ScopeRequirement _requirement;

    /// <summary>Names the scopes.</summary>
    /// <param name="scopes">The scopes, at least one.</param>
    /// <exception cref="ArgumentException">There is no scope, or one is empty or has a character that RFC 6749 section 3.3 excludes.</exception>
    public RequireScopeAttribute(params string[] scopes) => _requirement = new ScopeRequirement(scopes);

    /// <summary>The scopes.</summary>
    public IReadOnlyList<string> Scopes => _requirement.Scopes;

    /// <summary>The one demand.</summary>
    /// <returns>What authorization asks for.</returns>
    public IEnumerable<IAuthorizationRequirement> GetRequirements() => [_requirement];
}
