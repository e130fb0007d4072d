using System.Net;
using System.Net.Http.Headers;
using JwtCore.Jwks;
using JwtCore.Testing;
using JwtCore.Tests.Scenarios;
using Microsoft.Extensions.Time.Testing;

namespace JwtCore.Tests.Jwks;

public sealed class HttpGetTests : IDisposable
{
    private static readonly Uri Address = new("https://issuer.example.com/keys");
    private static readonly EntityTagHeaderValue Tag = new("\"a\"");

    private readonly Site _site = new();

    public void Dispose() => _site.Dispose();

    [Theory]
    [InlineData(99, true, RefreshOutcome.Updated), InlineData(100, true, RefreshOutcome.Updated), InlineData(101, true, RefreshOutcome.BodyTooLarge)]
    [InlineData(0, false, RefreshOutcome.Updated), InlineData(100, false, RefreshOutcome.Updated), InlineData(101, false, RefreshOutcome.BodyTooLarge)]
    public async Task A_body_may_be_as_long_as_the_limit_and_no_longer(int length, bool isStated, RefreshOutcome expected)
    {
        _site.Answer = _ => new(HttpStatusCode.OK) { Content = isStated ? new ByteArrayContent(new byte[length]) : new StreamContent(new Endless(length)) };
        HttpAnswer answer = await GetAsync(maxBytes: 100);
        Assert.Equal(expected, answer.Outcome);
        Assert.Equal(expected == RefreshOutcome.Updated ? length : 0, answer.Content.Length);
    }

    [Fact]
    public async Task A_stated_length_above_the_limit_is_refused_unread()
    {
        Endless body = new(1_000_000);
        _site.Answer = _ => new(HttpStatusCode.OK) { Content = new StreamContent(body) { Headers = { ContentLength = 101 } } };
        Assert.Equal(RefreshOutcome.BodyTooLarge, (await GetAsync(maxBytes: 100)).Outcome);
        Assert.Equal(0, body.Taken);
    }

    [Fact]
    public async Task Of_a_longer_body_no_more_is_read_than_shows_it()
    {
        Endless body = new(50_000_000);
        _site.Answer = _ => new(HttpStatusCode.OK) { Content = new StreamContent(body) { Headers = { ContentLength = 1 } } };
        Assert.Equal(RefreshOutcome.BodyTooLarge, (await GetAsync(maxBytes: 100_000)).Outcome);
        Assert.InRange(body.Taken, 100_001, 100_001 + (16 * 1024));
    }

    [Theory]
    [InlineData(200, RefreshOutcome.Updated), InlineData(201, RefreshOutcome.StatusRefused), InlineData(203, RefreshOutcome.StatusRefused), InlineData(204, RefreshOutcome.StatusRefused), InlineData(206, RefreshOutcome.StatusRefused)]
    [InlineData(300, RefreshOutcome.StatusRefused), InlineData(301, RefreshOutcome.RedirectRefused), InlineData(302, RefreshOutcome.RedirectRefused), InlineData(303, RefreshOutcome.RedirectRefused), InlineData(307, RefreshOutcome.RedirectRefused), InlineData(308, RefreshOutcome.RedirectRefused)]
    [InlineData(400, RefreshOutcome.StatusRefused), InlineData(404, RefreshOutcome.StatusRefused), InlineData(429, RefreshOutcome.StatusRefused), InlineData(500, RefreshOutcome.StatusRefused), InlineData(503, RefreshOutcome.StatusRefused), InlineData(999, RefreshOutcome.StatusRefused)]
    [InlineData(304, RefreshOutcome.StatusRefused)]
    public async Task Only_200_brings_a_document(int status, RefreshOutcome expected)
    {
        _site.Answer = _ => new((HttpStatusCode)status) { Content = new StringContent("{}") };
        HttpAnswer answer = await GetAsync();
        Assert.Equal((expected, status), (answer.Outcome, answer.Status));
        Assert.Equal(expected == RefreshOutcome.Updated ? 2 : 0, answer.Content.Length);
    }

    [Fact]
    public async Task A_304_confirms_what_is_held_and_is_refused_unasked()
    {
        _site.Answer = _ => new(HttpStatusCode.NotModified);
        Assert.Equal(RefreshOutcome.Unchanged, (await GetAsync(held: Tag)).Outcome);
        Assert.Equal(RefreshOutcome.StatusRefused, (await GetAsync()).Outcome);
        Assert.Equal([$"{Address} \"a\"", $"{Address}"], _site.Requests);
    }

    [Fact]
    public async Task An_answer_that_the_callers_client_reached_by_a_redirect_is_refused()
    {
        _site.Answer = _ => new(HttpStatusCode.OK) { Content = new StringContent("{}"), RequestMessage = new HttpRequestMessage(HttpMethod.Get, "https://issuer.example.com/other") };
        Assert.Equal(RefreshOutcome.RedirectRefused, (await GetAsync()).Outcome);
        _site.Answer = _ => new(HttpStatusCode.NotModified) { RequestMessage = new HttpRequestMessage(HttpMethod.Get, "http://issuer.example.com/keys") };
        Assert.Equal(RefreshOutcome.RedirectRefused, (await GetAsync(held: Tag)).Outcome);
    }

    public static TheoryData<string, RefreshOutcome> Throwing => new()
    {
        { nameof(HttpRequestException), RefreshOutcome.Unreachable },
        { nameof(InvalidOperationException), RefreshOutcome.Unreachable },
        { nameof(ObjectDisposedException), RefreshOutcome.Unreachable },
        { nameof(StrangeException), RefreshOutcome.Unreachable },
        { nameof(AggregateException), RefreshOutcome.Unreachable },
        { nameof(OperationCanceledException), RefreshOutcome.TimedOut },
        { nameof(AddressRefusedException), RefreshOutcome.AddressRefused },
    };

    [Theory, MemberData(nameof(Throwing))]
    public async Task Whatever_a_handler_throws_is_an_attempt_that_failed(string kind, RefreshOutcome expected)
    {
        Exception thrown = kind switch
        {
            nameof(HttpRequestException) => new HttpRequestException("x"),
            nameof(InvalidOperationException) => new InvalidOperationException("x"),
            nameof(ObjectDisposedException) => new ObjectDisposedException("x"),
            nameof(StrangeException) => new StrangeException(),
            nameof(AggregateException) => new AggregateException(),
            nameof(OperationCanceledException) => new OperationCanceledException(),
            _ => new HttpRequestException("x", new AddressRefusedException("x")),
        };

        // Asynchronously, at once, and while the body is read.
        _site.AnswerAsync = (_, _) => Task.FromException<HttpResponseMessage>(thrown);
        Assert.Equal(expected, (await GetAsync()).Outcome);
        _site.Answer = _ => throw thrown;
        Assert.Equal(expected, (await GetAsync()).Outcome);
        _site.Answer = _ => new(HttpStatusCode.OK) { Content = new StreamContent(new Failing(thrown)) };
        Assert.Equal(expected, (await GetAsync()).Outcome);
    }

    [Fact]
    public async Task Header_values_that_overflow_are_an_attempt_that_failed()
    {
        _site.Answer = _ => new(HttpStatusCode.OK) { Headers = { Age = TimeSpan.MaxValue, CacheControl = new CacheControlHeaderValue { MaxAge = TimeSpan.MinValue } } };
        Assert.Equal(RefreshOutcome.Unreachable, (await GetAsync()).Outcome);
    }

    [Fact]
    public async Task The_deadline_ends_it_in_whatever_form_the_handler_gives_it()
    {
        foreach (Exception thrown in (Exception[])[new OperationCanceledException(), new HttpRequestException("x"), new StrangeException()])
        {
            using CancellationTokenSource deadline = new();
            _site.AnswerAsync = async (_, _) =>
            {
                await deadline.CancelAsync();
                throw thrown;
            };
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => GetAsync(deadline: deadline.Token));
        }
    }

    [Fact]
    public async Task The_time_limit_of_the_callers_client_ends_the_attempt()
    {
        using HttpClient client = new(_site, disposeHandler: false) { Timeout = TimeSpan.FromMilliseconds(1) };
        _site.AnswerAsync = async (_, token) =>
        {
            await Task.Delay(Timeout.Infinite, token);
            return new();
        };
        using HttpGet http = new(new RemoteJwksOptions { Client = client });
        Assert.Equal(RefreshOutcome.TimedOut, (await http.GetAsync(Address, null, Progress(), TestContext.Current.CancellationToken)).Outcome);
    }

    [Fact]
    public async Task The_callers_client_stays_the_callers()
    {
        _site.Answer = _ => Site.Text("{}");
        await GetAsync();
        Assert.Equal("{}", await _site.Client.GetStringAsync(Address, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_request_says_what_it_wants_and_nothing_about_the_caller()
    {
        HttpRequestMessage? seen = null;
        _site.Answer = request =>
        {
            seen = request;
            return Site.Text("{}");
        };
        await GetAsync(held: new EntityTagHeaderValue("\"b\"", isWeak: true));

        Assert.Equal(HttpMethod.Get, seen!.Method);
        Assert.Equal(["Accept: application/jwk-set+json, application/json", "If-None-Match: W/\"b\"", "User-Agent: JwtCore"], seen.Headers.Select(header => $"{header.Key}: {string.Join(", ", header.Value)}"));
        Assert.Null(seen.Content);
    }

    [Fact]
    public async Task The_callers_client_gets_a_User_Agent_unless_it_has_one()
    {
        List<string> seen = [];
        _site.Answer = request =>
        {
            seen.Add(request.Headers.UserAgent.ToString());
            return Site.Text("{}");
        };
        await GetAsync();
        _site.Client.DefaultRequestHeaders.UserAgent.ParseAdd("Mine/2.0");
        await GetAsync();
        Assert.Equal(["JwtCore", "Mine/2.0"], seen);
    }

    [Fact]
    public async Task The_own_client_keeps_no_cookies_and_follows_no_redirect()
    {
        await using LoopbackTransport server = await LoopbackTransport.StartAsync(new FakeJwksEndpoint());
        server.Endpoint.Respond(_ => new(HttpStatusCode.OK) { Content = new StringContent("{}"), Headers = { { "Set-Cookie", "a=b; Path=/" } } });
        using HttpGet http = new(new RemoteJwksOptions { AllowHttpOnLoopback = true });
        await http.GetAsync(new Uri(server.Address), null, Progress(), TestContext.Current.CancellationToken);
        await http.GetAsync(new Uri(server.Address), null, Progress(), TestContext.Current.CancellationToken);
        Assert.Equal(2, server.Endpoint.Requests);
        Assert.Equal([null, null], server.Cookies);
        Assert.Equal(["JwtCore", "JwtCore"], server.Agents);

        server.Endpoint.Respond(_ => new(HttpStatusCode.Found) { Headers = { Location = new Uri(server.Address + "/other") } });
        Assert.Equal(RefreshOutcome.RedirectRefused, (await http.GetAsync(new Uri(server.Address), null, Progress(), TestContext.Current.CancellationToken)).Outcome);
        Assert.Equal(3, server.Endpoint.Requests);
    }

    [Fact]
    public async Task The_own_client_is_ended_with_it()
    {
        await using LoopbackTransport server = await LoopbackTransport.StartAsync(new FakeJwksEndpoint());
        HttpGet http = new(new RemoteJwksOptions { AllowHttpOnLoopback = true });
        http.Dispose();
        Assert.Equal(RefreshOutcome.Unreachable, (await http.GetAsync(new Uri(server.Address), null, Progress(), TestContext.Current.CancellationToken)).Outcome);
        Assert.Equal(0, server.Endpoint.Requests);
    }

    private async Task<HttpAnswer> GetAsync(EntityTagHeaderValue? held = null, int maxBytes = 1_000, CancellationToken? deadline = null)
    {
        using HttpGet http = new(new RemoteJwksOptions { Client = _site.Client, MaxBytes = maxBytes, TimeProvider = new FakeTimeProvider() });
        return await http.GetAsync(Address, held, Progress(), deadline ?? TestContext.Current.CancellationToken);
    }

    private static RequestProgress Progress() => new(Address, isMetadata: false);

    private sealed class StrangeException : Exception;

    private sealed class Failing(Exception thrown) : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => throw thrown;
    }
}
