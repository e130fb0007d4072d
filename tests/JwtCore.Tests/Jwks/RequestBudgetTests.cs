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
        Assert.True(budget.TryTake(isFirstLoad: false));
        _time.Advance(TimeSpan.FromSeconds(20));
        Assert.True(budget.TryTake(isFirstLoad: false));
        Assert.False(budget.TryTake(isFirstLoad: false));

        _time.Advance(TimeSpan.FromSeconds(40) - TimeSpan.FromTicks(1));
        Assert.False(budget.TryTake(isFirstLoad: false));
        _time.Advance(TimeSpan.FromTicks(1));
        Assert.True(budget.TryTake(isFirstLoad: false));
        Assert.False(budget.TryTake(isFirstLoad: false));
        _time.Advance(TimeSpan.FromSeconds(20));
        Assert.True(budget.TryTake(isFirstLoad: false));
    }

    [Fact]
    public void As_many_as_allowed_run_at_once_and_each_release_makes_room_for_one()
    {
        RequestBudget budget = new(perMinute: 100, atOnce: 2, _time);
        Assert.True(budget.TryTake(isFirstLoad: false));
        Assert.True(budget.TryTake(isFirstLoad: true));
        Assert.False(budget.TryTake(isFirstLoad: false));
        Assert.False(budget.TryTake(isFirstLoad: true));

        budget.Release();
        Assert.True(budget.TryTake(isFirstLoad: true));
        Assert.False(budget.TryTake(isFirstLoad: true));
    }

    [Fact]
    public void First_loads_neither_use_up_a_minute_nor_wait_for_one()
    {
        RequestBudget budget = new(perMinute: 1, atOnce: 100, _time);
        for (int i = 0; i < 10; i++)
        {
            Assert.True(budget.TryTake(isFirstLoad: true));
        }

        Assert.True(budget.TryTake(isFirstLoad: false));
        Assert.False(budget.TryTake(isFirstLoad: false));
        Assert.True(budget.TryTake(isFirstLoad: true));
    }

    [Fact]
    public void What_is_refused_counts_for_nothing()
    {
        RequestBudget budget = new(perMinute: 1, atOnce: 1, _time);
        Assert.True(budget.TryTake(isFirstLoad: false));
        for (int i = 0; i < 1_000; i++)
        {
            Assert.False(budget.TryTake(isFirstLoad: false));
        }

        budget.Release();
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.True(budget.TryTake(isFirstLoad: false));
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
