using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace JwtCore.AspNetCore;

/// <summary>What the policies of an endpoint demand of the token, together.</summary>
internal sealed class EndpointDemands
{
    private static readonly EndpointDemands None = new(null, []);

    private readonly IReadOnlyList<TokenRequirement> _requirements;

    private EndpointDemands(AuthorizationPolicy? policy, IReadOnlyList<TokenRequirement> requirements)
    {
        Schemes = policy?.AuthenticationSchemes ?? [];
        _requirements = requirements;
    }

    /// <summary>Whether there is no demand.</summary>
    public bool IsEmpty => _requirements.Count == 0;

    /// <summary>Whether a role of a token without a user may meet one.</summary>
    public bool TakesRoles => _requirements.Any(requirement => requirement is ScopeOrRoleRequirement);

    /// <summary>The schemes that the policies name; none for the default scheme.</summary>
    public IReadOnlyList<string> Schemes { get; }

    /// <summary>The scopes that a challenge names.</summary>
    public IEnumerable<string> NamedScopes => _requirements.SelectMany(requirement => requirement.NamedScopes);

    /// <summary>The demands of the endpoint that a request is for; none when it is not known.</summary>
    public static async ValueTask<EndpointDemands> FindAsync(HttpContext context) =>
        context.GetEndpoint() is Endpoint endpoint && context.RequestServices.GetService<IAuthorizationPolicyProvider>() is IAuthorizationPolicyProvider policies
            ? await OfAsync(endpoint, policies)
            : None;

    /// <summary>The demands of an endpoint.</summary>
    /// <exception cref="InvalidOperationException">It names a policy that is not registered.</exception>
    public static async ValueTask<EndpointDemands> OfAsync(Endpoint endpoint, IAuthorizationPolicyProvider policies)
    {
        AuthorizationPolicy? policy = await AuthorizationPolicy.CombineAsync(
            policies, endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>(), endpoint.Metadata.GetOrderedMetadata<AuthorizationPolicy>());
        IEnumerable<IAuthorizationRequirement> requirements = endpoint.Metadata.GetOrderedMetadata<IAuthorizationRequirementData>().SelectMany(data => data.GetRequirements());
        return new EndpointDemands(policy, [.. (policy?.Requirements ?? []).Concat(requirements).OfType<TokenRequirement>()]);
    }

    /// <summary>Whether no token of these meets all demands, and one with other scopes could. Without any token it could.</summary>
    public bool LackScope(IReadOnlyList<TokenIdentity> tokens) =>
        !IsEmpty
        && (tokens.Count == 0 || !tokens.Any(token => _requirements.All(requirement => requirement.IsMetBy(token) || !requirement.IsAboutScopes(token))));
}
