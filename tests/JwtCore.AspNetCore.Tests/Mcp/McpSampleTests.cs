using System.Runtime.CompilerServices;
using JwtCore.AspNetCore.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Tools = JwtCore.AspNetCore.Tests.McpServerTests.Tools;

namespace JwtCore.AspNetCore.Tests;

/// <summary>The sample of docs/mcp.md, which is the text between the two marks.</summary>
public class McpSampleTests
{
    [Fact]
    public async Task The_sample_protects_its_server()
    {
        await using WebApplication app = Build(services => services.AddSingleton(Given.Environment([("JWTCORE_PUBLIC_KEY", Given.Pair.ToPublicPem()), .. Given.Expectations])));
        await app.StartAsync(TestContext.Current.CancellationToken);
        string address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        using HttpClient client = new();
        using HttpResponseMessage refused = await client.PostAsync($"{address}/mcp", null, TestContext.Current.CancellationToken);
        using HttpResponseMessage metadata = await client.GetAsync($"{address}/.well-known/oauth-protected-resource/mcp", TestContext.Current.CancellationToken);

        Assert.Equal(
            "Bearer scope=\"mcp:tools\", resource_metadata=\"https://api.example.com/.well-known/oauth-protected-resource/mcp\"",
            refused.Headers.WwwAuthenticate.ToString());
        Assert.Contains("\"https://api.example.com/mcp\"", await metadata.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public void The_page_has_the_sample_as_it_is()
    {
        string page = File.ReadAllText(Path.Combine(Path.GetDirectoryName(ThisFile())!, "..", "..", "..", "docs", "mcp.md"));
        string[] code = [.. File.ReadLines(ThisFile()).SkipWhile(line => line.Trim() != "// begin").Skip(1).TakeWhile(line => line.Trim() != "// end")];

        Assert.True(code.Length > 10);
        Assert.Contains("```dotnet\n" + string.Join('\n', code.Select(line => line.Length > 8 ? line[8..] : "")).TrimEnd() + "\n```", page.ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }

    private static WebApplication Build(Action<IServiceCollection> add)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        add(builder.Services);

        // begin
        builder.Services.AddMcpServer().WithHttpTransport().WithTools<Tools>();
        builder.Services
            .AddAuthentication(JwtCoreOptions.DefaultScheme)
            .AddJwtCore(options => options.ResourceMetadata = new Uri("https://api.example.com/.well-known/oauth-protected-resource/mcp"))
            .AddMcp(options => options.ResourceMetadata = new()
            {
                Resource = "https://api.example.com/mcp",
                AuthorizationServers = { "https://issuer.example.com" },
                ScopesSupported = ["mcp:tools"],
            });
        builder.Services.AddAuthorization();
        WebApplication app = builder.Build();
        app.MapMcp("/mcp").RequireScope("mcp:tools");

        // end
        return app;
    }

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
