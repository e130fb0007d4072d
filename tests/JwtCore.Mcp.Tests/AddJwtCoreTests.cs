using System.Text.Json;
using JwtCore.AspNetCore.Tests.Support;
using JwtCore.Mcp.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace JwtCore.Mcp.Tests;

public class AddJwtCoreTests
{
    [Fact]
    public async Task One_description_makes_scheme_metadata_and_challenge()
    {
        await using McpHost host = await McpHost.StartAsync();
        McpAnswer refused = await host.PostAsync(null, Messages.Initialize);
        McpAnswer metadata = await host.GetAsync(McpHost.MetadataPath);

        Assert.Equal((401, $"Bearer scope=\"mcp:tools\", resource_metadata=\"{McpHost.MetadataAddress}\""), (refused.Status, refused.Challenge));
        Assert.Equal(200, metadata.Status);
        Assert.Equal(
            $$"""{"resource":"{{McpHost.Resource}}","authorization_servers":["{{Given.Issuer}}"],"scopes_supported":["mcp:tools"],"bearer_methods_supported":["header"]}""",
            metadata.Body);
    }

    [Fact]
    public async Task A_token_for_the_resource_lists_and_calls_tools_with_the_SDK_s_client()
    {
        await using McpHost host = await McpHost.StartAsync();
        HttpClientTransport transport = new(new()
        {
            Endpoint = new Uri(host.Address, "/mcp"),
            TransportMode = HttpTransportMode.StreamableHttp,
            AdditionalHeaders = new Dictionary<string, string> { ["Authorization"] = $"Bearer {McpHost.Token("mcp:tools", "mail:read")}" },
        });
        await using McpClient client = await McpClient.CreateAsync(transport, cancellationToken: TestContext.Current.CancellationToken);
        CallToolResult result = await client.CallToolAsync("who_am_i", cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(
            ["read_mail", "who_am_i"],
            (await client.ListToolsAsync(cancellationToken: TestContext.Current.CancellationToken)).Select(tool => tool.Name).Order(StringComparer.Ordinal));
        Assert.Equal($"test-user of {Given.Issuer}", Assert.IsType<TextContentBlock>(Assert.Single(result.Content)).Text);
    }

    [Theory]
    [InlineData("https://other.example.com", 401)]
    [InlineData("https://api.example.com/mcp", 200)]
    [InlineData("https://api.example.com/mcp/", 401)]
    public async Task Without_an_audience_the_settings_expect_the_resource(string audience, int status)
    {
        await using McpHost host = await StartWithSettingsAsync(McpHost.Description);

        Assert.Equal(status, (await host.PostAsync(Given.Pair.CreateToken(new() { Audience = audience, Scopes = ["mcp:tools"] }), Messages.Initialize)).Status);
    }

    [Theory]
    [InlineData("11111111-2222-3333-4444-555555555555", 200)]
    [InlineData("https://api.example.com/mcp", 401)]
    public async Task An_audience_can_be_another_than_the_resource(string audience, int status)
    {
        McpResource resource = McpHost.Description with { Audiences = ["11111111-2222-3333-4444-555555555555"] };
        await using McpHost host = await StartWithSettingsAsync(resource);
        await using McpHost same = await StartWithSettingsAsync(McpHost.Description, ("JWTCORE_AUDIENCE", "11111111-2222-3333-4444-555555555555"));
        string token = Given.Pair.CreateToken(new() { Audience = audience, Scopes = ["mcp:tools"] });

        Assert.Equal(status, (await host.PostAsync(token, Messages.Initialize)).Status);
        Assert.Equal(status, (await same.PostAsync(token, Messages.Initialize)).Status);
        Assert.Equal(McpHost.Resource, JsonElement.Parse((await host.GetAsync(McpHost.MetadataPath)).Body).GetProperty("resource").GetString());
    }

    [Fact]
    public async Task A_description_that_protects_no_endpoint_stops_the_host()
    {
        IServerAddressesFeature? addresses = null;
        InvalidOperationException refused = await Assert.ThrowsAsync<InvalidOperationException>(() => McpHost.StartAsync(
            builder => builder.AddJwtCore(McpHost.Description, options => options.Policies.Add(McpHost.Policy)),
            app =>
            {
                app.MapMcp("/mcp");
                addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>();
            }));

        // A server that listened would show its port.
        Assert.Equal("http://127.0.0.1:0", Assert.Single(addresses!.Addresses));

        Assert.Contains("app.MapMcp(...).RequireMcpResource()", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_MCP_endpoint_without_a_resource_stops_the_host_unless_it_is_for_anybody()
    {
        InvalidOperationException refused = await Assert.ThrowsAsync<InvalidOperationException>(() => StartAsync(app => app.MapMcp("/open")));
        await using McpHost host = await StartAsync(app => app.MapMcp("/open").AllowAnonymous());

        Assert.Contains("The MCP endpoint /open belongs to no resource", refused.Message, StringComparison.Ordinal);
        Assert.Equal(200, (await host.PostAsync("/open", null, Messages.Initialize)).Status);
        Assert.Equal(401, (await host.PostAsync("/mcp", null, Messages.Initialize)).Status);

        static Task<McpHost> StartAsync(Action<WebApplication> map) => McpHost.StartAsync(
            builder => builder.AddJwtCore(McpHost.Description, options => options.Policies.Add(McpHost.Policy)),
            app =>
            {
                app.MapMcp("/mcp").RequireMcpResource();
                map(app);
            });
    }

    [Theory]
    [InlineData("/mcp", false)]
    [InlineData("/MCP/", false)]
    [InlineData("", true)]
    [InlineData("/files", true)]
    [InlineData("/v2/mcp", true)]
    public async Task An_endpoint_at_another_path_than_its_resource_is_warned_of(string route, bool isWarned)
    {
        await using McpHost host = await McpHost.StartAsync(
            builder => builder.AddJwtCore(McpHost.Description, options => options.Policies.Add(McpHost.Policy)), app => app.MapMcp(route).RequireMcpResource());

        Assert.Equal(isWarned ? 1 : 0, host.Log.Entries.Count(entry => entry.Event == "ResourceElsewhere"));
    }

    [Fact]
    public async Task Scopes_of_the_endpoint_itself_stand_in_the_same_challenge()
    {
        await using McpHost host = await McpHost.StartAsync(
            builder => builder.AddJwtCore(McpHost.Description, options => options.Policies.Add(McpHost.Policy)),
            app => app.MapMcp("/mcp").RequireMcpResource().RequireScope("staff"));

        Assert.Equal(["staff", "mcp:tools", "mail:read"], (await host.CallAsync(McpHost.Token("x"), "read_mail")).Scopes);
        Assert.Equal(["staff", "mcp:tools", "mail:read"], (await host.CallAsync(McpHost.Token("mcp:tools", "mail:read"), "read_mail")).Scopes);
        Assert.Equal(200, (await host.CallAsync(McpHost.Token("staff", "mcp:tools", "mail:read"), "read_mail")).Status);
    }

    [Fact]
    public async Task The_order_of_calls_does_not_matter()
    {
        await using Api api = await Api.StartAsync(
            services => services.AddMcpServer().AddJwtCore(McpHost.Description, options => options.Policies.Add(McpHost.Policy)).WithTools<MailTools>().WithHttpTransport(),
            app => app.MapMcp("/mcp").RequireMcpResource());
        using HttpClient client = new() { BaseAddress = api.Address };
        foreach ((string[] scopes, string? version, string expected) in ((string[], string?, string)[])
        [
            (["mcp:tools"], "2025-11-25", "403"),
            (["mcp:tools"], null, "Access forbidden"),
            (["mcp:tools", "mail:all"], "2025-11-25", "sent"),
        ])
        {
            using HttpRequestMessage request = new(HttpMethod.Post, "/mcp") { Content = new StringContent(Messages.Old("tools/call", "name", "send_mail"), System.Text.Encoding.UTF8, "application/json") };
            request.Headers.Accept.ParseAdd("application/json, text/event-stream");
            request.Headers.Authorization = new("Bearer", McpHost.Token(scopes));
            if (version is not null)
            {
                request.Headers.Add("MCP-Protocol-Version", version);
            }

            using HttpResponseMessage response = await client.SendAsync(request, TestContext.Current.CancellationToken);

            Assert.Contains(expected, $"{(int)response.StatusCode} {await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)}", StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_second_address_of_the_metadata_stops_the_host()
    {
        OptionsValidationException refused = await Assert.ThrowsAsync<OptionsValidationException>(() => McpHost.StartAsync(configure: options =>
        {
            options.Policies.Add(McpHost.Policy);
            options.ResourceMetadata = new Uri("https://api.example.com/metadata");
        }));

        Assert.Contains("ResourceMetadata is set", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Audiences_beside_policies_in_code_stop_the_host()
    {
        OptionsValidationException refused = await Assert.ThrowsAsync<OptionsValidationException>(() => McpHost.StartAsync(McpHost.Description with { Audiences = ["a"] }));

        Assert.Contains("Audiences is set", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_would_take_tokens_for_anybody_does_not_start()
    {
        OptionsValidationException inCode = await Assert.ThrowsAsync<OptionsValidationException>(() => McpHost.StartAsync(configure: options => options.Policies.Add(McpHost.Policy with { Audience = Expected.Any })));
        OptionsValidationException inSettings = await Assert.ThrowsAsync<OptionsValidationException>(() => StartWithSettingsAsync(McpHost.Description, ("JWTCORE_ACCEPT_ANY_AUDIENCE", "true")));

        Assert.Contains("a policy has the Audience Expected.Any", inCode.Message, StringComparison.Ordinal);
        Assert.Contains("JWTCORE_ACCEPT_ANY_AUDIENCE accepts any audience", inSettings.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task A_verifier_of_the_application_does_not_open_the_server_to_tokens_for_others(bool isInContainer, bool hasAudiences)
    {
        // It compares no audience.
        JwtVerifier verifier = new(McpHost.Policy with { Audience = Expected.Any });
        await using McpHost host = await McpHost.StartAsync(
            builder =>
            {
                if (isInContainer)
                {
                    builder.Services.AddSingleton<ITokenVerifier>(verifier);
                }

                builder.AddJwtCore(hasAudiences ? McpHost.Description with { Audiences = ["api://mail"] } : McpHost.Description, options => options.Verifier = isInContainer ? null : verifier);
            },
            app => app.MapMcp("/mcp").RequireMcpResource());
        foreach ((string? audience, bool isAccepted) in ((string?, bool)[])[("https://other.example.com", false), (null, false), (McpHost.Resource, !hasAudiences), ("api://mail", hasAudiences)])
        {
            McpAnswer answer = await host.PostAsync(Given.Pair.CreateToken(new() { Audience = audience, Scopes = ["mcp:tools"] }), Messages.Initialize);

            Assert.Equal(isAccepted ? 200 : 401, answer.Status);
            Assert.Equal(!isAccepted, answer.Challenge.Contains("invalid_token", StringComparison.Ordinal));
        }

        Assert.DoesNotContain(host.Log.Entries, entry => entry.Text.Contains("not read", StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData("api://mail", 200)]
    [InlineData("https://api.example.com/mcp", 401)]
    public async Task The_shared_verifier_of_settings_has_checked_the_audience(string audience, int status)
    {
        await using McpHost host = await McpHost.StartAsync(
            builder =>
            {
                builder.Services.AddSingleton(Given.Environment([("JWTCORE_PUBLIC_KEY", Given.Pair.ToPublicPem()), ("JWTCORE_ISSUER", Given.Issuer), ("JWTCORE_AUDIENCE", "api://mail")]));
                builder.Services.AddJwtCoreVerifier();
                builder.AddJwtCore(McpHost.Description);
            },
            app => app.MapMcp("/mcp").RequireMcpResource());

        Assert.Equal(status, (await host.PostAsync(Given.Pair.CreateToken(new() { Audience = audience, Scopes = ["mcp:tools"] }), Messages.Initialize)).Status);
    }

    [Fact]
    public async Task Settings_say_nothing_in_vain()
    {
        await using McpHost host = await StartWithSettingsAsync(McpHost.Description);

        Assert.DoesNotContain(host.Log.Entries, entry => entry.Text.Contains("not read", StringComparison.OrdinalIgnoreCase));
    }

    private static Task<McpHost> StartWithSettingsAsync(McpResource resource, params (string, string)[] variables) => McpHost.StartAsync(
        builder =>
        {
            builder.Services.AddSingleton(Given.Environment([("JWTCORE_PUBLIC_KEY", Given.Pair.ToPublicPem()), ("JWTCORE_ISSUER", Given.Issuer), .. variables]));
            builder.AddJwtCore(resource);
        },
        app => app.MapMcp("/mcp").RequireMcpResource());
}
