using System.Text;
using System.Text.Json.Nodes;
using JwtCore.Jwks;
using JwtCore.Testing;
using JwtCore.Tests.Scenarios;
using JwtCore.Tests.Support;

namespace JwtCore.Tests.Jwks.Functions;

/// <summary>A function that loads keys, whatever it does: what is taken of it, what is told of it, and when it is called again.</summary>
public sealed class KeyFunctionTests : IDisposable
{
    private const string Secret = "s3cr3t of the connection string";

    private static readonly AsyncLocal<string?> Ambient = new();

    private readonly LoaderWorld _world = new();

    public void Dispose() => _world.Dispose();

    public enum Form
    {
        Text,
        Set,
    }

    public static TheoryData<Form> Forms => [.. Enum.GetValues<Form>()];

    public static TheoryData<string> Connections => [nameof(RemoteJwksOptions.Client), "AllowHttpOnLoopback", "PlainHttpHosts", "PublicAddressesOnly", "MetadataUri", "AnsweringHosts"];

    [Theory, MemberData(nameof(Forms))]
    public async Task All_keys_replace_those_that_are_held(Form form)
    {
        Answer(form, World.First);
        Assert.Equal(RefreshOutcome.Updated, (await _world.RefreshAsync()).Outcome);
        Assert.Equal(VerifyError.None, await _world.VerifyAsync(World.First));
        Assert.Equal(RefreshOutcome.Unchanged, (await _world.RefreshAsync()).Outcome);
        JwkSet? before = _world.Keys.KeysAt(ref Now());

        // Unchanged keys stay the same set, and with it what was remembered under it.
        await _world.RefreshAsync();
        Assert.Same(before, _world.Keys.KeysAt(ref Now()));

        Answer(form, World.Second);
        Assert.Equal(RefreshOutcome.Updated, (await _world.RefreshAsync()).Outcome);
        Assert.Equal(VerifyError.KeyNotFound, await _world.VerifyAsync(World.First));
        Assert.Equal(VerifyError.None, await _world.VerifyAsync(World.Second));
        Assert.All(_world.Calls, Assert.Null);
    }

    [Fact]
    public async Task The_lifetime_that_the_function_states_counts_within_the_options()
    {
        foreach ((double stated, double expected) in ((double, double)[])[(1, 60), (120, 120), (1e6, 3600)])
        {
            _world.LoadAsync = (_, _) => Task.FromResult(LoadedKeys.All(World.First.ToJwkSet(), TimeSpan.FromSeconds(stated)));
            await _world.RefreshAsync();
            Assert.Equal(TimeSpan.FromSeconds(expected), _world.Keys.Status.NextRefreshIn);
        }
    }

    [Theory, MemberData(nameof(Forms))]
    public async Task Private_members_and_shared_secrets_are_never_used(Form form)
    {
        JsonObject secret = JwkJson.Oct;
        byte[] text = Encoding.UTF8.GetBytes(new JsonObject { ["keys"] = new JsonArray(World.First.ToPrivateJwk(), secret, World.Second.ToJwk()) }.ToJsonString());
        byte[] secrets = Encoding.UTF8.GetBytes(new JsonObject { ["keys"] = new JsonArray(secret.DeepClone()) }.ToJsonString());
        _world.LoadAsync = (_, _) => Task.FromResult(form == Form.Text
            ? LoadedKeys.All(text)
            : LoadedKeys.All(new JwkSet([.. JwkSet.Parse(text).Keys, .. JwkSet.Parse(secrets).Keys])));
        Assert.True((await _world.RefreshAsync()).IsSuccess);
        Assert.Equal(["second"], _world.KeyIds);
        Assert.Contains(_world.Keys.Status.Skipped, entry => entry.Reason.Contains("private member d", StringComparison.Ordinal));
        Assert.Contains(_world.Keys.Status.Skipped, entry => entry.IsSharedSecret);
        Assert.Equal(VerifyError.KeyNotFound, await _world.VerifyAsync(World.First));
    }

    [Theory, MemberData(nameof(Forms))]
    public async Task The_most_keys_are_taken_and_one_more_is_refused(Form form)
    {
        using LoaderWorld world = new(options => new() { TimeProvider = options.TimeProvider, Random = options.Random, MaxKeys = 2 });
        TestKeyPair third = TestKeyPair.Create(JwtAlgorithm.ES256, "third");
        Answer(form, world, World.First, World.Second);
        Assert.Equal(RefreshOutcome.Updated, (await world.RefreshAsync()).Outcome);
        Answer(form, world, World.First, World.Second, third);
        Assert.Equal(RefreshOutcome.KeySetMalformed, (await world.RefreshAsync()).Outcome);
        Assert.Equal("loader://alb: the key set is refused: it has 3 entries; the most is 2.", world.LastSentence);
        Assert.Equal(["first", "second"], world.KeyIds);
    }

    [Fact]
    public async Task Ten_thousand_keys_are_refused_before_they_are_read()
    {
        string entry = World.First.ToJwk().ToJsonString();
        byte[] text = Encoding.UTF8.GetBytes($"{{\"keys\":[{string.Join(",", Enumerable.Repeat(entry, 10_000))}]}}");
        using LoaderWorld world = new(options => new() { TimeProvider = options.TimeProvider, MaxBytes = 8_388_608 });
        world.LoadAsync = (_, _) => Task.FromResult(LoadedKeys.All(text));
        Assert.Equal(FetchCause.NotAKeySet, (await world.RefreshAsync()).Cause);
        Assert.Contains("10000 entries", world.LastSentence, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Forms))]
    public async Task The_most_bytes_are_taken_and_one_less_is_too_few(Form form)
    {
        int length = form == Form.Text ? LoaderWorld.TextOf(World.First).Length : Encoding.UTF8.GetByteCount(World.First.ToJwkSet().ToJson());
        foreach (int most in (int[])[length, length - 1])
        {
            using LoaderWorld world = new(options => new() { TimeProvider = options.TimeProvider, MaxBytes = most });
            Answer(form, world, World.First);
            JwksAttempt attempt = await world.RefreshAsync();
            Assert.Equal(most == length ? RefreshOutcome.Updated : RefreshOutcome.BodyTooLarge, attempt.Outcome);
            Assert.True(attempt.IsSuccess || world.LastSentence == $"loader://alb: the keys that the function returned are longer than {most} bytes.");
        }
    }

    [Fact]
    public async Task A_text_that_is_no_key_set_is_refused_with_what_it_looks_like()
    {
        _world.LoadAsync = (_, _) => Task.FromResult(LoadedKeys.All("<html>"u8.ToArray()));
        Assert.Equal(FetchCause.NotAKeySet, (await _world.RefreshAsync()).Cause);
        Assert.Equal("loader://alb: the response is not a JWK Set: it is an HTML or XML page. Look for a login page, a proxy or a firewall in between.", _world.LastSentence);
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task What_it_throws_is_a_failure_that_names_the_type_and_never_the_text(bool isAsync)
    {
        Answer(Form.Set, World.First);
        await _world.RefreshAsync();
        _world.LoadAsync = isAsync ? async (_, _) => { await Task.Yield(); throw new FormatException(Secret); } : (_, _) => throw new FormatException(Secret);
        JwksAttempt attempt = await _world.RefreshAsync();
        Assert.Equal((RefreshOutcome.Unreachable, FetchCause.LoaderFailed), (attempt.Outcome, attempt.Cause));
        Assert.Equal("loader://alb: the function threw \"FormatException\".", attempt.Explain(int.MaxValue));
        Assert.DoesNotContain(Secret, attempt.ToString(), StringComparison.Ordinal);
        Assert.Equal(VerifyError.None, await _world.VerifyAsync(World.First));
        Assert.Equal(JwksState.Overdue, _world.Keys.Status.State);
    }

    [Fact]
    public async Task What_the_network_threw_keeps_its_cause()
    {
        foreach ((Exception thrown, FetchCause expected) in ((Exception, FetchCause)[])[
            (new HttpRequestException(HttpRequestError.NameResolutionError, Secret), FetchCause.NameNotFound),
            (new HttpRequestException(Secret, null, System.Net.HttpStatusCode.NotFound), FetchCause.StatusRefused),
            (new IOException(Secret), FetchCause.ConnectionBroken),
            (new TaskCanceledException(Secret), FetchCause.LoaderFailed),
            (new TimeoutException(Secret), FetchCause.LoaderFailed)])
        {
            _world.LoadAsync = (_, _) => throw thrown;
            Assert.Equal(expected, (await _world.RefreshAsync()).Cause);
            Assert.DoesNotContain(Secret, _world.LastSentence, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Null_is_a_failure()
    {
        _world.LoadAsync = (_, _) => Task.FromResult<LoadedKeys>(null!);
        Assert.Equal(FetchCause.LoaderFailed, (await _world.RefreshAsync()).Cause);
        _world.LoadAsync = (_, _) => null!;
        Assert.Equal(FetchCause.LoaderFailed, (await _world.RefreshAsync()).Cause);
        Assert.Throws<ArgumentNullException>(() => LoadedKeys.All((JwkSet)null!));
        Assert.Throws<ArgumentNullException>(() => LoadedKeys.Added((JwkSet)null!));
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task Calls_that_never_end_are_left_behind_and_do_not_pile_up(bool blocks)
    {
        Answer(Form.Set, World.First);
        await _world.RefreshAsync();
        List<TaskCompletionSource> hanging = [];
        for (int i = 0; i < 4; i++)
        {
            TaskCompletionSource release = new();
            TaskCompletionSource arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
            hanging.Add(release);
            _world.LoadAsync = async (_, _) =>
            {
                arrived.TrySetResult();
                await (blocks ? Block(release.Task) : release.Task);
                return LoadedKeys.All(World.Second.ToJwkSet());
            };
            Task<JwksAttempt> attempt = _world.RefreshAsync();
            await arrived.Task;

            // Nobody else waits for it: the key is held.
            Assert.Equal(VerifyError.None, await _world.VerifyAsync(World.First));
            _world.Time.Advance(TimeSpan.FromSeconds(10));
            Assert.Equal(FetchCause.TimedOut, (await attempt).Cause);
            Assert.Equal("loader://alb: the function did not return within 10 s.", _world.LastSentence);
        }

        Answer(Form.Set, World.Second);
        int before = _world.Calls.Length;
        JwksAttempt refused = await _world.RefreshAsync();
        Assert.Equal((RefreshOutcome.TimedOut, FetchCause.LoaderHangs), (refused.Outcome, refused.Cause));
        Assert.Equal(before, _world.Calls.Length);

        // One ends, and what it brings reaches nobody.
        hanging[0].SetResult();
        while (!(refused = await _world.RefreshAsync()).IsSuccess)
        {
            await Task.Delay(1, TestContext.Current.CancellationToken);
        }

        Assert.Equal(VerifyError.None, await _world.VerifyAsync(World.Second));
        hanging.ForEach(one => one.TrySetResult());
    }

    [Fact]
    public async Task Its_cancellation_token_ends_with_the_time_limit_and_not_before()
    {
        TaskCompletionSource<CancellationToken> given = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _world.LoadAsync = async (_, cancellation) =>
        {
            given.SetResult(cancellation);
            await Task.Delay(Timeout.Infinite, cancellation);
            throw new InvalidOperationException();
        };
        Task<JwksAttempt> attempt = _world.RefreshAsync();
        CancellationToken token = await given.Task;
        _world.Time.Advance(TimeSpan.FromSeconds(10) - TimeSpan.FromTicks(1));
        Assert.False(token.IsCancellationRequested);
        _world.Time.Advance(TimeSpan.FromTicks(1));
        Assert.Equal(FetchCause.TimedOut, (await attempt).Cause);
        await Task.Delay(Timeout.Infinite, token).ContinueWith(_ => { }, TestContext.Current.CancellationToken, TaskContinuationOptions.None, TaskScheduler.Default);
    }

    [Fact]
    public async Task It_runs_without_the_context_of_the_call_that_started_it()
    {
        string? seen = "not called";
        _world.LoadAsync = (_, _) =>
        {
            seen = Ambient.Value;
            return Task.FromResult(LoadedKeys.All(World.First.ToJwkSet()));
        };
        Ambient.Value = "the request with its token";
        await _world.VerifyAsync(World.First);
        Assert.Null(seen);
    }

    [Theory]
    [InlineData("a3-._~=", true)]
    [InlineData("", false)]
    [InlineData(".", false)]
    [InlineData("..", false)]
    [InlineData(".hidden", false)]
    [InlineData("a..b", true)]
    [InlineData("a/b", false)]
    [InlineData("a\\\\b", false)]
    [InlineData("a%2fb", false)]
    [InlineData("a?b", false)]
    [InlineData("a b", false)]
    [InlineData("a\\u0062", false)]
    [InlineData("a\\r\\nHost: b", false)]
    [InlineData("\u00e4", false)]
    public async Task A_key_ID_is_passed_on_only_when_it_is_safe_everywhere(string json, bool isSafe)
    {
        string header = $$"""{"alg":"ES256","kid":"{{json}}"}""";
        await _world.Verifier.VerifyAsync(World.First.Sign(header, Tokens.Claims().ToJsonString()).AsMemory(), TestContext.Current.CancellationToken);
        Assert.Equal([isSafe ? json : null], _world.Calls);
    }

    [Theory, InlineData(128), InlineData(129)]
    public async Task A_key_ID_is_passed_on_only_when_it_is_short(int length)
    {
        await _world.VerifyAsync(TestKeyPair.Create(JwtAlgorithm.ES256, new string('k', length)));
        Assert.Equal([length == 128 ? new string('k', length) : null], _world.Calls);
        Assert.Equal(length == 128, KeyIdText.IsSafe(new string('k', length)));
    }

    [Fact]
    public async Task A_token_that_could_not_pass_passes_no_key_ID_on()
    {
        await _world.Verifier.VerifyAsync(World.First.Sign("""{"iss":"https://other.example.com"}""").AsMemory(), TestContext.Current.CancellationToken);
        await _world.Keys.Idle;
        Assert.Equal([null], _world.Calls);

        await _world.Verifier.VerifyAsync(World.First.Sign("""{"iss":"https://other.example.com"}""").AsMemory(), TestContext.Current.CancellationToken);
        await _world.Keys.Idle;
        Assert.Equal([null], _world.Calls);
    }

    [Fact]
    public void Shared_secrets_are_not_for_loaded_keys()
    {
        Assert.ThrowsAny<ArgumentException>(() => new JwtVerifier(TestPolicies.With(_world.Keys, [JwtAlgorithm.HS256])));
        Assert.ThrowsAny<ArgumentException>(() => new JwtVerifier(TestPolicies.With(_world.Keys, [JwtAlgorithm.ES256, JwtAlgorithm.HS512])));
        _ = new JwtVerifier(World.Policy(_world.Keys));
    }

    [Theory, MemberData(nameof(Connections))]
    public void An_option_for_connections_is_refused(string name)
    {
        using HttpClient client = new();
        RemoteJwksOptions options = name switch
        {
            "Client" => new() { Client = client },
            "AllowHttpOnLoopback" => new() { AllowHttpOnLoopback = true },
            "PlainHttpHosts" => new() { PlainHttpHosts = ["keycloak"] },
            "PublicAddressesOnly" => new() { PublicAddressesOnly = true },
            "AnsweringHosts" => new() { AnsweringHosts = ["keycloak"] },
            _ => new() { MetadataUri = "https://issuer.example.com/metadata" },
        };
        ArgumentException refusal = Assert.ThrowsAny<ArgumentException>(() => RemoteJwks.FromLoader("alb", (_, _) => null!, options));
        Assert.Contains(name, refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a", true)]
    [InlineData("AWS-alb_1.eu", true)]
    [InlineData("", false)]
    [InlineData("a b", false)]
    [InlineData("a/b", false)]
    [InlineData("\u00e4", false)]
    public void A_name_is_one_for_logs_and_metrics(string name, bool isTaken)
    {
        if (isTaken)
        {
            using RemoteJwks source = RemoteJwks.FromLoader(name, (_, _) => null!);
            Assert.Equal(name, source.Host);
        }
        else
        {
            Assert.Throws<ArgumentException>(nameof(name), () => RemoteJwks.FromLoader(name, (_, _) => null!));
        }
    }

    [Fact]
    public void A_name_has_at_most_100_characters()
    {
        using RemoteJwks source = RemoteJwks.FromLoader(new string('n', 100), (_, _) => null!);
        Assert.Throws<ArgumentException>("name", () => RemoteJwks.FromLoader(new string('n', 101), (_, _) => null!));
        Assert.Throws<ArgumentNullException>("name", () => RemoteJwks.FromLoader(null!, (_, _) => null!));
        Assert.Throws<ArgumentNullException>("load", () => RemoteJwks.FromLoader("n", null!));
    }

    [Fact]
    public void The_same_function_name_and_options_are_the_same_source()
    {
        Func<string?, CancellationToken, Task<LoadedKeys>> load = (_, _) => null!;
        using RemoteJwks one = RemoteJwks.FromLoader("one", load);
        using RemoteJwks same = RemoteJwks.FromLoader("one", load);
        using RemoteJwks named = RemoteJwks.FromLoader("two", load);
        using RemoteJwks other = RemoteJwks.FromLoader("one", (_, _) => Task.FromResult(LoadedKeys.All(new JwkSet())));
        using RemoteJwks changed = RemoteJwks.FromLoader("one", load, new RemoteJwksOptions { MaxKeys = 3 });
        using RemoteJwks fetched = new("https://issuer.example.com/keys");
        Assert.True(one.IsSameAs(same));
        Assert.All([named, other, changed, fetched], source => Assert.False(one.IsSameAs(source)));
        Assert.False(fetched.IsSameAs(one));
    }

    private static async Task Block(Task task)
    {
        new ManualResetEventSlim(task.IsCompleted).Wait(TimeSpan.Zero);
        using SemaphoreSlim gate = new(0);
        _ = task.ContinueWith(_ => gate.Release(), TestContext.Current.CancellationToken, TaskContinuationOptions.None, TaskScheduler.Default);
        WaitFor(gate);
        await Task.CompletedTask;
    }

#pragma warning disable CA1849, xUnit1031 // A function that blocks its thread.
    private static void WaitFor(SemaphoreSlim gate) => gate.Wait();
#pragma warning restore CA1849, xUnit1031

    private CallTime _now;

    private ref CallTime Now()
    {
        _now = new CallTime(_world.Time);
        return ref _now;
    }

    private void Answer(Form form, params TestKeyPair[] pairs) => Answer(form, _world, pairs);

    private static void Answer(Form form, LoaderWorld world, params TestKeyPair[] pairs) => world.LoadAsync = (_, _) => Task.FromResult(form == Form.Text
        ? LoadedKeys.All(LoaderWorld.TextOf(pairs))
        : LoadedKeys.All(Tokens.Keys(pairs)));
}
