using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;

namespace JwtCore.AspNetCore;

/// <summary>One token of the user has all of these scopes, by itself or by what its scopes imply.</summary>
internal sealed class ScopeRequirement : AuthorizationHandler<ScopeRequirement>, IAuthorizationRequirement
{
    private readonly string[] _scopes;

    /// <exception cref="ArgumentException">There is no scope, or one that is none (RFC 6749 section 3.3).</exception>
    public ScopeRequirement(IReadOnlyList<string> scopes)
    {
        ArgumentNullException.ThrowIfNull(scopes);
        _scopes = scopes.Count > 0 && scopes.All(ScopeSyntax.IsScope)
            ? [.. scopes]
            : throw new ArgumentException("RequireScope needs scopes (RFC 6749 section 3.3), each one text of printable ASCII without space, quote and backslash.", nameof(scopes));
    }

    /// <summary>The scopes.</summary>
    public IReadOnlyList<string> Scopes => _scopes;

    /// <summary>For people who debug policies.</summary>
    public override string ToString() => $"RequireScope: {string.Join(' ', Scopes)}";

    /// <inheritdoc/>
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, ScopeRequirement requirement)
    {
        foreach (ClaimsIdentity identity in context.User.Identities)
        {
            if (identity is TokenIdentity { Token: TokenClaims token } && requirement.IsMetBy(token))
            {
                context.Succeed(requirement);
            }
        }

        return Task.CompletedTask;
    }

    private bool IsMetBy(TokenClaims token)
    {
        foreach (string scope in _scopes)
        {
            if (!token.HasScope(scope))
            {
                return false;
            }
        }

        return true;
    }
}
