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

    public KeyLogTests()
    {
        _client = new HttpClient(_endpoint);
        _keys = new RemoteJwks(_endpoint.JwksUri, new() { Client = _client, TimeProvider = _time });
        KeyLog.Follow("Bearer", _keys, _log);
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
            Client = _client, TimeProvider = _time, Cooldown = TimeSpan.FromHours(15), CooldownWithoutKeys = TimeSpan.FromHours(15), MaxBackoff = TimeSpan.FromDays(20),
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
    public void Key_IDs_are_escaped_and_bounded_in_length_and_number()
    {
        Assert.Equal("\"a\\u000ab\\u0022\\u001b\"", LogText.Of(["a\nb\"\u001b"]));
        Assert.Equal($"\"{new string('x', 100)}\"", LogText.Of([new string('x', 100)]));
        Assert.Equal($"\"{new string('x', 100)}...\"", LogText.Of([new string('x', 101)]));
        Assert.True(LogText.Of([new string('\n', 5_000)]).Length <= 105);
        Assert.Equal("none", LogText.Of([]));
        Assert.Equal("one without a key ID", LogText.Of([null]));
        Assert.DoesNotContain("more", LogText.Of(Enumerable.Range(0, 20).Select(i => $"{i}")), StringComparison.Ordinal);
        Assert.EndsWith("\"19\" and 5 more", LogText.Of(Enumerable.Range(0, 25).Select(i => $"{i}")), StringComparison.Ordinal);
    }

    private async Task RefreshAsync() => await _keys.RefreshAsync(TestContext.Current.CancellationToken);
}
