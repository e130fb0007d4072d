using System.Text.Json.Nodes;
using JwtCore.Testing;
using JwtCore.Tests.Scenarios;
using JwtCore.Tests.Support;

namespace JwtCore.Tests.Jwks;

/// <summary>Tokens whose key is missing: which may start a refresh, who waits for it, and for how long.</summary>
public sealed class TokenRefreshTests : IAsyncDisposable
{
    private readonly World _world = World.Direct(World.First);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    public static TheoryData<string, string, VerifyError> Hopeless => new()
    {
        { """{"alg":"PS256","kid":"second"}""", "{}", VerifyError.AlgorithmNotAllowed },
        { """{"alg":"none","kid":"second"}""", "{}", VerifyError.AlgorithmNotAllowed },
        { """{"alg":"ES256","kid":"second","crit":["x"]}""", "{}", VerifyError.CriticalHeaderNotSupported },
        { """{"alg":"ES256","kid":"second"}""", """{"iss":"https://other.example.com"}""", VerifyError.KeyNotFound },
        { """{"alg":"ES256","kid":"second"}""", """{"iss":"https://issuer.example.com/"}""", VerifyError.KeyNotFound },
        { """{"alg":"ES256","kid":"second"}""", """{"iss":null}""", VerifyError.KeyNotFound },
        { """{"alg":"ES256","kid":"second"}""", """{"aud":"https://other.example.com"}""", VerifyError.KeyNotFound },
        { """{"alg":"ES256","kid":"second"}""", """{"aud":[]}""", VerifyError.KeyNotFound },
        { """{"alg":"ES256","kid":"second"}""", """{"exp":1767225600}""", VerifyError.KeyNotFound },
        { """{"alg":"ES256","kid":"second"}""", """{"exp":"1767229200"}""", VerifyError.KeyNotFound },
        { """{"alg":"ES256","kid":"second"}""", """{"exp":null}""", VerifyError.KeyNotFound },

        // Known, and does not fit.
        { """{"alg":"RS256","kid":"first"}""", "{}", VerifyError.KeyAlgorithmMismatch },
        { """{"alg":"ES256","kid":"first"}""", "{}", VerifyError.SignatureInvalid },
    };

    [Theory, MemberData(nameof(Hopeless))]
    public async Task A_token_that_could_not_pass_starts_no_refresh(string header, string change, VerifyError expected)
    {
        await _world.LoadAsync();
        await _world.PassAsync(TimeSpan.FromMinutes(1));
        JsonObject claims = Tokens.Claims();
        claims["exp"] = Tokens.Now + 600;
        foreach ((string name, JsonNode? value) in JsonNode.Parse(change)!.AsObject())
        {
            claims[name] = value?.DeepClone();
        }

        string token = World.Second.Sign(header, claims.ToJsonString());
        Assert.Equal(expected, _world.Verify(token));
        Assert.Equal(expected, await _world.VerifyAsync(token));
        Assert.Equal(1, _world.Endpoint.Requests);
    }

    [Fact]
    public async Task A_token_that_could_pass_starts_one_after_the_cooldown_and_not_before()
    {
        await _world.LoadAsync();
        string token = _world.Token(World.Second);
        _world.Time.Advance(TimeSpan.FromSeconds(30) - TimeSpan.FromTicks(1));
        Assert.Equal(VerifyError.KeyNotFound, await _world.VerifyAsync(token));
        Assert.Equal(1, _world.Endpoint.Requests);

        _world.Endpoint.Publish(World.First, World.Second);
        _world.Time.Advance(TimeSpan.FromTicks(1));
        Assert.Equal(VerifyError.None, await _world.VerifyAsync(token));
        Assert.Equal(2, _world.Endpoint.Requests);
    }

    [Fact]
    public async Task A_token_in_bytes_starts_one_too()
    {
        byte[] token = System.Text.Encoding.UTF8.GetBytes(_world.Token(World.First));
        _world.Verifier.TryVerify(token, out _);
        await _world.Keys.Idle;
        Assert.Equal(1, _world.Endpoint.Requests);
    }

    [Fact]
    public async Task Waiting_ends_after_the_wait_and_not_before_and_the_keys_at_hand_decide()
    {
        _world.Endpoint.Hang();
        Task<VerifyResult> waiting = VerifyAsync();
        _world.Time.Advance(TimeSpan.FromSeconds(3) - TimeSpan.FromMilliseconds(1));
        Assert.False(waiting.IsCompleted);
        _world.Time.Advance(TimeSpan.FromMilliseconds(1));
        VerifyResult result = await waiting;
        Assert.Equal(VerifyError.KeysUnavailable, result.Error);
        Assert.Null(result.Claims);
    }

    [Fact]
    public async Task With_a_wait_of_zero_nobody_waits()
    {
        await using World world = new(new DirectTransport(new FakeJwksEndpoint(World.First)), options => new RemoteJwksOptions { TimeProvider = options.TimeProvider, Client = options.Client, WaitTimeout = TimeSpan.Zero });
        world.Endpoint.Hang();
        ValueTask<VerifyResult> result = world.Verifier.VerifyAsync(world.Token(World.First).AsMemory(), Cancellation);
        Assert.Equal(VerifyError.KeysUnavailable, (await result).Error);
    }

    [Theory, InlineData(0), InlineData(3)]
    public async Task So_many_may_wait_and_the_others_answer_at_once(int most)
    {
        await using World world = new(new DirectTransport(new FakeJwksEndpoint(World.First)), options => new RemoteJwksOptions { TimeProvider = options.TimeProvider, Client = options.Client, MaxWaiting = most });
        world.Endpoint.Hang();
        string token = world.Token(World.First);
        for (int round = 0; round < 3; round++)
        {
            Task<VerifyResult>[] all = [.. Enumerable.Range(0, most + 2).Select(_ => world.Verifier.VerifyAsync(token.AsMemory(), Cancellation).AsTask())];
            Assert.All(all[most..], task => Assert.True(task.IsCompletedSuccessfully));
            Assert.All(all[..most], task => Assert.False(task.IsCompleted));

            // Whatever ends a wait gives its place back.
            world.Time.Advance(TimeSpan.FromSeconds(3));
            Assert.All(await Task.WhenAll(all), result => Assert.Equal(VerifyError.KeysUnavailable, result.Error));
        }
    }

    [Fact]
    public async Task One_who_gives_up_leaves_the_refresh_to_the_others()
    {
        using CancellationTokenSource impatient = new();
        using Site site = new();
        TaskCompletionSource release = new();
        site.AnswerAsync = async (_, token) =>
        {
            await release.Task.WaitAsync(token);
            return Site.Keys(World.First);
        };
        using RemoteJwks keys = new("https://issuer.example.com/keys", new RemoteJwksOptions { TimeProvider = _world.Time, Client = site.Client });
        JwtVerifier verifier = new(World.Policy(keys), new JwtVerifierOptions { TimeProvider = _world.Time });
        ReadOnlyMemory<char> token = _world.Token(World.First).AsMemory();
        Task<VerifyResult> first = verifier.VerifyAsync(token, impatient.Token).AsTask();
        Task<JwksAttempt> asked = keys.RefreshAsync(impatient.Token);
        Task<VerifyResult> second = verifier.VerifyAsync(token, Cancellation).AsTask();

        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => verifier.VerifyAsync(token, impatient.Token).AsTask());
        Assert.False(second.IsCompleted);
        release.SetResult();
        Assert.Equal(VerifyError.None, (await second).Error);
        Assert.Single(site.Requests);
    }

    [Fact]
    public async Task A_hundred_at_once_without_keys_share_one_request()
    {
        string token = _world.Token(World.First);
        VerifyResult[] results = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => Task.Run(async () => await _world.Verifier.VerifyAsync(token.AsMemory(), Cancellation))));
        Assert.All(results, result => Assert.Equal(VerifyError.None, result.Error));
        Assert.Equal(1, _world.Endpoint.Requests);
    }

    // At once: one. Whatever way the attempts end, the next may start.
    [Theory, InlineData("answer"), InlineData("failure"), InlineData("deadline"), InlineData("flush"), InlineData("dispose")]
    public async Task However_an_attempt_ends_it_leaves_the_budget_as_it_was(string end)
    {
        JwtVerifierOptions options = new() { TimeProvider = _world.Time, KeyRequestsAtOnce = 1 };
        using RemoteJwks other = new("https://other.example.com/keys", new RemoteJwksOptions { TimeProvider = _world.Time, Client = new DirectTransport(_world.Endpoint).Options(_world.Time).Client });
        JwtVerifier verifier = new([World.Policy(_world.Keys), TestPolicies.With(other, [JwtAlgorithm.ES256], issuer: "https://other.example.com")], options);
        _world.Endpoint.Respond(_ => end == "failure" ? throw new InvalidOperationException() : null);
        if (end is not ("answer" or "failure"))
        {
            _world.Endpoint.Hang();
        }

        verifier.TryVerify(_world.Token(World.First), out _);
        Task underWay = _world.Keys.Idle;
        await _world.ArrivedAsync(1);
        Action act = end switch
        {
            "deadline" => () => _world.Time.Advance(TimeSpan.FromSeconds(10)),
            "flush" => _world.Keys.Flush,
            "dispose" => _world.Keys.Dispose,
            _ => () => { }
            ,
        };
        act();
        await underWay;
        _world.Endpoint.Recover();
        _world.Endpoint.Respond(_ => null);
        _world.Endpoint.JwksUri = "https://other.example.com/keys";
        JsonObject claims = Tokens.Claims();
        claims["iss"] = "https://other.example.com";
        Assert.Equal(VerifyError.None, (await verifier.VerifyAsync(World.First.Sign(claims.ToJsonString()).AsMemory(), Cancellation)).Error);
    }

    private Task<VerifyResult> VerifyAsync() => _world.Verifier.VerifyAsync(_world.Token(World.First).AsMemory(), Cancellation).AsTask();
}
