using System.Runtime.CompilerServices;
using System.Text;
using JwtCore.AspNetCore.Tests.Support;
using JwtCore.Mcp.Tests.Clients;
using JwtCore.Mcp.Tests.Support;
using JwtCore.Testing;

namespace JwtCore.Mcp.Tests.Comparison;

/// <summary>The table of docs/mcp.md: what servers answer to the same requests. Three of its columns are run here.</summary>
public class ComparisonTests
{
    private static readonly (string Name, Func<HttpRequestMessage> Make)[] Requests =
    [
        ("no token", () => Call(null)),
        ("expired token", () => Call(Token(TimeSpan.FromHours(-1), "mcp:tools", "mail:read", "mail:send"))),
        ("without a scope of the server", () => Call(Token(null, "mail:read", "mail:send"))),
        ("without a scope of the tool", () => Call(Token(null, "mcp:tools"))),
        ("all scopes", () => Call(Token(null, "mcp:tools", "mail:read", "mail:send"))),
        ("the same from a foreign page", () => Call(Token(null, "mcp:tools", "mail:read", "mail:send"), "https://evil.example.com")),
        ("metadata at the path of RFC 9728", () => new HttpRequestMessage(HttpMethod.Get, McpHost.MetadataPath)),
        ("metadata at the root", () => new HttpRequestMessage(HttpMethod.Get, "/.well-known/oauth-protected-resource")),
        ("metadata, asked by a page", () => new HttpRequestMessage(HttpMethod.Get, McpHost.MetadataPath) { Headers = { { "Origin", "https://app.example.com" } } }),
    ];

    [Fact]
    public async Task The_page_says_what_servers_answered()
    {
        await NodeProgram.RequireAsync();
        string file = Path.Combine(Path.GetDirectoryName(ThisFile())!, "..", "..", "..", "docs", "mcp.md");
        string page = (await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken)).ReplaceLineEndings("\n");
        await using McpHost own = await McpHost.StartAsync(configure: options => options.Policies.Add(McpHost.Policy with { Algorithms = [Given.EcPair.Algorithm], Keys = Given.EcPair.ToJwkSet() }));
        await using Api sdk = await SdkServer.StartAsync();
        await using NodeProgram program = NodeProgram.Start("server-typescript.mjs", McpHost.Resource, Given.EcPair.ToJwk().ToJsonString());
        Uri typeScript = new((await program.ReadAsync()).GetProperty("address").GetString()!);
        foreach ((string name, Func<HttpRequestMessage> make) in Requests)
        {
            string found = $"| {name} | {await AnswerAsync(own.Address, make())} | {await AnswerAsync(sdk.Address, make())} | {await AnswerAsync(typeScript, make())} | ";
            string row = page[page.IndexOf("| the request | JwtCore.Mcp |", StringComparison.Ordinal)..].Split('\n').Single(line => line.StartsWith($"| {name} | ", StringComparison.Ordinal));
            if (Environment.GetEnvironmentVariable(ClientTests.Update) == "1")
            {
                string read = string.Join(" | ", row.Split(" | ")[4..]);
                page = page.Replace(row, found + read, StringComparison.Ordinal);
                row = found + read;
                await File.WriteAllTextAsync(file, page, TestContext.Current.CancellationToken);
            }

            Assert.StartsWith(found, row, StringComparison.Ordinal);
        }
    }

    private static async Task<string> AnswerAsync(Uri server, HttpRequestMessage request)
    {
        using HttpClient client = new() { BaseAddress = server };
        using HttpResponseMessage response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        string body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        string challenge = response.Headers.NonValidated.TryGetValues("WWW-Authenticate", out var values) ? string.Join(", ", values) : "";
        string[] named =
        [
            .. challenge.Contains("error=\"", StringComparison.Ordinal) ? [$"`{challenge.Split("error=\"")[1].Split('"')[0]}`"] : Array.Empty<string>(),
            .. challenge.Contains("scope=\"", StringComparison.Ordinal) ? [$"scope `{challenge.Split("scope=\"")[1].Split('"')[0]}`"] : Array.Empty<string>(),
            .. challenge.Contains("resource_metadata=\"", StringComparison.Ordinal) ? ["metadata"] : Array.Empty<string>(),
            .. response.Headers.Contains("Access-Control-Allow-Origin") ? ["readable"] : Array.Empty<string>(),
            .. response.IsSuccessStatusCode && (body.Contains("\"error\":", StringComparison.Ordinal) || body.Contains("\"isError\":true", StringComparison.Ordinal)) ? ["an error in the message"] : Array.Empty<string>(),
        ];
        return string.Join(", ", [((int)response.StatusCode).ToString(System.Globalization.CultureInfo.InvariantCulture), .. named]);
    }

    private static HttpRequestMessage Call(string? token, string? origin = null)
    {
        HttpRequestMessage request = new(HttpMethod.Post, "/mcp") { Content = new StringContent(Messages.Old("tools/call", "name", "send_mail"), Encoding.UTF8, "application/json") };
        request.Headers.Accept.ParseAdd("application/json, text/event-stream");
        request.Headers.Add("MCP-Protocol-Version", "2025-11-25");
        request.Headers.Authorization = token is null ? null : new("Bearer", token);
        if (origin is not null)
        {
            request.Headers.Add("Origin", origin);
        }

        return request;
    }

    private static string Token(TimeSpan? lifetime, params string[] scopes) =>
        Given.EcPair.CreateToken(new TestToken { Audience = McpHost.Resource, Scopes = scopes, Lifetime = lifetime ?? TimeSpan.FromHours(1) });

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
