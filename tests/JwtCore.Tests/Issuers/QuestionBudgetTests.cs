using JwtCore.Issuers;

namespace JwtCore.Tests.Issuers;

public class QuestionBudgetTests
{
    [Theory, InlineData(1), InlineData(6), InlineData(600), InlineData(100_000)]
    public void A_minute_s_worth_may_start_at_once_and_then_one_by_one(int perMinute)
    {
        QuestionBudget budget = new(perMinute, int.MaxValue, 1);
        long interval = TimeSpan.TicksPerMinute / perMinute;
        for (int i = 0; i < perMinute; i++)
        {
            Assert.True(budget.TryTake(isKnown: false, now: 0));
        }

        Assert.False(budget.TryTake(isKnown: false, now: 0));
        Assert.False(budget.TryTake(isKnown: false, now: interval - 1));
        Assert.True(budget.TryTake(isKnown: false, now: interval));
        Assert.False(budget.TryTake(isKnown: false, now: interval));
    }

    [Fact]
    public void In_the_long_run_there_are_no_more_than_the_rate_however_often_one_tries()
    {
        QuestionBudget budget = new(600, int.MaxValue, 1);
        int taken = 0;
        for (long now = 0; now < 10 * TimeSpan.TicksPerMinute; now += TimeSpan.TicksPerMillisecond * 7)
        {
            taken += budget.TryTake(isKnown: false, now) ? 1 : 0;
        }

        // The first minute's worth at once, and ten minutes of the rate.
        Assert.InRange(taken, 600 + 5_990, 600 + 6_000);
    }

    [Fact]
    public void A_pause_saves_no_more_than_a_minute_s_worth()
    {
        QuestionBudget budget = new(2, int.MaxValue, 1);
        Assert.True(budget.TryTake(isKnown: false, now: 0));
        long later = TimeSpan.TicksPerDay;
        Assert.True(budget.TryTake(isKnown: false, later));
        Assert.True(budget.TryTake(isKnown: false, later));
        Assert.False(budget.TryTake(isKnown: false, later));
    }

    [Fact]
    public void So_many_run_at_once_and_a_place_that_is_given_back_is_free()
    {
        QuestionBudget budget = new(100, unknownAtOnce: 2, knownAtOnce: 1);
        Assert.True(budget.TryTake(isKnown: false, 0));
        Assert.True(budget.TryTake(isKnown: false, 0));
        Assert.False(budget.TryTake(isKnown: false, 0));
        budget.Release(isKnown: false);
        Assert.True(budget.TryTake(isKnown: false, 0));
    }

    [Fact]
    public void Known_issuers_have_places_of_their_own_and_no_rate()
    {
        QuestionBudget budget = new(1, unknownAtOnce: 1, knownAtOnce: 2);
        Assert.True(budget.TryTake(isKnown: false, 0));
        Assert.False(budget.TryTake(isKnown: false, 0));
        for (int i = 0; i < 10; i++)
        {
            Assert.True(budget.TryTake(isKnown: true, 0));
            Assert.True(budget.TryTake(isKnown: true, 0));
            Assert.False(budget.TryTake(isKnown: true, 0));
            budget.Release(isKnown: true);
            budget.Release(isKnown: true);
        }

        Assert.False(budget.TryTake(isKnown: false, TimeSpan.TicksPerHour));
        budget.Release(isKnown: false);
        Assert.True(budget.TryTake(isKnown: false, TimeSpan.TicksPerHour));
    }

    [Fact]
    public void A_refused_try_takes_nothing()
    {
        QuestionBudget budget = new(2, unknownAtOnce: 1, knownAtOnce: 1);
        Assert.True(budget.TryTake(isKnown: false, 0));
        for (int i = 0; i < 100; i++)
        {
            Assert.False(budget.TryTake(isKnown: false, 0));
        }

        budget.Release(isKnown: false);
        Assert.True(budget.TryTake(isKnown: false, 0));
    }
}
