using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace JwtCore.AspNetCore;

/// <summary>What the policies of an endpoint demand of the token, together.</summary>
internal sealed class EndpointDemands
{
    private static readonly EndpointDemands Nothing = new([], []);

    private readonly IReadOnlyList<TokenRequirement> _requirements;

    private EndpointDemands(IReadOnlyList<string> schemes, IReadOnlyList<TokenRequirement> requirements)
    {
        Schemes = schemes;
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

    /// <summary>All scopes that the demands know, also those of which one is enough.</summary>
    public IEnumerable<string> KnownScopes => _requirements.SelectMany(requirement => requirement.KnownScopes);

    /// <summary>The scopes that a challenge names to the holder of a token: those it has, and those it lacks.</summary>
    public IEnumerable<string> NamedScopesFor(TokenIdentity token) => _requirements.SelectMany(requirement => requirement.NamedScopesFor(token));

    /// <summary>Demands all of these scopes; nothing when there are none.</summary>
    /// <exception cref="ArgumentException">One is no scope.</exception>
    public static EndpointDemands OfScopes(IReadOnlyList<string> scopes) => scopes.Count == 0 ? Nothing : new([], [new ScopeRequirement(scopes)]);

    /// <summary>The demands of the endpoint that a request is for; none when it is not known.</summary>
    public static async ValueTask<EndpointDemands> FindAsync(HttpContext context) =>
        context.GetEndpoint() is Endpoint endpoint && context.RequestServices.GetService<IAuthorizationPolicyProvider>() is IAuthorizationPolicyProvider policies
            ? await OfAsync(endpoint, policies)
            : Nothing;

    /// <summary>The demands of an endpoint.</summary>
    /// <exception cref="InvalidOperationException">It names a policy that is not registered.</exception>
    public static ValueTask<EndpointDemands> OfAsync(Endpoint endpoint, IAuthorizationPolicyProvider policies) => OfAsync(endpoint.Metadata, policies);

    /// <summary>The demands of an endpoint, or of something else that has attributes.</summary>
    /// <exception cref="InvalidOperationException">It names a policy that is not registered.</exception>
    public static async ValueTask<EndpointDemands> OfAsync(IReadOnlyList<object> metadata, IAuthorizationPolicyProvider policies)
    {
        AuthorizationPolicy? policy = await AuthorizationPolicy.CombineAsync(policies, metadata.OfType<IAuthorizeData>(), metadata.OfType<AuthorizationPolicy>());
        IEnumerable<IAuthorizationRequirement> requirements = metadata.OfType<IAuthorizationRequirementData>().SelectMany(data => data.GetRequirements());
        return new EndpointDemands(policy?.AuthenticationSchemes ?? [], [.. (policy?.Requirements ?? []).Concat(requirements).OfType<TokenRequirement>()]);
    }

    /// <summary>These demands and those of an operation behind the endpoint, together.</summary>
    public EndpointDemands With(EndpointDemands operation) => new(Schemes, [.. _requirements, .. operation._requirements]);

    /// <summary>Whether no token of these meets all demands, and one with other scopes could. Without any token it could.</summary>
    public bool LackScope(IReadOnlyList<TokenIdentity> tokens) =>
        !IsEmpty
        && (tokens.Count == 0 || !tokens.Any(token => _requirements.All(requirement => requirement.IsMetBy(token) || !requirement.IsAboutScopes(token))));
}
