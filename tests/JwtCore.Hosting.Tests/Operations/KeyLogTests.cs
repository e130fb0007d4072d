using System.Collections.Concurrent;
using System.Net;
using JwtCore.Hosting.Tests.Support;
using JwtCore.Testing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace JwtCore.Hosting.Tests;

/// <summary>What the log says of keys, in simulated time.</summary>
public sealed class KeyLogTests : IDisposable
{
    private static readonly TestKeyPair Other = TestKeyPair.Create(JwtAlgorithm.ES256, "key-2");

    private readonly FakeTimeProvider _time = new(DateTimeOffset.UtcNow);
    private readonly FakeJwksEndpoint _endpoint = new(TestKeyPair.Create(JwtAlgorithm.ES256, "key-1"));
    private readonly HttpClient _client;
    private readonly RemoteJwks _keys;
    private readonly CapturedLog _log = new();
    private readonly ConcurrentQueue<JwksAttempt> _told = new();

    public KeyLogTests()
    {
        _client = new HttpClient(_endpoint);
        _keys = new RemoteJwks(_endpoint.JwksUri, new() { Client = _client, TimeProvider = _time });
        KeyLog.Follow("Bearer", _keys, _log);
        _keys.AttemptEnded += (_, attempt) => _told.Enqueue(attempt);
    }

    public void Dispose()
    {
        _keys.Dispose();
        _client.Dispose();
        _endpoint.Dispose();
    }

    [Fact]
    public async Task Keys_that_came_and_went_are_named_and_an_unchanged_set_is_not()
    {
        await RefreshAsync();
        await RefreshAsync();
        _endpoint.Publish(Other);
        await RefreshAsync();

        Assert.Equal(
            [
                (LogLevel.Information, "KeysChanged", "The keys of Bearer changed; there are 1 now. Came: \"key-1\". Went: none."),
                (LogLevel.Information, "KeysChanged", "The keys of Bearer changed; there are 1 now. Came: \"key-2\". Went: \"key-1\"."),
            ],
            _log.Entries.Where(entry => entry.Event == "KeysChanged" && !entry.Text.Contains("there are 2", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Each_failure_is_a_warning_with_address_and_cause()
    {
        _endpoint.Respond("", HttpStatusCode.ServiceUnavailable);
        await RefreshAsync();
        _endpoint.Respond("<html>", HttpStatusCode.OK, "text/html");
        await RefreshAsync();

        (LogLevel Level, string? Event, string Text)[] lines = [.. _log.Entries];
        Assert.All(lines, line => Assert.Equal((LogLevel.Warning, "KeyRefreshFailed"), (line.Level, line.Event)));
        Assert.Equal(2, lines.Length);
        Assert.StartsWith($"The keys of Bearer could not be refreshed (StatusRefused). {_endpoint.JwksUri}: answered 503", lines[0].Text, StringComparison.Ordinal);
        Assert.StartsWith($"The keys of Bearer could not be refreshed (NotAKeySet). {_endpoint.JwksUri}: the response is not a JWK Set", lines[1].Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(17, 0)]
    [InlineData(18, 1)]
    public async Task Three_quarters_of_the_trust_without_a_success_are_an_error_once(int hours, int errors)
    {
        await RefreshAsync();
        _endpoint.Fail();
        _time.Advance(TimeSpan.FromHours(hours));
        await RefreshAsync();
        await RefreshAsync();

        Assert.Equal(errors, _log.Entries.Count(entry => entry is { Level: LogLevel.Error, Event: "KeysEndSoon" }));
        Assert.DoesNotContain(_log.Entries, entry => entry.Event == "KeysEnded");
    }

    // After the failure at 15 h the next attempt comes at 30 h or later.
    [Theory]
    [InlineData(18 * 3600, 1, 0)]
    [InlineData(18 * 3600 - 1, 0, 0)]
    [InlineData(24 * 3600, 1, 1)]
    [InlineData(24 * 3600 - 1, 1, 0)]
    public async Task The_end_of_trust_is_told_in_time_whenever_the_next_attempt_comes(int seconds, int soon, int ended)
    {
        using RemoteJwks keys = new(_endpoint.JwksUri, new()
        {
            Client = _client,
            TimeProvider = _time,
            Cooldown = TimeSpan.FromHours(15),
            CooldownWithoutKeys = TimeSpan.FromHours(15),
            MaxBackoff = TimeSpan.FromDays(20),
        });
        KeyLog.Follow("Bearer", keys, _log);
        await keys.RefreshAsync(TestContext.Current.CancellationToken);
        _endpoint.Fail();
        TaskCompletionSource failed = new();
        keys.AttemptEnded += (_, _) => failed.TrySetResult();
        _time.Advance(TimeSpan.FromHours(15));
        await failed.Task;
        foreach (int step in (int[])[Math.Min(seconds, 18 * 3600) - (15 * 3600), Math.Max(seconds - (18 * 3600), 0)])
        {
            _time.Advance(TimeSpan.FromSeconds(step));
        }

        Assert.Equal(soon, _log.Entries.Count(entry => entry is { Level: LogLevel.Error, Event: "KeysEndSoon" }));
        Assert.Equal(ended, _log.Entries.Count(entry => entry is { Level: LogLevel.Error, Event: "KeysEnded" }));
        Assert.Equal(2, keys.Status.LastAttempts.Count);
    }

    [Theory]
    [InlineData("KeysEndSoon")]
    [InlineData("KeyRefreshFailed")]
    public async Task A_logger_that_throws_at_one_line_loses_no_other(string line)
    {
        using RemoteJwks keys = new(_endpoint.JwksUri, new()
        {
            Client = _client,
            TimeProvider = _time,
            Cooldown = TimeSpan.FromHours(15),
            CooldownWithoutKeys = TimeSpan.FromHours(15),
            MaxBackoff = TimeSpan.FromDays(20),
        });
        CapturedLog log = new() { ThrowsAt = line };
        KeyLog.Follow("Bearer", keys, log);
        await keys.RefreshAsync(TestContext.Current.CancellationToken);
        _endpoint.Fail();
        await AttemptAsync(keys, TimeSpan.FromHours(15));
        _time.Advance(TimeSpan.FromHours(3));
        _time.Advance(TimeSpan.FromHours(6));

        Assert.Equal(line == "KeysEndSoon" ? 0 : 1, log.Entries.Count(entry => entry.Event == "KeysEndSoon"));
        Assert.Single(log.Entries, entry => entry.Event == "KeysEnded");
    }

    [Fact]
    public async Task A_new_key_that_an_answer_lacks_is_told_when_it_goes_and_not_before()
    {
        using FakeJwksEndpoint endpoint = new(TestKeyPair.Create(JwtAlgorithm.ES256, "old"), Other);
        using HttpClient client = new(endpoint);
        using RemoteJwks keys = new(endpoint.JwksUri, new() { Client = client, TimeProvider = _time, SettlingTime = TimeSpan.FromMinutes(20) });
        KeyLog.Follow("Bearer", keys, _log);
        await keys.RefreshAsync(TestContext.Current.CancellationToken);
        endpoint.Publish(Other);
        await AttemptAsync(keys, TimeSpan.FromMinutes(10));
        Assert.Single(_log.Entries, entry => entry.Event == "KeysChanged");
        endpoint.Fail();
        await AttemptAsync(keys, TimeSpan.FromSeconds(30));
        Assert.Contains("Went: \"old\".", _log.Entries.Last(entry => entry.Event == "KeysChanged").Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_end_of_the_keys_is_an_error_once_and_their_return_is_told()
    {
        await RefreshAsync();
        _endpoint.Fail();
        _time.Advance(TimeSpan.FromHours(24));
        await RefreshAsync();
        await RefreshAsync();
        _endpoint.Recover();
        await RefreshAsync();

        Assert.Equal(
            "The keys of Bearer are no longer trusted: they have not been confirmed for 1.00:00:00. All tokens are refused until a refresh succeeds.",
            Assert.Single(_log.Entries, entry => entry.Event == "KeysEnded").Text);
        Assert.Equal(2, _log.Entries.Count(entry => entry is { Event: "KeysChanged" } && entry.Text.Contains("Came: \"key-1\"", StringComparison.Ordinal)));
    }

    [Fact]
    public void Key_IDs_are_escaped_and_bounded_in_length()
    {
        Assert.Equal("\"a\\u000ab\\u0022\\u001b\"", One("a\nb\"\u001b"));
        Assert.Equal($"\"{new string('x', 100)}\"", One(new string('x', 100)));
        Assert.Equal($"\"{new string('x', 100)}...\"", One(new string('x', 101)));
        Assert.Equal($"\"{string.Concat(Enumerable.Repeat("\\u000a", 16))}...\"", One(new string('\n', 17)));
        Assert.Equal($"\"{string.Concat(Enumerable.Repeat("\\u000a", 16))}\"", One(new string('\n', 16)));
        Assert.Equal("one without a key ID", One(null));

        static string One(string? keyId) => LogText.Of([keyId], []).Came;
    }

    [Theory]
    [InlineData(20, 0, 20, 0), InlineData(21, 0, 20, 0), InlineData(0, 20, 0, 20), InlineData(0, 21, 0, 20)]
    [InlineData(10, 10, 10, 10), InlineData(11, 11, 10, 10), InlineData(15, 4, 15, 4), InlineData(30, 4, 16, 4), InlineData(4, 30, 4, 16)]
    public void One_line_has_at_most_20_key_IDs_and_counts_the_rest(int came, int went, int shownCame, int shownWent)
    {
        (string Came, string Went) line = LogText.Of(KeyIds(came), KeyIds(went));

        Assert.Equal(Expected(came, shownCame), line.Came);
        Assert.Equal(Expected(went, shownWent), line.Went);

        static string[] KeyIds(int count) => [.. Enumerable.Range(0, count).Select(i => $"{i}")];
        static string Expected(int count, int shown) => count == 0 ? "none" : string.Join(", ", Enumerable.Range(0, shown).Select(i => $"\"{i}\"")) + (count > shown ? $" and {count - shown} more" : "");
    }

    [Fact]
    public async Task A_secret_in_the_key_set_is_called_a_secret_that_everybody_has_once()
    {
        string oct = """{"kty":"oct","k":"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8","kid":"s"}""";
        _endpoint.Respond($$"""{"keys":[{{oct}},{{Other.ToJwk()}},{"kty":"RSA","use":"enc"},{{oct}}]}""");
        await RefreshAsync();
        await RefreshAsync();

        Assert.Equal(
            (LogLevel.Warning, "SecretsPublished", "The key set of Bearer publishes shared secrets (oct), 2 of them. These secrets are public. Any service that accepts tokens signed with them accepts forged tokens. Here they verify nothing. The issuer must remove and replace them. Entries: keys[0], keys[3]."),
            Assert.Single(_log.Entries, entry => entry.Event == "SecretsPublished"));
        Assert.Equal(
            (LogLevel.Information, "KeysSkipped", "The key set of Bearer has entries that verify nothing, 1 of them. keys[2]: use is not sig."),
            Assert.Single(_log.Entries, entry => entry.Event == "KeysSkipped"));

        // Gone, and back.
        _endpoint.Publish(Other);
        await RefreshAsync();
        _endpoint.Respond($$"""{"keys":[{{oct}},{{Other.ToJwk()}}]}""");
        await RefreshAsync();
        Assert.Equal(2, _log.Entries.Count(entry => entry.Event == "SecretsPublished"));
    }

    [Fact]
    public async Task A_set_of_secrets_alone_is_a_failure_and_called_what_it_is_while_public_keys_alone_are_not()
    {
        await RefreshAsync();
        Assert.DoesNotContain(_log.Entries, entry => entry.Event is "SecretsPublished" or "KeysSkipped");
        _keys.Flush();
        _endpoint.Respond("""{"keys":[{"kty":"oct","k":"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"}]}""");
        await RefreshAsync();

        Assert.Contains(_log.Entries, entry => entry.Event == "KeyRefreshFailed" && entry.Text.Contains("NoUsableKey", StringComparison.Ordinal));
        Assert.Contains(_log.Entries, entry => entry.Event == "SecretsPublished" && entry.Text.EndsWith("Entries: keys[0].", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_issuer_of_the_far_side_is_escaped_and_cut_at_100_characters()
    {
        _endpoint.Respond(_ => new HttpResponseMessage(HttpStatusCode.OK)
        {
            Content = new StringContent($$"""{"issuer":"\u001b[31m\n{{new string('x', 300)}}","jwks_uri":"https://issuer.example.com/keys"}""", null, "application/json"),
        });
        using RemoteJwks discovered = RemoteJwks.Discover("https://issuer.example.com", new() { Client = _client, TimeProvider = _time });
        KeyLog.Follow("Other", discovered, _log);
        await discovered.RefreshAsync(TestContext.Current.CancellationToken);

        string line = Assert.Single(_log.Entries).Text;
        Assert.Contains($"names the issuer \"\\u001b[31m\\u000a{new string('x', 84)}...\"; expected \"https://issuer.example.com\".", line, StringComparison.Ordinal);
        Assert.All(line, c => Assert.InRange(c, ' ', '~'));
    }

    [Theory]
    [InlineData("https://login.example.com/sign-in?state=secret#top", "a redirect to https://login.example.com/sign-in. ")]
    [InlineData("/short", "/short. ")]
    public async Task A_redirect_target_is_without_query_and_fragment(string location, string expected)
    {
        Redirect(location);
        await RefreshAsync();

        string line = Assert.Single(_log.Entries).Text;
        Assert.Contains(expected, line, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_long_redirect_target_is_cut_at_100_characters()
    {
        string origin = "https://login.example.com/";
        Redirect(origin + new string('p', 100 - origin.Length));
        await RefreshAsync();
        Redirect(origin + new string('p', 101 - origin.Length));
        await RefreshAsync();

        string[] lines = [.. _log.Entries.Select(entry => entry.Text)];
        Assert.Contains($"{new string('p', 100 - origin.Length)}. Redirects", lines[0], StringComparison.Ordinal);
        Assert.Contains($"{new string('p', 100 - origin.Length)}.... Redirects", lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_is_without_the_values_of_its_query()
    {
        using RemoteJwks keys = new("https://user-facing.example.com/keys?p=policy&api_key=secret", new() { Client = _client, TimeProvider = _time });
        KeyLog.Follow("Other", keys, _log);
        _endpoint.Fail();
        await keys.RefreshAsync(TestContext.Current.CancellationToken);

        Assert.Contains("https://user-facing.example.com/keys?p=*&api_key=*: ", Assert.Single(_log.Entries).Text, StringComparison.Ordinal);
    }

    private void Redirect(string location) => _endpoint.Respond(_ =>
    {
        HttpResponseMessage redirect = new(HttpStatusCode.Found);
        redirect.Headers.TryAddWithoutValidation("Location", location);
        return redirect;
    });

    private async Task AttemptAsync(RemoteJwks keys, TimeSpan after)
    {
        TaskCompletionSource ended = new();
        keys.AttemptEnded += (_, _) => ended.TrySetResult();
        _time.Advance(after);
        await ended.Task;
    }

    // The thread that tells of an earlier attempt may tell of this one too, a moment later.
    private async Task RefreshAsync()
    {
        JwksAttempt attempt = await _keys.RefreshAsync(TestContext.Current.CancellationToken);
        while (!_told.Any(told => ReferenceEquals(told, attempt)))
        {
            await Task.Delay(1, TestContext.Current.CancellationToken);
        }
    }
}
