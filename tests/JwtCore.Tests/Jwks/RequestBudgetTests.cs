using JwtCore.Jwks;
using JwtCore.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace JwtCore.Tests.Jwks;

public class RequestBudgetTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void A_minute_after_the_first_of_a_full_minute_and_not_a_tick_before_another_may_start()
    {
        RequestBudget budget = new(perMinute: 2, atOnce: 100, _time);
        Assert.True(budget.TryTake(BudgetPlace.Healthy));
        _time.Advance(TimeSpan.FromSeconds(20));
        Assert.True(budget.TryTake(BudgetPlace.Healthy));
        Assert.False(budget.TryTake(BudgetPlace.Healthy));

        _time.Advance(TimeSpan.FromSeconds(40) - TimeSpan.FromTicks(1));
        Assert.False(budget.TryTake(BudgetPlace.Healthy));
        _time.Advance(TimeSpan.FromTicks(1));
        Assert.True(budget.TryTake(BudgetPlace.Healthy));
        Assert.False(budget.TryTake(BudgetPlace.Healthy));
        _time.Advance(TimeSpan.FromSeconds(20));
        Assert.True(budget.TryTake(BudgetPlace.Healthy));
    }

    [Fact]
    public void As_many_as_allowed_run_at_once_and_each_release_makes_room_for_one()
    {
        RequestBudget budget = new(perMinute: 100, atOnce: 2, _time);
        Assert.True(budget.TryTake(BudgetPlace.Healthy));
        Assert.True(budget.TryTake(BudgetPlace.Failing));
        Assert.False(budget.TryTake(BudgetPlace.Healthy));
        budget.Release(BudgetPlace.Failing);
        Assert.True(budget.TryTake(BudgetPlace.Healthy));
        Assert.False(budget.TryTake(BudgetPlace.Healthy));
    }

    [Theory, InlineData(1, 1), InlineData(2, 1), InlineData(3, 1), InlineData(8, 4)]
    public void Sources_that_failed_get_half_of_the_places(int atOnce, int expected)
    {
        RequestBudget budget = new(perMinute: 1_000, atOnce, _time);
        Assert.Equal(expected, Enumerable.Range(0, 20).Count(_ => budget.TryTake(BudgetPlace.Failing)));
        Assert.Equal(atOnce - expected, Enumerable.Range(0, 20).Count(_ => budget.TryTake(BudgetPlace.Healthy)));
        budget.Release(BudgetPlace.Failing);
        Assert.True(budget.TryTake(BudgetPlace.Failing));
    }

    [Fact]
    public void First_attempts_have_places_of_their_own()
    {
        RequestBudget budget = new(perMinute: 1_000, atOnce: 8, _time);
        Assert.Equal(64, Enumerable.Range(0, 100).Count(_ => budget.TryTake(BudgetPlace.First)));
        Assert.True(budget.TryTake(BudgetPlace.Healthy));
        budget.Release(BudgetPlace.First);
        Assert.True(budget.TryTake(BudgetPlace.First));
        Assert.False(budget.TryTake(BudgetPlace.First));
    }

    [Fact]
    public void First_attempts_neither_use_up_a_minute_nor_wait_for_one()
    {
        RequestBudget budget = new(perMinute: 1, atOnce: 100, _time);
        for (int i = 0; i < 10; i++)
        {
            Assert.True(budget.TryTake(BudgetPlace.First));
        }

        Assert.True(budget.TryTake(BudgetPlace.Healthy));
        Assert.False(budget.TryTake(BudgetPlace.Healthy));
        Assert.True(budget.TryTake(BudgetPlace.First));
    }

    [Fact]
    public void What_is_refused_counts_for_nothing()
    {
        RequestBudget budget = new(perMinute: 1, atOnce: 1, _time);
        Assert.True(budget.TryTake(BudgetPlace.Healthy));
        for (int i = 0; i < 1_000; i++)
        {
            Assert.False(budget.TryTake(BudgetPlace.Healthy));
        }

        budget.Release(BudgetPlace.Healthy);
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.True(budget.TryTake(BudgetPlace.Healthy));
    }

    [Theory]
    [InlineData(0, 8, false), InlineData(-1, 8, false), InlineData(1, 8, true), InlineData(100_000, 8, true), InlineData(100_001, 8, false)]
    [InlineData(60, 0, false), InlineData(60, int.MinValue, false), InlineData(60, 1, true), InlineData(60, 1_000, true), InlineData(60, 1_001, false)]
    public void The_verifier_takes_budgets_in_range_only(int perMinute, int atOnce, bool passes)
    {
        void Make() => _ = new JwtVerifier(TestPolicies.With(), new JwtVerifierOptions { KeyRequestsPerMinute = perMinute, KeyRequestsAtOnce = atOnce });
        if (passes)
        {
            Make();
        }
        else
        {
            Assert.ThrowsAny<ArgumentException>(Make);
        }
    }
}
