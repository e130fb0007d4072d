using JwtCore.Jwks;

namespace JwtCore.Tests.Jwks;

public class RefreshScheduleTests
{
    private const long Start = 1_000 * TimeSpan.TicksPerSecond;

    private static RefreshSchedule Drawing(double drawn) => new(new RemoteJwksOptions { Random = new FixedRandom(drawn) });

    private static double Seconds(long due) => (double)(due - Start) / TimeSpan.TicksPerSecond;

    private static bool MayStart(RefreshSchedule schedule, RefreshReason reason, long now) => schedule.MayStart(reason, now) is not null;

    [Theory]
    [InlineData(null, 600)]
    [InlineData(double.MinValue, 60), InlineData(-1.0, 60), InlineData(0.0, 60), InlineData(59.0, 60), InlineData(60.0, 60), InlineData(61.0, 61)]
    [InlineData(3_599.0, 3_599), InlineData(3_600.0, 3_600), InlineData(3_601.0, 3_600), InlineData(double.MaxValue, 3_600)]
    public void A_stated_lifetime_is_taken_between_the_shortest_and_the_longest(double? stated, double expected)
    {
        TimeSpan? lifetime = stated switch { null => null, double.MinValue => TimeSpan.MinValue, double.MaxValue => TimeSpan.MaxValue, double seconds => TimeSpan.FromSeconds(seconds) };
        foreach (double drawn in (double[])[0, 0.5, 1])
        {
            RefreshSchedule schedule = Drawing(drawn);
            schedule.Succeeded(Start, lifetime);
            Assert.Equal(expected * (0.8 + (0.2 * drawn)), Seconds(schedule.Due), 3);
        }
    }

    [Fact]
    public void Refreshes_are_spread_over_the_last_fifth_of_the_lifetime()
    {
        RefreshSchedule schedule = new(new RemoteJwksOptions { Random = new Random(1) });
        double[] due = [.. Enumerable.Range(0, 1_000).Select(_ =>
        {
            schedule.Succeeded(Start, TimeSpan.FromSeconds(1_000));
            return Seconds(schedule.Due);
        })];

        Assert.All(due, seconds => Assert.InRange(seconds, 800, 1_000));
        Assert.InRange(due.Min(), 800, 805);
        Assert.InRange(due.Max(), 995, 1_000);
        Assert.InRange(due.Average(), 890, 910);
    }

    [Fact]
    public void After_a_success_the_cooldown_counts_from_its_start_for_tokens_and_for_the_schedule()
    {
        RefreshSchedule schedule = new(new RemoteJwksOptions { Random = new FixedRandom(0), Cooldown = TimeSpan.FromMinutes(1) });
        schedule.Succeeded(Start, TimeSpan.Zero);

        Assert.Equal(60, Seconds(schedule.Due));
        Assert.Equal(60, Seconds(schedule.DueForToken));
    }

    [Theory, InlineData(RefreshReason.Schedule, 480), InlineData(RefreshReason.Token, 30)]
    internal void An_attempt_may_start_when_it_is_due_and_not_a_tick_before(RefreshReason reason, int due)
    {
        RefreshSchedule schedule = Drawing(0);
        schedule.Succeeded(Start, null);

        Assert.False(MayStart(schedule, reason, Start + (due * TimeSpan.TicksPerSecond) - 1));
        Assert.True(MayStart(schedule, reason, Start + (due * TimeSpan.TicksPerSecond)));
    }

    [Fact]
    public void The_application_may_start_an_attempt_always()
    {
        RefreshSchedule schedule = Drawing(1);
        schedule.Succeeded(Start, null);
        Assert.True(MayStart(schedule, RefreshReason.Application, long.MinValue));
    }

    [Fact]
    public void What_is_due_by_the_schedule_counts_as_such_though_a_token_starts_it()
    {
        RefreshSchedule schedule = Drawing(0);
        schedule.Succeeded(Start, null);
        Assert.Equal(RefreshReason.Token, schedule.MayStart(RefreshReason.Token, schedule.Due - 1));
        Assert.Equal(RefreshReason.Schedule, schedule.MayStart(RefreshReason.Token, schedule.Due));
    }

    [Theory, InlineData(true, new[] { 60, 120, 240, 300, 300 }), InlineData(false, new[] { 10, 20, 30, 30, 30 })]
    public void The_longest_wait_after_failures_doubles_up_to_the_cap(bool hasKeys, int[] expected)
    {
        foreach (RefreshReason reason in (RefreshReason[])[RefreshReason.Schedule, RefreshReason.Token, RefreshReason.Application])
        {
            RefreshSchedule schedule = Drawing(1);
            foreach (int seconds in expected)
            {
                schedule.Failed(reason, Start, hasKeys, null);
                Assert.Equal(seconds, Seconds(reason == RefreshReason.Token ? schedule.DueForToken : schedule.Due));
            }
        }
    }

    [Theory, InlineData(true, 30), InlineData(false, 5)]
    public void The_shortest_wait_after_failures_is_the_cooldown(bool hasKeys, int expected)
    {
        RefreshSchedule schedule = Drawing(0);
        for (int i = 0; i < 100; i++)
        {
            schedule.Failed(RefreshReason.Schedule, Start, hasKeys, null);
            Assert.Equal(expected, Seconds(schedule.Due));
        }
    }

    [Fact]
    public void Jitter_fills_the_whole_step()
    {
        RefreshSchedule schedule = new(new RemoteJwksOptions { Random = new Random(1) });
        double[] waits = [.. Enumerable.Range(0, 1_000).Select(_ =>
        {
            schedule.Failed(RefreshReason.Schedule, Start, hasKeys: true, null);
            return Seconds(schedule.Due);
        })];

        Assert.All(waits, seconds => Assert.InRange(seconds, 30, 300));
        Assert.InRange(waits.Count(seconds => seconds == 30), 60, 140);
        Assert.InRange(waits.Max(), 295, 300);
    }

    [Theory]
    [InlineData(true, null, 30), InlineData(true, -5.0, 30), InlineData(true, 29.0, 30), InlineData(true, 31.0, 31), InlineData(true, 300.0, 300), InlineData(true, 301.0, 300), InlineData(true, double.MaxValue, 300), InlineData(true, double.MinValue, 30)]
    [InlineData(false, 4.0, 5), InlineData(false, 6.0, 6), InlineData(false, 31.0, 31), InlineData(false, 300.0, 300), InlineData(false, 301.0, 300)]
    public void Retry_After_is_honoured_up_to_the_cap(bool hasKeys, double? stated, int expected)
    {
        TimeSpan? retryAfter = stated switch { null => null, double.MinValue => TimeSpan.MinValue, double.MaxValue => TimeSpan.MaxValue, double seconds => TimeSpan.FromSeconds(seconds) };
        RefreshSchedule schedule = Drawing(0);
        schedule.Failed(RefreshReason.Schedule, Start, hasKeys, retryAfter);
        Assert.Equal(expected, Seconds(schedule.Due));
    }

    [Fact]
    public void Failures_for_tokens_do_not_lengthen_the_schedule()
    {
        RefreshSchedule schedule = Drawing(1);
        schedule.Succeeded(Start, null);
        for (int i = 0; i < 50; i++)
        {
            schedule.Failed(RefreshReason.Token, Start, hasKeys: true, TimeSpan.MaxValue);
        }

        Assert.Equal(600, Seconds(schedule.Due));
        Assert.Equal(300, Seconds(schedule.DueForToken));
        schedule.Failed(RefreshReason.Schedule, Start, hasKeys: true, null);
        Assert.Equal(60, Seconds(schedule.Due));
    }

    [Fact]
    public void Failures_of_the_schedule_leave_tokens_their_own_cooldown()
    {
        RefreshSchedule schedule = Drawing(1);
        for (int i = 0; i < 50; i++)
        {
            schedule.Failed(RefreshReason.Schedule, Start, hasKeys: true, null);
        }

        Assert.Equal(300, Seconds(schedule.Due));
        Assert.Equal(30, Seconds(schedule.DueForToken));
    }

    [Theory, InlineData(RefreshReason.Schedule, true), InlineData(RefreshReason.Token, true), InlineData(RefreshReason.Schedule, false), InlineData(RefreshReason.Token, false), InlineData(RefreshReason.Application, false)]
    internal void What_the_server_asks_for_holds_for_tokens_and_for_the_schedule(RefreshReason reason, bool hasKeys)
    {
        RefreshSchedule schedule = Drawing(0);
        schedule.Failed(reason, Start, hasKeys, TimeSpan.FromSeconds(200));
        Assert.Equal((200, 200), (Seconds(schedule.Due), Seconds(schedule.DueForToken)));
        Assert.False(MayStart(schedule, RefreshReason.Token, schedule.Due - 1));
        Assert.True(MayStart(schedule, RefreshReason.Token, schedule.Due));
    }

    [Fact]
    public void Without_keys_tokens_keep_the_back_off_of_the_schedule()
    {
        RefreshSchedule schedule = Drawing(1);
        foreach ((RefreshReason reason, int expected) in ((RefreshReason, int)[])[(RefreshReason.Schedule, 10), (RefreshReason.Token, 20), (RefreshReason.Application, 30)])
        {
            schedule.Failed(reason, Start, hasKeys: false, null);
            Assert.Equal((expected, expected), (Seconds(schedule.Due), Seconds(schedule.DueForToken)));
        }
    }

    [Theory, InlineData(true), InlineData(false)]
    public void Tokens_that_try_whenever_they_may_never_starve_the_schedule(bool hasKeys)
    {
        RefreshSchedule schedule = Drawing(0);
        RemoteJwksOptions options = new();
        TimeSpan most = (hasKeys ? options.MaxBackoff : options.Cooldown) + options.Cooldown;
        schedule.Failed(RefreshReason.Schedule, 0, hasKeys, null);
        long last = 0;
        for (long now = 0; now < TimeSpan.TicksPerHour; now += TimeSpan.TicksPerSecond)
        {
            if (schedule.MayStart(RefreshReason.Token, now) is RefreshReason reason)
            {
                schedule.Failed(reason, now, hasKeys, null);
                last = reason == RefreshReason.Schedule ? now : last;
            }

            Assert.InRange(now - last, 0, most.Ticks);
        }
    }

    [Fact]
    public void A_success_forgets_the_failures()
    {
        RefreshSchedule schedule = Drawing(1);
        for (int i = 0; i < 5; i++)
        {
            schedule.Failed(RefreshReason.Schedule, Start, hasKeys: true, null);
            schedule.Failed(RefreshReason.Token, Start, hasKeys: true, null);
        }

        schedule.Succeeded(Start, null);
        schedule.Failed(RefreshReason.Token, Start, hasKeys: true, null);
        Assert.Equal(60, Seconds(schedule.DueForToken));
        schedule.Failed(RefreshReason.Schedule, Start, hasKeys: true, null);
        Assert.Equal(60, Seconds(schedule.Due));
    }

    [Fact]
    public void In_the_beginning_and_after_a_reset_an_attempt_is_due_at_once()
    {
        RefreshSchedule schedule = Drawing(1);
        Assert.True(MayStart(schedule, RefreshReason.Schedule, long.MinValue));
        Assert.True(MayStart(schedule, RefreshReason.Token, long.MinValue));

        schedule.Failed(RefreshReason.Schedule, Start, hasKeys: true, null);
        schedule.Failed(RefreshReason.Schedule, Start, hasKeys: true, null);
        schedule.Failed(RefreshReason.Token, Start, hasKeys: true, null);
        schedule.Reset();
        Assert.True(MayStart(schedule, RefreshReason.Schedule, long.MinValue));
        Assert.True(MayStart(schedule, RefreshReason.Token, long.MinValue));
        schedule.Failed(RefreshReason.Schedule, Start, hasKeys: true, null);
        Assert.Equal(60, Seconds(schedule.Due));
    }
}
