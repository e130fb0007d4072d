using System.Net;

namespace JwtCore.Cli.Tests;

public class ExchangeRecorderTests
{
    private const int Most = 256 * 1024;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(Most)]
    public async Task A_body_within_the_limit_is_kept_and_handed_on(int length)
    {
        byte[] body = [.. Enumerable.Repeat((byte)'x', length)];

        (HttpExchange exchange, byte[] handedOn) = await Send(new ByteArrayContent(body));

        Assert.Equal(body, exchange.Body);
        Assert.Equal(body, handedOn);
        Assert.Equal(200, exchange.Status);
    }

    [Fact]
    public async Task Of_a_body_above_the_limit_no_more_is_read_than_shows_that()
    {
        Endless endless = new();

        (HttpExchange exchange, byte[] handedOn) = await Send(new StreamContent(endless));

        Assert.Null(exchange.Body);
        Assert.Equal(Most + 1, handedOn.Length);
        Assert.InRange(endless.Position, Most + 1, 2 * Most);
    }

    [Fact]
    public async Task A_body_that_is_announced_as_too_long_is_not_read()
    {
        Endless endless = new();
        StreamContent content = new(endless);
        content.Headers.ContentLength = Most + 1;
        using Answering inner = new(content);
        using HttpMessageInvoker invoker = new(new ExchangeRecorder(inner));

        using HttpResponseMessage response = await invoker.SendAsync(Request(), TestContext.Current.CancellationToken);

        Assert.Equal(0, endless.Position);
    }

    [Fact]
    public async Task A_failure_is_kept_and_handed_on()
    {
        ExchangeRecorder recorder = new(new Answering(null));
        using HttpMessageInvoker invoker = new(recorder);

        await Assert.ThrowsAsync<HttpRequestException>(() => invoker.SendAsync(Request(), TestContext.Current.CancellationToken));

        Assert.Equal(HttpRequestError.NameResolutionError, Assert.Single(recorder.Exchanges).Failure);
    }

    private static HttpRequestMessage Request() => new(HttpMethod.Get, "https://issuer.example.com/keys");

    private static async Task<(HttpExchange HttpExchange, byte[] HandedOn)> Send(HttpContent content)
    {
        ExchangeRecorder recorder = new(new Answering(content));
        using HttpMessageInvoker invoker = new(recorder);
        using HttpResponseMessage response = await invoker.SendAsync(Request(), TestContext.Current.CancellationToken);
        byte[] body = await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        return (Assert.Single(recorder.Exchanges), body);
    }

    private sealed class Answering(HttpContent? content) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => content is null
            ? Task.FromException<HttpResponseMessage>(new HttpRequestException(HttpRequestError.NameResolutionError))
            : Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = content });
    }

    private sealed class Endless : Stream
    {
        private long _position;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => _position; set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            _position += count;
            return count;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
