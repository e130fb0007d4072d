using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.WebSockets;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.RegularExpressions;
using JwtCore.AspNetCore.Tests.Support;
using JwtCore.Testing;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace JwtCore.JwtBearer.Tests.Samples;

/// <summary>Three small applications before and after, driven by the same requests.</summary>
public sealed partial class SampleTests
{
    [Theory]
    [InlineData("Chat", "After", 4)]
    [InlineData("Messages", "After", 4)]
    [InlineData("Members", "After", 6)]
    public void The_move_takes_few_hunks(string sample, string after, int most)
    {
        (int hunks, _, _) = Difference(sample, after);

        Assert.InRange(hunks, 1, most);
    }

    [Theory]
    [InlineData("Chat")]
    [InlineData("Messages")]
    public void The_bridge_takes_one_line(string sample) => Assert.Equal((1, 1, 0), Difference(sample, "Bridge"));

    [Theory]
    [InlineData("Before")]
    [InlineData("Bridge")]
    [InlineData("After")]
    public async Task Chat_takes_the_query_s_token_and_finds_its_user(string way)
    {
        await using WebApplication app = Start(way, way switch { "Before" => ChatBefore.Chat.Build, "Bridge" => ChatBridge.Chat.Build, _ => ChatAfter.Chat.Build });
        await app.StartAsync(TestContext.Current.CancellationToken);
        string token = Token("bob");

        Assert.Equal("401", await AskAsync(app, HttpMethod.Post, "/hubs/chat/negotiate?negotiateVersion=1", null));
        Assert.StartsWith("200", await AskAsync(app, HttpMethod.Post, "/hubs/chat/negotiate?negotiateVersion=1", token), StringComparison.Ordinal);
        Assert.StartsWith("200", await AskAsync(app, HttpMethod.Post, $"/hubs/chat/negotiate?negotiateVersion=1&access_token={token}", null), StringComparison.Ordinal);
        Assert.Equal("401", await AskAsync(app, HttpMethod.Post, $"/send/bob?access_token={token}", null));

        // As the JavaScript client connects: WebSockets in a browser have no header.
        using ClientWebSocket socket = new();
        await socket.ConnectAsync(new Uri($"{app.Urls.Single().Replace("http:", "ws:", StringComparison.Ordinal)}/hubs/chat?access_token={token}"), TestContext.Current.CancellationToken);
        await socket.SendAsync(Encoding.UTF8.GetBytes("{\"protocol\":\"json\",\"version\":1}\u001e"), WebSocketMessageType.Text, endOfMessage: true, TestContext.Current.CancellationToken);
        Assert.Equal("{}\u001e", await ReceiveAsync(socket));
        Assert.Equal("200", await AskAsync(app, HttpMethod.Post, "/send/alice", token));
        Assert.Equal("200", await AskAsync(app, HttpMethod.Post, "/send/bob", token));
        Assert.Contains("\"target\":\"receive\",\"arguments\":[\"hello\"]", await ReceiveAsync(socket), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Before")]
    [InlineData("Bridge")]
    [InlineData("After")]
    public async Task Messages_asks_for_the_scope(string way)
    {
        await using WebApplication app = Start(way, way switch { "Before" => MessagesBefore.Messages.Build, "Bridge" => MessagesBridge.Messages.Build, _ => MessagesAfter.Messages.Build });
        await app.StartAsync(TestContext.Current.CancellationToken);

        Assert.Equal("200 anybody", await AskAsync(app, HttpMethod.Get, "/public", null));
        Assert.Equal("401", await AskAsync(app, HttpMethod.Get, "/private", null));
        Assert.Equal("401", await AskAsync(app, HttpMethod.Get, "/private", "x"));
        Assert.Equal("200 hello bob", await AskAsync(app, HttpMethod.Get, "/private", Token("bob")));
        Assert.Equal("401", await AskAsync(app, HttpMethod.Get, "/private-scoped", null));
        Assert.Equal("403", await AskAsync(app, HttpMethod.Get, "/private-scoped", Token("bob", "other")));
        Assert.Equal("200 with the scope", await AskAsync(app, HttpMethod.Get, "/private-scoped", Token("bob", "other", "read:messages")));
    }

    [Theory]
    [InlineData("Before")]
    [InlineData("After")]
    public async Task Members_asks_its_table_at_each_request(string way)
    {
        await using WebApplication app = Start(way, way == "Before" ? MembersBefore.Members.Build : MembersAfter.Members.Build);
        await app.StartAsync(TestContext.Current.CancellationToken);
        UserTable users = app.Services.GetRequiredService<UserTable>();
        string token = Token("bob");

        Assert.Equal("401 Please sign in.", await AskAsync(app, HttpMethod.Get, "/me", null));
        Assert.Equal("401 Please sign in.", await AskAsync(app, HttpMethod.Get, "/me", token));
        users.Rows["bob"] = new Member("user", IsDisabled: false);
        Assert.Equal("200 bob", await AskAsync(app, HttpMethod.Get, "/me", token));
        Assert.Equal("403 Not for you.", await AskAsync(app, HttpMethod.Get, "/admin", token));
        users.Rows["bob"] = new Member("admin", IsDisabled: false);
        Assert.Equal("200 the admin", await AskAsync(app, HttpMethod.Get, "/admin", token));
        users.Rows["bob"] = new Member("admin", IsDisabled: true);
        Assert.Equal("401 Please sign in.", await AskAsync(app, HttpMethod.Get, "/admin", token));
    }

    private static string Token(string subject, params string[] scopes) => Given.Pair.CreateToken(Api.Good with { Subject = subject, Scopes = scopes });

    // The settings and the issuer that the applications are run with.
    private static WebApplication Start(string way, Func<WebApplicationBuilder, WebApplication> build)
    {
        WebApplicationBuilder builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Authentication:Schemes:Bearer:Authority"] = Given.Issuer,
            ["Authentication:Schemes:Bearer:ValidIssuer"] = Given.Issuer,
            ["Authentication:Schemes:Bearer:ValidAudience"] = Given.Audience,
        });
        FakeJwksEndpoint endpoint = new(Given.Pair) { Issuer = Given.Issuer };
        builder.Services.AddSingleton(Given.Environment());
        if (way == "After")
        {
            builder.Services.AddSingleton(new RemoteJwksOptions { Client = new HttpClient(endpoint) });
        }
        else
        {
            builder.Services.Configure<JwtBearerOptions>("Bearer", options => options.BackchannelHttpHandler = endpoint);
        }

        return build(builder);
    }

    private static async Task<string> AskAsync(WebApplication app, HttpMethod method, string path, string? token)
    {
        using HttpClient client = new() { BaseAddress = new Uri(app.Urls.Single()) };
        using HttpRequestMessage request = new(method, path);
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        using HttpResponseMessage response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        return $"{(int)response.StatusCode} {await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)}".TrimEnd();
    }

    private static async Task<string> ReceiveAsync(ClientWebSocket socket)
    {
        byte[] buffer = new byte[4_096];
        ValueWebSocketReceiveResult result = await socket.ReceiveAsync(buffer.AsMemory(), TestContext.Current.CancellationToken);
        return Encoding.UTF8.GetString(buffer, 0, result.Count);
    }

    // The namespace tells the copies apart here and is no part of the application.
    private static (int Hunks, int Added, int Removed) Difference(string sample, string after)
    {
        string folder = Directory.CreateTempSubdirectory("jwtcore").FullName;
        try
        {
            foreach (string way in (string[])["Before", after])
            {
                File.WriteAllText(Path.Combine(folder, way), Namespace().Replace(File.ReadAllText(Path.Combine(Path.GetDirectoryName(ThisFile())!, sample, way + ".cs")), "namespace S;"));
            }

            using Process diff = Process.Start(new ProcessStartInfo("diff", ["-U0", "Before", after]) { WorkingDirectory = folder, RedirectStandardOutput = true })!;
            string[] lines = diff.StandardOutput.ReadToEnd().Split('\n');
            diff.WaitForExit();
            return (lines.Count(line => line.StartsWith("@@", StringComparison.Ordinal)),
                lines.Count(line => line.StartsWith('+') && !line.StartsWith("+++", StringComparison.Ordinal)),
                lines.Count(line => line.StartsWith('-') && !line.StartsWith("---", StringComparison.Ordinal)));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [GeneratedRegex("^namespace .*;$", RegexOptions.Multiline)]
    private static partial Regex Namespace();

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
