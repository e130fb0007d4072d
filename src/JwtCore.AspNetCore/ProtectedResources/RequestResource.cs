using Microsoft.AspNetCore.Http;

namespace JwtCore.AspNetCore;

/// <summary>
/// Which resource a request is for, and what that changes in the answers of a scheme. A scheme without one has one resource for all
/// requests, that of its options. Thread-safe.
/// </summary>
internal abstract class RequestResource
{
    /// <summary>The address of the metadata; null when the request is for no resource.</summary>
    public abstract Uri? MetadataOf(HttpContext context);

    /// <summary>Whether a token is for the resource, also where the policy accepts any audience.</summary>
    /// <param name="context">The request.</param>
    /// <param name="token">The token.</param>
    /// <param name="isAudienceChecked">Whether a policy has compared the audience already.</param>
    public abstract bool IsFor(HttpContext context, TokenClaims token, bool isAudienceChecked);

    /// <summary>The scopes that every request to the resource needs.</summary>
    public abstract IReadOnlyList<string> ScopesOf(HttpContext context);

    /// <summary>The scopes as clients ask for them.</summary>
    public abstract IEnumerable<string> Spell(HttpContext context, IEnumerable<string> scopes);

    /// <summary>The demands of the endpoint with those of the resource, and of the operation that the request is for.</summary>
    public abstract ValueTask<EndpointDemands> WithOperationAsync(HttpContext context, EndpointDemands endpoint);

    /// <summary>The scopes that the token has and this server knows, so that a client that asks for the challenge's scopes loses none.</summary>
    /// <param name="context">The request.</param>
    /// <param name="token">The token of the user.</param>
    /// <param name="named">The scopes that the policies and the endpoint know.</param>
    public abstract ValueTask<IEnumerable<string>> GrantedScopesAsync(HttpContext context, TokenIdentity token, IEnumerable<string> named);
}
