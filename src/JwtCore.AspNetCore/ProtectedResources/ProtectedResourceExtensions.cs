using JwtCore.AspNetCore;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Serves the metadata of protected resources (RFC 9728).</summary>
public static class ProtectedResourceExtensions
{
    /// <summary>
    /// Serves the metadata to everybody at <c>/.well-known/oauth-protected-resource</c> followed by the path of the resource
    /// (RFC 9728 section 3.1).
    /// </summary>
    /// <param name="endpoints">Where to add the endpoint.</param>
    /// <param name="resource">What to serve; read once, now.</param>
    /// <returns>The endpoint, to add conventions such as CORS to.</returns>
    /// <exception cref="ArgumentException">The resource is no absolute address, or has user information, a query or a fragment.</exception>
    public static IEndpointConventionBuilder MapProtectedResourceMetadata(this IEndpointRouteBuilder endpoints, ProtectedResource resource)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(resource);
        string[] path = [.. resource.Path()];
        byte[] json = resource.ToJson();

        // Literal parts, so that a brace in the path is no parameter.
        RoutePatternPathSegment[] segments =
            [.. path.Select(part => RoutePatternFactory.Segment(RoutePatternFactory.LiteralPart(part)))];
        return endpoints.Map(RoutePatternFactory.Pattern('/' + string.Join('/', path), segments), context => SendAsync(context, json))
            .WithMetadata(new HttpMethodMetadata([HttpMethods.Get, HttpMethods.Head]))
            .WithDisplayName("OAuth protected resource metadata")
            .AllowAnonymous();
    }

    private static Task SendAsync(HttpContext context, byte[] json)
    {
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = json.Length;
        return context.Response.Body.WriteAsync(json, 0, json.Length, context.RequestAborted);
    }
}
