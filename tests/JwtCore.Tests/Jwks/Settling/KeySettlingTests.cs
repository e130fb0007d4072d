using System.Net.Http.Headers;
using JwtCore.Jwks;
using JwtCore.Testing;

namespace JwtCore.Tests.Jwks;

/// <summary>Answers of nodes that lag behind: which keys they cost, when, and for how long. Times are seconds.</summary>
public class KeySettlingTests
{
    private const double Settling = 600;
    private const double Cooldown = 30;
    private const double Delay = 40;

    private static readonly Uri Address = new("https://issuer.example.com/keys");
    private static readonly TwoClocks Zero = new(TimeSpan.TicksPerDay * 20_000, TimeSpan.TicksPerHour);
    private static readonly Dictionary<string, Jwk> Pairs = [];

    private AttemptPlan? _begun;
    private KeySetState _state = new(new RemoteJwksOptions { Random = new FixedRandom(1) });

    [Fact]
    public void The_first_answer_without_a_new_key_does_not_remove_it()
    {
        Answer(0, "a");
        Answer(1_000, "a b");
        JwkSet before = Held(1_000);
        Assert.Equal("a b", Answer(1_100, "a"));

        // The same object, so that what was remembered with the keys is still good.
        Assert.Same(before, Held(1_100));
    }

    [Fact]
    public void The_first_load_counts_as_the_appearance_of_its_keys()
    {
        Answer(0, "a b");
        Assert.Equal("a b", Answer(Settling - 1, "a"));
    }

    [Theory, InlineData(Settling - 0.001, "a b"), InlineData(Settling, "a")]
    public void A_key_counts_as_new_for_the_settling_time_and_not_longer(double age, string expected)
    {
        Answer(0, "a");
        Answer(1_000, "a b");
        Assert.Equal(expected, Answer(1_000 + age, "a"));
    }

    [Theory, InlineData(true), InlineData(false)]
    public void The_settling_time_runs_by_the_clock_that_says_longer(bool byWall)
    {
        Answer(At(0, 0), "a");
        Answer(At(1_000, 1_000), "a b");
        Assert.Equal("a", Answer(byWall ? At(1_000 + Settling, 1_100) : At(1_100, 1_000 + Settling), "a"));
    }

    [Fact]
    public void The_next_request_starts_after_the_cooldown_and_is_unconditional()
    {
        Answer(0, "a");
        Answer(1_000, "a b");
        Assert.NotNull(Begin(At(1_100)).Held!.EntityTag);
        End(At(1_100), "a");
        Assert.Null(_state.MayBegin(RefreshReason.Schedule, At(1_100 + Cooldown - 0.001)));
        Assert.Equal(TimeSpan.FromSeconds(Cooldown), _state.NextWakeUp(At(1_100)));
        Assert.Equal(RefreshReason.Schedule, _state.MayBegin(RefreshReason.Schedule, At(1_100 + Cooldown)));
        Assert.Null(Begin(At(1_100 + Cooldown)).Held!.EntityTag);

        // Once that is settled the lifetime counts again.
        End(At(1_100 + Cooldown), "a b");
        Assert.Null(_state.MayBegin(RefreshReason.Schedule, At(1_100 + Cooldown + 599)));
        Assert.NotNull(Begin(At(1_100 + Cooldown + 600)).Held!.EntityTag);
    }

    [Theory, InlineData("a", "a"), InlineData("a b", "a b")]
    public void The_second_answer_decides(string second, string expected)
    {
        Answer(0, "a b");
        Answer(100, "a");
        Assert.Equal(expected, Answer(130, second));
    }

    [Fact]
    public void The_second_answer_may_be_the_first_one_byte_for_byte()
    {
        Answer(0, "a b");
        Answer(100, "a");
        AttemptPlan plan = Begin(At(130));
        JwksAttempt attempt = _state.End(plan, new FetchResult(new HttpAnswer(RefreshOutcome.Unchanged) { Content = [1] }) { Address = Address }, At(130));
        Assert.Equal("a", Shown(130));
        Assert.Equal(RefreshOutcome.Updated, attempt.Outcome);
    }

    [Theory, InlineData(true), InlineData(false)]
    public void Without_a_second_answer_the_key_goes_after_cooldown_and_time_limit_and_not_before(bool byWall)
    {
        Answer(0, "a b");
        Answer(100, "a");
        TwoClocks end = byWall ? At(100 + Delay, 101) : At(101, 100 + Delay);
        TwoClocks last = byWall ? end with { Wall = end.Wall - 1 } : end with { Monotonic = end.Monotonic - 1 };
        KeySetView view = _state.Plan(last);
        Assert.Equal(("a b", "a"), (Names(view.Keys!), Names(view.Without!)));
        Assert.Equal(last.Wall + 1, view.SparedUntil);
        Assert.True(_state.NextWakeUp(last) <= TimeSpan.FromTicks(1));
        view = _state.Plan(end);
        Assert.Equal(("a", null, long.MaxValue), (Names(view.Keys!), view.Without, view.SparedUntil));
        Assert.Equal("a", string.Join(' ', _state.StatusAt(end).Keys.Select(key => key.KeyId)));
    }

    [Fact]
    public void A_second_request_that_fails_removes_the_key_as_the_last_answer_says()
    {
        Answer(0, "a b");
        Answer(100, "a");
        _state.End(Begin(At(130)), FetchResult.Failed(RefreshOutcome.TimedOut, FetchCause.TimedOut), At(135));
        Assert.Equal("a", Shown(135));
    }

    [Fact]
    public void A_key_is_spared_once()
    {
        Answer(0, "a b");
        Answer(100, "a");
        Assert.Equal("a b", Answer(130, "a b"));
        Assert.Equal("a", Answer(200, "a"));
    }

    [Theory, InlineData(false), InlineData(true)]
    public void An_answer_that_the_application_asked_for_removes_it_at_once_also_one_that_was_under_way(bool joins)
    {
        Answer(0, "a b");
        AttemptPlan plan = _state.Begin(joins ? RefreshReason.Schedule : RefreshReason.Application, At(100));
        if (joins)
        {
            _state.Join(RefreshReason.Token);
            _state.Join(RefreshReason.Application);
        }

        _state.End(plan, Loaded("a"), At(100));
        Assert.Equal("a", Shown(100));
    }

    [Fact]
    public void An_answer_that_a_token_joined_spares_it()
    {
        Answer(0, "a b");
        AttemptPlan plan = Begin(At(100));
        _state.Join(RefreshReason.Token);
        _state.End(plan, Loaded("a"), At(100));
        Assert.Equal("a b", Shown(100));
    }

    [Fact]
    public void The_application_asks_for_one_answer_and_not_for_the_next()
    {
        _state.End(_state.Begin(RefreshReason.Application, Zero), Loaded("a b"), Zero);
        Assert.Equal("a b", Answer(100, "a"));
    }

    [Fact]
    public void After_a_flush_nothing_is_spared_and_no_key_of_the_next_answer_counts_as_new()
    {
        Answer(0, "a b");
        Answer(100, "a");
        _state.Flush();
        Assert.Null(_state.Plan(At(101)).Keys);
        Answer(102, "a b");
        Assert.Equal("a", Answer(150, "a"));

        // A key that comes after that is new again.
        Answer(200, "a c");
        Assert.Equal("a c", Answer(250, "a"));
    }

    [Theory]
    [InlineData("a b2", "a b2")]
    [InlineData("a c", "a c")]
    public void An_answer_with_a_key_that_was_never_seen_is_no_older_and_removes_it_at_once(string answer, string expected)
    {
        Answer(0, "a b");
        Assert.Equal(expected, Answer(100, answer));
        Assert.Null(_state.MayBegin(RefreshReason.Schedule, At(100 + Cooldown)));
    }

    [Fact]
    public void Material_that_was_removed_is_new_under_its_key_id_and_removes_what_is_held_there_at_once()
    {
        Answer(0, "a b");
        Answer(1_000, "a b2");
        Assert.Equal("a", Answer(1_100, "a b"));
        Assert.Equal("a b", Answer(1_130, "a b"));
    }

    [Fact]
    public void A_removed_key_returns_with_the_second_answer_that_has_it_and_is_asked_for_after_the_cooldown()
    {
        Answer(0, "a b");
        Answer(1_000, "a");
        Assert.Equal("a", Answer(1_100, "a b"));
        Assert.Equal(RefreshReason.Schedule, _state.MayBegin(RefreshReason.Schedule, At(1_130)));
        Assert.Equal("a b", Answer(1_130, "a b"));

        // It was never new again.
        Assert.Equal("a", Answer(1_200, "a"));
    }

    [Fact]
    public void Two_answers_with_one_between_them_do_not_bring_a_removed_key_back()
    {
        Answer(0, "a b");
        Answer(1_000, "a");
        Answer(1_100, "a b");
        Answer(1_130, "a");
        Assert.Equal("a", Answer(1_200, "a b"));
        Assert.Equal("a b", Answer(1_230, "a b"));
    }

    [Fact]
    public void The_application_needs_two_answers_too()
    {
        Answer(0, "a b");
        Answer(1_000, "a");
        _state.End(_state.Begin(RefreshReason.Application, At(1_001)), Loaded("a b"), At(1_001));
        Assert.Equal("a", Shown(1_001));
        _state.End(_state.Begin(RefreshReason.Application, At(1_002)), Loaded("a b"), At(1_002));
        Assert.Equal("a b", Shown(1_002));
    }

    [Fact]
    public void An_answer_of_nothing_but_removed_keys_leaves_the_others_the_same_respite_and_the_second_one_counts()
    {
        Answer(0, "a");
        Answer(1_000, "b");
        Assert.Equal("b", Answer(5_000, "a"));
        Assert.Equal(At(5_000 + Delay).Wall, _state.Plan(At(5_000)).SparedUntil);
        Assert.Equal(RefreshReason.Schedule, _state.MayBegin(RefreshReason.Schedule, At(5_030)));
        Assert.Equal("a", Answer(5_030, "a"));
    }

    [Theory, InlineData(Delay - 0.001, "b"), InlineData(Delay, "a")]
    public void Without_a_second_answer_the_respite_ends_in_time(double passed, string expected)
    {
        Answer(0, "a");
        Answer(1_000, "b");
        Answer(5_000, "a");
        Assert.Equal(expected, Shown(5_000 + passed));
        if (expected == "a")
        {
            // It is back for good.
            Assert.Equal("a", Answer(5_600, "a"));
        }
    }

    [Fact]
    public void A_second_request_that_fails_ends_it_too()
    {
        Answer(0, "a");
        Answer(1_000, "b");
        Answer(5_000, "a");
        _state.End(Begin(At(5_030)), FetchResult.Failed(RefreshOutcome.TimedOut, FetchCause.TimedOut), At(5_031));
        Assert.Equal("a", Shown(5_031));
    }

    [Fact]
    public void Nobody_has_a_respite_when_the_application_asked_for_an_answer_of_nothing_but_removed_keys()
    {
        Answer(0, "a");
        Answer(1_000, "b");
        _state.End(_state.Begin(RefreshReason.Application, At(1_001)), Loaded("a"), At(1_001));
        Assert.Equal("a", Shown(1_001));
        Assert.Null(_state.Plan(At(1_001)).Without);
        Assert.Equal("a", Answer(1_700, "a"));
    }

    [Fact]
    public void Nor_when_the_removed_key_is_back_under_the_key_id()
    {
        Answer(0, "b");
        Answer(1_000, "b2");
        Assert.Equal("b", Answer(1_100, "b"));
        Assert.Null(_state.Plan(At(1_100)).Without);
    }

    [Fact]
    public void A_key_that_was_spared_goes_with_the_second_answer_also_when_that_has_nothing_but_removed_keys()
    {
        Answer(0, "x a");
        Answer(1_000, "a b");
        Answer(1_100, "a");
        Assert.Equal("a", Answer(1_130, "x"));
        Assert.Equal("x", Shown(1_130 + Delay));
    }

    [Theory, InlineData(24 * 3600 - 1, "a"), InlineData(24 * 3600, "a b")]
    public void Removed_keys_are_remembered_as_long_as_keys_are_trusted(double age, string expected)
    {
        Answer(0, "a b");
        Answer(1_000, "a");
        Answer(10_000, "a");
        Answer(80_000, "a");
        Assert.Equal(expected, Answer(1_000 + age, "a b"));
    }

    [Fact]
    public void No_more_removed_keys_are_remembered_than_a_set_may_have()
    {
        _state = new KeySetState(new RemoteJwksOptions { Random = new FixedRandom(1), MaxKeys = 2 });
        Answer(0, "a b");
        Answer(1_000, "a c");
        Answer(2_000, "a d");
        Answer(3_000, "a e");

        // Of b, c and d the first is forgotten.
        Assert.Equal("a e b", Answer(4_000, "a e b c d"));
    }

    [Fact]
    public void With_a_settling_time_of_zero_every_answer_is_taken_as_it_is()
    {
        _state = new KeySetState(new RemoteJwksOptions { Random = new FixedRandom(1), SettlingTime = TimeSpan.Zero });
        Answer(0, "a b");
        Assert.Equal("a", Answer(1, "a"));
        Assert.Equal("a b", Answer(2, "a b"));
        Assert.Equal("b", Answer(3, "b"));
        Assert.Equal("a", Answer(4, "a"));
    }

    [Fact]
    public void No_key_is_spared_beyond_the_bound_on_trust()
    {
        RemoteJwksOptions options = new() { Random = new FixedRandom(1), TrustedFor = TimeSpan.FromSeconds(100), MinLifetime = TimeSpan.FromSeconds(20), DefaultLifetime = TimeSpan.FromSeconds(25), MaxLifetime = TimeSpan.FromSeconds(25) };
        _state = new KeySetState(options);
        Answer(0, "a b");
        Assert.Equal("a b", Answer(90, "a"));
        Assert.Equal(At(100).Wall, _state.Plan(At(91)).SparedUntil);
        Assert.Equal("a", Shown(100));
    }

    [Fact]
    public void The_guarantee_follows_from_the_options()
    {
        Assert.Equal(TimeSpan.FromSeconds(Delay), Guarantees(new()).RemovalDelay);
        Assert.Equal(TimeSpan.FromSeconds(67), Guarantees(new() { Cooldown = TimeSpan.FromSeconds(60), RequestTimeout = TimeSpan.FromSeconds(7) }).RemovalDelay);
        Assert.Equal(TimeSpan.Zero, Guarantees(new() { SettlingTime = TimeSpan.Zero }).RemovalDelay);
    }

    // Whatever nodes answer: two answers agree about a key, or one that is whole is not disputed.
    [Fact]
    public void Two_answers_in_a_row_always_decide_and_a_key_is_spared_once()
    {
        for (int seed = 0; seed < 500; seed++)
        {
            _state = new KeySetState(new RemoteJwksOptions { Random = new FixedRandom(1) });
            Random random = new(seed);
            HashSet<string> spared = [];
            string[] last = Next(random);
            string held = Answer(0, string.Join(' ', last));
            for (int i = 1; i < 40; i++)
            {
                string[] answer = Next(random);
                held = Answer(i * 60, string.Join(' ', answer));
                string[] now = held.Split(' ');
                if (answer.Intersect(last).Any())
                {
                    Assert.All(answer.Intersect(last), name => Assert.Contains(name, now));
                    Assert.DoesNotContain(now, name => !answer.Contains(name) && !last.Contains(name));
                    Assert.All(now.Except(answer), name => Assert.True(spared.Add(name)));
                }

                last = answer;
            }
        }
    }

    private static string[] Next(Random random) => [.. "abcd".Where(_ => random.Next(3) > 0).Select(letter => letter.ToString()).DefaultIfEmpty("a")];

    private static JwksGuarantees Guarantees(RemoteJwksOptions options)
    {
        using RemoteJwks keys = new("https://issuer.example.com/keys", options);
        return keys.Guarantees;
    }

    private static TwoClocks At(double seconds) => At(seconds, seconds);

    private static TwoClocks At(double wall, double monotonic) =>
        new(Zero.Wall + (long)(wall * TimeSpan.TicksPerSecond), Zero.Monotonic + (long)(monotonic * TimeSpan.TicksPerSecond));

    // The first character is the key id; with 2 behind it the material is another.
    private static Jwk Key(string name)
    {
        lock (Pairs)
        {
            if (!Pairs.TryGetValue(name, out Jwk? key))
            {
                Pairs[name] = key = Support.Tokens.Keys(TestKeyPair.Create(JwtAlgorithm.ES256, name[..1])).Keys[0];
            }

            return key;
        }
    }

    private static string Names(JwkSet keys) => string.Join(' ', keys.Keys.Select(key => Pairs.Single(pair => ReferenceEquals(pair.Value, key)).Key));

    private static FetchResult Loaded(string names) => new(new HttpAnswer(RefreshOutcome.Updated) { Status = 200, Content = [1], EntityTag = new EntityTagHeaderValue("\"a\"") })
    {
        Keys = new JwkSet([.. names.Split(' ').Select(Key)]),
        Address = Address,
    };

    private string Answer(double seconds, string names) => Answer(At(seconds), names);

    // The keys that verify after a scheduled answer with these.
    private string Answer(TwoClocks now, string names)
    {
        _state.End(Begin(now), Loaded(names), now);
        return Names(_state.Plan(now).Keys!);
    }

    private AttemptPlan Begin(TwoClocks now) => _begun = _state.Begin(RefreshReason.Schedule, now);

    private void End(TwoClocks now, string names)
    {
        _state.End(_begun!, Loaded(names), now);
        _state.Plan(now);
    }

    private JwkSet Held(double seconds) => _state.Plan(At(seconds)).Keys!;

    private string Shown(double seconds) => Names(Held(seconds));
}
