using System.Diagnostics;
using System.Diagnostics.Metrics;
using JwtCore.Tests.Jwks;
using JwtCore.Tests.Scenarios;
using JwtCore.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace JwtCore.Tests.Diagnostics;

public sealed class TelemetryTests : IDisposable
{
    private const string Host = "telemetry.example.com";

    private readonly FakeTimeProvider _time = new(DateTimeOffset.FromUnixTimeSeconds(Tokens.Now));
    private readonly Site _site = new() { Answer = _ => Site.Keys(World.First) };
    private readonly RemoteJwks _keys;

    public TelemetryTests() => _keys = new RemoteJwks($"https://{Host}/keys", new RemoteJwksOptions { TimeProvider = _time, Client = _site.Client });

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _keys.Dispose();
        _site.Dispose();
    }

    [Fact]
    public async Task An_attempt_is_counted_with_host_reason_and_outcome_and_nothing_of_a_token()
    {
        List<string> measured = [];
        List<Activity> activities = [];
        using MeterListener meter = Listen((name, value, tags) =>
        {
            lock (measured)
            {
                measured.Add($"{name} {value} {tags}");
            }
        });
        using ActivityListener listener = Listen(activity =>
        {
            if (Equals(activity.GetTagItem("server.address"), Host))
            {
                lock (activities)
                {
                    activities.Add(activity);
                }
            }
        });
        JwtVerifier verifier = new(World.Policy(_keys), new JwtVerifierOptions { TimeProvider = _time });
        string token = World.Token(World.Second, _time);
        Assert.Equal(VerifyError.KeyNotFound, (await verifier.VerifyAsync(token.AsMemory(), Cancellation)).Error);
        _time.Advance(TimeSpan.FromSeconds(30));
        _site.Answer = _ => throw new HttpRequestException(token);
        Assert.Equal(VerifyError.KeyNotFound, (await verifier.VerifyAsync(token.AsMemory(), Cancellation)).Error);
        _site.Answer = _ => Site.Keys(World.Second);
        await _keys.RefreshAsync(Cancellation);

        string[] tags = ["Schedule jwtcore.refresh.outcome=Updated", "Token jwtcore.refresh.outcome=Unreachable", "Application jwtcore.refresh.outcome=Updated"];
        Assert.Equal(
            tags.SelectMany(tag => (string[])[$"jwtcore.jwks.refreshes 1 server.address={Host} jwtcore.refresh.reason={tag}", $"jwtcore.jwks.refresh.duration 0 server.address={Host} jwtcore.refresh.reason={tag}"]),
            measured);
        Assert.Equal(["jwtcore.jwks.refresh", "jwtcore.jwks.refresh", "jwtcore.jwks.refresh"], activities.Select(activity => activity.OperationName));
        Assert.Equal(tags, activities.Select(activity => $"{activity.GetTagItem("jwtcore.refresh.reason")} jwtcore.refresh.outcome={activity.GetTagItem("jwtcore.refresh.outcome")}"));
        Assert.Equal([ActivityStatusCode.Unset, ActivityStatusCode.Error, ActivityStatusCode.Unset], activities.Select(activity => activity.Status));
        Assert.All(activities, activity => Assert.Null(activity.ParentId));
        Assert.All(activities, activity => Assert.Equal(3, activity.TagObjects.Count()));
    }

    // Otherwise the source would wait for ever for an attempt that nobody ends.
    [Theory, InlineData("meter"), InlineData("sample"), InlineData("start"), InlineData("stop")]
    public async Task A_listener_that_throws_ends_no_attempt(string which)
    {
        using MeterListener meter = Listen((_, _, _) => Throw(which == "meter"));
        using ActivityListener listener = new()
        {
            ShouldListenTo = source => source.Name == "JwtCore",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) =>
            {
                Throw(which == "sample");
                return ActivitySamplingResult.AllData;
            },
            ActivityStarted = _ => Throw(which == "start"),
            ActivityStopped = _ => Throw(which == "stop"),
        };
        ActivitySource.AddActivityListener(listener);
        Assert.True((await _keys.RefreshAsync(Cancellation)).IsSuccess);
        Assert.True((await _keys.RefreshAsync(Cancellation)).IsSuccess);
        Assert.Equal(2, _site.Requests.Length);
    }

    [Fact]
    public void The_instruments_say_what_they_measure_and_in_what()
    {
        // Makes the instruments, if nothing did so before.
        Tokens.Verifier(JwtAlgorithm.HS256).TryVerify("x", out _);
        List<string> published = [];
        using MeterListener listener = new()
        {
            InstrumentPublished = (instrument, _) =>
            {
                if (instrument.Meter.Name == "JwtCore")
                {
                    published.Add($"{instrument.Name} {instrument.Unit} {instrument.Description}");
                }
            },
        };
        listener.Start();
        Assert.Equal(
            [
                "jwtcore.issuers.questions {question} Questions about issuers known at run time, by outcome.",
                "jwtcore.jwks.lost_notices {notice} Ended attempts that a handler of AttemptEnded did not take, by host.",
                "jwtcore.jwks.refresh.duration s How long attempts to fetch a key set took.",
                "jwtcore.jwks.refreshes {refresh} Attempts to fetch a key set, by host, reason and outcome.",
                "jwtcore.self_test.failures {failure} Self-tests of this library's own signature code that failed, by algorithm.",
                "jwtcore.verifications {token} Tokens judged, by the error or None.",
            ],
            published.Order(StringComparer.Ordinal));
    }

    private static void Throw(bool doesThrow)
    {
        if (doesThrow)
        {
            throw new InvalidOperationException("A listener.");
        }
    }

    private static ActivityListener Listen(Action<Activity> stopped)
    {
        ActivityListener listener = new()
        {
            ShouldListenTo = source => source.Name == "JwtCore",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = stopped,
        };
        ActivitySource.AddActivityListener(listener);
        return listener;
    }

    private static MeterListener Listen(Action<string, double, string> measured)
    {
        MeterListener listener = new()
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Meter.Name == "JwtCore")
                {
                    self.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Pass(instrument, value, tags));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Pass(instrument, value, tags));
        listener.Start();
        return listener;

        // Other tests run at the same time.
        void Pass(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            if (tags.Contains(KeyValuePair.Create<string, object?>("server.address", Host)))
            {
                measured(instrument.Name, value, string.Join(' ', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}")));
            }
        }
    }
}
