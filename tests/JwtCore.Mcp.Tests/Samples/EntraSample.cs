using JwtCore.Mcp;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace McpSamples;

internal static class EntraSample
{
    public static WebApplication Build(WebApplicationBuilder builder)
    {
        // begin
        const string Application = "66666666-7777-8888-9999-000000000000";
        builder.Services.AddMcpServer().WithHttpTransport().WithTools<MailTools>().AddJwtCore(new McpResource
        {
            Metadata = new() { Resource = new Uri("https://api.example.com/mcp") },
            Audiences = [Application],
            Scopes = ["Mcp.Use"],
            ChallengeScopes = new Dictionary<string, string> { ["Mcp.Use"] = $"api://{Application}/Mcp.Use" },
        });
        WebApplication app = builder.Build();
        app.MapMcp("/mcp").RequireMcpResource();

        // end
        return app;
    }
}
