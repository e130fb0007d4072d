using JwtCore.Jwks;
using JwtCore.Tests.Scenarios;
using JwtCore.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace JwtCore.Tests.Jwks;

/// <summary>Machines that sleep, and clocks that are set.</summary>
public sealed class ClockTests : IDisposable
{
    private readonly FakeTimeProvider _time = new(DateTimeOffset.FromUnixTimeSeconds(Tokens.Now));
    private readonly SplitClock _clock;
    private readonly Site _site = new();
    private readonly RemoteJwks _keys;
    private readonly JwtVerifier _verifier;
    private readonly string _token;

    public ClockTests()
    {
        _clock = new SplitClock(_time);
        _site.Answer = _ => Site.Keys(World.First);
        _keys = new RemoteJwks("https://issuer.example.com/keys", new RemoteJwksOptions { TimeProvider = _clock, Client = _site.Client, Random = new Random(1) });
        _verifier = new JwtVerifier(World.Policy(_keys), new JwtVerifierOptions { TimeProvider = _clock });
        _token = World.Token(World.First, _time);
    }

    public void Dispose()
    {
        _keys.Dispose();
        _site.Dispose();
    }

    [Fact]
    public async Task After_a_frozen_process_wakes_the_first_use_starts_a_refresh()
    {
        await LoadAndCoolDownAsync();
        _clock.Set = TimeSpan.FromHours(3);
        Assert.Equal(JwksState.Overdue, _keys.Status.State);
        Assert.Equal(TimeSpan.FromHours(3) + TimeSpan.FromSeconds(30), _keys.Status.Age);
        Assert.Equal(VerifyError.None, Verify());
        await _keys.Idle;
        Assert.Equal(2, _site.Requests.Length);
        Assert.Equal(JwksState.Fresh, _keys.Status.State);
        for (int i = 0; i < 10; i++)
        {
            Assert.Equal(VerifyError.None, Verify());
            await _keys.Idle;
        }

        Assert.Equal(2, _site.Requests.Length);
    }

    [Fact]
    public async Task After_a_frozen_process_wakes_keys_beyond_their_trust_verify_nothing()
    {
        await LoadAsync();
        _site.Answer = _ => throw new HttpRequestException("down");
        _clock.Set = TimeSpan.FromHours(24) - TimeSpan.FromTicks(1);
        Assert.Equal(VerifyError.None, Verify());
        await _keys.Idle;
        _clock.Set = TimeSpan.FromHours(24);
        Assert.Equal(VerifyError.KeysUnavailable, Verify());
        Assert.Equal(JwksState.Expired, _keys.Status.State);
        await _keys.Idle;

        _site.Answer = _ => Site.Keys(World.First);
        _time.Advance(TimeSpan.FromMinutes(5));
        await _keys.Idle;
        Assert.Equal(VerifyError.KeysUnavailable, Verify());
        await _keys.Idle;
        Assert.Equal(VerifyError.None, Verify());
    }

    [Fact]
    public async Task A_wall_clock_set_back_a_day_prolongs_no_trust()
    {
        await LoadAsync();
        _site.Answer = _ => throw new HttpRequestException("down");
        _clock.Set = -TimeSpan.FromDays(1);
        await PassAsync(TimeSpan.FromHours(24) - TimeSpan.FromSeconds(1));
        Assert.Equal(VerifyError.None, Verify());
        await PassAsync(TimeSpan.FromSeconds(1));
        Assert.Equal(VerifyError.KeysUnavailable, Verify());
        Assert.Equal(JwksState.Expired, _keys.Status.State);
    }

    [Fact]
    public async Task A_wall_clock_set_back_stops_no_refresh()
    {
        await LoadAsync();
        _clock.Set = -TimeSpan.FromDays(365);
        await PassAsync(TimeSpan.FromMinutes(30));
        Assert.InRange(_site.Requests.Length, 3, 5);
        Assert.Equal(JwksState.Fresh, _keys.Status.State);
    }

    [Fact]
    public async Task A_wall_clock_set_ahead_by_mistake_costs_one_refresh()
    {
        await LoadAndCoolDownAsync();
        _clock.Set = TimeSpan.FromDays(400);
        Assert.Equal(VerifyError.KeysUnavailable, Verify());
        await _keys.Idle;
        Assert.Equal(JwksState.Fresh, _keys.Status.State);
        Assert.Equal(2, _site.Requests.Length);
    }

    [Fact]
    public async Task A_wall_clock_that_jumps_ahead_starts_nothing_inside_the_cooldown()
    {
        await LoadAsync();
        _clock.Set = TimeSpan.FromHours(3);
        _time.Advance(TimeSpan.FromSeconds(30) - TimeSpan.FromTicks(1));
        Assert.Equal(VerifyError.None, Verify());
        await _keys.Idle;
        Assert.Single(_site.Requests);
        _time.Advance(TimeSpan.FromTicks(1));
        Assert.Equal(VerifyError.None, Verify());
        await _keys.Idle;
        Assert.Equal(2, _site.Requests.Length);
    }

    [Fact]
    public async Task A_clock_that_fails_when_the_timer_goes_off_ends_no_process_and_the_timer_tries_again()
    {
        await LoadAsync();
        _clock.Fails = true;
        _time.Advance(TimeSpan.FromMinutes(10));
        Assert.Single(_site.Requests);
        _clock.Fails = false;
        _time.Advance(TimeSpan.FromSeconds(30));
        await _keys.Idle;
        Assert.Equal(2, _site.Requests.Length);
        Assert.Equal(JwksState.Fresh, _keys.Status.State);
    }

    [Fact]
    public async Task A_flush_needs_no_clock()
    {
        await LoadAsync();
        _clock.Fails = true;
        _keys.Flush();
        _clock.Fails = false;
        Assert.Equal(VerifyError.KeysUnavailable, Verify());
    }

    [Fact]
    public async Task A_verifier_with_another_clock_leaves_the_age_of_keys_to_their_own()
    {
        await LoadAsync();
        JwtVerifier late = new(World.Policy(_keys), new JwtVerifierOptions { TimeProvider = FixedTime.At(Tokens.Now + (3 * 24 * 3600)) });
        late.TryVerify(_token, out VerifiedToken verified);
        Assert.Equal(VerifyError.None, verified.Error);
        Assert.Single(_site.Requests);
    }

    [Fact]
    public async Task An_endpoint_that_fails_is_left_in_peace_by_uses_too_after_a_wake()
    {
        await LoadAndCoolDownAsync();
        _site.Answer = _ => throw new HttpRequestException("down");
        _clock.Set = TimeSpan.FromHours(3);
        for (int i = 0; i < 100; i++)
        {
            Assert.Equal(VerifyError.None, Verify());
            await _keys.Idle;
        }

        Assert.Equal(2, _site.Requests.Length);
    }

    [Fact]
    public void The_monotonic_clock_is_read_to_the_tick()
    {
        long before = TwoClocks.MonotonicNow(_time);
        _time.Advance(TimeSpan.FromTicks(12_345_678));
        Assert.Equal(before + 12_345_678, TwoClocks.MonotonicNow(_time));
    }

    [Fact]
    public async Task Keys_are_overdue_when_they_are_older_than_the_longest_lifetime_and_not_before()
    {
        await LoadAsync();
        _clock.Set = TimeSpan.FromHours(1);
        Assert.Equal(JwksState.Fresh, _keys.Status.State);
        _clock.Set += TimeSpan.FromTicks(1);
        Assert.Equal(JwksState.Overdue, _keys.Status.State);
    }

    [Fact]
    public async Task A_use_starts_a_refresh_when_it_is_due_by_the_wall_clock_and_not_a_tick_before()
    {
        await LoadAndCoolDownAsync();
        TimeSpan due = _keys.Status.NextRefreshIn!.Value;
        _clock.Set = due - TimeSpan.FromTicks(1);
        Assert.Equal(VerifyError.None, Verify());
        await _keys.Idle;
        Assert.Single(_site.Requests);
        _clock.Set = due;
        Assert.Equal(VerifyError.None, Verify());
        await _keys.Idle;
        Assert.Equal(2, _site.Requests.Length);
    }

    [Theory, InlineData(RefreshReason.Token, RefreshReason.Schedule), InlineData(RefreshReason.Application, RefreshReason.Application), InlineData(RefreshReason.Schedule, RefreshReason.Schedule)]
    internal async Task What_is_due_by_the_wall_clock_counts_as_scheduled_though_a_token_starts_it(RefreshReason wanted, RefreshReason counted)
    {
        await LoadAndCoolDownAsync();
        _clock.Set = TimeSpan.FromHours(3);
        TaskCompletionSource release = new();
        _site.AnswerAsync = async (_, _) =>
        {
            await release.Task;
            return Site.Keys(World.First);
        };
        Action start = wanted switch
        {
            RefreshReason.Token => () => _keys.StartForToken(new RequestBudget(60, 8, _clock), couldPass: true, null),
            RefreshReason.Application => () => _ = _keys.RefreshAsync(TestContext.Current.CancellationToken),
            _ => () => Verify(),
        };
        start();
        Assert.Equal(counted, _keys.Running!.Plan.Reason);
        release.SetResult();
        await _keys.Idle;
    }

    // A wall clock that jumps starts nothing inside the cooldown.
    private async Task LoadAndCoolDownAsync()
    {
        await LoadAsync();
        _time.Advance(TimeSpan.FromSeconds(30));
    }

    private async Task LoadAsync() => Assert.True((await _keys.RefreshAsync(TestContext.Current.CancellationToken)).IsSuccess);

    private async Task PassAsync(TimeSpan length)
    {
        TimeSpan step = TimeSpan.FromSeconds(60);
        for (TimeSpan passed = TimeSpan.Zero; passed < length; passed += step)
        {
            _time.Advance(step < length - passed ? step : length - passed);
            await _keys.Idle;
        }
    }

    private VerifyError Verify()
    {
        _verifier.TryVerify(_token, out VerifiedToken verified);
        return verified.Error;
    }
}
