using System.Net;
using System.Text.Json.Nodes;
using JwtCore.Tests.Scenarios;
using Microsoft.Extensions.Time.Testing;

namespace JwtCore.Tests.Jwks;

/// <summary>What an attempt tells of its requests.</summary>
public sealed class JwksRequestTests : IDisposable
{
    private const string Issuer = "https://issuer.example.com";

    private readonly FakeTimeProvider _time = new();
    private readonly Site _site = new();

    public void Dispose() => _site.Dispose();

    [Theory]
    [InlineData("max-age=3", null, 3, 60), InlineData("max-age=300", null, 300, 300), InlineData("max-age=86400", null, 86_400, 3_600)]
    [InlineData("max-age=300", "100", 200, 200), InlineData("no-store", null, 0, 60), InlineData(null, null, null, 600)]
    public async Task The_lifetime_stands_as_stated_and_as_taken(string? control, string? age, int? stated, int taken)
    {
        _site.Answer = _ =>
        {
            HttpResponseMessage response = Site.Text(Site.SetOf(World.First), "\"a\"");
            foreach ((string name, string? value) in ((string, string?)[])[("Cache-Control", control), ("Age", age)])
            {
                if (value is not null)
                {
                    response.Headers.TryAddWithoutValidation(name, value);
                }
            }

            response.Headers.TryAddWithoutValidation("Date", "Thu, 01 Jan 2026 00:00:00 GMT");
            return response;
        };
        using RemoteJwks keys = new(Issuer + "/keys?tenant=secret", Options());
        JwksRequest request = Assert.Single((await FetchAsync(keys)).Requests);
        Assert.Equal(Issuer + "/keys?tenant=*", request.Address);
        Assert.False(request.IsMetadata);
        Assert.Equal((RefreshOutcome.Updated, FetchCause.None, 200), (request.Outcome, request.Cause, request.Status));
        Assert.Equal(stated, request.StatedLifetime?.TotalSeconds);
        Assert.Equal(taken, request.TakenLifetime!.Value.TotalSeconds);
        Assert.Equal(((string?[])[control, age]).Where(value => value is not null), request.CacheHeaders.Select(header => header.Value));
        Assert.True(request.HasEntityTag);
        Assert.Equal(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), request.ServerTime);
        Assert.Equal(_time.GetUtcNow(), request.AnsweredAt);
        Assert.Equal("application/json", request.ContentType);
        Assert.Contains("answered 200", request.Explain(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failure_has_no_lifetime_that_was_taken()
    {
        _site.Answer = _ => new(HttpStatusCode.BadGateway) { Headers = { CacheControl = new() { MaxAge = TimeSpan.FromMinutes(5) } } };
        using RemoteJwks keys = new(Issuer + "/keys", Options());
        JwksRequest request = Assert.Single((await FetchAsync(keys)).Requests);
        Assert.Equal((TimeSpan.FromMinutes(5), null), (request.StatedLifetime, request.TakenLifetime));
    }

    [Fact]
    public async Task With_discovery_every_place_that_was_asked_stands_in_order()
    {
        _site.Answer = request => request.RequestUri!.AbsolutePath switch
        {
            "/.well-known/oauth-authorization-server" => Site.Text(new JsonObject { ["issuer"] = Issuer, ["jwks_uri"] = Issuer + "/keys" }.ToJsonString()),
            "/keys" => Site.Keys(World.First),
            _ => new(HttpStatusCode.NotFound),
        };
        using RemoteJwks keys = RemoteJwks.Discover(Issuer, Options());
        JwksAttempt attempt = await FetchAsync(keys);
        Assert.Equal(
            [
                (Issuer + "/.well-known/openid-configuration", true, RefreshOutcome.StatusRefused, 404),
                (Issuer + "/.well-known/oauth-authorization-server", true, RefreshOutcome.Updated, 200),
                (Issuer + "/keys", false, RefreshOutcome.Updated, 200),
            ],
            attempt.Requests.Select(request => (request.Address, request.IsMetadata, request.Outcome, request.Status!.Value)));
        Assert.Equal((Issuer, Issuer, Issuer + "/keys"), (attempt.Requests[1].FoundIssuer, attempt.Requests[1].ExpectedIssuer, attempt.Requests[1].KeysAddress));
        Assert.Equal(TimeSpan.FromHours(1), attempt.Requests[1].TakenLifetime);
        Assert.Null(attempt.Requests[2].ExpectedIssuer);
        Assert.Equal(FetchCause.None, attempt.Cause);

        // Known metadata is not asked for again.
        Assert.Equal(Issuer + "/keys", Assert.Single((await FetchAsync(keys)).Requests).Address);
    }

    [Fact]
    public async Task A_document_of_another_issuer_explains_more_than_a_place_without_one()
    {
        _site.Answer = request => request.RequestUri!.AbsolutePath == "/.well-known/oauth-authorization-server"
            ? Site.Text("""{"issuer":"https://other.example.com"}""")
            : new(HttpStatusCode.NotFound);
        using RemoteJwks keys = RemoteJwks.Discover(Issuer, Options());
        JwksAttempt attempt = await FetchAsync(keys);
        Assert.Equal((RefreshOutcome.MetadataIssuerMismatch, FetchCause.IssuerDiffers), (attempt.Outcome, attempt.Cause));
        Assert.Contains("\"https://other.example.com\"; expected \"https://issuer.example.com\"", attempt.Explain(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_handler_does_after_the_deadline_is_not_told()
    {
        TaskCompletionSource arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource release = new();
        _site.AnswerAsync = async (request, _) =>
        {
            arrived.TrySetResult();
            await release.Task;
            return Site.Text(new JsonObject { ["issuer"] = Issuer, ["jwks_uri"] = Issuer + "/keys" }.ToJsonString());
        };
        using RemoteJwks keys = RemoteJwks.Discover(Issuer, Options());
        Task<JwksAttempt> fetching = FetchAsync(keys);
        await arrived.Task;
        _time.Advance(TimeSpan.FromSeconds(10));
        JwksAttempt attempt = await fetching;
        release.SetResult();
        JwksRequest request = Assert.Single(attempt.Requests);
        Assert.Equal((RefreshOutcome.TimedOut, FetchCause.TimedOut, true), (request.Outcome, request.Cause, request.IsMetadata));
    }

    private RemoteJwksOptions Options() => new() { TimeProvider = _time, Client = _site.Client };

    private static Task<JwksAttempt> FetchAsync(RemoteJwks keys) => keys.RefreshAsync(TestContext.Current.CancellationToken);
}
