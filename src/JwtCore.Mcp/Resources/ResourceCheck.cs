using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace JwtCore.Mcp;

/// <summary>Stops a host at its start that describes a resource and protects no endpoint with it.</summary>
internal sealed class ResourceCheck(IEnumerable<SchemeResource> resources, IServiceProvider services) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Endpoints are known when all services have started.</summary>
    /// <exception cref="InvalidOperationException">A resource has no endpoint.</exception>
    public Task StartedAsync(CancellationToken cancellationToken)
    {
        HashSet<string> protectedSchemes = [.. services.GetService<EndpointDataSource>()?.Endpoints
            .SelectMany(endpoint => endpoint.Metadata.GetOrderedMetadata<ResourceMarker>()).Select(marker => marker.Scheme) ?? []];
        string? missing = resources.Select(resource => resource.Scheme).FirstOrDefault(scheme => !protectedSchemes.Contains(scheme));
        return missing is null
            ? Task.CompletedTask
            : throw new InvalidOperationException($"No endpoint belongs to the MCP resource of the scheme {missing}, so nothing protects the server. Add it: app.MapMcp(...).RequireMcpResource({(missing == AspNetCore.JwtCoreOptions.DefaultScheme ? "" : $"\"{missing}\"")}).");
    }

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
