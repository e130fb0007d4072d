using System.Net;
using System.Net.Sockets;
using System.Text;
using JwtCore.Testing;
using JwtCore.Tests.Support;

namespace JwtCore.Tests.Testing;

public class FakeJwksServerTests
{
    private static readonly TestKeyPair First = Tokens.Pair(JwtAlgorithm.RS256);
    private static readonly TestKeyPair Second = Tokens.Pair(JwtAlgorithm.ES256);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Keys_are_served_on_the_loopback_address_with_the_endpoints_headers()
    {
        await using FakeJwksServer server = new(First);
        server.Endpoint.MaxAge = TimeSpan.FromSeconds(60);
        using HttpClient client = new();

        using HttpResponseMessage response = await client.GetAsync(server.Endpoint.JwksUri, Cancellation);
        byte[] body = await response.Content.ReadAsByteArrayAsync(Cancellation);

        Assert.StartsWith("http://127.0.0.1:", server.Url, StringComparison.Ordinal);
        Assert.Equal(server.Url + "/.well-known/jwks.json", server.Endpoint.JwksUri);
        Assert.Equal("RS256-1", JwkSet.Parse(body).Keys.Single().KeyId);
        Assert.Equal(body.Length, response.Content.Headers.ContentLength);
        Assert.Equal("application/jwk-set+json", response.Content.Headers.ContentType!.ToString());
        Assert.Equal("max-age=60", response.Headers.CacheControl!.ToString());
        Assert.NotNull(response.Headers.ETag);
        Assert.True(response.Headers.ConnectionClose);
    }

    [Fact]
    public async Task The_ETag_comes_back_and_is_answered_by_304()
    {
        await using FakeJwksServer server = new(First);
        using HttpClient client = new();
        using HttpResponseMessage first = await client.GetAsync(server.Endpoint.JwksUri, Cancellation);
        client.DefaultRequestHeaders.IfNoneMatch.Add(first.Headers.ETag!);

        using HttpResponseMessage second = await client.GetAsync(server.Endpoint.JwksUri, Cancellation);

        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
        Assert.Empty(await second.Content.ReadAsByteArrayAsync(Cancellation));
        Assert.Equal(first.Headers.ETag!.ToString(), server.Endpoint.LastIfNoneMatch);
    }

    [Fact]
    public async Task Rotation_failure_and_count_are_those_of_the_endpoint()
    {
        FakeJwksEndpoint endpoint = new(First);
        await using FakeJwksServer server = new(endpoint);
        using HttpClient client = new();
        await client.GetStringAsync(endpoint.JwksUri, Cancellation);
        endpoint.Publish(Second);
        endpoint.Fail(1);

        await Assert.ThrowsAsync<HttpRequestException>(() => client.GetStringAsync(endpoint.JwksUri, Cancellation));
        string keys = await client.GetStringAsync(endpoint.JwksUri, Cancellation);

        Assert.Contains("ES256-1", keys, StringComparison.Ordinal);
        Assert.Equal(3, endpoint.Requests);
    }

    [Theory]
    [InlineData("https://issuer.example.com", "")]
    [InlineData("https://issuer.example.com/", "/")]
    [InlineData("https://issuer.example.com/tenant", "/tenant")]
    public async Task The_issuer_moves_to_the_server_with_its_path(string issuer, string path)
    {
        await using FakeJwksServer server = new(new FakeJwksEndpoint(First) { Issuer = issuer });
        using HttpClient client = new();

        string metadata = await client.GetStringAsync($"{server.Url}{path.TrimEnd('/')}/.well-known/openid-configuration", Cancellation);

        Assert.Equal(server.Url + path, server.Endpoint.Issuer);
        Assert.Equal($$"""{"issuer":"{{server.Url}}{{path}}","jwks_uri":"{{server.Url}}/.well-known/jwks.json"}""", metadata);
    }

    [Fact]
    public async Task A_function_that_throws_breaks_the_connection_and_nothing_else()
    {
        await using FakeJwksServer server = new(First);
        using HttpClient client = new();
        server.Endpoint.Respond(_ => throw new InvalidOperationException("broken"));
        await Assert.ThrowsAsync<HttpRequestException>(() => client.GetStringAsync(server.Endpoint.JwksUri, Cancellation));

        server.Endpoint.Publish(First);

        Assert.Contains("RS256-1", await client.GetStringAsync(server.Endpoint.JwksUri, Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_of_unknown_length_ends_with_the_connection()
    {
        await using FakeJwksServer server = new(First);
        using HttpClient client = new();
        server.Endpoint.Respond(_ => new HttpResponseMessage { Content = new UnknownLength("{}"u8.ToArray()) });

        using HttpResponseMessage response = await client.GetAsync(server.Endpoint.JwksUri, HttpCompletionOption.ResponseHeadersRead, Cancellation);

        Assert.Null(response.Content.Headers.ContentLength);
        Assert.Equal("{}", await response.Content.ReadAsStringAsync(Cancellation));
    }

    [Fact]
    public async Task A_client_that_gives_up_ends_its_hanging_request()
    {
        TaskCompletionSource arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
        FakeJwksEndpoint endpoint = new(First) { TimeProvider = new Arrivals(arrived) };
        await using FakeJwksServer server = new(endpoint);
        using HttpClient client = new();
        using CancellationTokenSource source = new();
        endpoint.Hang();

        Task<string> answer = client.GetStringAsync(endpoint.JwksUri, source.Token);
        await arrived.Task;
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answer);
        endpoint.Recover();

        Assert.Contains("RS256-1", await client.GetStringAsync(endpoint.JwksUri, Cancellation), StringComparison.Ordinal);
        Assert.Equal(2, endpoint.Requests);
    }

    [Fact]
    public async Task Stopping_breaks_hanging_requests_and_frees_the_port_and_may_be_repeated()
    {
        TaskCompletionSource arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
        FakeJwksServer server = new(new FakeJwksEndpoint(First) { TimeProvider = new Arrivals(arrived) });
        using HttpClient client = new();
        server.Endpoint.Hang();
        Task<string> answer = client.GetStringAsync(server.Endpoint.JwksUri, Cancellation);
        await arrived.Task;

        await server.DisposeAsync();
        await server.DisposeAsync();

        await Assert.ThrowsAsync<HttpRequestException>(() => answer);
        using TcpListener same = new(IPAddress.Loopback, new Uri(server.Url).Port);
        same.Start();
    }

    [Theory]
    [InlineData("")]
    [InlineData("\r\n\r\n")]
    [InlineData("GET\r\n\r\n")]
    [InlineData("GET http://other/ HTTP/1.1\r\n\r\n")]
    [InlineData("GET / HTTP/2\r\n\r\n")]
    [InlineData("G:T / HTTP/1.1\r\n\r\n")]
    [InlineData("GET /")]
    public async Task What_is_no_request_breaks_the_connection_uncounted(string text)
    {
        await using FakeJwksServer server = new(First);
        Assert.Equal(0, await AnswerLengthAsync(server, text));
        Assert.Equal(0, await AnswerLengthAsync(server, "GET / HTTP/1.1\r\nA: " + new string('a', 16_384)));
        Assert.Equal(0, server.Endpoint.Requests);
    }

    [Fact]
    public async Task A_header_line_that_is_none_is_ignored()
    {
        await using FakeJwksServer server = new(First);

        Assert.NotEqual(0, await AnswerLengthAsync(server, "GET /.well-known/jwks.json HTTP/1.0\r\n: a\r\nb\r\nC D: e\r\nIf-None-Match: (\r\n\r\n"));
        Assert.Equal("(", server.Endpoint.LastIfNoneMatch);
        Assert.Equal(1, server.Endpoint.Requests);
    }

    [Fact]
    public async Task Many_requests_at_once_are_answered_in_full()
    {
        await using FakeJwksServer server = new(First, Second);
        using HttpClient client = new();

        string[] answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => client.GetStringAsync(server.Endpoint.JwksUri, Cancellation)));

        Assert.Single(answers.Distinct());
        Assert.Equal(50, server.Endpoint.Requests);
    }

    private static async Task<int> AnswerLengthAsync(FakeJwksServer server, string text)
    {
        using Socket socket = new(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPEndPoint.Parse(new Uri(server.Url).Authority), Cancellation);
        try
        {
            await socket.SendAsync(Encoding.Latin1.GetBytes(text), Cancellation);
            if (!text.EndsWith("\r\n\r\n", StringComparison.Ordinal))
            {
                socket.Shutdown(SocketShutdown.Send);
            }

            return await socket.ReceiveAsync(new byte[1], Cancellation);
        }
        catch (SocketException)
        {
            // A reset.
            return 0;
        }
    }

    private sealed class UnknownLength(byte[] body) : HttpContent
    {
        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => stream.WriteAsync(body, Cancellation).AsTask();

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }

    // The endpoint reads its clock when a request arrives.
    private sealed class Arrivals(TaskCompletionSource arrived) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow()
        {
            arrived.TrySetResult();
            return DateTimeOffset.UnixEpoch;
        }
    }
}
