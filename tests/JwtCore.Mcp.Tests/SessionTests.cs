using JwtCore.AspNetCore.Tests.Support;
using JwtCore.Mcp.Tests.Support;
using JwtCore.Testing;
using ModelContextProtocol.AspNetCore;

namespace JwtCore.Mcp.Tests;

/// <summary>Sessions of the SDK belong to a subject of an issuer, and calls in them need the scopes of the request's own token.</summary>
public class SessionTests
{
    private const string Partner = "https://partner.example.com";

    [Theory]
    [InlineData(HttpServerSessionMode.Stateful)]
    [InlineData(HttpServerSessionMode.StatefulForInitializeClients)]
    public async Task A_session_is_closed_to_the_same_subject_of_another_issuer(HttpServerSessionMode mode)
    {
        await using McpHost host = await StartAsync(mode);
        McpAnswer opened = await host.PostAsync(Token("ann"), Messages.Initialize);
        string session = opened.Header("Mcp-Session-Id");

        Assert.Equal(200, opened.Status);
        Assert.NotEmpty(session);
        Assert.Equal(200, await ListAsync(host, Token("ann"), session));
        Assert.Equal(403, await ListAsync(host, Token("bob"), session));
        Assert.Equal(403, await ListAsync(host, Token("ann", Given.EcPair, Partner), session));
        Assert.Equal(401, await ListAsync(host, null, session));
        Assert.Equal(200, await ListAsync(host, Token("ann"), session));
    }

    [Fact]
    public async Task A_call_in_a_session_needs_the_scopes_of_its_own_token()
    {
        await using McpHost host = await StartAsync(HttpServerSessionMode.Stateful);
        string session = (await host.PostAsync(Token("ann", scopes: ["mcp:tools", "mail:all"]), Messages.Initialize)).Header("Mcp-Session-Id");
        (string, string)[] headers = [("Mcp-Session-Id", session), ("MCP-Protocol-Version", "2025-11-25")];

        Assert.Contains("sent", (await host.PostAsync(Token("ann", scopes: ["mcp:tools", "mail:all"]), Messages.Old("tools/call", "name", "send_mail"), headers)).Body, StringComparison.Ordinal);
        Assert.Equal(403, (await host.PostAsync(Token("ann"), Messages.Old("tools/call", "name", "send_mail"), headers)).Status);
    }

    private static Task<McpHost> StartAsync(HttpServerSessionMode mode) => McpHost.StartAsync(
        configure: options =>
        {
            options.Policies.Add(McpHost.Policy);
            options.Policies.Add(McpHost.Policy with { Issuer = Partner, Algorithms = [Given.EcPair.Algorithm], Keys = Given.EcPair.ToJwkSet() });
        },
        transport: transport => transport.SessionMode = mode);

    private static async Task<int> ListAsync(McpHost host, string? token, string session) =>
        (await host.PostAsync(token, Messages.ListTools, ("Mcp-Session-Id", session), ("MCP-Protocol-Version", "2025-11-25"))).Status;

    private static string Token(string subject, TestKeyPair? pair = null, string issuer = Given.Issuer, string[]? scopes = null) =>
        (pair ?? Given.Pair).CreateToken(new() { Subject = subject, Issuer = issuer, Audience = McpHost.Resource, Scopes = scopes ?? ["mcp:tools"] });
}
