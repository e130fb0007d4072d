using System.Net;
using System.Text.Json.Nodes;
using JwtCore.Tests.Scenarios;
using Microsoft.Extensions.Time.Testing;

namespace JwtCore.Tests.Jwks;

/// <summary>Which entity tag is sent, and which place of the metadata is asked first, after one answer and the next.</summary>
public sealed class EntityTagTests : IDisposable
{
    private const string Issuer = "https://issuer.example.com";
    private const string OpenId = Issuer + "/.well-known/openid-configuration";
    private const string OAuth = Issuer + "/.well-known/oauth-authorization-server";
    private const string Keys = Issuer + "/keys";
    private const string Moved = "https://keys.example.com/keys";

    private readonly FakeTimeProvider _time = new();
    private readonly Site _site = new();
    private readonly Dictionary<string, Func<HttpResponseMessage>> _pages = [];
    private readonly RemoteJwksOptions _options;
    private int _seen;

    public EntityTagTests()
    {
        _site.Answer = request => _pages.TryGetValue(request.RequestUri!.AbsoluteUri, out Func<HttpResponseMessage>? page) ? page() : new(HttpStatusCode.NotFound);

        // The timer comes after an hour exactly, when the metadata is old.
        _options = new RemoteJwksOptions { TimeProvider = _time, Client = _site.Client, DefaultLifetime = TimeSpan.FromHours(1), Random = new FixedRandom(1) };
    }

    public void Dispose() => _site.Dispose();

    [Theory, InlineData(false), InlineData(true)]
    public async Task The_entity_tag_of_the_last_answer_is_sent_and_kept_by_an_answer_without_one(bool isNotModified)
    {
        string? tag = "\"one\"";
        bool isFirst = true;
        _pages[Keys] = () =>
        {
            HttpResponseMessage response = Site.Text(Site.SetOf(World.First), tag);
            response.StatusCode = isNotModified && !isFirst ? HttpStatusCode.NotModified : HttpStatusCode.OK;
            isFirst = false;
            return response;
        };
        using RemoteJwks source = new(Keys, _options);
        await RefreshAsync(source);
        tag = null;
        Assert.Equal(RefreshOutcome.Unchanged, await RefreshAsync(source));
        tag = "\"two\"";
        Assert.Equal(RefreshOutcome.Unchanged, await RefreshAsync(source));
        Assert.Equal(RefreshOutcome.Unchanged, await RefreshAsync(source));
        Assert.Equal([Keys, Keys + " \"one\"", Keys + " \"one\"", Keys + " \"two\""], NewRequests());
    }

    [Fact]
    public async Task An_entity_tag_does_not_follow_the_set_to_another_address()
    {
        _pages[OpenId] = () => Metadata(Keys);
        _pages[Keys] = () => Site.Text(Site.SetOf(World.First), "\"one\"");
        _pages[Moved] = () => Site.Text(Site.SetOf(World.First));
        using RemoteJwks source = RemoteJwks.Discover(Issuer, _options);
        await RefreshAsync(source);
        Assert.Equal([OpenId, Keys], NewRequests());

        _pages[OpenId] = () => Metadata(Moved);
        await PassAnHourAsync(source);
        Assert.Equal(RefreshOutcome.Unchanged, await RefreshAsync(source));
        Assert.Equal([OpenId, Moved, Moved], NewRequests());
    }

    [Fact]
    public async Task Metadata_that_was_read_anew_is_not_read_again_at_the_next_attempt()
    {
        _pages[OpenId] = () => Metadata(Keys);
        _pages[Keys] = () => Site.Keys(World.First);
        using RemoteJwks source = RemoteJwks.Discover(Issuer, _options);
        await RefreshAsync(source);
        await PassAnHourAsync(source);
        Assert.Equal([OpenId, Keys, OpenId, Keys], NewRequests());
        await RefreshAsync(source);
        Assert.Equal([Keys], NewRequests());
    }

    [Fact]
    public async Task Metadata_that_vanished_is_looked_for_where_it_was_and_then_at_the_other_places()
    {
        _pages[OAuth] = () => Metadata(Keys);
        _pages[Keys] = () => Site.Keys(World.First);
        using RemoteJwks source = RemoteJwks.Discover(Issuer, _options);
        await RefreshAsync(source);
        Assert.Equal([OpenId, OAuth, Keys], NewRequests());

        _pages.Remove(OAuth);
        await PassAnHourAsync(source);
        Assert.Equal([OAuth, OpenId], NewRequests());

        _pages[OpenId] = () => Metadata(Keys);
        Assert.Equal(RefreshOutcome.Unchanged, await RefreshAsync(source));
        Assert.Equal([OAuth, OpenId, Keys], NewRequests());
    }

    private static HttpResponseMessage Metadata(string keys) => Site.Text(new JsonObject { ["issuer"] = Issuer, ["jwks_uri"] = keys }.ToJsonString());

    private static async Task<RefreshOutcome> RefreshAsync(RemoteJwks source) => (await source.RefreshAsync(TestContext.Current.CancellationToken)).Outcome;

    private async Task PassAnHourAsync(RemoteJwks source)
    {
        _time.Advance(TimeSpan.FromHours(1));
        await source.Idle;
    }

    private string[] NewRequests()
    {
        string[] requests = _site.Requests[_seen..];
        _seen += requests.Length;
        return requests;
    }
}
