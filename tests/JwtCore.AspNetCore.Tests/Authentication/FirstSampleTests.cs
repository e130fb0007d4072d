using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using JwtCore.AspNetCore.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace JwtCore.AspNetCore.Tests;

/// <summary>The first sample of docs/aspnetcore.md: an empty project becomes a protected API. Its text is what stands between the marks.</summary>
public class FirstSampleTests
{
    [Fact]
    public async Task It_lets_in_who_has_the_scope_and_says_what_others_lack()
    {
        await using WebApplication app = Build(builder =>
        {
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            builder.Services.AddSingleton(Given.Environment([("JWTCORE_PUBLIC_KEY", Given.Pair.ToPublicPem()), .. Given.Expectations]));
        });
        await app.StartAsync(TestContext.Current.CancellationToken);
        using HttpClient client = new() { BaseAddress = new Uri(app.Urls.Single()) };

        Assert.Equal("200 orders of test-user", await AskAsync(client, Api.Token("orders:read")));
        Assert.Equal("401 Bearer scope=\"orders:read\"", await AskAsync(client, null));
        Assert.Equal("401 Bearer error=\"invalid_token\", error_description=\"The token is not a signed JWT.\", scope=\"orders:read\"", await AskAsync(client, "x"));
        Assert.Equal("403 Bearer error=\"insufficient_scope\", error_description=\"The token lacks a scope that is needed.\", scope=\"orders:read\"", await AskAsync(client, Api.Token("other")));
    }

    [Fact]
    public void The_page_has_it_in_ten_lines()
    {
        string[] page =
        [
            .. File.ReadLines(Path.Combine(Path.GetDirectoryName(ThisFile())!, "..", "..", "..", "docs", "aspnetcore.md"))
                .SkipWhile(line => line != "```csharp").Skip(1).TakeWhile(line => line != "```").Where(line => line.Length > 0),
        ];
        string[] code =
        [
            .. File.ReadLines(ThisFile()).SkipWhile(line => line.Trim() != "// begin").Skip(1).TakeWhile(line => line.Trim() != "// end")
                .Select(line => line.Trim()).Where(line => line.Length > 0),
        ];

        Assert.Equal(10, page.Length);
        Assert.Equal(["WebApplicationBuilder builder = WebApplication.CreateBuilder(args);", .. code, "app.Run();"], page.Where(line => !line.StartsWith("using ", StringComparison.Ordinal)));
    }

    private static WebApplication Build(Action<WebApplicationBuilder> prepare)
    {
        WebApplicationBuilder builder = WebApplication.CreateBuilder();
        prepare(builder);

        // begin
        builder.Services.AddAuthentication().AddJwtCore();
        builder.Services.AddAuthorization();
        WebApplication app = builder.Build();
        app.MapGet("/orders", (HttpContext context) => $"orders of {context.GetTokenClaims()?.Subject}").RequireScope("orders:read");

        // end
        return app;
    }

    private static async Task<string> AskAsync(HttpClient client, string? token)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, "/orders");
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        using HttpResponseMessage response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        return $"{(int)response.StatusCode} {response.Headers.WwwAuthenticate}{await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)}";
    }

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
