using JwtCore.AspNetCore;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using ModelContextProtocol.Server;

namespace JwtCore.Mcp;

/// <summary>The rules of operations: the attributes of tools, prompts and resources that the server was given at its start.</summary>
internal static class OperationRules
{
    /// <summary>The demands of an operation on the token; none when it has no rule.</summary>
    /// <exception cref="InvalidOperationException">A rule names a policy that is not registered.</exception>
    public static async ValueTask<EndpointDemands> OfAsync(IServiceProvider services, Operation? operation) =>
        operation is not null && Find(ServerOf(services), operation) is IMcpServerPrimitive primitive
            ? await EndpointDemands.OfAsync(primitive.Metadata, services.GetRequiredService<IAuthorizationPolicyProvider>())
            : EndpointDemands.OfScopes([]);

    /// <summary>All scopes that rules know, those of named policies included.</summary>
    /// <exception cref="InvalidOperationException">A rule names a policy that is not registered.</exception>
    public static async ValueTask<IReadOnlyCollection<string>> KnownScopesAsync(IServiceProvider services)
    {
        McpServerOptions server = ServerOf(services);
        IAuthorizationPolicyProvider policies = services.GetRequiredService<IAuthorizationPolicyProvider>();
        HashSet<string> known = new(StringComparer.Ordinal);
        foreach (IMcpServerPrimitive primitive in (IEnumerable<IMcpServerPrimitive>)[.. server.ToolCollection ?? [], .. server.PromptCollection ?? [], .. server.ResourceCollection ?? []])
        {
            known.UnionWith((await EndpointDemands.OfAsync(primitive.Metadata, policies)).KnownScopes);
        }

        return known;
    }

    /// <summary>The tool, prompt or resource that an operation is about; null when there is none.</summary>
    public static IMcpServerPrimitive? Find(McpServerOptions server, Operation operation) => operation.Method switch
    {
        "tools/call" => server.ToolCollection?.TryGetPrimitive(operation.Name, out McpServerTool? tool) == true ? tool : null,
        "prompts/get" => server.PromptCollection?.TryGetPrimitive(operation.Name, out McpServerPrompt? prompt) == true ? prompt : null,
        _ => FindResource(server, operation.Name),
    };

    /// <summary>The resource of a URI, or of a template by its own text; null when there is none.</summary>
    public static McpServerResource? FindResource(McpServerOptions server, string uri) =>
        server.ResourceCollection is not McpServerResourceCollection resources ? null
        : resources.TryGetPrimitive(uri, out McpServerResource? resource) ? resource
        : resources.FirstOrDefault(template => template.IsTemplated && template.IsMatch(uri));

    private static McpServerOptions ServerOf(IServiceProvider services) => services.GetRequiredService<IOptions<McpServerOptions>>().Value;
}
