using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace JwtCore.Mcp;

/// <summary>
/// Stops a host before it listens, if it describes a resource and protects no endpoint with it, or has an MCP endpoint without a resource; warns of endpoints at another path than that
/// of their resource.
/// </summary>
internal sealed partial class ResourceCheck(IEnumerable<SchemeResource> resources, IServiceProvider services, ILogger<ResourceCheck> logger)
{
    /// <summary>Checks the endpoints, which are known when the pipeline is built. The server listens only later.</summary>
    /// <exception cref="InvalidOperationException">A resource has no endpoint, or an MCP endpoint no resource.</exception>
    public void Check()
    {
        IReadOnlyList<Endpoint> all = services.GetService<EndpointDataSource>()?.Endpoints ?? [];
        (string Scheme, Endpoint Endpoint)[] marked = [.. all.SelectMany(endpoint => endpoint.Metadata.GetOrderedMetadata<ResourceMarker>(), (endpoint, marker) => (marker.Scheme, endpoint))];
        HashSet<(string Scheme, string Route)> warned = [];
        foreach ((string scheme, Endpoint endpoint) in marked)
        {
            SchemeResource? resource = resources.FirstOrDefault(one => one.Scheme == scheme);
            if (resource is not null && endpoint is RouteEndpoint mapped && RouteOf(mapped) is string route && !resource.IsAt(route) && warned.Add((scheme, route)))
            {
                LogElsewhere(logger, scheme, resource.Path, route);
            }
        }

        string? missing = resources.Select(resource => resource.Scheme).FirstOrDefault(scheme => !marked.Any(one => one.Scheme == scheme));
        if (missing is not null)
        {
            throw new InvalidOperationException($"No endpoint belongs to the MCP resource of the scheme {missing}, so nothing protects the server. Add it: app.MapMcp(...).RequireMcpResource({(missing == AspNetCore.JwtCoreOptions.DefaultScheme ? "" : $"\"{missing}\"")}).");
        }

        // It would serve the same tools to anybody.
        Endpoint? open = all.FirstOrDefault(endpoint => IsOfSdk(endpoint) && endpoint.Metadata.GetMetadata<ResourceMarker>() is null && endpoint.Metadata.GetMetadata<IAllowAnonymous>() is null);
        if (open is not null)
        {
            throw new InvalidOperationException($"The MCP endpoint /{(open as RouteEndpoint)?.RoutePattern.RawText?.Trim('/')} belongs to no resource, so nothing protects it. Add RequireMcpResource to its MapMcp, or AllowAnonymous when anybody may call it.");
        }
    }

    // The SDK marks its endpoints by their display names alone.
    private static bool IsOfSdk(Endpoint endpoint) =>
        endpoint.DisplayName is string name && (name.StartsWith("MCP Streamable HTTP", StringComparison.Ordinal) || name.StartsWith("MCP HTTP with SSE", StringComparison.Ordinal));

    // Without what the SDK adds, and with parameters as TenantTemplate shows them.
    private static string RouteOf(RouteEndpoint endpoint)
    {
        string route = Parameter().Replace("/" + endpoint.RoutePattern.RawText?.Trim('/'), "{}").TrimEnd('/');
        return End().Replace(route, "");
    }

    [GeneratedRegex(@"\{[^{}]*\}")]
    private static partial Regex Parameter();

    [GeneratedRegex("/(sse|message)$")]
    private static partial Regex End();

    [LoggerMessage(50, LogLevel.Warning, "The MCP resource of the scheme {Scheme} has the path {Path}, but one of its endpoints is at {Route}. Tokens for that resource open this endpoint. If it belongs to another resource, give RequireMcpResource the scheme of that; else correct Resource.", EventName = "ResourceElsewhere")]
    private static partial void LogElsewhere(ILogger logger, string scheme, string path, string route);
}
