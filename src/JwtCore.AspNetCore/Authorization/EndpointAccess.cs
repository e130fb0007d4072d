using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace JwtCore.AspNetCore;

/// <summary>Whether an endpoint lets requests in that have no user.</summary>
internal static class EndpointAccess
{
    /// <summary>
    /// Whether the endpoint of a request allows anonymous access: by its metadata, or because neither it nor the fallback
    /// policy demands a user. False when no endpoint is known yet.
    /// </summary>
    public static bool IsAnonymous(HttpContext context)
    {
        if (context.GetEndpoint() is not Endpoint endpoint)
        {
            return false;
        }

        EndpointMetadataCollection metadata = endpoint.Metadata;
        return metadata.GetMetadata<IAllowAnonymous>() is not null
            || (metadata.GetMetadata<IAuthorizeData>() is null
                && metadata.GetMetadata<AuthorizationPolicy>() is null
                && metadata.GetMetadata<IAuthorizationRequirementData>() is null
                && !HasFallback(context));
    }

    // A provider that has to ask for its policies is taken to demand a user.
    private static bool HasFallback(HttpContext context) =>
        context.RequestServices.GetService<IAuthorizationPolicyProvider>() is IAuthorizationPolicyProvider policies
        && policies.GetFallbackPolicyAsync() is not { IsCompletedSuccessfully: true, Result: null };
}
