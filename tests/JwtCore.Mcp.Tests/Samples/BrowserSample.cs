using JwtCore.Mcp;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace McpSamples;

internal static class BrowserSample
{
    public static WebApplication Build(WebApplicationBuilder builder)
    {
        // begin
        builder.Services.AddMcpServer().WithHttpTransport().WithTools<MailTools>().AddJwtCore(new McpResource
        {
            Metadata = new() { Resource = new Uri("https://api.example.com/mcp") },
            Scopes = ["mcp:tools"],
            AllowedOrigins = ["https://app.example.com"],
        });
        WebApplication app = builder.Build();
        app.MapMcp("/mcp").RequireMcpResource();

        // end
        return app;
    }
}
