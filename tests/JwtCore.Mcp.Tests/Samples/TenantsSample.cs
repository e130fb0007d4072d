using JwtCore.Mcp;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace McpSamples;

internal static class TenantsSample
{
    public static WebApplication Build(WebApplicationBuilder builder)
    {
        // begin
        string[] tenants = ["acme", "globex"];
        builder.Services.AddMcpServer().WithHttpTransport().WithTools<MailTools>().AddJwtCore(new McpTenantResources(
            "https://api.example.com/{tenant}/mcp",
            (tenant, services, cancellationToken) => ValueTask.FromResult(tenants.Contains(tenant)
                ? new McpResource { Metadata = new() { Resource = new Uri($"https://api.example.com/{tenant}/mcp") }, Scopes = ["mcp:tools"] }
                : null)));
        WebApplication app = builder.Build();
        app.MapMcp("/{tenant}/mcp").RequireMcpResource();

        // end
        return app;
    }
}
