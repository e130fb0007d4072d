using JwtCore.Mcp;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace McpSamples;

internal static class ProtectSample
{
    public static WebApplication Build(WebApplicationBuilder builder)
    {
        // begin
        builder.Services.AddMcpServer().WithHttpTransport().WithTools<MailTools>().AddJwtCore(new McpResource
        {
            Metadata = new() { Resource = new Uri("https://api.example.com/mcp"), ResourceName = "Mail" },
            Scopes = ["mcp:tools"],
        });
        WebApplication app = builder.Build();
        app.MapMcp("/mcp").RequireMcpResource();

        // end
        return app;
    }
}
