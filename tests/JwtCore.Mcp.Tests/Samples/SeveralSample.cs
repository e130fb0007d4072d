using JwtCore.Mcp;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace McpSamples;

internal static class SeveralSample
{
    public static WebApplication Build(WebApplicationBuilder builder)
    {
        // begin
        builder.Services.AddMcpServer().WithHttpTransport().WithTools<MailTools>()
            .AddJwtCore("Mail", new McpResource { Metadata = new() { Resource = new Uri("https://api.example.com/mail") }, Scopes = ["mail"] })
            .AddJwtCore("Files", new McpResource { Metadata = new() { Resource = new Uri("https://api.example.com/files") }, Scopes = ["files"] });
        WebApplication app = builder.Build();
        app.MapMcp("/mail").RequireMcpResource("Mail");
        app.MapMcp("/files").RequireMcpResource("Files");

        // end
        return app;
    }
}
