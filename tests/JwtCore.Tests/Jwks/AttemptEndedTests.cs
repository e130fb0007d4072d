using System.Diagnostics.Metrics;
using System.Net;
using JwtCore.Tests.Scenarios;
using JwtCore.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace JwtCore.Tests.Jwks;

/// <summary>Every attempt is told once, and no handler keeps another, the source or its callers from going on.</summary>
public sealed class AttemptEndedTests : IDisposable
{
    private const string Host = "notices.example.com";

    private readonly FakeTimeProvider _time = new(DateTimeOffset.FromUnixTimeSeconds(Tokens.Now));
    private readonly SplitClock _clock;
    private readonly Site _site = new() { Answer = _ => Site.Keys(World.First) };
    private readonly RemoteJwks _keys;
    private readonly List<JwksAttempt> _told = [];

    public AttemptEndedTests()
    {
        _clock = new SplitClock(_time);
        _keys = new RemoteJwks($"https://{Host}/keys", new RemoteJwksOptions { TimeProvider = _clock, Client = _site.Client });
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _keys.Dispose();
        _site.Dispose();
    }

    [Fact]
    public async Task Each_attempt_is_told_once_with_its_source_after_the_status_shows_it_and_before_callers_go_on()
    {
        List<JwksAttempt> shown = [];
        _keys.AttemptEnded += (source, attempt) =>
        {
            Assert.Same(_keys, source);
            _told.Add(attempt);
            shown.Add(source.Status.LastAttempts[0]);
        };
        JwksAttempt first = await _keys.RefreshAsync(Cancellation);
        _site.Answer = _ => new HttpResponseMessage(HttpStatusCode.BadGateway);
        JwksAttempt second = await _keys.RefreshAsync(Cancellation);
        Assert.Equal([RefreshOutcome.Updated, RefreshOutcome.StatusRefused], _told.Select(attempt => attempt.Outcome));
        Assert.Equal([first, second], _told);
        Assert.Equal(_told, shown);
    }

    [Fact]
    public async Task An_attempt_that_a_token_started_is_told_too()
    {
        _keys.AttemptEnded += (_, attempt) => _told.Add(attempt);
        JwtVerifier verifier = new(World.Policy(_keys), new JwtVerifierOptions { TimeProvider = _time });
        Assert.Equal(VerifyError.None, (await verifier.VerifyAsync(World.Token(World.First, _time).AsMemory(), Cancellation)).Error);
        Assert.Equal(RefreshOutcome.Updated, Assert.Single(_told).Outcome);
    }

    [Theory, InlineData("flush"), InlineData("dispose")]
    public async Task An_attempt_that_was_abandoned_is_told_as_discarded(string how)
    {
        TaskCompletionSource arrived = new();
        _keys.AttemptEnded += (_, attempt) => _told.Add(attempt);
        _site.AnswerAsync = async (_, token) =>
        {
            arrived.SetResult();
            await Task.Delay(Timeout.Infinite, token);
            return new();
        };
        Task<JwksAttempt> attempt = _keys.RefreshAsync(Cancellation);
        await arrived.Task;
        (how == "flush" ? _keys.Flush : (Action)_keys.Dispose)();
        Assert.Equal(await attempt, Assert.Single(_told));
        Assert.Equal(RefreshOutcome.Discarded, _told[0].Outcome);
    }

    [Fact]
    public async Task An_attempt_during_which_the_clock_failed_is_told_too()
    {
        _keys.AttemptEnded += (_, attempt) => _told.Add(attempt);
        TaskCompletionSource<HttpResponseMessage> answer = new();
        _site.AnswerAsync = (_, _) => answer.Task;
        Task<JwksAttempt> attempt = _keys.RefreshAsync(Cancellation);
        _clock.Fails = true;
        answer.SetResult(Site.Keys(World.First));
        Assert.Equal(await attempt, Assert.Single(_told));
    }

    [Fact]
    public async Task A_handler_that_throws_is_counted_and_keeps_neither_the_next_handler_nor_the_callers()
    {
        int lost = 0;
        using MeterListener listener = ListenToLost(() => lost++);
        _keys.AttemptEnded += (_, _) => throw new InvalidOperationException("A handler.");
        _keys.AttemptEnded += (_, attempt) => _told.Add(attempt);
        _keys.AttemptEnded += (_, _) => throw new InvalidOperationException("Another handler.");
        Assert.True((await _keys.RefreshAsync(Cancellation)).IsSuccess);
        Assert.Single(_told);
        Assert.Equal(2, lost);
        Assert.True((await _keys.RefreshAsync(Cancellation)).IsSuccess);
        Assert.Equal(2, _told.Count);
    }

    [Fact]
    public async Task No_lock_of_the_source_is_held_while_a_handler_runs()
    {
        JwksState? state = null;
        _keys.AttemptEnded += (source, attempt) =>
        {
            // On another thread: a lock would let its own thread through.
            state = attempt.IsSuccess ? Task.Run(() => source.Status.State, Cancellation).GetAwaiter().GetResult() : null;
        };
        await _keys.RefreshAsync(Cancellation);
        Assert.Equal(JwksState.Fresh, state);
    }

    [Fact]
    public async Task A_handler_may_start_the_next_attempt()
    {
        Task<JwksAttempt>? next = null;
        _keys.AttemptEnded += (source, attempt) =>
        {
            _told.Add(attempt);
            next ??= source.RefreshAsync(Cancellation);
        };
        await _keys.RefreshAsync(Cancellation);
        await next!;
        await _keys.RefreshAsync(Cancellation);
        Assert.Equal(3, _told.Count);
    }

    [Fact]
    public async Task While_a_handler_blocks_attempts_go_on_and_the_newest_eight_are_told_in_order()
    {
        int lost = 0;
        using MeterListener listener = ListenToLost(() => lost++);
        using ManualResetEventSlim release = new();
        TaskCompletionSource blocked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _keys.AttemptEnded += (_, attempt) =>
        {
            _told.Add(attempt);
            blocked.TrySetResult();
            release.Wait(Cancellation);
        };
        Task<JwksAttempt> first = _keys.RefreshAsync(Cancellation);
        await blocked.Task;
        List<JwksAttempt> later = [];
        for (int i = 0; i < 10; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            later.Add(await _keys.RefreshAsync(Cancellation));
        }

        Assert.False(first.IsCompleted);
        Assert.Single(_told);
        release.Set();
        Assert.Equal([await first, .. later[2..]], _told);
        Assert.Equal(2, lost);
    }

    [Fact]
    public async Task A_handler_that_was_removed_is_not_called()
    {
        Action<RemoteJwks, JwksAttempt> handler = (_, attempt) => _told.Add(attempt);
        _keys.AttemptEnded += handler;
        _keys.AttemptEnded -= handler;
        await _keys.RefreshAsync(Cancellation);
        Assert.Empty(_told);
    }

    private static MeterListener ListenToLost(Action count)
    {
        MeterListener listener = new()
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Name == "jwtcore.jwks.lost_notices")
                {
                    self.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((_, _, tags, _) =>
        {
            if (tags.Contains(KeyValuePair.Create<string, object?>("server.address", Host)))
            {
                count();
            }
        });
        listener.Start();
        return listener;
    }
}
