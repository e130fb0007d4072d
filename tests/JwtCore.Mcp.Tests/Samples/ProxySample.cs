using JwtCore.Mcp;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace McpSamples;

internal static class ProxySample
{
    public static WebApplication Build(WebApplicationBuilder builder)
    {
        // begin
        builder.Services.AddMcpServer().WithHttpTransport().WithTools<MailTools>().AddJwtCore(new McpResource
        {
            Metadata = new() { Resource = new Uri("https://gateway.example.com/stage/mcp") },
            Scopes = ["mcp:tools"],
            ProxyPrefix = "/stage",
        });
        WebApplication app = builder.Build();
        app.MapMcp("/mcp").RequireMcpResource();

        // end
        return app;
    }
}
