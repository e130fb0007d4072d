using System.Runtime.CompilerServices;
using System.Text;
using JwtCore.AspNetCore.Tests.Support;
using JwtCore.Mcp.Tests.Support;
using McpSamples;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace JwtCore.Mcp.Tests.Samples;

/// <summary>The samples of docs/mcp.md: the page has them as they are, usings included, and each protects its server.</summary>
public class SampleTests
{
    // The SDK adds these to every web project.
    private static readonly string[] Implicit = ["using Microsoft.AspNetCore.Builder;", "using Microsoft.Extensions.DependencyInjection;"];

    public static TheoryData<string> Files =>
        [.. Directory.GetFiles(Path.GetDirectoryName(ThisFile())!, "*Sample.cs").Select(Path.GetFileNameWithoutExtension).OfType<string>().Order(StringComparer.Ordinal)];

    [Fact]
    public void There_are_samples() => Assert.Equal(7, Files.Count);

    [Theory, MemberData(nameof(Files))]
    public void The_page_has_each_sample_as_it_is(string name)
    {
        string folder = Path.GetDirectoryName(ThisFile())!;
        string[] lines = File.ReadAllLines(Path.Combine(folder, name + ".cs"));
        string[] code = [.. lines.SkipWhile(line => line.Trim() != "// begin").Skip(1).TakeWhile(line => line.Trim() != "// end")];
        int indent = code[0].Length - code[0].TrimStart().Length;
        string expected = string.Join('\n', [.. lines.Where(line => line.StartsWith("using ", StringComparison.Ordinal) && !Implicit.Contains(line)), "", .. code.Select(line => line.Length > indent ? line[indent..] : "")]).TrimEnd();

        Assert.Contains($"```dotnet\n{expected}\n```", File.ReadAllText(Path.Combine(folder, "..", "..", "..", "docs", "mcp.md")).ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/mcp", "Bearer scope=\"mcp:tools\", resource_metadata=\"https://api.example.com/.well-known/oauth-protected-resource/mcp\"")]
    public Task Protect(string path, string challenge) => ChallengesAsync(ProtectSample.Build, path, challenge);

    [Theory]
    [InlineData("/mcp", "Bearer scope=\"api://66666666-7777-8888-9999-000000000000/Mcp.Use\", resource_metadata=\"https://api.example.com/.well-known/oauth-protected-resource/mcp\"")]
    public Task Entra(string path, string challenge) => ChallengesAsync(EntraSample.Build, path, challenge);

    [Theory]
    [InlineData("/mcp", "Bearer scope=\"mcp:tools\", resource_metadata=\"https://gateway.example.com/stage/.well-known/oauth-protected-resource/mcp\"")]
    public Task Proxy(string path, string challenge) => ChallengesAsync(ProxySample.Build, path, challenge);

    [Theory]
    [InlineData("/mail", "Bearer scope=\"mail\", resource_metadata=\"https://api.example.com/.well-known/oauth-protected-resource/mail\"")]
    [InlineData("/files", "Bearer scope=\"files\", resource_metadata=\"https://api.example.com/.well-known/oauth-protected-resource/files\"")]
    public Task Several(string path, string challenge) => ChallengesAsync(SeveralSample.Build, path, challenge);

    [Theory]
    [InlineData("/acme/mcp", "Bearer scope=\"mcp:tools\", resource_metadata=\"https://api.example.com/.well-known/oauth-protected-resource/acme/mcp\"")]
    public Task Tenants(string path, string challenge) => ChallengesAsync(TenantsSample.Build, path, challenge);

    [Theory]
    [InlineData("/mcp", "Bearer scope=\"mcp:tools\", resource_metadata=\"https://api.example.com/.well-known/oauth-protected-resource/mcp\"")]
    public Task Browser(string path, string challenge) => ChallengesAsync(BrowserSample.Build, path, challenge);

    private static async Task ChallengesAsync(Func<WebApplicationBuilder, WebApplication> build, string path, string challenge)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        string pem = Given.Pair.ToPublicPem();
        builder.Services.AddSingleton(Given.Environment(build == SeveralSample.Build ? [] : [("JWTCORE_PUBLIC_KEY", pem), ("JWTCORE_ISSUER", Given.Issuer)]));
        if (build == SeveralSample.Build)
        {
            builder.Configuration.AddInMemoryCollection(new[] { "Mail", "Files" }.SelectMany(scheme => new Dictionary<string, string?>
            {
                [$"Authentication:Schemes:{scheme}:PublicKey"] = pem,
                [$"Authentication:Schemes:{scheme}:Issuer"] = Given.Issuer,
            }));
        }

        await using WebApplication app = build(builder);
        await app.StartAsync(TestContext.Current.CancellationToken);
        using HttpClient client = new() { BaseAddress = new Uri(app.Urls.Single()) };
        using HttpResponseMessage refused = await client.PostAsync(path, new StringContent(Messages.Initialize, Encoding.UTF8, "application/json"), TestContext.Current.CancellationToken);

        Assert.Equal((401, challenge), ((int)refused.StatusCode, refused.Headers.WwwAuthenticate.ToString()));
    }

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
