using JwtCore;
using JwtCore.AspNetCore;
using Microsoft.AspNetCore.Authorization;

namespace Microsoft.AspNetCore.Builder;

/// <summary>
/// Demands scopes (RFC 6749 section 3.3), by themselves or implied by <see cref="VerificationPolicy.ImpliedScopes"/>. Several demands
/// are met together, by one token.
/// </summary>
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
    /// <exception cref="ArgumentException">There is no scope, or one is empty or has a character that RFC 6749 section 3.3 excludes.</exception>
    public static TBuilder RequireScope<TBuilder>(this TBuilder builder, params string[] scopes)
        where TBuilder : IEndpointConventionBuilder =>
        builder.RequireAuthorization(new AuthorizationPolicyBuilder().RequireScope(scopes).Build());

    /// <summary>Demands a user whose token has all of these scopes.</summary>
    /// <param name="policy">The policy to add to.</param>
    /// <param name="scopes">The scopes, at least one.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentException">There is no scope, or one is empty or has a character that RFC 6749 section 3.3 excludes.</exception>
    public static AuthorizationPolicyBuilder RequireScope(this AuthorizationPolicyBuilder policy, params string[] scopes) =>
        Add(policy, new ScopeRequirement(scopes));

    /// <summary>
    /// Demands a user whose token has one of these scopes. A token that has none is answered with 403 and a challenge that
    /// names the first.
    /// </summary>
    /// <typeparam name="TBuilder">The type of the builder.</typeparam>
    /// <param name="builder">The endpoint or the group.</param>
    /// <param name="scopes">The scopes, at least one.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentException">There is no scope, or one is empty or has a character that RFC 6749 section 3.3 excludes.</exception>
    public static TBuilder RequireAnyScope<TBuilder>(this TBuilder builder, params string[] scopes)
        where TBuilder : IEndpointConventionBuilder =>
        builder.RequireAuthorization(new AuthorizationPolicyBuilder().RequireAnyScope(scopes).Build());

    /// <summary>Demands a user whose token has one of these scopes.</summary>
    /// <param name="policy">The policy to add to.</param>
    /// <param name="scopes">The scopes, at least one.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentException">There is no scope, or one is empty or has a character that RFC 6749 section 3.3 excludes.</exception>
    public static AuthorizationPolicyBuilder RequireAnyScope(this AuthorizationPolicyBuilder policy, params string[] scopes) =>
        Add(policy, new AnyScopeRequirement(scopes));

    /// <summary>
    /// Demands a user whose token has the scope, or a client's own token with the role. A role counts only for a token that
    /// <see cref="VerificationPolicy.ClientOnlyClaims"/> marks: users consent to scopes, and a user's role is no consent.
    /// </summary>
    /// <typeparam name="TBuilder">The type of the builder.</typeparam>
    /// <param name="builder">The endpoint or the group.</param>
    /// <param name="scope">The scope of a token with a user.</param>
    /// <param name="role">The role of a token without a user, a value of <see cref="JwtCoreOptions.RoleClaimType"/>.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentException">The scope is none, or the role is empty.</exception>
    public static TBuilder RequireScopeOrRole<TBuilder>(this TBuilder builder, string scope, string role)
        where TBuilder : IEndpointConventionBuilder => builder.RequireScopeOrRole([scope], [role]);

    /// <summary>As the overload for one scope and one role; of several scopes one is enough, and of several roles one.</summary>
    /// <typeparam name="TBuilder">The type of the builder.</typeparam>
    /// <param name="builder">The endpoint or the group.</param>
    /// <param name="scopes">The scopes, at least one.</param>
    /// <param name="roles">The roles, at least one.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentException">There is no scope or no role, a role is empty, or a scope is empty or has a character that RFC 6749 section 3.3 excludes.</exception>
    public static TBuilder RequireScopeOrRole<TBuilder>(this TBuilder builder, string[] scopes, string[] roles)
        where TBuilder : IEndpointConventionBuilder =>
        builder.RequireAuthorization(new AuthorizationPolicyBuilder().RequireScopeOrRole(scopes, roles).Build());

    /// <summary>Demands a user whose token has one of these scopes, or a client's own token with one of these roles.</summary>
    /// <param name="policy">The policy to add to.</param>
    /// <param name="scopes">The scopes, at least one.</param>
    /// <param name="roles">The roles, at least one.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentException">There is no scope or no role, a role is empty, or a scope is empty or has a character that RFC 6749 section 3.3 excludes.</exception>
    public static AuthorizationPolicyBuilder RequireScopeOrRole(this AuthorizationPolicyBuilder policy, string[] scopes, string[] roles) =>
        Add(policy, new ScopeOrRoleRequirement(scopes, roles));

    private static AuthorizationPolicyBuilder Add(AuthorizationPolicyBuilder policy, TokenRequirement requirement)
    {
        ArgumentNullException.ThrowIfNull(policy);
        return policy.AddRequirements(requirement);
    }
}
