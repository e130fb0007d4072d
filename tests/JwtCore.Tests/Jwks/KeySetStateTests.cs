using System.Net.Http.Headers;
using JwtCore.Jwks;
using JwtCore.Tests.Scenarios;

namespace JwtCore.Tests.Jwks;

/// <summary>The state of a source as a pure type: no clock but the one that each call brings.</summary>
public class KeySetStateTests
{
    private static readonly Uri Address = new("https://issuer.example.com/keys");
    private static readonly TwoClocks Zero = new(TimeSpan.TicksPerDay * 20_000, TimeSpan.TicksPerHour);

    private readonly KeySetState _state = new(new RemoteJwksOptions { Random = new FixedRandom(1) });

    private static TwoClocks At(double seconds) => At(seconds, seconds);

    private static TwoClocks At(double wall, double monotonic) =>
        new(Zero.Wall + (long)(wall * TimeSpan.TicksPerSecond), Zero.Monotonic + (long)(monotonic * TimeSpan.TicksPerSecond));

    [Fact]
    public void In_the_beginning_nothing_is_held_or_planned_and_anybody_may_begin()
    {
        Assert.Equal(JwksState.NotLoaded, _state.StatusAt(Zero).State);
        Assert.Null(_state.NextWakeUp(Zero));
        Assert.Equal(KeySetView.Empty, _state.Plan(Zero));
        Assert.Equal(RefreshReason.Schedule, _state.MayBegin(RefreshReason.Token, Zero));
        Assert.Equal(RefreshReason.Application, _state.MayBegin(RefreshReason.Application, Zero));
    }

    [Fact]
    public void While_one_runs_no_other_begins_and_nothing_is_planned()
    {
        AttemptPlan plan = _state.Begin(RefreshReason.Schedule, Zero);
        Assert.Equal((RefreshReason.Schedule, Zero, null, null), (plan.Reason, plan.Start, plan.Held, plan.Metadata));
        Assert.Null(_state.MayBegin(RefreshReason.Application, At(100)));
        Assert.Null(_state.NextWakeUp(At(100)));
    }

    [Fact]
    public void A_success_is_held_trusted_and_planned_by_its_start()
    {
        Load(Zero, At(5));
        KeySetView view = _state.Plan(At(5));
        Assert.Equal(["first"], view.Keys!.Keys.Select(key => key.KeyId));
        Assert.Equal(At(24 * 3600).Wall, view.TrustedUntil);
        Assert.Equal(At(600).Wall, view.Due);
        Assert.Equal(At(30).Monotonic, view.OpenToTokens);
        Assert.Equal(TimeSpan.FromSeconds(595), _state.NextWakeUp(At(5)));
        JwksStatus status = _state.StatusAt(At(5));
        Assert.Equal((JwksState.Fresh, TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(595)), (status.State, status.Age!.Value, status.NextRefreshIn!.Value));
    }

    [Theory, InlineData(RefreshReason.Schedule, 600), InlineData(RefreshReason.Token, 30), InlineData(RefreshReason.Application, 0)]
    internal void The_next_begins_when_it_is_due_and_not_before(RefreshReason reason, double due)
    {
        Load(Zero, Zero);
        _state.Plan(Zero);
        Assert.Equal(due == 0 ? reason : null, _state.MayBegin(reason, At(due - 0.001)));
        Assert.Equal(reason, _state.MayBegin(reason, At(due)));
        Assert.Equal(RefreshReason.Application, _state.MayBegin(RefreshReason.Application, Zero));
    }

    [Fact]
    public void A_failure_keeps_the_keys_and_is_listed_with_its_cause()
    {
        Load(Zero, Zero);
        JwksAttempt attempt = _state.End(_state.Begin(RefreshReason.Schedule, At(600)), FetchResult.Failed(RefreshOutcome.TimedOut, FetchCause.TimedOut), At(610));
        Assert.Equal((RefreshOutcome.TimedOut, FetchCause.TimedOut, TimeSpan.FromSeconds(10)), (attempt.Outcome, attempt.Cause, attempt.Duration));
        Assert.True(_state.HasKeysAt(At(610)));
        JwksStatus status = _state.StatusAt(At(610));
        Assert.Equal(JwksState.Overdue, status.State);
        Assert.Same(attempt, status.LastAttempts[0]);
    }

    [Theory, InlineData(true), InlineData(false)]
    public void Trust_ends_by_either_clock_and_not_a_tick_before(bool byWall)
    {
        const double day = 24 * 3600;
        Load(Zero, Zero);
        TwoClocks last = byWall ? At(day, 0) with { Wall = At(day).Wall - 1 } : At(0, day) with { Monotonic = At(day).Monotonic - 1 };
        TwoClocks end = byWall ? At(day, 0) : At(0, day);
        Assert.True(_state.HasKeysAt(last));
        Assert.False(_state.HasKeysAt(end));
        Assert.Equal(long.MinValue, _state.Plan(end).TrustedUntil);
        Assert.Equal(JwksState.Expired, _state.StatusAt(end).State);
        Assert.Empty(_state.StatusAt(end).Keys);
    }

    [Fact]
    public void The_end_of_trust_wakes_up_too()
    {
        KeySetState state = new(new RemoteJwksOptions { MaxLifetime = TimeSpan.FromMinutes(10), TrustedFor = TimeSpan.FromMinutes(40), MaxBackoff = TimeSpan.FromHours(2), Random = new FixedRandom(1) });
        state.End(state.Begin(RefreshReason.Schedule, Zero), Loaded(), Zero);
        for (int i = 0; i < 8; i++)
        {
            state.End(state.Begin(RefreshReason.Schedule, At(2_000)), FetchResult.Failed(RefreshOutcome.TimedOut, FetchCause.TimedOut), At(2_000));
        }

        Assert.Equal(TimeSpan.FromSeconds(400), state.NextWakeUp(At(2_000)));
        Assert.True(state.NextWakeUp(At(2_400)) > TimeSpan.FromSeconds(400));
    }

    [Theory, InlineData(false), InlineData(true)]
    public void What_was_left_behind_changes_nothing(bool isFlushed)
    {
        AttemptPlan old = _state.Begin(RefreshReason.Schedule, Zero);
        _state.Flush();
        if (!isFlushed)
        {
            Load(At(1), At(2));
        }

        JwksAttempt attempt = _state.End(old, Loaded(), At(3));
        Assert.Equal((RefreshOutcome.Discarded, FetchCause.Abandoned), (attempt.Outcome, attempt.Cause));
        Assert.Equal(isFlushed ? JwksState.NotLoaded : JwksState.Fresh, _state.StatusAt(At(3)).State);
    }

    [Fact]
    public void After_an_attempt_without_a_clock_the_next_use_starts_another()
    {
        Load(Zero, Zero);
        JwksAttempt attempt = _state.Lose(_state.Begin(RefreshReason.Application, At(1)));
        Assert.Equal((RefreshOutcome.Unreachable, FetchCause.ClockFailed), (attempt.Outcome, attempt.Cause));
        Assert.Equal(long.MinValue, _state.Plan(At(1)).Due);
        Assert.Equal(TimeSpan.FromSeconds(30), _state.NextWakeUp(At(1)));
        Assert.Equal(RefreshReason.Schedule, _state.MayBegin(RefreshReason.Token, At(1)));
        _state.End(_state.Begin(RefreshReason.Schedule, At(2)), Loaded(), At(2));
        Assert.Equal(At(602).Wall, _state.Plan(At(2)).Due);
    }

    [Fact]
    public void After_its_end_nothing_begins()
    {
        Load(Zero, Zero);
        _state.Close();
        Assert.Null(_state.MayBegin(RefreshReason.Application, At(1_000)));
        Assert.Null(_state.NextWakeUp(At(1_000)));
        Assert.Null(_state.Plan(At(1_000)).Keys);
        Assert.Equal(JwksState.Disposed, _state.StatusAt(At(1_000)).State);
    }

    [Fact]
    public void A_confirmation_without_a_body_renews_the_age_and_not_the_trust()
    {
        Load(Zero, Zero);
        _state.End(_state.Begin(RefreshReason.Schedule, At(600)), Unchanged([]), At(600));
        Assert.Equal(TimeSpan.Zero, _state.StatusAt(At(600)).Age);
        Assert.Equal(At(24 * 3600).Wall, _state.Plan(At(600)).TrustedUntil);
        _state.End(_state.Begin(RefreshReason.Schedule, At(1_200)), Unchanged([1]), At(1_200));
        Assert.Equal(At((24 * 3600) + 1_200).Wall, _state.Plan(At(1_200)).TrustedUntil);
    }

    [Fact]
    public void The_entity_tag_is_left_out_when_the_text_is_as_old_as_the_longest_lifetime_and_not_before()
    {
        _state.End(_state.Begin(RefreshReason.Schedule, Zero), Loaded("\"a\""), Zero);
        AttemptPlan before = _state.Begin(RefreshReason.Application, At(3_599.999));
        Assert.NotNull(before.Held!.EntityTag);
        _state.End(before, Unchanged([]), At(3_599.999));
        Assert.Null(_state.Begin(RefreshReason.Application, At(3_600)).Held!.EntityTag);
    }

    [Fact]
    public void A_place_in_a_budget_follows_from_the_last_attempt_that_counted()
    {
        Assert.Equal(BudgetPlace.First, _state.Place);
        AttemptPlan dropped = _state.Begin(RefreshReason.Schedule, Zero);
        _state.Flush();
        _state.End(dropped, Loaded(), Zero);
        Assert.Equal(BudgetPlace.First, _state.Place);
        Load(Zero, Zero);
        Assert.Equal(BudgetPlace.Healthy, _state.Place);
        _state.End(_state.Begin(RefreshReason.Schedule, At(600)), FetchResult.Failed(RefreshOutcome.TimedOut, FetchCause.TimedOut), At(610));
        Assert.Equal(BudgetPlace.Failing, _state.Place);
    }

    [Fact]
    public void Eight_attempts_are_listed_the_newest_first()
    {
        for (int i = 0; i < 10; i++)
        {
            _state.End(_state.Begin(RefreshReason.Application, At(i)), FetchResult.Failed(RefreshOutcome.TimedOut, FetchCause.TimedOut), At(i));
        }

        Assert.Equal(Enumerable.Range(2, 8).Reverse().Select(i => At(i).ToDateTimeOffset()), _state.StatusAt(At(10)).LastAttempts.Select(attempt => attempt.StartedAt));
    }

    private static FetchResult Loaded(string? tag = null) => new(new HttpAnswer(RefreshOutcome.Updated) { Status = 200, Content = [1], EntityTag = tag is null ? null : new EntityTagHeaderValue(tag) })
    {
        Keys = new JwkSet([Support.Tokens.Keys(World.First).Keys[0]]),
        Address = Address,
    };

    private static FetchResult Unchanged(byte[] content) => new(new HttpAnswer(RefreshOutcome.Unchanged) { Content = content }) { Address = Address };

    private void Load(TwoClocks start, TwoClocks end) => Assert.True(_state.End(_state.Begin(RefreshReason.Schedule, start), Loaded(), end).IsSuccess);
}
