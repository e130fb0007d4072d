using System.Net;
using System.Net.Http.Headers;
using System.Text;
using JwtCore.AspNetCore.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace JwtCore.AspNetCore.Tests;

/// <summary>Sessions of the SDK belong to a user, which is a subject of an issuer.</summary>
public class McpSessionTests
{
    private const string Partner = "https://partner.example.com";
    private const string Initialize = """
        {"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{},"clientInfo":{"name":"test","version":"1"}}}
        """;

    private const string ListTools = """{"jsonrpc":"2.0","id":2,"method":"tools/list"}""";

    [Fact]
    public async Task A_session_of_one_issuer_s_subject_is_closed_to_the_same_subject_of_another()
    {
        await using Api api = await Api.StartAsync(
            services =>
            {
                services.AddMcpServer().WithHttpTransport(options => options.Stateless = false).WithTools<McpServerTests.Tools>();
                services.AddAuthentication().AddJwtCore(options =>
                {
                    options.Policies.Add(Api.Policy());
                    options.Policies.Add(Api.Policy(Given.EcPair, Partner));
                });
            },
            app => app.MapMcp("/mcp").RequireAuthorization());
        using HttpClient client = new() { BaseAddress = api.Address };
        string owner = Given.Pair.CreateToken(Api.Good with { Subject = "ann" });
        (HttpStatusCode status, string? session) = await PostAsync(client, Initialize, owner);
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.NotNull(session);

        Assert.Equal(HttpStatusCode.OK, (await PostAsync(client, ListTools, owner, session)).Status);
        Assert.Equal(HttpStatusCode.OK, (await PostAsync(client, ListTools, Given.Pair.CreateToken(Api.Good with { Subject = "ann", Lifetime = TimeSpan.FromHours(2) }), session)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await PostAsync(client, ListTools, Given.Pair.CreateToken(Api.Good with { Subject = "bob" }), session)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await PostAsync(client, ListTools, Given.EcPair.CreateToken(Api.Good with { Issuer = Partner, Subject = "ann" }), session)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await PostAsync(client, ListTools, null, session)).Status);
    }

    private static async Task<(HttpStatusCode Status, string? Session)> PostAsync(HttpClient client, string json, string? token, string? session = null)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, "/mcp") { Content = new StringContent(json, Encoding.UTF8, "application/json") };
        request.Headers.Accept.ParseAdd("application/json, text/event-stream");
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        if (session is not null)
        {
            request.Headers.Add("Mcp-Session-Id", session);
        }

        using HttpResponseMessage response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        return (response.StatusCode, response.Headers.TryGetValues("Mcp-Session-Id", out IEnumerable<string>? sessions) ? sessions.Single() : null);
    }
}
