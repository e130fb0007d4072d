using System.Net;
using System.Net.Sockets;
using System.Text;
using JwtCore.Mcp.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace JwtCore.Mcp.Tests;

public class OperationGateTests
{
    private const string Denied = "Access forbidden";

    [Fact]
    public async Task A_call_without_its_scope_is_answered_with_403_and_all_scopes()
    {
        await using McpHost host = await McpHost.StartAsync();
        McpAnswer refused = await host.CallAsync(McpHost.Token("mcp:tools"), "send_mail");

        Assert.Equal(
            (403, $"Bearer error=\"insufficient_scope\", error_description=\"The token lacks a scope that is needed.\", scope=\"mcp:tools mail:read mail:send\", resource_metadata=\"{McpHost.MetadataAddress}\"", ""),
            (refused.Status, refused.Challenge, refused.Body));
        Assert.Contains("sent", (await host.CallAsync(McpHost.Token("mcp:tools", "mail:read", "mail:send"), "send_mail")).Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("tools/call", "name", "read_mail", "mail:read")]
    [InlineData("prompts/get", "name", "answer", "mail:draft")]
    [InlineData("resources/read", "uri", "mail://inbox", "mail:read")]
    [InlineData("resources/read", "uri", "mail://archive/2026", "mail:archive")]
    [InlineData("tools/call", "name", "tidy_mail", "mail:tidy")]
    public async Task Tools_prompts_and_resources_have_scopes_in_both_versions(string method, string member, string name, string scope)
    {
        await using McpHost host = await McpHost.StartAsync();
        (string, string)[] headers = [("MCP-Protocol-Version", "2026-07-28"), ("Mcp-Method", method), ("Mcp-Name", name)];
        foreach (Func<string, Task<McpAnswer>> send in (Func<string, Task<McpAnswer>>[])
        [
            token => host.PostAsync(token, Messages.Modern(method, member, name), headers),
            token => host.PostAsync(token, Messages.Old(method, member, name), ("MCP-Protocol-Version", "2025-11-25")),
        ])
        {
            McpAnswer refused = await send(McpHost.Token("mcp:tools"));
            McpAnswer allowed = await send(McpHost.Token("mcp:tools", scope));

            Assert.Equal(403, refused.Status);
            Assert.Equal(["mcp:tools", scope], refused.Scopes);
            Assert.Equal(200, allowed.Status);
            Assert.Contains("\"result\"", allowed.Body, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_name_that_is_encoded_names_the_same_operation()
    {
        await using McpHost host = await McpHost.StartAsync();
        (string, string)[] headers =
        [
            ("MCP-Protocol-Version", "2026-07-28"), ("Mcp-Method", "prompts/get"), ("Mcp-Name", $"=?base64?{Convert.ToBase64String(Encoding.UTF8.GetBytes("grüße"))}?="),
        ];

        Assert.Equal(["mcp:tools", "mail:send"], (await host.PostAsync(McpHost.Token("mcp:tools"), Messages.Modern("prompts/get", "name", "grüße"), headers)).Scopes);
        Assert.Contains("greeted", (await host.PostAsync(McpHost.Token("mcp:tools", "mail:send"), Messages.Modern("prompts/get", "name", "grüße"), headers)).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Scopes_that_were_granted_come_back_if_the_server_knows_them()
    {
        await using McpHost host = await McpHost.StartAsync();

        // mail:archive is in a rule, mail:all implies others, offline_access and what somebody else made up are unknown here.
        Assert.Equal(
            ["mcp:tools", "mail:draft", "mail:archive", "mail:all"],
            (await host.PostAsync(McpHost.Token("mcp:tools", "mail:archive", "offline_access", "mail:all", "x"), Messages.Old("prompts/get", "name", "answer"), ("MCP-Protocol-Version", "2025-11-25"))).Scopes);
    }

    [Theory]
    [InlineData("mail:all", "mcp:tools mail:draft mail:all")]
    [InlineData("mail:tidy", "mcp:tools mail:draft mail:tidy")]
    [InlineData("mail:read", "mcp:tools mail:draft mail:read")]
    [InlineData("other", "mcp:tools mail:draft mail:tidy")]
    public async Task A_challenge_asks_for_no_alternative_of_what_the_token_has(string scope, string challenged)
    {
        await using McpHost host = await McpHost.StartAsync(
            builder => builder.AddJwtCore(McpHost.Description, options => options.Policies.Add(McpHost.Policy)),
            app => app.MapMcp("/mcp").RequireMcpResource().RequireAnyScope("mail:tidy", "mail:all", "mail:read").RequireScope("mail:draft"));

        Assert.Equal(
            challenged.Split(' ').Order(StringComparer.Ordinal),
            (await host.PostAsync(McpHost.Token("mcp:tools", scope), Messages.Initialize)).Scopes.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_scope_that_is_implied_is_not_asked_for_again()
    {
        await using McpHost host = await McpHost.StartAsync(McpHost.Description with { Scopes = ["mail:read", "mcp:tools"] });

        Assert.Equal(["mcp:tools", "mail:all"], (await host.PostAsync(McpHost.Token("mail:all"), Messages.Initialize)).Scopes);
        Assert.Equal(["mail:read", "mcp:tools"], (await host.PostAsync(McpHost.Token("mail:read"), Messages.Initialize)).Scopes);
    }

    [Fact]
    public async Task Scopes_of_named_policies_and_alternatives_come_back()
    {
        await using McpHost host = await McpHost.StartAsync(
            builder =>
            {
                builder.Services.AddAuthorization(options => options.AddPolicy("audit", policy => policy.RequireScope("mail:audit")));
                builder.AddJwtCore(McpHost.Description, options => options.Policies.Add(McpHost.Policy));
            },
            app => app.MapMcp("/mcp").RequireMcpResource().RequireAnyScope("staff", "guest"),
            tools: builder => builder.WithTools<MailTools>().WithTools([ModelContextProtocol.Server.McpServerTool.Create(
                [Microsoft.AspNetCore.Authorization.Authorize("audit")] () => "audited", new() { Name = "audit" })]));

        Assert.Equal(
            ["guest", "mail:audit", "mail:read", "mail:send", "mcp:tools"],
            (await host.CallAsync(McpHost.Token("mcp:tools", "guest", "mail:audit", "unknown"), "send_mail")).Scopes.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_scope_that_implies_others_is_enough()
    {
        await using McpHost host = await McpHost.StartAsync();

        Assert.Contains("sent", (await host.CallAsync(McpHost.Token("mcp:tools", "mail:all"), "send_mail")).Body, StringComparison.Ordinal);
        Assert.Contains("tidy", (await host.CallAsync(McpHost.Token("mcp:tools", "mail:all"), "tidy_mail")).Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("tools/list")]
    [InlineData("prompts/list")]
    [InlineData("server/discover")]
    [InlineData("no/such")]
    public async Task A_method_without_a_rule_needs_the_scopes_of_the_resource(string method)
    {
        await using McpHost host = await McpHost.StartAsync();
        (string, string)[] headers = [("MCP-Protocol-Version", "2026-07-28"), ("Mcp-Method", method)];
        McpAnswer refused = await host.PostAsync(McpHost.Token("mail:read"), Messages.Modern(method), headers);

        Assert.Equal(403, refused.Status);
        Assert.Equal(["mcp:tools", "mail:read"], refused.Scopes);
        Assert.NotEqual(403, (await host.PostAsync(McpHost.Token("mcp:tools"), Messages.Modern(method), headers)).Status);
        Assert.Contains("test-user", (await host.CallAsync(McpHost.Token("mcp:tools"), "who_am_i")).Body, StringComparison.Ordinal);
        Assert.Equal(403, (await host.CallAsync(McpHost.Token("mail:read"), "who_am_i")).Status);
    }

    [Fact]
    public async Task One_challenge_names_the_scopes_of_resource_and_operation()
    {
        await using McpHost host = await McpHost.StartAsync();

        Assert.Equal(["mcp:tools", "mail:read", "mail:send"], (await host.CallAsync(McpHost.Token("x"), "send_mail")).Scopes);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("not.a.token")]
    public async Task A_bad_token_is_401_before_any_403_and_names_no_scope_of_an_operation(string? token)
    {
        await using McpHost host = await McpHost.StartAsync();
        McpAnswer refused = await host.CallAsync(token, "send_mail", ("Origin", "https://evil.example.com"));

        Assert.Equal(401, refused.Status);
        Assert.Equal(["mcp:tools"], refused.Scopes);
    }

    [Fact]
    public async Task The_body_is_not_read_for_a_refusal_by_headers()
    {
        await using McpHost host = await McpHost.StartAsync();
        using TcpClient client = new();
        await client.ConnectAsync(IPAddress.Loopback, host.Address.Port, TestContext.Current.CancellationToken);
        await using NetworkStream stream = client.GetStream();

        // A body is announced and never sent.
        string[] request =
        [
            "POST /mcp HTTP/1.1", "Host: localhost", "Content-Type: application/json", "Accept: application/json, text/event-stream", "Content-Length: 1000000",
            $"Authorization: Bearer {McpHost.Token("mcp:tools")}", "MCP-Protocol-Version: 2026-07-28", "Mcp-Method: tools/call", "Mcp-Name: send_mail", "", "",
        ];
        await stream.WriteAsync(Encoding.ASCII.GetBytes(string.Join("\r\n", request)), TestContext.Current.CancellationToken);
        using StreamReader reader = new(stream, Encoding.ASCII);

        Assert.StartsWith("HTTP/1.1 403", await reader.ReadLineAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("tools/call", "read_mail")]
    [InlineData("tools/list", null)]
    [InlineData("prompts/get", "hello")]
    [InlineData("resources/read", "mail://help")]
    public async Task A_client_that_lies_in_the_headers_gains_nothing(string method, string? name)
    {
        await using McpHost host = await McpHost.StartAsync();
        foreach (string version in (string[])["2026-07-28", "2025-11-25", "2025-06-18"])
        {
            foreach (string body in (string[])[Messages.Modern("tools/call", "name", "send_mail"), Messages.Old("tools/call", "name", "send_mail")])
            {
                (string, string)[] headers = [("MCP-Protocol-Version", version), ("Mcp-Method", method), .. name is null ? Array.Empty<(string, string)>() : [("Mcp-Name", name)]];
                McpAnswer answer = await host.PostAsync(McpHost.Token("mcp:tools", "mail:read"), body, headers);

                Assert.DoesNotContain("sent", answer.Body, StringComparison.Ordinal);
                Assert.True(answer.Status is 400 || answer.Body.Contains(Denied, StringComparison.Ordinal), $"{version}: {answer.Status} {answer.Body}");
            }
        }
    }

    [Theory]
    [InlineData("Mcp-Method", "tools/call")]
    [InlineData("Mcp-Name", "who_am_i")]
    [InlineData("Mcp-Name", "=?base64?!?=")]
    public async Task Two_values_and_what_does_not_decode_are_never_a_pass(string header, string value)
    {
        await using McpHost host = await McpHost.StartAsync();
        foreach (string version in (string[])["2026-07-28", "2025-11-25", "2025-06-18"])
        {
            (string, string)[] headers = [("MCP-Protocol-Version", version), ("Mcp-Method", "tools/call"), ("Mcp-Name", "who_am_i"), (header, value)];
            McpAnswer answer = await host.PostAsync(McpHost.Token("mcp:tools"), Messages.Modern("tools/call", "name", "send_mail"), headers);

            Assert.DoesNotContain("sent", answer.Body, StringComparison.Ordinal);
            Assert.True(answer.Status is 400 || answer.Body.Contains(Denied, StringComparison.Ordinal), $"{version}: {answer.Status} {answer.Body}");
        }
    }

    [Theory]
    [InlineData("""[{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"send_mail"}}]""")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"tools/list","method":"tools/call","params":{"name":"send_mail"}}""")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"who_am_i","name":"send_mail"}}""")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"send_mail","name":"who_am_i"},"params":{"name":"send_mail"}}""")]
    public async Task A_batch_and_a_duplicate_member_are_never_a_pass(string body)
    {
        await using McpHost host = await McpHost.StartAsync(McpHost.Description with { BodyInspection = McpBodyInspection.Always });
        foreach (string version in (string[])["2026-07-28", "2025-11-25", "2025-03-26"])
        {
            McpAnswer answer = await host.PostAsync(McpHost.Token("mcp:tools"), body, ("MCP-Protocol-Version", version));

            Assert.DoesNotContain("sent", answer.Body, StringComparison.Ordinal);
            // The SDK answers some duplicates with an error of its own, in a message or with 500.
            Assert.DoesNotContain("\"result\"", answer.Body, StringComparison.Ordinal);
            Assert.True(answer.Status is 400 or 500 || answer.Body.Contains("\"error\"", StringComparison.Ordinal), $"{version}: {answer.Status} {answer.Body}");
        }
    }

    [Theory]
    [InlineData(McpBodyInspection.WhereStepUpIsKnown, "2025-11-25", 403)]
    [InlineData(McpBodyInspection.WhereStepUpIsKnown, "2025-06-18", 200)]
    [InlineData(McpBodyInspection.WhereStepUpIsKnown, null, 200)]
    [InlineData(McpBodyInspection.Never, "2025-11-25", 200)]
    [InlineData(McpBodyInspection.Always, "2025-06-18", 403)]
    [InlineData(McpBodyInspection.Always, null, 403)]
    public async Task Clients_that_know_no_step_up_get_the_old_answer(McpBodyInspection inspection, string? version, int status)
    {
        await using McpHost host = await McpHost.StartAsync(McpHost.Description with { BodyInspection = inspection });
        McpAnswer answer = await host.PostAsync(McpHost.Token("mcp:tools"), Messages.Old("tools/call", "name", "send_mail"), version is null ? [] : [("MCP-Protocol-Version", version)]);

        Assert.Equal(status, answer.Status);
        Assert.Equal(status == 200, answer.Body.Contains(Denied, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(0, 403)]
    [InlineData(1, 200)]
    public async Task A_body_beyond_the_limit_gets_the_old_answer(int more, int status)
    {
        string call = Messages.Old("tools/call", "name", "send_mail");
        await using McpHost host = await McpHost.StartAsync(McpHost.Description with { BodyInspectionLimit = call.Length });
        McpAnswer answer = await host.PostAsync(McpHost.Token("mcp:tools"), call + new string(' ', more), ("MCP-Protocol-Version", "2025-11-25"));

        Assert.Equal(status, answer.Status);
        Assert.Equal(status == 200, answer.Body.Contains(Denied, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_body_that_was_looked_at_reaches_the_server_whole()
    {
        await using McpHost host = await McpHost.StartAsync();

        Assert.Contains("sent", (await host.PostAsync(McpHost.Token("mcp:tools", "mail:all"), Messages.Old("tools/call", "name", "send_mail"), ("MCP-Protocol-Version", "2025-11-25"))).Body, StringComparison.Ordinal);
        Assert.Contains("sent", (await host.PostAsync(McpHost.Token("mcp:tools", "mail:all"), Messages.Old("tools/call", "name", "send_mail") + new string(' ', 200_000), ("MCP-Protocol-Version", "2025-11-25"))).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Scopes_are_challenged_as_clients_ask_for_them()
    {
        await using McpHost host = await McpHost.StartAsync(McpHost.Description with
        {
            ChallengeScopes = new Dictionary<string, string> { ["mcp:tools"] = "api://mail/mcp:tools", ["mail:read"] = "api://mail/mail:read" },
        });

        Assert.Equal(["api://mail/mcp:tools"], (await host.PostAsync(null, Messages.Initialize)).Scopes);
        Assert.Equal(["api://mail/mcp:tools", "api://mail/mail:read", "mail:send"], (await host.CallAsync(McpHost.Token("mcp:tools", "mail:read"), "send_mail")).Scopes);
        Assert.Contains("\"scopes_supported\":[\"api://mail/mcp:tools\"]", (await host.GetAsync(McpHost.MetadataPath)).Body, StringComparison.Ordinal);
        Assert.Equal(403, (await host.CallAsync(McpHost.Token("api://mail/mcp:tools"), "who_am_i")).Status);
    }

    [Fact]
    public async Task Completions_of_a_prompt_need_its_scope()
    {
        await using McpHost host = await McpHost.StartAsync(
            builder => builder.AddJwtCore(McpHost.Description, options => options.Policies.Add(McpHost.Policy)),
            app => app.MapMcp("/mcp").RequireMcpResource(),
            tools: builder => builder.WithPrompts<MailPrompts>().WithResources<MailResources>().WithCompleteHandler((_, _) => ValueTask.FromResult(new ModelContextProtocol.Protocol.CompleteResult { Completion = new() { Values = ["completed"] } })));
        foreach ((string reference, string scope) in ((string, string)[])
        [
            ("""{"type":"ref/prompt","name":"answer"}""", "mail:draft"),
            ("""{"type":"ref/resource","uri":"mail://archive/{year}"}""", "mail:archive"),
        ])
        {
            string ask = """{"jsonrpc":"2.0","id":1,"method":"completion/complete","params":{"argument":{"name":"a","value":"b"},"ref":""" + reference + "}}";

            Assert.Contains(Denied, (await host.PostAsync(McpHost.Token("mcp:tools"), ask, ("MCP-Protocol-Version", "2025-11-25"))).Body, StringComparison.Ordinal);
            Assert.Contains("completed", (await host.PostAsync(McpHost.Token("mcp:tools", scope), ask, ("MCP-Protocol-Version", "2025-11-25"))).Body, StringComparison.Ordinal);
        }
    }
}
