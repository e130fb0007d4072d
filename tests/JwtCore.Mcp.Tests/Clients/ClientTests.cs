using System.Runtime.CompilerServices;
using System.Text.Json;
using ModelContextProtocol.AspNetCore;
using ModelContextProtocol.Authentication;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace JwtCore.Mcp.Tests.Clients;

/// <summary>Real clients against one server: no token, metadata, a token of a real authorization server, a call, a step-up, the call again.</summary>
public class ClientTests
{
    /// <summary>The variable that has the pages written.</summary>
    public const string Update = "JWTCORE_UPDATE_TRANSCRIPT";
    private const string CSharp = "ModelContextProtocol 2.4.0 (C#)";
    private const string TypeScript2025 = "@modelcontextprotocol/sdk 1.32.2 (TypeScript), MCP 2025-11-25";
    private const string TypeScript2026 = "@modelcontextprotocol/client 2.4.0 (TypeScript), MCP 2026-07-28";
    private const string ByHand = "a client written by hand, MCP 2026-07-28";

    [Theory]
    [InlineData("2025-11-25", HttpServerSessionMode.Stateless)]
    [InlineData("2025-11-25", HttpServerSessionMode.StatefulForInitializeClients)]
    [InlineData("2026-07-28", HttpServerSessionMode.Stateless)]
    [InlineData("2026-07-28", HttpServerSessionMode.StatefulForInitializeClients)]
    public async Task The_SDK_s_own_client_steps_up(string version, HttpServerSessionMode mode)
    {
        await using AuthorizedServer server = await AuthorizedServer.StartAsync(transport => transport.SessionMode = mode);
        List<string> asked = [];
        HttpClientTransport transport = new(new()
        {
            Endpoint = server.Address,
            TransportMode = HttpTransportMode.StreamableHttp,
            OAuth = new ClientOAuthOptions
            {
                RedirectUri = Browser.Callback,
                DynamicClientRegistration = new() { ClientName = "test" },
                AuthorizationCallbackHandler = async (context, cancellationToken) =>
                {
                    asked.Add(System.Web.HttpUtility.ParseQueryString(context.AuthorizationUri.Query)["scope"] ?? "");
                    IReadOnlyDictionary<string, string> answer = await Browser.FollowAsync(context.AuthorizationUri, cancellationToken);
                    return new AuthorizationResult { Code = answer["code"], State = answer["state"], Iss = answer["iss"] };
                },
            },
        });
        await using McpClient client = await McpClient.CreateAsync(transport, new McpClientOptions { ProtocolVersion = version }, cancellationToken: TestContext.Current.CancellationToken);

        Assert.StartsWith("user-1 of http://127.0.0.1:", await CallAsync(client, "who_am_i"), StringComparison.Ordinal);
        Assert.Equal("sent", await CallAsync(client, "send_mail"));
        Assert.Equal(2, asked.Count);
        Assert.Equal(["mcp:tools"], asked[0].Split(' '));
        Assert.Equal(["mail:read", "mail:send", "mcp:tools"], asked[1].Split(' ').Order(StringComparer.Ordinal));
        if (mode == HttpServerSessionMode.Stateless)
        {
            CheckPage($"{CSharp}, MCP {version}", server.Transcript);
        }
    }

    [Theory]
    [InlineData("client-2025.mjs", TypeScript2025, HttpServerSessionMode.Stateless)]
    [InlineData("client-2025.mjs", null, HttpServerSessionMode.StatefulForInitializeClients)]
    [InlineData("client-2026.mjs", TypeScript2026, HttpServerSessionMode.Stateless)]
    [InlineData("client-2026.mjs", null, HttpServerSessionMode.StatefulForInitializeClients)]
    public async Task Clients_of_TypeScript_step_up(string program, string? title, HttpServerSessionMode mode)
    {
        await using AuthorizedServer server = await AuthorizedServer.StartAsync(transport => transport.SessionMode = mode);
        await using NodeProgram client = NodeProgram.Start(program, server.Address.AbsoluteUri);
        JsonElement told = await client.ReadAsync();

        Assert.Equal(["who_am_i"], Texts(told, "tools"));
        Assert.StartsWith("user-1 of http://127.0.0.1:", told.GetProperty("who").GetString(), StringComparison.Ordinal);
        Assert.Equal("sent", told.GetProperty("sent").GetString());
        Assert.Equal(["read_mail", "send_mail", "who_am_i"], Texts(told, "toolsThen"));
        string[] asked = Texts(told, "asked");
        Assert.Equal(2, asked.Length);
        Assert.Equal("mcp:tools", asked[0]);
        Assert.Equal(["mail:read", "mail:send", "mcp:tools"], asked[1].Split(' ').Order(StringComparer.Ordinal));
        if (title is not null)
        {
            CheckPage(title, server.Transcript);
        }
    }

    [Fact]
    public async Task A_client_written_by_hand_steps_up()
    {
        await using AuthorizedServer server = await AuthorizedServer.StartAsync();
        using HandWrittenClient client = new(server.Address);

        Assert.Contains("user-1 of http://127.0.0.1:", await client.CallAsync("who_am_i", TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Contains("sent", await client.CallAsync("send_mail", TestContext.Current.CancellationToken), StringComparison.Ordinal);
        CheckPage(ByHand, server.Transcript);
    }

    private static async Task<string> CallAsync(McpClient client, string tool) =>
        Assert.IsType<TextContentBlock>(Assert.Single((await client.CallToolAsync(tool, cancellationToken: TestContext.Current.CancellationToken)).Content)).Text;

    private static string[] Texts(JsonElement told, string member) => [.. told.GetProperty(member).EnumerateArray().Select(item => item.GetString()!)];

    // The section of docs/mcp-transcript.md with this heading has these lines.
    private static void CheckPage(string heading, Transcript transcript)
    {
        string file = Path.Combine(Path.GetDirectoryName(ThisFile())!, "..", "..", "..", "docs", "mcp-transcript.md");
        string page = File.ReadAllText(file).ReplaceLineEndings("\n");
        string section = $"## {heading}\n\n```text\n{string.Join('\n', transcript.Lines)}\n```\n";
        if (Environment.GetEnvironmentVariable(Update) == "1")
        {
            int start = page.IndexOf($"## {heading}\n", StringComparison.Ordinal);
            int end = start < 0 ? -1 : page.IndexOf("\n## ", start + 1, StringComparison.Ordinal);
            page = start < 0 ? page + "\n" + section : page[..start] + section + (end < 0 ? "" : page[end..]);
            File.WriteAllText(file, page);
        }

        Assert.True(page.Contains(section, StringComparison.Ordinal), $"docs/mcp-transcript.md has not these lines. To write them, set {Update} to 1.\n{section}");
    }

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
