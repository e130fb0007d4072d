using JwtCore;
using JwtCore.AspNetCore;
using Microsoft.AspNetCore.Authorization;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Demands scopes (RFC 6749 section 3.3), by themselves or implied by <see cref="VerificationPolicy.ImpliedScopes"/>.</summary>
public static class RequireScopeExtensions
{
    /// <summary>
    /// Demands a user whose token has all of these scopes. A token that lacks one is answered with 403 and a challenge that
    /// names all scopes of the endpoint.
    /// </summary>
    /// <typeparam name="TBuilder">The type of the builder.</typeparam>
    /// <param name="builder">The endpoint or the group.</param>
    /// <param name="scopes">The scopes, at least one.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentException">There is no scope, or one that is none.</exception>
    public static TBuilder RequireScope<TBuilder>(this TBuilder builder, params string[] scopes)
        where TBuilder : IEndpointConventionBuilder =>
        builder.RequireAuthorization(new AuthorizationPolicyBuilder().RequireScope(scopes).Build());

    /// <summary>Demands a user whose token has all of these scopes.</summary>
    /// <param name="policy">The policy to add to.</param>
    /// <param name="scopes">The scopes, at least one.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentException">There is no scope, or one that is none.</exception>
    public static AuthorizationPolicyBuilder RequireScope(this AuthorizationPolicyBuilder policy, params string[] scopes)
    {
        ArgumentNullException.ThrowIfNull(policy);
        return policy.AddRequirements(new ScopeRequirement(scopes));
    }
}
