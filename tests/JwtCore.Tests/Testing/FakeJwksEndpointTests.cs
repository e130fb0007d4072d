using System.Net;
using System.Text.Json.Nodes;
using JwtCore.Testing;
using JwtCore.Tests.Support;

namespace JwtCore.Tests.Testing;

public class FakeJwksEndpointTests
{
    private static readonly TestKeyPair First = Tokens.Pair(JwtAlgorithm.RS256);
    private static readonly TestKeyPair Second = Tokens.Pair(JwtAlgorithm.ES256);

    [Fact]
    public async Task The_public_keys_are_published_in_order()
    {
        FakeJwksEndpoint endpoint = new(First, Second);
        using HttpClient client = new(endpoint);

        using HttpResponseMessage response = await client.GetAsync(endpoint.JwksUri, TestContext.Current.CancellationToken);
        JwkSet keys = JwkSet.Parse(await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));

        Assert.Equal("https://issuer.example.com/.well-known/jwks.json", endpoint.JwksUri);
        Assert.Equal("application/jwk-set+json", response.Content.Headers.ContentType!.ToString());
        Assert.Equal(["RS256-1", "ES256-1"], keys.Keys.Select(key => key.KeyId));
        Assert.Null(response.Headers.CacheControl);
        Assert.NotNull(response.RequestMessage);
    }

    [Fact]
    public async Task No_private_member_is_published()
    {
        FakeJwksEndpoint endpoint = new(First, Second);

        Assert.All(
            JsonNode.Parse(await GetAsync(endpoint))!["keys"]!.AsArray(),
            key => Assert.DoesNotContain(key!.AsObject(), member => member.Key is "d" or "p" or "q" or "k"));
    }

    [Fact]
    public async Task A_secret_is_not_published_and_changes_nothing()
    {
        FakeJwksEndpoint endpoint = new(First);
        string before = await GetAsync(endpoint);

        Assert.Throws<ArgumentException>(() => endpoint.Publish(Second, Tokens.Pair(JwtAlgorithm.HS256)));
        Assert.Equal(before, await GetAsync(endpoint));
        Assert.Throws<ArgumentException>(() => new FakeJwksEndpoint(Tokens.Pair(JwtAlgorithm.HS256)));
    }

    [Fact]
    public async Task Rotation_changes_keys_and_ETag()
    {
        FakeJwksEndpoint endpoint = new(First);
        using HttpClient client = new(endpoint);
        using HttpResponseMessage before = await client.GetAsync(endpoint.JwksUri, TestContext.Current.CancellationToken);
        endpoint.Publish(Second);

        using HttpResponseMessage after = await client.GetAsync(endpoint.JwksUri, TestContext.Current.CancellationToken);
        endpoint.Publish();

        Assert.NotEqual(before.Headers.ETag, after.Headers.ETag);
        Assert.Equal("ES256-1", JwkSet.Parse(await after.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)).Keys.Single().KeyId);
        Assert.Equal("{\"keys\":[]}", await GetAsync(endpoint));
    }

    [Fact]
    public async Task The_ETag_of_the_current_keys_is_answered_by_304_without_a_body()
    {
        FakeJwksEndpoint endpoint = new(First) { MaxAge = TimeSpan.FromMinutes(5) };
        using HttpClient client = new(endpoint);
        using HttpResponseMessage first = await client.GetAsync(endpoint.JwksUri, TestContext.Current.CancellationToken);
        Assert.Null(endpoint.LastIfNoneMatch);

        client.DefaultRequestHeaders.IfNoneMatch.Add(first.Headers.ETag!);
        using HttpResponseMessage second = await client.GetAsync(endpoint.JwksUri, TestContext.Current.CancellationToken);
        endpoint.Publish(Second);
        using HttpResponseMessage third = await client.GetAsync(endpoint.JwksUri, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
        Assert.Empty(await second.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        Assert.Equal(first.Headers.ETag, second.Headers.ETag);
        Assert.Equal("max-age=300", second.Headers.CacheControl!.ToString());
        Assert.Equal(HttpStatusCode.OK, third.StatusCode);
        Assert.Equal(first.Headers.ETag!.ToString(), endpoint.LastIfNoneMatch);
    }

    [Fact]
    public async Task A_raw_answer_holds_until_keys_are_published()
    {
        FakeJwksEndpoint endpoint = new(First);
        using HttpClient client = new(endpoint);
        endpoint.Respond("<html>", HttpStatusCode.BadGateway, "text/html; charset=utf-8");

        using HttpResponseMessage raw = await client.GetAsync(endpoint.JwksUri, TestContext.Current.CancellationToken);
        endpoint.Publish(First);

        Assert.Equal(HttpStatusCode.BadGateway, raw.StatusCode);
        Assert.Equal("text/html; charset=utf-8", raw.Content.Headers.ContentType!.ToString());
        Assert.Equal("<html>", await raw.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Null(raw.Headers.ETag);
        Assert.Contains("RS256-1", await GetAsync(endpoint), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_function_decides_per_request_and_null_is_the_usual_answer()
    {
        FakeJwksEndpoint endpoint = new(First);
        using HttpClient client = new(endpoint);
        endpoint.Respond(request => request.RequestUri!.AbsolutePath == "/elsewhere" ? new HttpResponseMessage(HttpStatusCode.Found) : null);

        using HttpResponseMessage elsewhere = await client.GetAsync("https://issuer.example.com/elsewhere", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Found, elsewhere.StatusCode);
        Assert.Contains("RS256-1", await GetAsync(endpoint), StringComparison.Ordinal);
        endpoint.Respond(_ => throw new IOException("broken"));
        await Assert.ThrowsAsync<IOException>(() => GetAsync(endpoint));
        endpoint.Publish(First);
        Assert.Contains("RS256-1", await GetAsync(endpoint), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Failures_are_counted_down()
    {
        FakeJwksEndpoint endpoint = new(First);
        endpoint.Fail(2);

        HttpRequestException thrown = await Assert.ThrowsAsync<HttpRequestException>(() => GetAsync(endpoint));
        await Assert.ThrowsAsync<HttpRequestException>(() => GetAsync(endpoint));
        await GetAsync(endpoint);

        Assert.Equal(HttpRequestError.ConnectionError, thrown.HttpRequestError);
        Assert.Equal(3, endpoint.Requests);
    }

    [Fact]
    public async Task Failures_without_number_last_until_recovery_and_keys_may_rotate_meanwhile()
    {
        FakeJwksEndpoint endpoint = new(First);
        endpoint.Fail();
        await Assert.ThrowsAsync<HttpRequestException>(() => GetAsync(endpoint));
        endpoint.Publish(Second);
        await Assert.ThrowsAsync<HttpRequestException>(() => GetAsync(endpoint));

        endpoint.Recover();

        Assert.Contains("ES256-1", await GetAsync(endpoint), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_delay_runs_on_the_given_clock_and_the_answer_is_that_of_the_arrival()
    {
        ManualTime time = new(Tokens.Now);
        FakeJwksEndpoint endpoint = new(First) { TimeProvider = time, Delay = TimeSpan.FromHours(1) };

        Task<string> answer = GetAsync(endpoint);
        endpoint.Publish(Second);
        time.Advance(TimeSpan.FromHours(1) - TimeSpan.FromTicks(1));
        Assert.False(answer.IsCompleted);
        time.Advance(TimeSpan.FromTicks(1));

        Assert.Contains("RS256-1", await answer, StringComparison.Ordinal);
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(Tokens.Now), endpoint.LastRequestAt);
    }

    [Fact]
    public async Task A_hanging_request_ends_when_cancelled()
    {
        FakeJwksEndpoint endpoint = new(First);
        using HttpClient client = new(endpoint);
        using CancellationTokenSource source = new();
        endpoint.Hang();

        Task<string> answer = client.GetStringAsync(endpoint.JwksUri, source.Token);
        endpoint.Recover();
        await GetAsync(endpoint);
        Assert.False(answer.IsCompleted);
        await source.CancelAsync();

        await Assert.ThrowsAsync<TaskCanceledException>(() => answer);
    }

    [Theory]
    [InlineData("https://issuer.example.com", "/.well-known/openid-configuration", "/.well-known/oauth-authorization-server")]
    [InlineData("https://issuer.example.com/", "/.well-known/openid-configuration", "/.well-known/oauth-authorization-server")]
    [InlineData("https://issuer.example.com/a/b", "/a/b/.well-known/openid-configuration", "/.well-known/oauth-authorization-server/a/b")]
    public async Task Metadata_is_served_at_both_well_known_paths_and_counted_apart(string issuer, string openId, string oauth)
    {
        FakeJwksEndpoint endpoint = new(First) { Issuer = issuer };

        JsonNode metadata = JsonNode.Parse(await GetAsync(endpoint, openId))!;
        Assert.Equal(metadata.ToJsonString(), await GetAsync(endpoint, oauth));
        await GetAsync(endpoint, oauth);
        await GetAsync(endpoint);

        Assert.Equal(issuer, (string?)metadata["issuer"]);
        Assert.Equal(endpoint.JwksUri, (string?)metadata["jwks_uri"]);
        Assert.Equal(4, endpoint.Requests);
        Assert.Equal((1, 2, 1), (endpoint.RequestsTo(openId), endpoint.RequestsTo(oauth), endpoint.RequestsTo(endpoint.JwksUri)));
    }

    [Fact]
    public async Task Without_an_issuer_and_at_other_paths_nothing_is_found()
    {
        FakeJwksEndpoint endpoint = new(First);
        using HttpClient client = new(endpoint);
        string[] paths = ["/", "/.well-known/openid-configuration", "/.well-known/oauth-authorization-server", "/.well-known/JWKS.json"];

        Assert.All(
            await Task.WhenAll(paths.Select(path => client.GetAsync("https://issuer.example.com" + path, TestContext.Current.CancellationToken))),
            response => Assert.Equal(HttpStatusCode.NotFound, response.StatusCode));
        Assert.Equal(4, endpoint.Requests);
    }

    [Fact]
    public async Task Only_GET_is_answered()
    {
        FakeJwksEndpoint endpoint = new(First);
        using HttpClient client = new(endpoint);

        using HttpResponseMessage response = await client.PostAsync(endpoint.JwksUri, null, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
    }

    [Fact]
    public async Task Many_clients_see_whole_sets_while_keys_rotate()
    {
        FakeJwksEndpoint endpoint = new(First, Second);
        using CancellationTokenSource done = new();
        Task rotation = Task.Run(() =>
        {
            while (!done.IsCancellationRequested)
            {
                endpoint.Publish(Second, First);
                endpoint.Publish(First, Second);
            }
        }, TestContext.Current.CancellationToken);

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            for (int i = 0; i < 100; i++)
            {
                Assert.Equal(2, JwkSet.Parse(System.Text.Encoding.UTF8.GetBytes(await GetAsync(endpoint))).Keys.Count);
            }
        }, TestContext.Current.CancellationToken)));
        await done.CancelAsync();
        await rotation;

        Assert.Equal(400, endpoint.Requests);
    }

    [Theory]
    [InlineData("")]
    [InlineData("jwks.json")]
    public void A_URL_that_is_not_absolute_is_refused(string url)
    {
        Assert.Throws<UriFormatException>(() => new FakeJwksEndpoint { JwksUri = url });
        Assert.Throws<UriFormatException>(() => new FakeJwksEndpoint { Issuer = url });
    }

    private static async Task<string> GetAsync(FakeJwksEndpoint endpoint, string path = "/.well-known/jwks.json")
    {
        // Each with a client of its own: ending one does not end the endpoint.
        using HttpClient client = new(endpoint);
        return await client.GetStringAsync("https://any.example.com" + path, TestContext.Current.CancellationToken);
    }
}
