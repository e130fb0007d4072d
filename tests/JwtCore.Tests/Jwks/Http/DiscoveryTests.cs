using System.Net;
using System.Text.Json.Nodes;
using JwtCore.Tests.Scenarios;
using Microsoft.Extensions.Time.Testing;

namespace JwtCore.Tests.Jwks;

public sealed class DiscoveryTests : IDisposable
{
    private const string Issuer = "https://issuer.example.com";
    private const string OpenId = Issuer + "/.well-known/openid-configuration";
    private const string OAuth = Issuer + "/.well-known/oauth-authorization-server";
    private const string Keys = Issuer + "/keys";

    private readonly FakeTimeProvider _time = new();
    private readonly Site _site = new();
    private readonly Dictionary<string, Func<HttpResponseMessage>> _pages = [];
    private readonly List<RemoteJwks> _sources = [];
    private int _seen;

    public DiscoveryTests()
    {
        _site.Answer = request => _pages.TryGetValue(request.RequestUri!.AbsoluteUri, out Func<HttpResponseMessage>? page) ? page() : new(HttpStatusCode.NotFound);
        _pages[Keys] = () => Site.Keys(World.First);
    }

    public void Dispose()
    {
        _sources.ForEach(source => source.Dispose());
        _site.Dispose();
    }

    [Theory]
    [InlineData("https://a.example", "https://a.example/.well-known/openid-configuration", "https://a.example/.well-known/oauth-authorization-server")]
    [InlineData("https://a.example/", "https://a.example/.well-known/openid-configuration", "https://a.example/.well-known/oauth-authorization-server")]
    [InlineData("https://a.example:8443", "https://a.example:8443/.well-known/openid-configuration", "https://a.example:8443/.well-known/oauth-authorization-server")]
    [InlineData("https://a.example/t/1", "https://a.example/t/1/.well-known/openid-configuration", "https://a.example/.well-known/oauth-authorization-server/t/1", "https://a.example/.well-known/openid-configuration/t/1")]
    [InlineData("https://a.example:1/t/", "https://a.example:1/t/.well-known/openid-configuration", "https://a.example:1/.well-known/oauth-authorization-server/t", "https://a.example:1/.well-known/openid-configuration/t")]
    public async Task The_metadata_is_looked_for_at_its_places_in_order(string issuer, params string[] places)
    {
        RemoteJwks lost = Discover(issuer);
        Assert.Equal(RefreshOutcome.StatusRefused, await RefreshAsync(lost));
        Assert.Equal(places, NewRequests());
        lost.Dispose();

        // At the last place it is found too, and there first from then on.
        _pages[places[^1]] = () => Metadata(issuer);
        RemoteJwks source = Discover(issuer);
        Assert.Equal(RefreshOutcome.Updated, await RefreshAsync(source));
        Assert.Equal([.. places, Keys], NewRequests());

        // The timer may begin a refresh of its own; both go the same way.
        _time.Advance(TimeSpan.FromHours(1));
        await RefreshAsync(source);
        Assert.Equal([places[^1], Keys], NewRequests().Distinct());
    }

    [Theory]
    [InlineData("https://issuer.example.com", "https://issuer.example.com/")]
    [InlineData("https://issuer.example.com/", "https://issuer.example.com")]
    [InlineData("https://issuer.example.com", "https://ISSUER.example.com")]
    [InlineData("https://issuer.example.com", "https://issuer.example.com:443")]
    [InlineData("https://issuer.example.com", "http://issuer.example.com")]
    [InlineData("https://issuer.example.com", "")]
    public async Task Metadata_of_another_issuer_is_refused_even_if_a_slash_is_all(string issuer, string stated)
    {
        _pages[OpenId] = () => Metadata(stated);
        Assert.Equal(RefreshOutcome.MetadataIssuerMismatch, await RefreshAsync(Discover(issuer)));
        Assert.DoesNotContain(Keys, NewRequests());
    }

    [Fact]
    public async Task A_template_needs_the_address_of_its_metadata_and_equals_its_text()
    {
        const string template = "https://login.example.com/{tenantid}/v2.0";
        Assert.Throws<RefusedArgumentException>("issuer", () => RemoteJwks.Discover(template));

        _pages["https://login.example.com/common"] = () => Metadata(template);
        RemoteJwksOptions options = new() { TimeProvider = _time, Client = _site.Client, MetadataUri = "https://login.example.com/common" };
        using RemoteJwks source = RemoteJwks.Discover(template, options);
        Assert.Equal(RefreshOutcome.Updated, await RefreshAsync(source));
        using RemoteJwks other = RemoteJwks.Discover("https://login.example.com/{tenant}/v2.0", options);
        Assert.Equal(RefreshOutcome.MetadataIssuerMismatch, await RefreshAsync(other));
    }

    [Fact]
    public void An_issuer_that_cannot_be_asked_throws()
    {
        Assert.Throws<ArgumentNullException>("issuer", () => RemoteJwks.Discover(null!));
        Assert.Throws<ArgumentException>("issuer", () => RemoteJwks.Discover(""));
        Assert.Throws<RefusedArgumentException>("issuer", () => RemoteJwks.Discover("https://issuer.example.com?tenant=1"));
        Assert.Throws<RefusedArgumentException>("issuer", () => RemoteJwks.Discover("https://issuer.example.com#a"));
        Assert.Throws<RefusedArgumentException>("MetadataUri", () => RemoteJwks.Discover(Issuer, new RemoteJwksOptions { MetadataUri = "http://issuer.example.com" }));
    }

    [Theory]
    [InlineData("""{"issuer":"https://issuer.example.com"}""")]
    [InlineData("""{"issuer":"https://issuer.example.com","jwks_uri":null}""")]
    [InlineData("""{"issuer":"https://issuer.example.com","jwks_uri":["https://issuer.example.com/keys"]}""")]
    [InlineData("""{"issuer":"https://issuer.example.com","jwks_uri":""}""")]
    [InlineData("""{"issuer":"https://issuer.example.com","jwks_uri":"/keys"}""")]
    [InlineData("""{"issuer":"https://issuer.example.com","jwks_uri":"http://issuer.example.com/keys"}""")]
    [InlineData("""{"issuer":"https://issuer.example.com","jwks_uri":"http://127.0.0.1/keys"}""")]
    [InlineData("""{"issuer":"https://issuer.example.com","jwks_uri":"file:///keys"}""")]
    [InlineData("""{"issuer":"https://issuer.example.com","jwks_uri":"https://a@issuer.example.com/keys"}""")]
    [InlineData("""{"issuer":"https://issuer.example.com","jwks_uri":"https://xn--\u00e9/keys"}""")]
    [InlineData("""{"issuer":"https://issuer.example.com","JWKS_URI":"https://issuer.example.com/keys"}""")]
    [InlineData("""{"issuer":"https://issuer.example.com","jwks_uri":"https://issuer.example.com/keys","jwks_uri":"https://issuer.example.com/keys"}""")]
    [InlineData("""{"issuer":"https://issuer.example.com","\u0069ssuer":"https://issuer.example.com","jwks_uri":"https://issuer.example.com/keys"}""")]
    [InlineData("""{"issuer":7,"jwks_uri":"https://issuer.example.com/keys"}""")]
    [InlineData("""{"jwks_uri":"https://issuer.example.com/keys"}""")]
    [InlineData("""[{"issuer":"https://issuer.example.com","jwks_uri":"https://issuer.example.com/keys"}]""")]
    [InlineData("""{"issuer":"https://issuer.example.com","jwks_uri":"https://issuer.example.com/keys"} x""")]
    [InlineData("""{"issuer":"https://issuer.example.com","jwks_uri":"\ud800"}""")]
    [InlineData("")]
    [InlineData("<!doctype html>")]
    public async Task Metadata_that_does_not_lead_to_an_address_is_malformed(string body)
    {
        _pages[OpenId] = () => Site.Text(body);
        Assert.Equal(RefreshOutcome.MetadataMalformed, await RefreshAsync(Discover()));
        Assert.Equal([OpenId, OAuth], NewRequests());
    }

    [Fact]
    public async Task A_byte_order_mark_before_metadata_is_skipped_once()
    {
        string body = new JsonObject { ["issuer"] = Issuer, ["jwks_uri"] = Issuer + "/keys" }.ToJsonString();
        _pages[OpenId] = () => Site.Text("\ufeff\ufeff" + body);
        Assert.Equal(RefreshOutcome.MetadataMalformed, await RefreshAsync(Discover()));
        _pages[OpenId] = () => Site.Text("\ufeff" + body);
        Assert.Equal(Issuer + "/keys", (await Discover().RefreshAsync(TestContext.Current.CancellationToken)).Requests[0].KeysAddress);
    }

    [Theory, InlineData("http://xn--\u00e9/keys"), InlineData("http://localhost.example.com/")]
    public async Task An_impossible_address_in_the_metadata_does_not_hold_up_the_next_attempt(string uri)
    {
        _pages[OpenId] = () => Site.Text(new JsonObject { ["issuer"] = Issuer, ["jwks_uri"] = uri }.ToJsonString());
        RemoteJwks source = Add(RemoteJwks.Discover(Issuer, new RemoteJwksOptions { TimeProvider = _time, Client = _site.Client, AllowHttpOnLoopback = true }));
        Assert.Equal(RefreshOutcome.MetadataMalformed, await RefreshAsync(source));
        _pages[OpenId] = () => Metadata(Issuer);
        Assert.Equal(RefreshOutcome.Updated, await RefreshAsync(source));
    }

    [Fact]
    public async Task A_page_for_people_at_the_first_place_does_not_hide_the_document_at_the_second()
    {
        _pages[OpenId] = () => Site.Text("<!doctype html>");
        _pages[OAuth] = () => Metadata(Issuer);
        Assert.Equal(RefreshOutcome.Updated, await RefreshAsync(Discover()));
        Assert.Equal([OpenId, OAuth, Keys], NewRequests());
    }

    [Fact]
    public async Task Without_a_connection_the_other_places_are_not_tried()
    {
        _pages[OpenId] = () => throw new HttpRequestException("down");
        Assert.Equal(RefreshOutcome.Unreachable, await RefreshAsync(Discover()));
        Assert.Equal([OpenId], NewRequests());
    }

    [Fact]
    public async Task Metadata_above_the_limit_is_refused()
    {
        _pages[OpenId] = () => Site.Text(new JsonObject { ["issuer"] = Issuer, ["jwks_uri"] = Keys, ["x"] = new string('x', 262_144) }.ToJsonString());
        Assert.Equal(RefreshOutcome.BodyTooLarge, await RefreshAsync(Discover()));
    }

    [Fact]
    public async Task The_metadata_is_read_anew_when_it_is_as_old_as_the_longest_lifetime_and_not_before()
    {
        _pages[OpenId] = () => Metadata(Issuer);
        RemoteJwks source = Discover();
        await RefreshAsync(source);
        _time.Advance(TimeSpan.FromMinutes(5));
        await RefreshAsync(source);
        Assert.Equal([OpenId, Keys, Keys], NewRequests());

        _time.Advance(TimeSpan.FromMinutes(55) - TimeSpan.FromTicks(1));
        await source.Idle;
        NewRequests();
        await RefreshAsync(source);
        Assert.Equal([Keys], NewRequests());
        _time.Advance(TimeSpan.FromTicks(1));
        await RefreshAsync(source);
        Assert.Equal([OpenId, Keys], NewRequests());
    }

    [Theory, InlineData("status"), InlineData("empty"), InlineData("hangs")]
    public async Task After_an_attempt_without_keys_the_metadata_is_read_anew_and_the_set_may_have_moved(string failure)
    {
        _pages[OpenId] = () => Metadata(Issuer);
        RemoteJwks source = Discover();
        await RefreshAsync(source);
        Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> usual = _site.AnswerAsync;
        TaskCompletionSource arrived = new();
        _pages[Keys] = () => failure == "status" ? new(HttpStatusCode.Gone) : Site.Keys();
        _site.AnswerAsync = failure != "hangs" ? usual : async (_, token) =>
        {
            arrived.SetResult();
            await Task.Delay(Timeout.Infinite, token);
            return new();
        };
        Task<RefreshOutcome> failed = RefreshAsync(source);
        if (failure == "hangs")
        {
            await arrived.Task;
            _time.Advance(TimeSpan.FromSeconds(10));
        }

        Assert.False(await failed == RefreshOutcome.Updated);
        NewRequests();
        const string moved = "https://keys.example.com/keys";
        _site.AnswerAsync = usual;
        _pages[OpenId] = () => Site.Text(new JsonObject { ["issuer"] = Issuer, ["jwks_uri"] = moved }.ToJsonString());
        _pages[moved] = () => Site.Keys(World.Second);
        Assert.Equal(RefreshOutcome.Updated, await RefreshAsync(source));
        Assert.Equal([OpenId, moved], NewRequests());
        Assert.Equal(["second"], source.Status.Keys.Select(key => key.KeyId));
    }

    [Fact]
    public async Task An_entity_tag_is_sent_to_its_own_address_alone()
    {
        const string moved = "https://keys.example.com/keys";
        string address = Keys;
        _pages[OpenId] = () => Site.Text(new JsonObject { ["issuer"] = Issuer, ["jwks_uri"] = address }.ToJsonString(), "\"metadata\"");
        _pages[Keys] = () => Site.Text(Site.SetOf(World.First), "\"one\"");
        _pages[moved] = () => Site.Text(Site.SetOf(World.First));
        RemoteJwks source = Discover();
        await RefreshAsync(source);
        await RefreshAsync(source);
        Assert.Equal([OpenId, Keys, Keys + " \"one\""], NewRequests());

        address = moved;
        source.Flush();
        await RefreshAsync(source);
        address = Keys;
        _time.Advance(TimeSpan.FromHours(1));
        await source.Idle;
        await RefreshAsync(source);
        Assert.All(NewRequests(), request => Assert.DoesNotContain(' ', request[..^6]));
        Assert.DoesNotContain(moved + " \"one\"", _site.Requests);
    }

    // An attempt that was given up may go on; what it read must not lead the next one astray.
    [Fact]
    public async Task Metadata_that_arrives_after_a_flush_is_forgotten()
    {
        const string old = "https://old.example.com/keys";
        _pages[old] = () => Site.Keys(World.Second);
        Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> usual = _site.AnswerAsync;
        TaskCompletionSource arrived = new();
        TaskCompletionSource release = new();
        TaskCompletionSource followed = new();
        _site.AnswerAsync = async (request, _) =>
        {
            if (request.RequestUri!.AbsoluteUri == OpenId)
            {
                arrived.TrySetResult();
                await release.Task;
                return Site.Text(new JsonObject { ["issuer"] = Issuer, ["jwks_uri"] = old }.ToJsonString());
            }

            followed.TrySetResult();
            return Site.Keys(World.Second);
        };
        RemoteJwks source = Discover();
        Task<RefreshOutcome> late = RefreshAsync(source);
        await arrived.Task;
        source.Flush();
        Assert.Equal(RefreshOutcome.Discarded, await late);
        release.SetResult();
        _site.AnswerAsync = usual;
        _pages[OpenId] = () => Metadata(Issuer);

        Assert.Equal(RefreshOutcome.Updated, await RefreshAsync(source));
        Assert.Equal(["first"], source.Status.Keys.Select(key => key.KeyId));
        Assert.Equal(RefreshOutcome.Unchanged, await RefreshAsync(source));
        Assert.Equal(Keys, _site.Requests[^1]);
    }

    [Fact]
    public async Task A_flush_forgets_where_the_set_was()
    {
        _pages[OpenId] = () => Metadata(Issuer);
        RemoteJwks source = Discover();
        await RefreshAsync(source);
        source.Flush();
        await RefreshAsync(source);
        Assert.Equal([OpenId, Keys, OpenId, Keys], NewRequests());
    }

    private static HttpResponseMessage Metadata(string issuer) => Site.Text(new JsonObject { ["issuer"] = issuer, ["jwks_uri"] = Keys, ["other"] = 1 }.ToJsonString());

    private RemoteJwks Discover(string issuer = Issuer) => Add(RemoteJwks.Discover(issuer, new RemoteJwksOptions { TimeProvider = _time, Client = _site.Client }));

    private RemoteJwks Add(RemoteJwks source)
    {
        _sources.Add(source);
        return source;
    }

    private static async Task<RefreshOutcome> RefreshAsync(RemoteJwks source) => (await source.RefreshAsync(TestContext.Current.CancellationToken)).Outcome;

    private string[] NewRequests()
    {
        string[] requests = _site.Requests[_seen..];
        _seen += requests.Length;
        return requests;
    }
}
