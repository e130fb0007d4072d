using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace JwtCore.Mcp;

/// <summary>
/// Stops a host at its start that describes a resource and protects no endpoint with it; warns of endpoints at another path than that
/// of their resource.
/// </summary>
internal sealed partial class ResourceCheck(IEnumerable<SchemeResource> resources, IServiceProvider services, ILogger<ResourceCheck> logger) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Endpoints are known when all services have started.</summary>
    /// <exception cref="InvalidOperationException">A resource has no endpoint.</exception>
    public Task StartedAsync(CancellationToken cancellationToken)
    {
        (string Scheme, Endpoint Endpoint)[] marked = [.. services.GetService<EndpointDataSource>()?.Endpoints
            .SelectMany(endpoint => endpoint.Metadata.GetOrderedMetadata<ResourceMarker>(), (endpoint, marker) => (marker.Scheme, endpoint)) ?? []];
        HashSet<(string Scheme, string Route)> warned = [];
        foreach ((string scheme, Endpoint endpoint) in marked)
        {
            SchemeResource? resource = resources.FirstOrDefault(one => one.Scheme == scheme);
            if (resource is not null && endpoint is RouteEndpoint mapped && RouteOf(mapped) is string route && !resource.Path.EndsWith(route, StringComparison.OrdinalIgnoreCase) && warned.Add((scheme, route)))
            {
                LogElsewhere(logger, scheme, resource.Path, route);
            }
        }

        string? missing = resources.Select(resource => resource.Scheme).FirstOrDefault(scheme => !marked.Any(one => one.Scheme == scheme));
        return missing is null
            ? Task.CompletedTask
            : throw new InvalidOperationException($"No endpoint belongs to the MCP resource of the scheme {missing}, so nothing protects the server. Add it: app.MapMcp(...).RequireMcpResource({(missing == AspNetCore.JwtCoreOptions.DefaultScheme ? "" : $"\"{missing}\"")}).");
    }

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

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
