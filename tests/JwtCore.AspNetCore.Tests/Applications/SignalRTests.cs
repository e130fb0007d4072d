using System.Net.WebSockets;
using System.Security.Claims;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using JwtCore.AspNetCore.Tests.Support;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;

namespace JwtCore.AspNetCore.Tests;

/// <summary>SignalR over real HTTP, with the .NET client and with the requests that a browser makes.</summary>
public class SignalRTests
{
    private const string Partner = "https://partner.example.com";

    private static readonly Action<JwtCoreOptions> BySubject = options => options.ClaimTypeMap["sub"] = ClaimTypes.NameIdentifier;

    [Theory]
    [InlineData(HttpTransportType.WebSockets)]
    [InlineData(HttpTransportType.ServerSentEvents)]
    [InlineData(HttpTransportType.LongPolling)]
    public async Task Clients_User_reaches_the_user_and_nobody_else_over_each_transport(HttpTransportType transport)
    {
        await using Api api = await Start(BySubject);
        await using HubConnection ann = await ConnectAsync(api, Token("ann"), transport);
        await using HubConnection bob = await ConnectAsync(api, Token("bob"), transport);
        ChannelReader<string> toAnn = Listen(ann);
        ChannelReader<string> toBob = Listen(bob);

        await bob.InvokeAsync(nameof(ChatHub.SendTo), "ann", "to ann", TestContext.Current.CancellationToken);
        await bob.InvokeAsync(nameof(ChatHub.SendTo), "bob", "to bob", TestContext.Current.CancellationToken);

        Assert.Equal("to ann", await toAnn.ReadAsync(TestContext.Current.CancellationToken));
        Assert.Equal("to bob", await toBob.ReadAsync(TestContext.Current.CancellationToken));
        Assert.False(toAnn.TryRead(out _));
        Assert.False(toBob.TryRead(out _));
    }

    [Fact]
    public async Task Without_the_map_a_connection_has_no_user_id()
    {
        await using Api api = await Start(_ => { });
        await using HubConnection ann = await ConnectAsync(api, Token("ann"));

        Assert.Null(await ann.InvokeAsync<string?>(nameof(ChatHub.WhoAmI), TestContext.Current.CancellationToken));
    }

    // The user that another issuer calls by the same sub must not get the message.
    [Fact]
    public async Task The_same_subject_of_two_issuers_is_two_users()
    {
        await using Api api = await Start(options =>
        {
            options.Policies.Add(Api.Policy(Given.EcPair, Partner));
            options.ClaimTypeMap[JwtCoreOptions.IssuerAndSubject] = ClaimTypes.NameIdentifier;
        });
        await using HubConnection ours = await ConnectAsync(api, Token("ann"));
        await using HubConnection theirs = await ConnectAsync(api, Given.EcPair.CreateToken(Api.Good with { Issuer = Partner, Subject = "ann", Scopes = ["chat"] }));
        ChannelReader<string> toOurs = Listen(ours);
        ChannelReader<string> toTheirs = Listen(theirs);

        Assert.Equal($"{Given.Issuer}#ann", await ours.InvokeAsync<string?>(nameof(ChatHub.WhoAmI), TestContext.Current.CancellationToken));
        await theirs.InvokeAsync(nameof(ChatHub.SendTo), "ann", "to nobody", TestContext.Current.CancellationToken);
        await theirs.InvokeAsync(nameof(ChatHub.SendTo), $"{Given.Issuer}#ann", "to ours", TestContext.Current.CancellationToken);
        await theirs.InvokeAsync(nameof(ChatHub.SendTo), $"{Partner}#ann", "to theirs", TestContext.Current.CancellationToken);

        Assert.Equal("to ours", await toOurs.ReadAsync(TestContext.Current.CancellationToken));
        Assert.Equal("to theirs", await toTheirs.ReadAsync(TestContext.Current.CancellationToken));
        Assert.False(toOurs.TryRead(out _));
        Assert.False(toTheirs.TryRead(out _));
    }

    [Fact]
    public async Task Scopes_of_the_hub_and_of_its_method_are_both_demanded()
    {
        await using Api api = await Start(BySubject);
        await using HubConnection reader = await ConnectAsync(api, Token("ann"));
        await using HubConnection writer = await ConnectAsync(api, Token("bob", "chat", "chat:admin"));

        await Assert.ThrowsAsync<HubException>(() => reader.InvokeAsync<string>(nameof(ChatHub.Write), TestContext.Current.CancellationToken));
        Assert.Equal("written", await writer.InvokeAsync<string>(nameof(ChatHub.Write), TestContext.Current.CancellationToken));
        HttpRequestException refused = await Assert.ThrowsAsync<HttpRequestException>(() => ConnectAsync(api, Token("eve", "chat:admin")));
        Assert.Equal(System.Net.HttpStatusCode.Forbidden, refused.StatusCode);
    }

    // A connection of two schemes has two tokens. Each demand by itself is met by one of them.
    [Theory]
    [InlineData("chat", "chat:admin", false)]
    [InlineData("chat chat:admin", "other", true)]
    public async Task One_token_must_meet_the_scopes_of_the_hub_and_of_its_method(string first, string second, bool isMet)
    {
        await using Api api = await Api.StartAsync(
            services =>
            {
                services.AddSignalR();
                services.AddAuthorization();
                services.AddAuthentication()
                    .AddJwtCore(options => options.Policies.Add(Api.Policy()))
                    .AddJwtCore("Other", options =>
                    {
                        options.Policies.Add(Api.Policy());
                        options.Events.OnMessageReceived = context =>
                        {
                            context.Token = context.Request.Headers["X-Other"];
                            return Task.CompletedTask;
                        };
                    });
            },
            app => app.MapHub<ChatHub>("/hubs/chat").RequireAuthorization(new AuthorizeAttribute { AuthenticationSchemes = "Bearer,Other" }));
        await using HubConnection connection = new HubConnectionBuilder()
            .WithUrl(new Uri(api.Address, "/hubs/chat"), HttpTransportType.LongPolling, options =>
            {
                options.AccessTokenProvider = () => Task.FromResult<string?>(Token("ann", first.Split(' ')));
                options.Headers["X-Other"] = Token("bob", second);
            })
            .Build();
        await connection.StartAsync(TestContext.Current.CancellationToken);
        Task<string> call = connection.InvokeAsync<string>(nameof(ChatHub.Write), TestContext.Current.CancellationToken);

        if (isMet)
        {
            Assert.Equal("written", await call);
        }
        else
        {
            await Assert.ThrowsAsync<HubException>(() => call);
        }
    }

    // What @microsoft/signalr sends in a browser: the header where it can, the query with the WebSocket.
    [Fact]
    public async Task A_browser_s_WebSocket_comes_in_with_the_token_in_the_query()
    {
        await using Api api = await Start(BySubject);
        string id = await NegotiateAsync(api, Token("ann"));
        using ClientWebSocket socket = new();
        await socket.ConnectAsync(Address(api, $"?id={id}&access_token={Token("ann")}"), TestContext.Current.CancellationToken);
        await SendAsync(socket, """{"protocol":"json","version":1}""");
        Assert.Equal("{}", await ReceiveAsync(socket));
        await SendAsync(socket, """{"type":1,"invocationId":"1","target":"WhoAmI","arguments":[]}""");

        string answer = await ReceiveAsync(socket);
        while (!answer.Contains("\"invocationId\"", StringComparison.Ordinal))
        {
            answer = await ReceiveAsync(socket);
        }

        Assert.Equal("ann", JsonElement.Parse(answer).GetProperty("result").GetString());
    }

    [Theory]
    [InlineData("", 401)]
    [InlineData("&access_token=", 401)]
    [InlineData("&access_token=x", 401)]
    [InlineData("&access_token={0}&access_token={0}", 400)]
    public async Task A_WebSocket_without_one_good_token_does_not_come_in(string query, int status)
    {
        await using Api api = await Start(BySubject);
        string id = await NegotiateAsync(api, Token("ann"));
        using ClientWebSocket socket = new();
        socket.Options.CollectHttpResponseDetails = true;
        await Assert.ThrowsAsync<WebSocketException>(() => socket.ConnectAsync(Address(api, $"?id={id}{query.Replace("{0}", Token("ann"), StringComparison.Ordinal)}"), TestContext.Current.CancellationToken));

        Assert.Equal(status, (int)socket.HttpStatusCode);
    }

    [Fact]
    public async Task A_token_in_the_header_and_in_the_query_is_refused()
    {
        await using Api api = await Start(BySubject);
        string id = await NegotiateAsync(api, Token("ann"));
        using ClientWebSocket socket = new();
        socket.Options.CollectHttpResponseDetails = true;
        socket.Options.SetRequestHeader("Authorization", "Bearer " + Token("ann"));
        await Assert.ThrowsAsync<WebSocketException>(() => socket.ConnectAsync(Address(api, $"?id={id}&access_token={Token("ann")}"), TestContext.Current.CancellationToken));

        Assert.Equal(400, (int)socket.HttpStatusCode);
    }

    internal static Task<Api> Start(Action<JwtCoreOptions> configure) => Api.StartAsync(
        services =>
        {
            services.AddSignalR();
            services.AddAuthentication().AddJwtCore(options =>
            {
                options.Policies.Add(Api.Policy());
                options.QueryTokenPaths.Add("/hubs");
                configure(options);
            });
        },
        app => app.MapHub<ChatHub>("/hubs/chat"));

    internal static string Token(string subject, params string[] scopes) =>
        Given.Pair.CreateToken(Api.Good with { Subject = subject, Scopes = scopes.Length == 0 ? ["chat"] : scopes });

    private static async Task<HubConnection> ConnectAsync(Api api, string token, HttpTransportType transport = HttpTransportType.WebSockets)
    {
        HubConnection connection = new HubConnectionBuilder()
            .WithUrl(new Uri(api.Address, "/hubs/chat"), transport, options => options.AccessTokenProvider = () => Task.FromResult<string?>(token))
            .Build();
        await connection.StartAsync(TestContext.Current.CancellationToken);
        return connection;
    }

    private static ChannelReader<string> Listen(HubConnection connection)
    {
        Channel<string> received = Channel.CreateUnbounded<string>();
        connection.On<string>("received", text => Assert.True(received.Writer.TryWrite(text)));
        return received.Reader;
    }

    private static async Task<string> NegotiateAsync(Api api, string token)
    {
        Answer answer = await api.GetAsync(token, "/hubs/chat/negotiate?negotiateVersion=1", HttpMethod.Post);
        Assert.Equal(200, answer.Status);
        return JsonElement.Parse(answer.Body).GetProperty("connectionToken").GetString()!;
    }

    private static Uri Address(Api api, string query) => new UriBuilder(new Uri(api.Address, "/hubs/chat")) { Scheme = "ws", Query = query }.Uri;

    // SignalR ends each message with a record separator.
    private static Task SendAsync(ClientWebSocket socket, string message) =>
        socket.SendAsync(Encoding.UTF8.GetBytes(message + "\u001e"), WebSocketMessageType.Text, true, TestContext.Current.CancellationToken);

    private static async Task<string> ReceiveAsync(ClientWebSocket socket)
    {
        byte[] buffer = new byte[4096];
        WebSocketReceiveResult received = await socket.ReceiveAsync(buffer, TestContext.Current.CancellationToken);
        return Encoding.UTF8.GetString(buffer, 0, received.Count).Split('\u001e')[0];
    }
}
