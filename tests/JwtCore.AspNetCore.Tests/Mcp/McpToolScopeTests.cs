using System.ComponentModel;
using System.Runtime.CompilerServices;
using JwtCore.AspNetCore.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using ModelContextProtocol;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace JwtCore.AspNetCore.Tests;

/// <summary>Tools that demand scopes of their own; the code between the two marks is that of docs/mcp.md.</summary>
public class McpToolScopeTests
{
    [Fact]
    public async Task A_tool_is_there_for_those_who_have_its_scopes()
    {
        await using Api api = await StartAsync();
        await using McpClient reader = await ConnectAsync(api, "mcp:tools", "mail:read");
        await using McpClient sender = await ConnectAsync(api, "mcp:tools", "mail:read", "mail:send");

        Assert.Equal(["read_mail"], await ListAsync(reader));
        Assert.Equal(["read_mail", "send_mail"], await ListAsync(sender));
        Assert.Equal("sent", await CallAsync(sender, "send_mail"));
    }

    [Fact]
    public async Task A_tool_that_is_not_there_cannot_be_called_either()
    {
        await using Api api = await StartAsync();
        await using McpClient reader = await ConnectAsync(api, "mcp:tools", "mail:read");

        Assert.Equal("read", await CallAsync(reader, "read_mail"));
        await Assert.ThrowsAnyAsync<McpException>(() => CallAsync(reader, "send_mail"));
    }

    [Fact]
    public async Task Without_the_scope_of_the_server_no_tool_is_reached()
    {
        await using Api api = await StartAsync();

        Assert.Equal(403, (await api.GetAsync(Api.Token("mail:read", "mail:send"), "/mcp", HttpMethod.Post)).Status);
    }

    [Fact]
    public async Task Where_nobody_looks_at_the_scopes_of_tools_no_tool_is_served()
    {
        await using Api api = await StartAsync(builder => builder);
        await using McpClient sender = await ConnectAsync(api, "mcp:tools", "mail:read", "mail:send");

        await Assert.ThrowsAnyAsync<McpException>(() => ListAsync(sender));
        CallToolResult refused = await sender.CallToolAsync("send_mail", cancellationToken: TestContext.Current.CancellationToken);
        Assert.True(refused.IsError);
        Assert.DoesNotContain("sent", Assert.IsType<TextContentBlock>(Assert.Single(refused.Content)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_page_has_the_tools_as_they_are()
    {
        string page = File.ReadAllText(Path.Combine(Path.GetDirectoryName(ThisFile())!, "..", "..", "..", "docs", "mcp.md"));
        string[] code = [.. File.ReadLines(ThisFile()).SkipWhile(line => line.Trim() != "// begin").Skip(1).TakeWhile(line => line.Trim() != "// end")];

        Assert.True(code.Length > 8);
        Assert.Contains("```dotnet\n" + string.Join('\n', code.Select(line => line.Length > 4 ? line[4..] : "")).TrimEnd() + "\n```", page.ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }

    private static Task<Api> StartAsync() => StartAsync(builder => builder.AddAuthorizationFilters());

    private static Task<Api> StartAsync(Func<IMcpServerBuilder, IMcpServerBuilder> filter) => Api.StartAsync(
        services =>
        {
            filter(services.AddMcpServer().WithHttpTransport()).WithTools<MailTools>();
            services.AddAuthentication().AddJwtCore(options => options.Policies.Add(Api.Policy()));
        },
        app => app.MapMcp("/mcp").RequireScope("mcp:tools"));

    private static async Task<McpClient> ConnectAsync(Api api, params string[] scopes) => await McpClient.CreateAsync(
        new HttpClientTransport(new()
        {
            Endpoint = new Uri(api.Address, "/mcp"),
            TransportMode = HttpTransportMode.StreamableHttp,
            AdditionalHeaders = new Dictionary<string, string> { ["Authorization"] = $"Bearer {Api.Token(scopes)}" },
        }),
        cancellationToken: TestContext.Current.CancellationToken);

    private static async Task<string[]> ListAsync(McpClient client) =>
        [.. (await client.ListToolsAsync(cancellationToken: TestContext.Current.CancellationToken)).Select(tool => tool.Name).Order(StringComparer.Ordinal)];

    private static async Task<string> CallAsync(McpClient client, string tool) =>
        Assert.IsType<TextContentBlock>(Assert.Single((await client.CallToolAsync(tool, cancellationToken: TestContext.Current.CancellationToken)).Content)).Text;

    private static string ThisFile([CallerFilePath] string path = "") => path;

    // begin
    [McpServerToolType]
    internal sealed class MailTools
    {
        [McpServerTool, Description("Reads mail."), RequireScope("mail:read")]
        public static string ReadMail() => "read";

        [McpServerTool, Description("Sends mail."), RequireScope("mail:read", "mail:send")]
        public static string SendMail() => "sent";
    }

    // end
}
