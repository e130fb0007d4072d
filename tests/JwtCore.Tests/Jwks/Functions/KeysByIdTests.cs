using JwtCore.Testing;

namespace JwtCore.Tests.Jwks.Functions;

/// <summary>A function that gives one key for each key ID: which it is asked for, when, and what becomes of its keys.</summary>
public sealed class KeysByIdTests : IDisposable
{
    private readonly LoaderWorld _world = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task A_token_without_its_key_asks_for_its_key_ID_alone()
    {
        Assert.Equal(VerifyError.None, await _world.VerifyAsync(_world.Publish("one")));
        Assert.Equal(["one"], _world.Calls);
        Assert.Equal(["one"], _world.KeyIds);
    }

    [Fact]
    public async Task A_key_that_was_found_costs_no_cooldown()
    {
        TestKeyPair[] pairs = [_world.Publish("one"), _world.Publish("two"), _world.Publish("three")];
        foreach (TestKeyPair pair in pairs)
        {
            Assert.Equal(VerifyError.None, await _world.VerifyAsync(pair));
        }

        foreach (TestKeyPair pair in pairs)
        {
            Assert.Equal(VerifyError.None, await _world.VerifyAsync(pair));
        }

        Assert.Equal(["one", "two", "three"], _world.Calls);
    }

    [Theory, InlineData(false, 5), InlineData(true, 30)]
    public async Task A_key_that_was_not_found_costs_the_cooldown(bool hasKeys, int seconds)
    {
        if (hasKeys)
        {
            await _world.VerifyAsync(_world.Publish("held"));
        }

        int before = _world.Calls.Length;
        Assert.Equal(VerifyError.KeyNotFound, await _world.VerifyAsync(TestKeyPair.Create(JwtAlgorithm.ES256, "absent")));
        TestKeyPair next = _world.Publish("next");
        _world.Time.Advance(TimeSpan.FromSeconds(seconds) - TimeSpan.FromTicks(1));
        Assert.Equal(VerifyError.KeyNotFound, await _world.VerifyAsync(next));
        Assert.Equal(before + 1, _world.Calls.Length);

        _world.Time.Advance(TimeSpan.FromTicks(1));
        Assert.Equal(VerifyError.None, await _world.VerifyAsync(next));
    }

    [Fact]
    public async Task Tokens_with_different_keys_that_wait_together_each_get_theirs()
    {
        TaskCompletionSource release = new();
        _world.LoadAsync = async (keyId, _) =>
        {
            await release.Task;
            return LoadedKeys.Added(_world.Provider[keyId!].ToJwkSet());
        };
        Task<VerifyError> one = _world.VerifyAsync(_world.Publish("one"));
        Task<VerifyError> two = _world.VerifyAsync(_world.Publish("two"));
        release.SetResult();
        Assert.Equal([VerifyError.None, VerifyError.None], await Task.WhenAll(one, two));
    }

    [Fact]
    public async Task A_source_without_keys_is_current_when_the_function_has_no_list()
    {
        Assert.True((await _world.RefreshAsync()).IsSuccess);
        Assert.Equal([null], _world.Calls);
        Assert.Equal(JwksState.Fresh, _world.Keys.Status.State);

        // And its first token waits for nothing but its key.
        Assert.Equal(VerifyError.None, await _world.VerifyAsync(_world.Publish("one")));
        Assert.Equal([null, "one"], _world.Calls);
    }

    [Fact]
    public async Task A_source_without_keys_is_empty_when_the_function_says_that_these_are_all()
    {
        _world.LoadAsync = (_, _) => Task.FromResult(LoadedKeys.All(new JwkSet()));
        Assert.Equal(RefreshOutcome.NoUsableKey, (await _world.RefreshAsync()).Outcome);
        Assert.Equal(JwksState.Empty, _world.Keys.Status.State);
    }

    [Fact]
    public async Task The_schedule_asks_for_each_key_that_is_held_and_one_that_was_withdrawn_goes()
    {
        await _world.VerifyAsync(_world.Publish("one"));
        TestKeyPair two = _world.Publish("two");
        await _world.VerifyAsync(two);
        _world.Time.Advance(TimeSpan.FromMinutes(11));
        await _world.Keys.Idle;
        Assert.Equal(["one", "two", null, "one", "two"], _world.Calls);

        _world.Provider.Remove("two");
        _world.Time.Advance(TimeSpan.FromMinutes(11));
        await _world.Keys.Idle;
        Assert.Equal(["one"], _world.KeyIds);
        Assert.Equal(VerifyError.KeyNotFound, await _world.VerifyAsync(two));
    }

    [Fact]
    public async Task A_failure_of_one_of_these_calls_costs_no_key()
    {
        await _world.VerifyAsync(_world.Publish("one"));
        await _world.VerifyAsync(_world.Publish("two"));
        _world.LoadAsync = (keyId, _) => keyId == "two" ? throw new HttpRequestException("down") : Task.FromResult(LoadedKeys.Added(new JwkSet()));
        Assert.False((await _world.RefreshAsync()).IsSuccess);
        Assert.Equal(["one", "two"], _world.KeyIds);
    }

    [Fact]
    public async Task A_function_that_has_a_list_after_all_replaces_everything()
    {
        await _world.VerifyAsync(_world.Publish("one"));
        _world.LoadAsync = (keyId, _) => Task.FromResult(keyId is null ? LoadedKeys.Added(new JwkSet()) : LoadedKeys.All(_world.Publish("list").ToJwkSet()));
        Assert.True((await _world.RefreshAsync()).IsSuccess);
        Assert.Equal(["list"], _world.KeyIds);
    }

    [Fact]
    public async Task A_key_that_is_added_renews_the_trust_of_no_other()
    {
        TestKeyPair one = _world.Publish("one");
        await _world.VerifyAsync(one);
        _world.LoadAsync = (keyId, _) => keyId == "late" ? Task.FromResult(LoadedKeys.Added(_world.Provider["late"].ToJwkSet())) : throw new IOException();
        _world.Time.Advance(TimeSpan.FromHours(23));
        await _world.Keys.Idle;
        Assert.Equal(VerifyError.None, await _world.VerifyAsync(one));
        _world.Time.Advance(TimeSpan.FromMinutes(5));
        await _world.Keys.Idle;
        _world.Publish("late");
        await _world.VerifyAsync(_world.Provider["late"]);

        // The schedule fails, and costs a cooldown; it keeps no other key out.
        _world.Time.Advance(TimeSpan.FromSeconds(30));
        await _world.Keys.Idle;
        Assert.Equal(VerifyError.None, await _world.VerifyAsync(_world.Provider["late"]));

        _world.Time.Advance(TimeSpan.FromMinutes(55));
        await _world.Keys.Idle;
        Assert.Equal(VerifyError.KeysUnavailable, await _world.VerifyAsync(one));
    }

    [Fact]
    public async Task A_key_under_another_ID_than_the_one_asked_for_is_skipped()
    {
        TestKeyPair held = _world.Publish("held");
        await _world.VerifyAsync(held);
        TestKeyPair forged = TestKeyPair.Create(JwtAlgorithm.ES256, "held");
        _world.LoadAsync = (_, _) => Task.FromResult(LoadedKeys.Added(forged.ToJwkSet()));
        Assert.Equal(VerifyError.KeyNotFound, await _world.VerifyAsync(TestKeyPair.Create(JwtAlgorithm.ES256, "other")));
        Assert.Equal(VerifyError.None, await _world.VerifyAsync(held));
        Assert.Equal(VerifyError.SignatureInvalid, await _world.VerifyAsync(forged));
    }

    [Fact]
    public async Task At_the_most_keys_the_oldest_goes_and_the_next_one_waits_for_the_cooldown()
    {
        using LoaderWorld world = new(options => new() { TimeProvider = options.TimeProvider, Random = options.Random, MaxKeys = 2 });
        foreach (string keyId in (string[])["one", "two"])
        {
            Assert.Equal(VerifyError.None, await world.VerifyAsync(world.Publish(keyId)));
        }

        Assert.Equal(["one", "two"], world.KeyIds);
        Assert.Equal(VerifyError.None, await world.VerifyAsync(world.Publish("three")));
        Assert.Equal(["two", "three"], world.KeyIds);
        Assert.Equal(VerifyError.KeyNotFound, await world.VerifyAsync(world.Publish("four")));
        world.Time.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(VerifyError.None, await world.VerifyAsync(world.Provider["four"]));
    }

    [Theory, InlineData(2), InlineData(5)]
    public async Task Keys_by_ID_count_against_the_budget_of_unknown_key_IDs(int perMinute)
    {
        using LoaderWorld world = new(perMinute: perMinute);
        await world.RefreshAsync();
        int found = 0;
        for (int i = 0; i < 10; i++)
        {
            found += await world.VerifyAsync(world.Publish($"key-{i}")) == VerifyError.None ? 1 : 0;
        }

        Assert.Equal(perMinute, found);
        Assert.Equal(perMinute + 1, world.Calls.Length);
        world.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(VerifyError.None, await world.VerifyAsync(world.Publish("after")));
    }

    [Fact]
    public async Task A_flood_of_key_IDs_that_do_not_exist_asks_once_per_cooldown()
    {
        await _world.VerifyAsync(_world.Publish("held"));
        for (int second = 0; second < 60; second++)
        {
            for (int i = 0; i < 20; i++)
            {
                await _world.VerifyAsync(TestKeyPair.Create(JwtAlgorithm.ES256, $"no-{second}-{i}"));
            }

            _world.Time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.InRange(_world.Calls.Length, 2, 4);
        Assert.Equal(VerifyError.None, await _world.VerifyAsync(_world.Provider["held"]));
    }

    [Fact]
    public async Task A_key_that_was_removed_returns_with_the_second_answer_that_has_it()
    {
        TestKeyPair one = _world.Publish("one");
        await _world.VerifyAsync(one);
        await _world.VerifyAsync(_world.Publish("two"));
        _world.Provider.Remove("one");
        await _world.RefreshAsync();
        Assert.Equal(["two"], _world.KeyIds);

        _world.Provider["one"] = one;
        Assert.Equal(VerifyError.KeyNotFound, await _world.VerifyAsync(one));
        _world.Time.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(VerifyError.None, await _world.VerifyAsync(one));
    }
}
