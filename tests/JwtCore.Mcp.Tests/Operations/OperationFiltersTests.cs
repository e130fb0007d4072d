using System.Text.Json.Nodes;
using JwtCore.Mcp.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace JwtCore.Mcp.Tests;

/// <summary>Operations that the SDK's own authorization filters leave out.</summary>
public class OperationFiltersTests
{
    private const string Denied = "Access forbidden";

    [Theory]
    [InlineData("mail://inbox", "mail:read")]
    [InlineData("mail://help mail://archive/2026", "mail:archive")]
    [InlineData("mail://archive/{year}", "mail:archive")]
    [InlineData("mail://help", null)]
    [InlineData("mail://unknown", null)]
    [InlineData("", null)]
    public async Task Listening_needs_the_scopes_of_each_resource(string uris, string? scope)
    {
        List<string> heard = [];
        await using McpHost host = await ListenAsync(heard);
        JsonArray asked = [.. uris.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(uri => JsonValue.Create(uri))];
        string message = Listen($$"""{"resourceSubscriptions":{{asked.ToJsonString()}}}""");
        McpAnswer refused = await ListenAsync(host, message, "mcp:tools");

        Assert.Equal(scope is not null, refused.Body.Contains(Denied, StringComparison.Ordinal));
        Assert.Equal(scope is null ? 1 : 0, heard.Count);
        McpAnswer allowed = await ListenAsync(host, message, "mcp:tools", scope ?? "x");

        Assert.Contains("\"result\"", allowed.Body, StringComparison.Ordinal);
        Assert.Equal(uris, heard[^1]);
    }

    [Fact]
    public async Task All_scopes_are_needed_for_resources_with_different_ones()
    {
        List<string> heard = [];
        await using McpHost host = await ListenAsync(heard);
        string message = Listen("""{"resourceSubscriptions":["mail://inbox","mail://archive/2026"]}""");

        Assert.Contains(Denied, (await ListenAsync(host, message, "mcp:tools", "mail:read")).Body, StringComparison.Ordinal);
        Assert.Contains(Denied, (await ListenAsync(host, message, "mcp:tools", "mail:archive")).Body, StringComparison.Ordinal);
        Assert.Empty(heard);
        Assert.Contains("\"result\"", (await ListenAsync(host, message, "mcp:tools", "mail:archive", "mail:read")).Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"resourceSubscriptions":"mail://inbox"}""")]
    [InlineData("""{"resourceSubscriptions":[],"resourceSubscriptions":["mail://inbox"]}""")]
    [InlineData("""{"resourceSubscriptions":["mail://inbox"],"resourceSubscriptions":[]}""")]
    [InlineData("""{},"notifications":{"resourceSubscriptions":["mail://inbox"]}""")]
    [InlineData("""{"resourceSubscriptions":["mail://inbox"]},"notifications":{}""")]
    [InlineData("""{"ResourceSubscriptions":["mail://inbox"]}""")]
    [InlineData("""["mail://inbox"]""")]
    public async Task What_the_filter_does_not_read_the_handler_does_not_hear(string notifications)
    {
        List<string> heard = [];
        await using McpHost host = await ListenAsync(heard);
        await ListenAsync(host, Listen(notifications), "mcp:tools");

        Assert.DoesNotContain(heard, uris => uris.Contains("inbox", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("resources/subscribe")]
    [InlineData("resources/unsubscribe")]
    public async Task Subscribing_needs_the_scopes_of_the_resource(string method)
    {
        await using McpHost host = await StartAsync(builder => builder
            .WithSubscribeToResourcesHandler((_, _) => ValueTask.FromResult(new EmptyResult()))
            .WithUnsubscribeFromResourcesHandler((_, _) => ValueTask.FromResult(new EmptyResult())));
        string message = Messages.Old(method, "uri", "mail://inbox");

        // No body is read for this version: the filter alone decides.
        Assert.Contains(Denied, (await host.PostAsync(McpHost.Token("mcp:tools"), message, ("MCP-Protocol-Version", "2025-06-18"))).Body, StringComparison.Ordinal);
        Assert.Contains("\"result\"", (await host.PostAsync(McpHost.Token("mcp:tools", "mail:read"), message, ("MCP-Protocol-Version", "2025-06-18"))).Body, StringComparison.Ordinal);
        Assert.Contains("\"result\"", (await host.PostAsync(McpHost.Token("mcp:tools"), Messages.Old(method, "uri", "mail://help"), ("MCP-Protocol-Version", "2025-06-18"))).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_call_that_becomes_a_task_is_checked_first()
    {
        // As the extension for tasks does: it answers before the tool and its filters run.
#pragma warning disable MCPEXP002
        await using McpHost host = await StartAsync(builder => builder.Services.Configure<McpServerOptions>(options => options.Filters.Request.CallToolWithAlternateFilters.Add(
            (_, _, _) => ValueTask.FromResult<ResultOrAlternate<CallToolResult>>(new CallToolResult { Content = [new TextContentBlock { Text = "accepted" }] }))));
#pragma warning restore MCPEXP002
        string message = Messages.Old("tools/call", "name", "send_mail");

        McpAnswer refused = await host.PostAsync(McpHost.Token("mcp:tools", "mail:read"), message, ("MCP-Protocol-Version", "2025-06-18"));
        Assert.Contains(Denied, refused.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("accepted", refused.Body, StringComparison.Ordinal);
        Assert.Contains("accepted", (await host.PostAsync(McpHost.Token("mcp:tools", "mail:all"), message, ("MCP-Protocol-Version", "2025-06-18"))).Body, StringComparison.Ordinal);
    }

    private static Task<McpHost> ListenAsync(List<string> heard) => StartAsync(builder => builder.WithSubscriptionsListenHandler((context, _) =>
    {
        heard.Add(string.Join(' ', context.Params?.Notifications?.ResourceSubscriptions ?? []));
        return ValueTask.FromResult(new EmptyResult());
    }));

    private static Task<McpAnswer> ListenAsync(McpHost host, string message, params string[] scopes) =>
        host.PostAsync(McpHost.Token(scopes), message, ("MCP-Protocol-Version", "2026-07-28"), ("Mcp-Method", "subscriptions/listen"));

    private static string Listen(string notifications)
    {
        string message = Messages.Modern("subscriptions/listen", "notifications", "x");
        Assert.EndsWith("\"notifications\":\"x\"}}", message, StringComparison.Ordinal);
        return message[..^5] + notifications + "}}";
    }

    private static Task<McpHost> StartAsync(Action<IMcpServerBuilder> add) => McpHost.StartAsync(
        builder => builder.AddJwtCore(McpHost.Description, options => options.Policies.Add(McpHost.Policy)),
        app => app.MapMcp("/mcp").RequireMcpResource(),
        tools: builder => add(builder.WithTools<MailTools>().WithResources<MailResources>()));
}
