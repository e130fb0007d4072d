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
    public void First_loads_have_64_places_of_their_own_and_the_next_starts_when_one_is_given_back()
    {
        RequestBudget budget = new(perMinute: 1, atOnce: 1, _time);
        Load[] loads = [.. Enumerable.Range(0, 66).Select(_ => new Load())];
        Array.ForEach(loads, load => Ask(budget, load, BudgetPlace.First));
        Assert.Equal(64, loads.Count(load => load.Place == BudgetPlace.First));
        Assert.True(budget.TryTake(BudgetPlace.Healthy));
        budget.Release(BudgetPlace.First);
        Assert.Equal((BudgetPlace.First, null), (loads[64].Place, loads[65].Place));
        budget.Release(BudgetPlace.First);
        Assert.Equal(BudgetPlace.First, loads[65].Place);
    }

    [Fact]
    public void Loads_of_sources_that_failed_take_half_of_the_minute_and_of_the_places()
    {
        RequestBudget budget = new(perMinute: 80, atOnce: 8, _time);
        Load[] loads = [.. Enumerable.Range(0, 100).Select(_ => new Load())];
        Array.ForEach(loads, load => Ask(budget, load, BudgetPlace.Retry));
        Assert.Equal(Enumerable.Range(0, 100).Select(i => i < 32), loads.Select(load => load.Place == BudgetPlace.Retry));
        for (int i = 0; i < 20; i++)
        {
            budget.Release(BudgetPlace.Retry);
        }

        Assert.Equal(40, loads.Count(load => load.Place is not null));
        Assert.False(budget.TryTake(BudgetPlace.Failing));
        Assert.True(budget.TryTake(BudgetPlace.Healthy));

        // First attempts neither use up a minute nor wait for one.
        Load[] first = [.. Enumerable.Range(0, 20).Select(_ => new Load())];
        Array.ForEach(first, load => Ask(budget, load, BudgetPlace.First));
        Assert.All(first, load => Assert.Equal(BudgetPlace.First, load.Place));
        _time.Advance(TimeSpan.FromMinutes(1) - TimeSpan.FromTicks(1));
        budget.Pump();
        Assert.Equal(40, loads.Count(load => load.Place is not null));
        _time.Advance(TimeSpan.FromTicks(1));
        budget.Pump();
        Assert.Equal(52, loads.Count(load => load.Place is not null));
    }

    [Fact]
    public void A_source_that_failed_waits_behind_all_that_were_never_tried()
    {
        RequestBudget budget = new(perMinute: 100, atOnce: 8, _time);
        Load[] running = [.. Enumerable.Range(0, 64).Select(_ => new Load())];
        Array.ForEach(running, load => Ask(budget, load, BudgetPlace.First));
        (Load failed, Load first, Load second) = (new(), new(), new());
        Ask(budget, failed, BudgetPlace.Retry, couldPass: true);
        Ask(budget, first, BudgetPlace.First);
        Ask(budget, second, BudgetPlace.First);
        budget.Release(BudgetPlace.First);
        budget.Release(BudgetPlace.First);
        Assert.Equal((null, BudgetPlace.First, BudgetPlace.First), (failed.Place, first.Place, second.Place));
        budget.Release(BudgetPlace.First);
        Assert.Equal(BudgetPlace.Retry, failed.Place);
    }

    [Theory, InlineData(false), InlineData(true)]
    public void A_load_that_does_not_begin_leaves_its_place_to_the_next(bool throws)
    {
        RequestBudget budget = new(perMinute: 100, atOnce: 8, _time);
        Load[] refusing = [.. Enumerable.Range(0, 100).Select(_ => new Load { Refuses = true, Throws = throws })];
        Array.ForEach(refusing, load => Ask(budget, load, BudgetPlace.First));
        Load[] loads = [.. Enumerable.Range(0, 64).Select(_ => new Load())];
        Array.ForEach(loads, load => Ask(budget, load, BudgetPlace.First));
        Assert.All(loads, load => Assert.Equal(BudgetPlace.First, load.Place));
    }

    [Fact]
    public void A_clock_that_throws_keeps_no_attempt_from_its_end()
    {
        RequestBudget budget = new(perMinute: 100, atOnce: 8, new Broken());
        budget.Enqueue(new Load(), BudgetPlace.Retry, couldPass: true);
        Assert.Throws<InvalidOperationException>(budget.Pump);
        budget.Release(BudgetPlace.First);
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

    private static void Ask(RequestBudget budget, Load load, BudgetPlace place, bool couldPass = false)
    {
        budget.Enqueue(load, place, couldPass);
        budget.Pump();
    }

    private sealed class Load : IQueuedLoad
    {
        public BudgetPlace? Place { get; private set; }

        public bool Refuses { get; init; }

        public bool Throws { get; init; }

        public bool TryBegin(RequestBudget budget, BudgetPlace place)
        {
            if (Throws)
            {
                throw new InvalidOperationException();
            }

            Place = Refuses ? null : place;
            return !Refuses;
        }
    }

    private sealed class Broken : TimeProvider
    {
        public override long GetTimestamp() => throw new InvalidOperationException();
    }
}
