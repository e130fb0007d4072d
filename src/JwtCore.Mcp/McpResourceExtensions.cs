using JwtCore.AspNetCore;
using JwtCore.Mcp;
using Microsoft.AspNetCore.Authorization;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Protects the endpoints of MCP servers.</summary>
public static class McpResourceExtensions
{
    /// <summary>
    /// Demands a token for the resource of a scheme, and the scopes of the resource and of each operation: a request that lacks one
    /// is answered with 403 and a challenge that names all of them. For what <c>MapMcp</c> returns.
    /// </summary>
    /// <typeparam name="TBuilder">The type of the builder.</typeparam>
    /// <param name="builder">The endpoints of the MCP server.</param>
    /// <param name="scheme">The scheme that <c>AddJwtCore</c> was given.</param>
    /// <returns>The same builder.</returns>
    public static TBuilder RequireMcpResource<TBuilder>(this TBuilder builder, string scheme = JwtCoreOptions.DefaultScheme)
        where TBuilder : IEndpointConventionBuilder
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(scheme);
        builder.RequireAuthorization(new AuthorizationPolicyBuilder(scheme).RequireAuthenticatedUser().Build());
        builder.Add(endpoint =>
        {
            endpoint.Metadata.Add(new ResourceMarker(scheme));
            if (endpoint.RequestDelegate is { } next)
            {
                endpoint.RequestDelegate = context => OperationGate.InvokeAsync(context, scheme, next);
            }
        });
        return builder;
    }
}
