using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace JwtCore.AspNetCore;

/// <summary>The scopes that the policies of an endpoint demand together.</summary>
internal static class EndpointScopes
{
    public static async ValueTask<IReadOnlyList<string>> FindAsync(HttpContext context)
    {
        if (context.GetEndpoint() is not Endpoint endpoint || context.RequestServices.GetService<IAuthorizationPolicyProvider>() is not IAuthorizationPolicyProvider policies)
        {
            return [];
        }

        AuthorizationPolicy? policy = await AuthorizationPolicy.CombineAsync(
            policies, endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>(), endpoint.Metadata.GetOrderedMetadata<AuthorizationPolicy>());
        IEnumerable<IAuthorizationRequirement> requirements = endpoint.Metadata.GetOrderedMetadata<IAuthorizationRequirementData>().SelectMany(data => data.GetRequirements());
        return [.. (policy?.Requirements ?? []).Concat(requirements).OfType<ScopeRequirement>().SelectMany(requirement => requirement.Scopes)];
    }
}
