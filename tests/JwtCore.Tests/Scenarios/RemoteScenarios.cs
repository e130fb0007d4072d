using JwtCore.Testing;

namespace JwtCore.Tests.Scenarios;

/// <summary>The scenarios that run twice: within the process, and over HTTP on loopback. Time is simulated in both.</summary>
public abstract class RemoteScenarios
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    internal abstract ValueTask<ITransport> StartAsync(FakeJwksEndpoint endpoint);

    [Fact]
    public async Task S1_While_the_endpoint_is_down_for_two_hours_known_keys_keep_working()
    {
        await using World world = new(await StartAsync(new FakeJwksEndpoint(World.First)));
        await world.LoadAsync();
        string token = world.Token(World.First);

        world.Endpoint.Fail();
        await world.PassAsync(TimeSpan.FromHours(2), stepSeconds: 30, () => Assert.Equal(VerifyError.None, world.Verify(token)));
        Assert.Equal(JwksState.Overdue, world.Keys.Status.State);

        world.Endpoint.Recover();
        await world.PassAsync(world.Keys.Guarantees.RecoveryDelay);
        Assert.Equal(JwksState.Fresh, world.Keys.Status.State);
    }

    [Fact]
    public async Task S3_Ten_thousand_unknown_key_ids_a_second_cause_two_requests_a_minute_and_disturb_nobody()
    {
        await using World world = new(await StartAsync(new FakeJwksEndpoint(World.First)));
        await world.LoadAsync();
        await world.PassAsync(Minute);
        int before = world.Endpoint.Requests;
        string good = world.Token(World.First);
        string[] flood = Flood.Of(10_000, world.Time);

        await world.PassAsync(Minute, stepSeconds: 1, () =>
        {
            foreach (string token in flood)
            {
                Assert.Equal(VerifyError.KeyNotFound, world.Verify(token));
            }

            Assert.Equal(VerifyError.None, world.Verify(good));
        });
        Assert.InRange(world.Endpoint.Requests - before, 1, 2);
    }

    [Fact]
    public async Task S4_A_new_key_is_accepted_within_the_stated_delay_during_a_flood_that_announced_its_id()
    {
        await using World world = new(await StartAsync(new FakeJwksEndpoint(World.First)));
        await world.LoadAsync();
        string next = world.Token(World.Second);
        string[] flood = [.. Flood.Of(500, world.Time), next];

        await world.PassAsync(Minute * 5, stepSeconds: 1, () => Array.ForEach(flood, token => Assert.Equal(VerifyError.KeyNotFound, world.Verify(token))));
        world.Endpoint.Publish(World.First, World.Second);
        for (int seconds = 0; world.Verify(next) != VerifyError.None; seconds++)
        {
            Assert.True(seconds <= world.Keys.Guarantees.RotationDelay.TotalSeconds);
            await world.PassAsync(TimeSpan.FromSeconds(1), stepSeconds: 1, () => Array.ForEach(flood, token => world.Verify(token)));
        }
    }

    [Fact]
    public async Task S5_A_removed_key_is_refused_within_the_stated_delay_though_nobody_sends_an_unknown_one()
    {
        await using World world = new(await StartAsync(new FakeJwksEndpoint(World.First, World.Second) { MaxAge = TimeSpan.FromDays(1) }));
        await world.LoadAsync();
        string token = world.Token(World.First);
        Assert.Equal(VerifyError.None, world.Verify(token));

        world.Endpoint.Publish(World.Second);
        await world.UntilAsync(VerifyError.KeyNotFound, token, world.Keys.Guarantees.UpdateDelay);
        Assert.Equal(VerifyError.None, world.Verify(world.Token(World.Second)));
    }

    [Fact]
    public async Task S5_With_the_endpoint_cut_off_a_key_is_refused_at_the_bound_and_not_before()
    {
        await using World world = new(await StartAsync(new FakeJwksEndpoint(World.First)));
        await world.LoadAsync();
        string token = world.Token(World.First);

        world.Endpoint.Fail();
        await world.PassAsync(world.Keys.Guarantees.RevocationBound - TimeSpan.FromSeconds(1), stepSeconds: 60, () => Assert.Equal(VerifyError.None, world.Verify(token)));
        await world.PassAsync(TimeSpan.FromSeconds(1), stepSeconds: 1);
        Assert.Equal(VerifyError.KeysUnavailable, world.Verify(token));
        Assert.Equal(JwksState.Expired, world.Keys.Status.State);
        Assert.Empty(world.Keys.Status.Keys);
    }

    [Fact]
    public async Task S23_A_node_that_lags_behind_costs_no_token_with_the_new_key()
    {
        await using World world = new(await StartAsync(new FakeJwksEndpoint(World.First) { MaxAge = TimeSpan.FromMinutes(2) }));
        await world.LoadAsync();
        await world.PassAsync(TimeSpan.FromHours(1));
        string token = world.Token(World.Second);
        world.Endpoint.Publish(World.First, World.Second);
        await world.UntilAsync(VerifyError.None, token, world.Keys.Guarantees.RotationDelay);

        // One answer of a lagging node, and then the others.
        world.Endpoint.Publish(World.First);
        int before = world.Endpoint.Requests;
        while (world.Endpoint.Requests == before)
        {
            await world.PassAsync(TimeSpan.FromSeconds(1), stepSeconds: 1, () => Assert.Equal(VerifyError.None, world.Verify(token)));
        }

        world.Endpoint.Publish(World.First, World.Second);
        await world.PassAsync(TimeSpan.FromHours(1), stepSeconds: 5, () => Assert.Equal(VerifyError.None, world.Verify(token)));
    }

    [Fact]
    public async Task S23_A_new_key_that_is_removed_is_refused_within_the_stated_delay_and_not_with_the_first_answer()
    {
        await using World world = new(await StartAsync(new FakeJwksEndpoint(World.First, World.Second) { MaxAge = TimeSpan.FromMinutes(2) }));
        await world.LoadAsync();
        string token = world.Token(World.Second);
        world.Endpoint.Publish(World.First);
        int before = world.Endpoint.Requests;
        while (world.Endpoint.Requests == before)
        {
            await world.PassAsync(TimeSpan.FromSeconds(1), stepSeconds: 1);
        }

        Assert.Equal(VerifyError.None, world.Verify(token));
        await world.PassAsync(TimeSpan.FromSeconds(28), stepSeconds: 1, () => Assert.Equal(VerifyError.None, world.Verify(token)));
        await world.UntilAsync(VerifyError.KeyNotFound, token, world.Keys.Guarantees.RemovalDelay - TimeSpan.FromSeconds(28));
        Assert.Equal(before + 2, world.Endpoint.Requests);
    }

    public static TheoryData<string, RefreshOutcome> BadAnswers => new()
    {
        { "html", RefreshOutcome.KeySetMalformed },
        { "empty object", RefreshOutcome.KeySetMalformed },
        { "no keys", RefreshOutcome.NoUsableKey },
        { "5 MB", RefreshOutcome.BodyTooLarge },
        { "50 MB without length", RefreshOutcome.BodyTooLarge },
        { "100,000 keys", RefreshOutcome.BodyTooLarge },
        { "101 keys", RefreshOutcome.KeySetMalformed },
        { "two members keys", RefreshOutcome.KeySetMalformed },
        { "redirect to a link-local address", RefreshOutcome.RedirectRefused },
        { "redirect to a file", RefreshOutcome.RedirectRefused },
        { "server error", RefreshOutcome.StatusRefused },
        { "slow drip", RefreshOutcome.TimedOut },
    };

    [Theory]
    [MemberData(nameof(BadAnswers))]
    public async Task S8_A_bad_answer_brings_no_key_and_costs_none(string kind, RefreshOutcome expected)
    {
        await using World world = new(await StartAsync(new FakeJwksEndpoint()));
        string token = world.Token(World.First);
        Assert.Equal(expected, await AnswerBadlyAsync(world, kind));
        Assert.Equal(kind == "no keys" ? VerifyError.KeyNotFound : VerifyError.KeysUnavailable, world.Verify(token));

        world.Endpoint.Publish(World.First);
        await world.Keys.Idle;
        await world.LoadAsync();
        Assert.Equal(expected, await AnswerBadlyAsync(world, kind));
        Assert.Equal(VerifyError.None, world.Verify(token));
    }

    private protected static async Task<RefreshOutcome> AnswerBadlyAsync(World world, string kind)
    {
        Drip drip = new();
        int requests = 0;

        // One slow answer: another attempt may begin at the deadline of the first, and nothing would end it.
        world.Endpoint.Respond(_ => BadAnswer.Make(kind == "slow drip" && Interlocked.Increment(ref requests) > 1 ? "server error" : kind, drip));
        Task<JwksAttempt> attempt = world.Keys.RefreshAsync(TestContext.Current.CancellationToken);
        if (kind == "slow drip")
        {
            await drip.Waits;
            world.Time.Advance(new RemoteJwksOptions().RequestTimeout);
        }

        return (await attempt).Outcome;
    }
}
