using JwtCore.Tests.Scenarios;
using JwtCore.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace JwtCore.Tests.Jwks;

/// <summary>What one source plans, lists and keeps, seen from its clock.</summary>
public sealed class SourceStateTests : IDisposable
{
    private readonly FakeTimeProvider _time = new(DateTimeOffset.FromUnixTimeSeconds(Tokens.Now));
    private readonly SplitClock _clock;
    private readonly Site _site = new() { Answer = _ => Site.Keys(World.First) };
    private readonly RemoteJwks _keys;

    public SourceStateTests()
    {
        _clock = new SplitClock(_time);
        _keys = new RemoteJwks("https://issuer.example.com/keys", new RemoteJwksOptions { TimeProvider = _clock, Client = _site.Client, Random = new Random(1) });
    }

    public void Dispose()
    {
        _keys.Dispose();
        _site.Dispose();
    }

    [Fact]
    public async Task A_source_is_open_to_tokens_after_the_cooldown_and_while_an_attempt_runs()
    {
        Assert.True(_keys.IsOpenToTokens());
        await LoadAsync();
        Assert.False(_keys.IsOpenToTokens());
        _time.Advance(TimeSpan.FromSeconds(30) - TimeSpan.FromTicks(1));
        Assert.False(_keys.IsOpenToTokens());
        _time.Advance(TimeSpan.FromTicks(1));
        Assert.True(_keys.IsOpenToTokens());
    }

    [Fact]
    public async Task While_an_attempt_runs_and_after_the_end_no_next_refresh_is_planned()
    {
        await LoadAsync();
        Assert.NotNull(_keys.Status.NextRefreshIn);
        TaskCompletionSource release = new();
        _site.AnswerAsync = async (_, _) =>
        {
            await release.Task;
            return Site.Keys(World.First);
        };
        Task<JwksAttempt> running = _keys.RefreshAsync(TestContext.Current.CancellationToken);
        Assert.Null(_keys.Status.NextRefreshIn);
        release.SetResult();
        await running;
        Assert.NotNull(_keys.Status.NextRefreshIn);
        _keys.Dispose();
        Assert.Null(_keys.Status.NextRefreshIn);
    }

    [Fact]
    public async Task An_attempt_without_a_timer_is_listed_as_one_that_failed()
    {
        _clock.FailsToCreateTimers = true;
        Assert.Equal(RefreshOutcome.Unreachable, (await _keys.RefreshAsync(TestContext.Current.CancellationToken)).Outcome);
        Assert.Equal(RefreshOutcome.Unreachable, Assert.Single(_keys.Status.LastAttempts).Outcome);
    }

    [Fact]
    public async Task A_clock_that_fails_during_the_first_attempt_ends_it()
    {
        _site.Answer = _ =>
        {
            _clock.Fails = true;
            return Site.Keys(World.First);
        };
        Task<JwksAttempt> attempt = _keys.RefreshAsync(TestContext.Current.CancellationToken);
        Assert.Equal(RefreshOutcome.Unreachable, (await attempt.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken)).Outcome);
    }

    [Fact]
    public async Task After_the_end_of_trust_the_timer_goes_on()
    {
        using RemoteJwks keys = new("https://issuer.example.com/keys", new RemoteJwksOptions { TimeProvider = _clock, Client = _site.Client, MaxLifetime = TimeSpan.FromMinutes(10), TrustedFor = TimeSpan.FromMinutes(40), Random = new FixedRandom(1) });
        Assert.True((await keys.RefreshAsync(TestContext.Current.CancellationToken)).IsSuccess);
        _site.Answer = _ => throw new HttpRequestException("down");

        // The attempts are five minutes apart by then, at 37 and at 42 minutes.
        await PassMinutesAsync(40);
        Assert.Equal(JwksState.Expired, keys.Status.State);
        int before = _site.Requests.Length;
        await PassMinutesAsync(2);
        Assert.Equal(before + 1, _site.Requests.Length);

        async Task PassMinutesAsync(int minutes)
        {
            for (int i = 0; i < minutes; i++)
            {
                _time.Advance(TimeSpan.FromMinutes(1));
                await keys.Idle;
            }
        }
    }

    [Fact]
    public void The_timer_is_made_without_the_context_of_the_caller_and_ended_with_the_source()
    {
        WatchedTimers clock = new();
        RemoteJwks keys = new("https://issuer.example.com/keys", new RemoteJwksOptions { TimeProvider = clock, Client = _site.Client });
        Assert.Equal([true], clock.Suppressed);
        Assert.False(ExecutionContext.IsFlowSuppressed());
        Assert.Equal(0, clock.Ended);
        keys.Dispose();
        Assert.Equal(1, clock.Ended);
    }

    [Fact]
    public void A_source_may_be_made_where_the_context_does_not_flow()
    {
        WatchedTimers clock = new();
        using (ExecutionContext.SuppressFlow())
        {
            using RemoteJwks keys = new("https://issuer.example.com/keys", new RemoteJwksOptions { TimeProvider = clock, Client = _site.Client });
            Assert.True(ExecutionContext.IsFlowSuppressed());
        }

        Assert.Equal([true], clock.Suppressed);
    }

    private async Task LoadAsync() => Assert.True((await _keys.RefreshAsync(TestContext.Current.CancellationToken)).IsSuccess);

    private sealed class WatchedTimers : TimeProvider
    {
        public List<bool> Suppressed { get; } = [];

        public int Ended { get; private set; }

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Suppressed.Add(ExecutionContext.IsFlowSuppressed());
            return new Timer(this);
        }

        private sealed class Timer(WatchedTimers clock) : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period) => true;

            public void Dispose() => clock.Ended++;

            public ValueTask DisposeAsync()
            {
                Dispose();
                return ValueTask.CompletedTask;
            }
        }
    }
}
