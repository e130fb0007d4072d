using System.Diagnostics;
using System.Net;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using JwtCore.Testing;
using JwtCore.Tests.Scenarios;
using Microsoft.Extensions.Time.Testing;

namespace JwtCore.Tests.Jwks;

/// <summary>The life of one source: first use, answers, flush, end.</summary>
public sealed class RemoteJwksTests : IAsyncDisposable
{
    private readonly World _world = World.Direct(World.First);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task Nothing_is_fetched_before_the_first_use()
    {
        _world.Time.Advance(TimeSpan.FromDays(2));
        await _world.Keys.Idle;
        Assert.Equal(0, _world.Endpoint.Requests);
        Assert.Equal(JwksState.NotLoaded, _world.Keys.Status.State);
        Assert.Null(_world.Keys.Status.NextRefreshIn);
        Assert.Null(_world.Keys.Status.Age);
        Assert.Null(_world.Keys.Status.LoadedAt);
        Assert.Empty(_world.Keys.Status.Skipped);
        Assert.Empty(_world.Keys.Status.LastAttempts);
    }

    [Fact]
    public async Task A_synchronous_first_use_answers_at_once_and_starts_one_refresh()
    {
        string token = _world.Token(World.First);
        for (int i = 0; i < 100; i++)
        {
            Assert.True(_world.Verify(token) is VerifyError.KeysUnavailable or VerifyError.None);
        }

        await _world.Keys.Idle;
        Assert.Equal(1, _world.Endpoint.Requests);
        Assert.Equal(VerifyError.None, _world.Verify(token));
    }

    [Fact]
    public async Task The_status_tells_what_is_held_and_what_happened()
    {
        await _world.LoadAsync();
        _world.Time.Advance(TimeSpan.FromSeconds(90));
        JwksStatus status = _world.Keys.Status;
        Assert.Equal(JwksState.Fresh, status.State);
        Assert.Equal(["first"], status.Keys.Select(key => key.KeyId));
        Assert.Empty(status.Skipped);
        Assert.Equal(TimeSpan.FromSeconds(90), status.Age);
        Assert.Equal(_world.Time.GetUtcNow().AddSeconds(-90), status.LoadedAt);
        Assert.InRange(status.NextRefreshIn!.Value, TimeSpan.FromSeconds(390), TimeSpan.FromSeconds(510));
        JwksAttempt attempt = Assert.Single(status.LastAttempts);
        Assert.Equal((status.LoadedAt!.Value, TimeSpan.Zero, RefreshOutcome.Updated, 200), (attempt.StartedAt, attempt.Duration, attempt.Outcome, attempt.Status));

        for (int i = 0; i < 10; i++)
        {
            _world.Endpoint.Respond("{}", (HttpStatusCode)(500 + i));
            await _world.Keys.RefreshAsync(Cancellation);
        }

        Assert.Equal([509, 508, 507, 506, 505, 504, 503, 502], _world.Keys.Status.LastAttempts.Select(attempt => attempt.Status!.Value));
        Assert.Equal(JwksState.Overdue, _world.Keys.Status.State);
    }

    [Fact]
    public async Task An_answer_not_modified_keeps_the_set_and_renews_its_age()
    {
        await _world.LoadAsync();
        JwkSet? held = Held();
        _world.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(RefreshOutcome.Unchanged, (await _world.Keys.RefreshAsync(Cancellation)).Outcome);
        Assert.NotNull(_world.Endpoint.LastIfNoneMatch);
        Assert.Same(held, Held());
        Assert.Equal(TimeSpan.Zero, _world.Keys.Status.Age);
    }

    [Fact]
    public async Task The_same_keys_in_other_bytes_are_the_same_set()
    {
        await _world.LoadAsync();
        JwkSet held = Held()!;
        JsonObject jwk = World.First.ToJwk();
        string reversed = new JsonObject { ["x"] = 1, ["keys"] = new JsonArray(new JsonObject(jwk.Reverse().Select(member => KeyValuePair.Create(member.Key, member.Value?.DeepClone())))) }.ToJsonString(new() { WriteIndented = true });
        _world.Endpoint.Respond(reversed);

        Assert.Equal(RefreshOutcome.Unchanged, (await _world.Keys.RefreshAsync(Cancellation)).Outcome);
        Assert.Same(held, Held());
        Assert.Equal(RefreshOutcome.Unchanged, (await _world.Keys.RefreshAsync(Cancellation)).Outcome);
        Assert.Same(held, Held());
    }

    [Fact]
    public async Task A_changed_set_keeps_the_keys_that_did_not_change()
    {
        await _world.LoadAsync();
        Jwk first = Held()!.Keys[0];
        _world.Endpoint.Publish(World.Second, World.First);
        Assert.Equal(RefreshOutcome.Updated, (await _world.Keys.RefreshAsync(Cancellation)).Outcome);
        Assert.Equal(["second", "first"], Held()!.Keys.Select(key => key.KeyId));
        Assert.Same(first, Held()!.Keys[1]);

        _world.Endpoint.Publish(TestKeyPair.Create(JwtAlgorithm.ES256, "first"));
        await _world.Keys.RefreshAsync(Cancellation);
        Assert.NotSame(first, Assert.Single(Held()!.Keys));
    }

    // Otherwise the second such answer would count as a success and the keys be missing for the length of a lifetime.
    [Fact]
    public async Task An_empty_set_is_no_success_however_often_it_is_confirmed()
    {
        _world.Endpoint.Publish();
        for (int i = 0; i < 3; i++)
        {
            Assert.Equal(RefreshOutcome.NoUsableKey, (await _world.Keys.RefreshAsync(Cancellation)).Outcome);
            Assert.Null(_world.Endpoint.LastIfNoneMatch);
            Assert.Equal(JwksState.Empty, _world.Keys.Status.State);
            Assert.InRange(_world.Keys.Status.NextRefreshIn!.Value, TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(30));
        }

        Assert.Equal(VerifyError.KeyNotFound, _world.Verify(_world.Token(World.First)));
        _world.Endpoint.Publish(World.First);
        await _world.PassAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(VerifyError.None, _world.Verify(_world.Token(World.First)));
    }

    [Fact]
    public async Task A_flush_forgets_the_keys_at_once_and_the_next_use_fetches_them()
    {
        await _world.LoadAsync();
        string token = _world.Token(World.First);
        _world.Keys.Flush();
        Assert.Equal(JwksState.NotLoaded, _world.Keys.Status.State);
        await _world.PassAsync(TimeSpan.FromHours(1), stepSeconds: 600);
        Assert.Equal(1, _world.Endpoint.Requests);

        Assert.Equal(VerifyError.KeysUnavailable, _world.Verify(token));
        await _world.Keys.Idle;
        Assert.Equal(2, _world.Endpoint.Requests);
        Assert.Null(_world.Endpoint.LastIfNoneMatch);
        Assert.Equal(VerifyError.None, _world.Verify(token));
    }

    [Fact]
    public async Task A_flush_drops_the_answer_that_is_under_way_and_does_not_make_the_next_look_overdue()
    {
        _world.Endpoint.Hang();
        Task<JwksAttempt> dropped = _world.Keys.RefreshAsync(Cancellation);
        _world.Keys.Flush();
        _world.Endpoint.Recover();
        Assert.True((await _world.Keys.RefreshAsync(Cancellation)).IsSuccess);
        Assert.Equal(RefreshOutcome.Discarded, (await dropped).Outcome);
        Assert.Equal(JwksState.Fresh, _world.Keys.Status.State);
        Assert.Equal(VerifyError.None, _world.Verify(_world.Token(World.First)));
    }

    [Fact]
    public async Task After_its_end_a_source_has_no_keys_asks_nothing_and_may_be_ended_again()
    {
        await _world.LoadAsync();
        string token = _world.Token(World.First);
        _world.Endpoint.Hang();
        Task<JwksAttempt> underWay = _world.Keys.RefreshAsync(Cancellation);
        await _world.ArrivedAsync(2);
        _world.Keys.Dispose();
        _world.Keys.Dispose();
        Assert.Equal(RefreshOutcome.Discarded, (await underWay).Outcome);
        int before = _world.Endpoint.Requests;

        Assert.Equal(VerifyError.KeysUnavailable, _world.Verify(token));
        Assert.Equal(VerifyError.KeysUnavailable, await _world.VerifyAsync(token));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => _world.Keys.RefreshAsync(Cancellation));
        _world.Keys.Flush();
        await _world.PassAsync(TimeSpan.FromHours(2), stepSeconds: 600);
        Assert.Equal(before, _world.Endpoint.Requests);
        Assert.Equal(JwksState.Disposed, _world.Keys.Status.State);
        Assert.Null(_world.Keys.Status.NextRefreshIn);
    }

    [Fact]
    public async Task An_attempt_that_runs_forever_costs_no_second()
    {
        await _world.LoadAsync();
        _world.Endpoint.Hang();
        int before = _world.Endpoint.Requests;
        Task<JwksAttempt> endless = _world.Keys.RefreshAsync(Cancellation);
        await _world.ArrivedAsync(before + 1);
        string[] flood = Flood.Of(50, _world.Time);
        for (int second = 0; second < 9; second++)
        {
            _world.Time.Advance(TimeSpan.FromSeconds(1));
            Array.ForEach(flood, token => Assert.Equal(VerifyError.KeyNotFound, _world.Verify(token)));
            Assert.False(endless.IsCompleted);
        }

        Task<JwksAttempt> joined = _world.Keys.RefreshAsync(Cancellation);
        _world.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(RefreshOutcome.TimedOut, (await endless).Outcome);
        Assert.Equal(TimeSpan.FromSeconds(10), (await endless).Duration);
        Assert.Same(await endless, await joined);
        Assert.Equal(before + 1, _world.Endpoint.Requests);
    }

    [Fact]
    public async Task A_source_that_nobody_uses_any_more_is_collected_although_its_timer_is_set()
    {
        FakeTimeProvider time = new();
        using Site site = new() { Answer = _ => Site.Keys(World.First) };
        WeakReference dropped = await LoadAndDropAsync(time, site);
        for (int i = 0; i < 50 && dropped.IsAlive; i++)
        {
            await Task.Yield();
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.False(dropped.IsAlive);
        time.Advance(TimeSpan.FromHours(1));
        Assert.Single(site.Requests);
    }

    [Fact]
    public async Task Nothing_of_the_callers_context_reaches_the_handler()
    {
        AsyncLocal<string?> local = new() { Value = "caller" };
        using Activity caller = new("caller");
        caller.Start();
        List<string?> seen = [];
        _world.Endpoint.Respond(_ =>
        {
            lock (seen)
            {
                seen.Add(local.Value);
                seen.Add(Activity.Current?.RootId == caller.RootId ? "trace" : null);
            }

            return null;
        });
        using Site site = new() { Answer = _ => new(HttpStatusCode.OK) { Content = new StringContent(local.Value ?? Site.SetOf(World.First)) } };
        using RemoteJwks made = new("https://issuer.example.com/keys", new RemoteJwksOptions { TimeProvider = TimeProvider.System, Client = site.Client });

        // By a token, by its age, by the timer, by the application.
        _world.Verify(_world.Token(World.First));
        await _world.Keys.Idle;
        await _world.PassAsync(TimeSpan.FromMinutes(30), stepSeconds: 60, () => _world.Verify(_world.Token(World.First)));
        await _world.Keys.RefreshAsync(Cancellation);
        Assert.InRange(seen.Count, 6, 20);
        Assert.All(seen, Assert.Null);
        Assert.True((await made.RefreshAsync(Cancellation)).IsSuccess);
        Assert.Same(caller, Activity.Current);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<WeakReference> LoadAndDropAsync(FakeTimeProvider time, Site site)
    {
        RemoteJwks source = new("https://issuer.example.com/keys", new RemoteJwksOptions { TimeProvider = time, Client = site.Client });
        Assert.True((await source.RefreshAsync(Cancellation)).IsSuccess);
        Assert.NotNull(source.Status.NextRefreshIn);
        return new WeakReference(source);
    }

    private JwkSet? Held()
    {
        CallTime time = new(_world.Time);
        return _world.Keys.KeysAt(ref time);
    }
}
