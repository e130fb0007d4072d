using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using JwtCore.Cli.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace JwtCore.Cli.Tests;

/// <summary>What keeps neighbours on the machine, and pages in its browser, away from the server.</summary>
public class ServeLockTests : CliTest
{
    private static readonly string[] Secured = ["/token", "/rotate", "/fail", "/recover"];

    private static readonly string[] Posts = [.. Secured, "/explain"];

    private static readonly string[] Gets =
        ["/", "/page.css", "/page.js", "/state", "/.well-known/openid-configuration", "/.well-known/oauth-authorization-server", "/.well-known/jwks.json"];

    public static TheoryData<string> SecuredPaths => [.. Secured];

    public static TheoryData<string> PostPaths => [.. Posts];

    public static TheoryData<string> GetPaths => [.. Gets];

    [Fact]
    public async Task The_server_listens_on_loopback_alone()
    {
        await using LocalServe serve = await LocalServe.StartAsync("--alg", "ES256");
        IPEndPoint[] listening = [.. IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Where(one => one.Port == serve.Port)];

        Assert.NotEmpty(listening);
        Assert.All(listening, one => Assert.True(IPAddress.IsLoopback(one.Address), one.ToString()));
    }

    [Fact]
    public async Task Another_address_of_the_machine_is_not_served()
    {
        await using LocalServe serve = await LocalServe.StartAsync("--alg", "ES256");
        IPAddress? outside = NetworkInterface.GetAllNetworkInterfaces().SelectMany(one => one.GetIPProperties().UnicastAddresses)
            .Select(one => one.Address).FirstOrDefault(one => one.AddressFamily == AddressFamily.InterNetwork && !IPAddress.IsLoopback(one));
        Assert.SkipWhen(outside is null, "The machine has no address beyond loopback.");
        using TcpClient client = new();

        await Assert.ThrowsAsync<SocketException>(async () => await client.ConnectAsync(outside, serve.Port, TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("localhost:{0}", 200)]
    [InlineData("LOCALHOST:{0}", 200)]
    [InlineData("127.0.0.1:{0}", 200)]
    [InlineData("[::1]:{0}", 200)]
    [InlineData("localhost", 421)]
    [InlineData("localhost:1", 421)]
    [InlineData("localhost:0{0}", 421)]
    [InlineData("localhost.:{0}", 421)]
    [InlineData("127.0.0.1", 421)]
    [InlineData("127.0.0.1:80", 421)]
    [InlineData("127.0.0.2:{0}", 421)]
    [InlineData("127.1:{0}", 421)]
    [InlineData("[::1]", 421)]
    [InlineData("[::ffff:127.0.0.1]:{0}", 421)]
    [InlineData("0.0.0.0:{0}", 421)]
    [InlineData("issuer.example.com", 421)]
    [InlineData("issuer.example.com:{0}", 421)]
    [InlineData("localhost.issuer.example.com:{0}", 421)]
    [InlineData("localhost:{0}.example.com", 421)]
    [InlineData("localhost:{0},localhost:{0}", 421)]
    [InlineData("", 421)]
    public async Task A_request_is_answered_only_under_one_of_the_servers_own_names(string host, int status)
    {
        await using LocalServe serve = await LocalServe.StartAsync("--alg", "ES256");
        foreach (string path in Gets)
        {
            string answer = await serve.SendRawAsync($"GET {path} HTTP/1.1\r\nHost: {host.Replace("{0}", $"{serve.Port}", StringComparison.Ordinal)}\r\n\r\n");

            Assert.StartsWith($"HTTP/1.1 {status} ", answer, StringComparison.Ordinal);
        }

        foreach (string path in Posts)
        {
            string form = $"client_secret={serve.Secret}";
            string answer = await serve.SendRawAsync($"POST {path} HTTP/1.1\r\nHost: {host.Replace("{0}", $"{serve.Port}", StringComparison.Ordinal)}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {form.Length}\r\n\r\n{form}");

            Assert.Equal(status == 421, answer.StartsWith("HTTP/1.1 421 ", StringComparison.Ordinal));
        }

        Assert.Equal(status == 421 ? 1 : 2, Rotations(await Keys(serve)));
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\n", 421)]
    [InlineData("GET / HTTP/1.0\r\n", 421)]
    [InlineData("GET / HTTP/1.1\r\nHost: localhost:{0}\r\nHost: localhost:{0}\r\n", 400)]
    [InlineData("GET / HTTP/1.1\r\nHost: localhost:{0}\r\nHost: issuer.example.com\r\n", 400)]
    [InlineData("GET / HTTP/1.1\r\nHost: issuer.example.com\r\nHost: localhost:{0}\r\n", 400)]
    [InlineData("GET / HTTP/1.1\r\nHost : localhost:{0}\r\n", 400)]
    [InlineData("GET / HTTP/1.1\r\nX: y\r\n Host: localhost:{0}\r\n", 400)]
    [InlineData("GET http://issuer.example.com/ HTTP/1.1\r\nHost: localhost:{0}\r\n", 400)]
    [InlineData("GET http://localhost:{0}/ HTTP/1.1\r\nHost: issuer.example.com\r\n", 400)]
    [InlineData("GET http://localhost:{0}/ HTTP/1.1\r\nHost: localhost:{0}\r\n", 400)]
    [InlineData("GET //issuer.example.com/ HTTP/1.1\r\nHost: localhost:{0}\r\n", 404)]
    [InlineData("GET / HTTP/1.1\r\nX-Forwarded-Host: localhost:{0}\r\nForwarded: host=localhost:{0}\r\nHost: issuer.example.com\r\n", 421)]
    public async Task No_other_way_to_name_a_host_gets_around_that(string head, int status)
    {
        await using LocalServe serve = await LocalServe.StartAsync("--alg", "ES256");

        string answer = await serve.SendRawAsync(head.Replace("{0}", $"{serve.Port}", StringComparison.Ordinal) + "\r\n");

        Assert.StartsWith($"HTTP/1.1 {status} ", answer, StringComparison.Ordinal);
        Assert.Equal(200, (await serve.GetAsync("/state")).Status);
    }

    [Theory, MemberData(nameof(PostPaths))]
    public async Task What_acts_is_a_POST(string path)
    {
        await using LocalServe serve = await LocalServe.StartAsync("--alg", "ES256");
        foreach (string method in new[] { "GET", "HEAD", "PUT", "DELETE", "OPTIONS", "PATCH", "post" })
        {
            string answer = await serve.SendRawAsync($"{method} {path} HTTP/1.1\r\nHost: localhost:{serve.Port}\r\nContent-Length: 0\r\n\r\n");

            Assert.StartsWith("HTTP/1.1 405 ", answer, StringComparison.Ordinal);
            Assert.Contains("\r\nAllow: POST\r\n", answer, StringComparison.Ordinal);
        }

        Assert.Equal(1, Rotations(await Keys(serve)));
    }

    [Theory, MemberData(nameof(SecuredPaths))]
    public async Task Token_rotation_and_outage_need_the_secret(string path)
    {
        await using LocalServe serve = await LocalServe.StartAsync("--alg", "ES256");
        string right = "grant_type=client_credentials&client_secret=" + serve.Secret;
        string[] wrong =
        [
            "grant_type=client_credentials", "grant_type=client_credentials&client_secret=", "grant_type=client_credentials&client_secret=x",
            right[..^1], right + "x", right.ToLowerInvariant(), "",
        ];
        foreach (string form in wrong)
        {
            (int status, JsonNode json) = await serve.PostAsync(path, form);

            Assert.Equal((401, "invalid_client"), (status, (string?)json["error"]));
        }

        Assert.Equal(1, Rotations(await Keys(serve)));
        Assert.Equal(200, (await serve.PostAsync(path, path == "/token" ? right : right["grant_type=client_credentials&".Length..])).Status);
    }

    [Fact]
    public async Task The_secret_is_another_at_each_start_and_has_192_bits()
    {
        await using LocalServe one = await LocalServe.StartAsync("--alg", "ES256");
        await using LocalServe other = await LocalServe.StartAsync("--alg", "ES256");

        Assert.NotEqual(one.Secret, other.Secret);
        Assert.Equal((32, 24), (one.Secret.Length, System.Buffers.Text.Base64Url.DecodeFromChars(one.Secret).Length));
        Assert.Equal(401, (await one.PostAsync("/rotate", "client_secret=" + other.Secret)).Status);
    }

    [Theory, MemberData(nameof(PostPaths))]
    public async Task A_foreign_origin_is_refused_and_an_own_one_is_not(string path)
    {
        await using LocalServe serve = await LocalServe.StartAsync("--alg", "ES256");
        (string contentType, string body) = path == "/explain" ? ("application/json", """{"token":"x","algorithms":["ES256"]}""")
            : ("application/x-www-form-urlencoded", $"client_secret={serve.Secret}" + (path == "/token" ? "&grant_type=client_credentials" : ""));
        foreach (string origin in new[] { "https://evil.example.com", "http://localhost", "http://localhost:1", $"https://localhost:{serve.Port}", $"http://localhost:{serve.Port}.example.com", "null", "", $"http://localhost:{serve.Port}, http://localhost:{serve.Port}" })
        {
            Assert.Equal(403, (await serve.PostAsync(path, body, contentType, ("Origin", origin))).Status);
        }

        Assert.Equal(1, Rotations(await Keys(serve)));
        foreach (string origin in new[] { serve.Address, $"http://127.0.0.1:{serve.Port}" })
        {
            Assert.Equal(200, (await serve.PostAsync(path, body, contentType, ("Origin", origin))).Status);
        }
    }

    [Fact]
    public async Task No_answer_has_a_CORS_header_and_each_has_the_headers_that_bind_browsers()
    {
        await using LocalServe serve = await LocalServe.StartAsync("--alg", "ES256");
        string[] own = [$"Host: localhost:{serve.Port}", "Origin: https://evil.example.com", "Access-Control-Request-Method: POST", "Access-Control-Request-Headers: content-type"];
        List<string> answers = [];
        foreach (string path in (string[])[.. Gets, .. Posts, "/absent", "/?x=1", "/token?client_secret=x"])
        {
            foreach (string method in new[] { "GET", "POST", "OPTIONS" })
            {
                answers.Add(await serve.SendRawAsync(string.Join("\r\n", [$"{method} {path} HTTP/1.1", .. own, "Content-Length: 0", "", ""])));
            }
        }

        answers.Add(await serve.SendRawAsync("GET / HTTP/1.1\r\nHost: localhost:1\r\n\r\n"));
        Assert.Equal(46, answers.Count);
        Assert.Contains(answers, answer => answer.StartsWith("HTTP/1.1 200 ", StringComparison.Ordinal));
        Assert.All(answers, answer =>
        {
            string[] head = [.. Head(answer).Split("\r\n").Skip(1)];
            Assert.DoesNotContain(head, line => line.StartsWith("Access-Control", StringComparison.OrdinalIgnoreCase));
            Assert.DoesNotContain(head, line => line.StartsWith("Set-Cookie", StringComparison.OrdinalIgnoreCase));
            Assert.Single(head, "Content-Security-Policy: default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'");
            Assert.Single(head, "Cache-Control: no-store");
            Assert.Single(head, "X-Content-Type-Options: nosniff");
            Assert.Single(head, "Referrer-Policy: no-referrer");
        });
    }

    [Theory, MemberData(nameof(PostPaths))]
    public async Task Parameters_in_an_address_are_refused(string path)
    {
        await using LocalServe serve = await LocalServe.StartAsync("--alg", "ES256");

        (int status, JsonNode json) = await serve.PostAsync($"{path}?client_secret={serve.Secret}&token=x", "grant_type=client_credentials");

        Assert.Equal((400, "parameters go into the body, not into the address"), (status, (string?)json["error_description"]));
        Assert.DoesNotContain("token=x", serve.Output + serve.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keys_live_in_memory_alone()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("jwtcore-");
        await using BuiltServe serve = await BuiltServe.StartAsync(folder.FullName);
        await using LocalServe other = await LocalServe.StartAsync("--alg", "ES256");
        await other.SayAsync("rotate", "rotated: ");
        JsonArray keys = (await other.GetAsync("/.well-known/jwks.json")).Json["keys"]!.AsArray();

        Assert.Equal(200, await serve.GetAsync("/.well-known/jwks.json"));
        Assert.Empty(folder.EnumerateFileSystemInfos());
        Assert.Equal(2, keys.Count);
        Assert.All(keys, key => Assert.Equal(["alg", "crv", "kid", "kty", "use", "x", "y"], key!.AsObject().Select(member => member.Key).Order(StringComparer.Ordinal)));
        Assert.DoesNotContain("PRIVATE", other.Output, StringComparison.Ordinal);
        folder.Delete();
    }

    [Theory, MemberData(nameof(PostPaths))]
    public async Task A_body_is_bounded_in_bytes(string path)
    {
        await using LocalServe serve = await LocalServe.StartAsync("--alg", "ES256");
        (string contentType, int longest) = path == "/explain" ? ("application/json", 300_000) : ("application/x-www-form-urlencoded", 16_384);

        Assert.NotEqual(413, (await serve.PostAsync(path, new string(' ', longest), contentType)).Status);
        Assert.Equal(413, (await serve.PostAsync(path, new string(' ', longest + 1), contentType)).Status);
        string head = $"POST {path} HTTP/1.1\r\nHost: localhost:{serve.Port}\r\nContent-Type: {contentType}\r\n";
        Assert.StartsWith("HTTP/1.1 413 ", await serve.SendRawAsync(head + "Content-Length: 9000000000\r\n\r\n"), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 411 ", await serve.SendRawAsync($"{head}Transfer-Encoding: chunked\r\n\r\n{longest + 1:x}\r\n{new string(' ', longest + 1)}\r\n"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\nHost: ")]
    [InlineData("POST /token HTTP/1.1\r\nHost: localhost:{0}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 100\r\n\r\ngrant_type=")]
    public async Task A_request_is_bounded_in_time(string half)
    {
        FakeTimeProvider time = new(DateTimeOffset.UtcNow);
        await using LocalServe serve = await LocalServe.StartAsync(new ToolEnvironment { TimeProvider = time }, "--alg", "ES256");
        Task<string> slow = serve.SendRawAsync(half.Replace("{0}", $"{serve.Port}", StringComparison.Ordinal));

        // The clock stands still until it is moved, so the answer comes at ten seconds and not before.
        while (!slow.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.WhenAny(slow, Task.Delay(10, TestContext.Current.CancellationToken));
        }

        Assert.StartsWith("HTTP/1.1 408 ", await slow, StringComparison.Ordinal);
        Assert.True(time.GetUtcNow() - time.Start >= ServerConnection.LongestTransfer);
    }

    [Fact]
    public async Task A_head_is_bounded_in_bytes()
    {
        await using LocalServe serve = await LocalServe.StartAsync("--alg", "ES256");
        string Head(int length)
        {
            string start = $"GET /state HTTP/1.1\r\nHost: localhost:{serve.Port}\r\nX: ";
            return start + new string('x', length - start.Length - 4) + "\r\n\r\n";
        }

        Assert.StartsWith("HTTP/1.1 200 ", await serve.SendRawAsync(Head(16_384)), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 400 ", await serve.SendRawAsync(Head(16_385)), StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task Connections_at_the_same_time_are_bounded()
    {
        // A clock that stands still, so that none of them is ended for its time.
        await using LocalServe serve = await LocalServe.StartAsync(new ToolEnvironment { TimeProvider = new FakeTimeProvider(DateTimeOffset.UtcNow) }, "--alg", "ES256");
        List<TcpClient> open = [];
        try
        {
            // One more is closed without an answer. A connection that the system dropped from a full queue does not count.
            string request = $"GET /state HTTP/1.1\r\nHost: localhost:{serve.Port}\r\n\r\n";
            bool isRefused = false;
            while (!isRefused)
            {
                Assert.InRange(open.Count, 0, 2 * LoopbackListener.MostConnections);
                open.Add(new TcpClient());
                await open[^1].ConnectAsync(IPAddress.Loopback, serve.Port, TestContext.Current.CancellationToken);
                isRefused = open.Count >= LoopbackListener.MostConnections && (await serve.SendRawAsync(request)).Length == 0;
            }

            open.ForEach(one => one.Dispose());
            while ((await serve.SendRawAsync(request)).Length == 0)
            {
                await Task.Delay(10, TestContext.Current.CancellationToken);
            }
        }
        finally
        {
            open.ForEach(one => one.Dispose());
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task Requests_at_the_same_time_are_bounded_and_the_server_recovers()
    {
        FakeTimeProvider time = new(DateTimeOffset.UtcNow);
        await using LocalServe serve = await LocalServe.StartAsync(new ToolEnvironment { TimeProvider = time }, "--alg", "ES256");
        string half = $"POST /token HTTP/1.1\r\nHost: localhost:{serve.Port}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 100\r\n\r\nx";
        List<Task<string>> slow = [.. Enumerable.Range(0, LoopbackListener.MostRequests).Select(_ => serve.SendRawAsync(half))];
        while ((await serve.GetAsync("/state")).Status != 503)
        {
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }

        Assert.All(slow, one => Assert.False(one.IsCompleted));
        while (!slow.TrueForAll(one => one.IsCompleted))
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }

        Assert.All(slow, one => Assert.StartsWith("HTTP/1.1 408 ", one.Result, StringComparison.Ordinal));
        Assert.Equal(200, (await serve.GetAsync("/state")).Status);
    }

    [Fact(Timeout = 60_000)]
    public async Task No_client_ends_the_process()
    {
        await using LocalServe serve = await LocalServe.StartAsync("--alg", "ES256");
        string host = $"Host: localhost:{serve.Port}\r\n";
        string form = $"POST /token HTTP/1.1\r\n{host}Content-Type: application/x-www-form-urlencoded\r\n";
        string json = $"POST /explain HTTP/1.1\r\n{host}Content-Type: application/json\r\n";
        string[] hostile =
        [
            "", "\r\n\r\n", "\0\0\0\0\r\n\r\n", "GET\r\n\r\n", "GET / HTTP/9.9\r\n\r\n", "GET / HTTP/1.1\r\n: x\r\n\r\n", $"GET /%00%ff%zz HTTP/1.1\r\n{host}\r\n",
            $"GET / HTTP/1.1\r\n{host}Content-Length: -1\r\n\r\n", $"GET / HTTP/1.1\n{host}\r\n\r\n", $"GET / HTTP/1.1\r\n{host}Content-Length: 5\r\nContent-Length: 6\r\n\r\n",
            $"GET / HTTP/1.1\r\n{host}X: {new string('x', 100_000)}\r\n\r\n", $"GET /{new string('x', 100_000)} HTTP/1.1\r\n{host}\r\n",
            form + "Content-Length: 99999999999999999999\r\n\r\n", form + "Content-Length: 5\r\n\r\n%%%%%", form + "Content-Length: 5\r\n\r\n\u00ff\u00fe===",
            form + "Transfer-Encoding: chunked\r\n\r\nzz\r\nxx\r\n", form + "Transfer-Encoding: chunked\r\n\r\n-1\r\nxx\r\n", form + "Transfer-Encoding: gzip\r\nContent-Length: 0\r\n\r\n",
            form + "Expect: 100-continue\r\nContent-Length: 3\r\n\r\nx=y", form + "Authorization: Basic \u00ff\r\nContent-Length: 3\r\n\r\nx=y", form + "Authorization: Basic OjpA\r\nContent-Length: 3\r\n\r\nx=y",
            Sized(json, "["), Sized(json, "\"\\ud800\""), Sized(json, new string('[', 100_000)), Sized(json, """{"token":1,"algorithms":["RS256"]}"""),
            Sized(json, """{"token":"x","algorithms":["RS256"],"keys":"\u0000"}"""), Sized(json, """{"token":"\ud800","algorithms":["RS256"]}"""),
            $"GET / HTTP/1.1\r\n{host}Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: x\r\n\r\n", "\u0016\u0003\u0001\u0002\u0000\u0001",
        ];
        foreach (string request in hostile)
        {
            await serve.SendRawAsync(request, isHalf: true);
            if (request.Contains("\r\n\r\n", StringComparison.Ordinal))
            {
                // These are whole, so each has its answer.
                string answer = await serve.SendRawAsync(request);
                Assert.StartsWith("HTTP/1.1 ", answer, StringComparison.Ordinal);
            }
        }

        await Task.WhenAll(Enumerable.Range(0, 300).Select(_ => serve.SendRawAsync(form + "Content-Length: 100\r\n\r\nx", isHalf: true)));

        // Those that were cut off have to be noticed first.
        while ((await serve.GetAsync("/state")).Status == 503)
        {
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }

        Assert.Equal(200, (await serve.GetAsync("/state")).Status);
        Outcome outcome = await serve.QuitAsync();
        Assert.Equal((0, ""), (outcome.Code, outcome.Error));
    }

    [Fact]
    public async Task A_body_of_another_kind_is_refused()
    {
        await using LocalServe serve = await LocalServe.StartAsync("--alg", "ES256");

        // A page of another site can send these three without asking first.
        foreach (string contentType in new[] { "text/plain", "multipart/form-data", "application/x-www-form-urlencoded" })
        {
            Assert.Equal(415, (await serve.PostAsync("/explain", """{"token":"x","algorithms":["ES256"]}""", contentType)).Status);
        }

        Assert.Equal(415, (await serve.PostAsync("/token", "{}", "application/json")).Status);
        Assert.Equal(200, (await serve.PostAsync("/explain", """{"token":"x","algorithms":["ES256"]}""", "application/json; charset=utf-8")).Status);
    }

    private static string Sized(string head, string body) => $"{head}Content-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}";

    private static async Task<JsonNode> Keys(LocalServe serve) => (await serve.GetAsync("/.well-known/jwks.json")).Json["keys"]!;

    private static int Rotations(JsonNode keys) => keys.AsArray().Count;

    private static string Head(string answer) => answer.Split("\r\n\r\n")[0];
}
