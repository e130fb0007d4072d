using System.Net;
using System.Text.Json.Nodes;
using JwtCore.Testing;
using JwtCore.Tests.Jwks;
using JwtCore.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace JwtCore.Tests.Scenarios;

/// <summary>S17 and following, outages that a library can prolong, in simulated time: in process and over HTTP.</summary>
public abstract class OutageScenarios : IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new(DateTimeOffset.FromUnixTimeSeconds(Tokens.Now));
    private readonly Site _site = new();
    private HttpClient? _client;

    private protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _client = await ConnectAsync(_site);

    public virtual ValueTask DisposeAsync()
    {
        _client?.Dispose();
        _site.Dispose();
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    /// <summary>The client whose requests the site answers.</summary>
    private protected abstract ValueTask<HttpClient> ConnectAsync(Site site);

    [Theory, InlineData("exp"), InlineData("aud"), InlineData("iss")]
    public async Task S17_A_cold_source_is_loaded_by_a_token_that_could_not_pass_and_nobody_waits_for_it(string wrong)
    {
        TaskCompletionSource release = new();
        _site.AnswerAsync = async (_, _) =>
        {
            await release.Task;
            return Site.Keys(World.First);
        };
        using RemoteJwks keys = Source("https://issuer.example.com");
        JwtVerifier verifier = new(World.Policy(keys), new JwtVerifierOptions { TimeProvider = _time });
        JsonObject claims = Tokens.Claims();
        claims["exp"] = Tokens.Now + 600;
        claims[wrong] = wrong == "exp" ? Tokens.Now - 600 : "https://other.example.com";
        ValueTask<VerifyResult> answer = verifier.VerifyAsync(World.First.Sign(claims.ToJsonString()).AsMemory(), Cancellation);
        Assert.True(answer.IsCompletedSuccessfully);
        Assert.Equal(VerifyError.KeysUnavailable, (await answer).Error);

        // One that could pass joins the load and waits.
        Task<VerifyResult> good = verifier.VerifyAsync(World.Token(World.First, _time).AsMemory(), Cancellation).AsTask();
        Assert.False(good.IsCompleted);
        release.SetResult();
        Assert.Equal(VerifyError.None, (await good).Error);
        Assert.Single(_site.Requests);
    }

    [Fact]
    public async Task S18_With_32_silent_issuers_another_begins_its_first_load_at_once()
    {
        TaskCompletionSource healthyAsked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _site.AnswerAsync = async (request, token) =>
        {
            if (request.RequestUri!.Host == "healthy.example.com")
            {
                healthyAsked.TrySetResult();
                return Site.Keys(World.First);
            }

            await Task.Delay(Timeout.Infinite, token);
            return new();
        };
        string[] issuers = [.. Enumerable.Range(0, 32).Select(i => $"https://silent-{i}.example.com"), "https://healthy.example.com"];
        RemoteJwks[] sources = [.. issuers.Select(Source)];
        JwtVerifier verifier = new(
            [.. issuers.Select((issuer, i) => TestPolicies.With(sources[i], [JwtAlgorithm.ES256], issuer: issuer))],
            new JwtVerifierOptions { TimeProvider = _time });
        string[] tokens = [.. issuers.Select(Signed)];

        // All at once, the healthy one last.
        Array.ForEach(tokens, token => verifier.TryVerify(token, out _));
        await healthyAsked.Task;
        await sources[32].Idle;
        Assert.True(verifier.TryVerify(tokens[32], out _));

        // The silent ones come again and again, and a key of the healthy one is still found within its cooldown.
        _site.AnswerAsync = async (request, token) =>
        {
            if (request.RequestUri!.Host != "healthy.example.com")
            {
                await Task.Delay(Timeout.Infinite, token);
            }

            return Site.Keys(World.First, World.Second);
        };
        string next = Signed(issuers[32], World.Second);
        bool isFound = false;
        for (int second = 0; second < 60 && !isFound; second++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            foreach (RemoteJwks source in sources[..32])
            {
                await Task.WhenAny(source.Idle, Task.Delay(1, Cancellation));
            }

            // An answer over a socket takes real time, and simulated seconds must not run out meanwhile. A load that waits
            // for its place in the queue needs those seconds, so this wait has an end.
            await Task.WhenAny(sources[32].Idle, Task.Delay(250, Cancellation));
            Array.ForEach(tokens, token => verifier.TryVerify(token, out _));
            verifier.TryVerify(next, out VerifiedToken verified);
            isFound = verified.Error == VerifyError.None;
        }

        Assert.True(isFound);
        Array.ForEach(sources, source => source.Dispose());
    }

    [Fact]
    public async Task S18_Behind_200_silent_issuers_the_load_of_a_token_that_could_pass_begins_within_the_time_limit()
    {
        string[] issuers = [.. Silent(200), "https://healthy.example.com"];
        RemoteJwks[] sources = [.. issuers.Select(Source)];
        JwtVerifier verifier = Verifier(issuers, sources);
        AnswerHealthyAlone();

        // Tokens that could not pass, for everybody; then one that could, and more that could not.
        string[] hopeless = [.. issuers.Select(issuer => Signed(issuer, World.First, "https://other.example.com"))];
        Array.ForEach(hopeless, token => verifier.TryVerify(token, out _));
        string good = Signed(issuers[200]);
        verifier.TryVerify(good, out VerifiedToken early);
        Assert.Equal(VerifyError.KeysUnavailable, early.Error);
        Array.ForEach(hopeless, token => verifier.TryVerify(token, out _));
        Assert.Equal(64, sources.Count(source => source.Running is not null));
        await AskedAsync(64);
        _time.Advance(TimeSpan.FromSeconds(10) - TimeSpan.FromMilliseconds(1));
        Assert.Null(sources[200].Running);
        Assert.Equal(64, _site.Requests.Length);

        _time.Advance(TimeSpan.FromMilliseconds(1));
        await AskedAsync("https://healthy.example.com/keys");
        await sources[200].Idle;
        Assert.True(verifier.TryVerify(good, out _));
        Array.ForEach(sources, source => source.Dispose());
    }

    [Fact]
    public async Task S18_A_token_that_could_pass_waits_in_the_queue_and_another_does_not()
    {
        string[] issuers = [.. Silent(64), "https://healthy.example.com"];
        RemoteJwks[] sources = [.. issuers.Select(Source)];
        JwtVerifier verifier = Verifier(issuers, sources);
        AnswerHealthyAlone();
        Array.ForEach(issuers[..64], issuer => verifier.TryVerify(Signed(issuer), out _));
        await AskedAsync(64);
        ValueTask<VerifyResult> hopeless = verifier.VerifyAsync(Signed(issuers[64], World.First, "https://other.example.com").AsMemory(), Cancellation);
        Assert.True(hopeless.IsCompletedSuccessfully);
        Assert.Equal(VerifyError.KeysUnavailable, (await hopeless).Error);
        Task<VerifyResult> good = verifier.VerifyAsync(Signed(issuers[64]).AsMemory(), Cancellation).AsTask();
        Assert.False(good.IsCompleted);
        Assert.Null(sources[64].Running);

        // A place becomes free.
        sources[0].Dispose();
        Assert.Equal(VerifyError.None, (await good).Error);

        // Whatever ends the queue ends the wait.
        sources[64].Flush();
        Array.ForEach(sources, source => source.Dispose());
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task S18_A_wait_in_the_queue_ends_when_the_keys_are_flushed_or_the_source_disposed(bool isDisposed)
    {
        string[] issuers = [.. Silent(64), "https://healthy.example.com"];
        RemoteJwks[] sources = [.. issuers.Select(Source)];
        JwtVerifier verifier = Verifier(issuers, sources);
        AnswerHealthyAlone();
        Array.ForEach(issuers[..64], issuer => verifier.TryVerify(Signed(issuer), out _));
        Task<VerifyResult> good = verifier.VerifyAsync(Signed(issuers[64]).AsMemory(), Cancellation).AsTask();
        Assert.False(good.IsCompleted);
        Action end = isDisposed ? sources[64].Dispose : sources[64].Flush;
        end();
        Assert.Equal(VerifyError.KeysUnavailable, (await good).Error);
        Array.ForEach(sources, source => source.Dispose());
    }

    [Fact]
    public async Task S18_What_RefreshAsync_loads_does_not_queue_and_ends_the_wait_of_others()
    {
        string[] issuers = [.. Silent(64), "https://healthy.example.com"];
        RemoteJwks[] sources = [.. issuers.Select(Source)];
        JwtVerifier verifier = Verifier(issuers, sources);
        AnswerHealthyAlone();
        Array.ForEach(issuers[..64], issuer => verifier.TryVerify(Signed(issuer), out _));
        Task<VerifyResult> good = verifier.VerifyAsync(Signed(issuers[64]).AsMemory(), Cancellation).AsTask();
        Assert.False(good.IsCompleted);
        Assert.True((await sources[64].RefreshAsync(Cancellation)).IsSuccess);
        Assert.Equal(VerifyError.None, (await good).Error);
        Array.ForEach(sources, source => source.Dispose());
    }

    [Theory, InlineData(false, 100 + 60), InlineData(true, int.MaxValue)]
    public async Task S18_All_but_the_first_attempt_of_each_source_count_per_minute_unless_the_application_asks(bool isAskedFor, int most)
    {
        string[] issuers = [.. Silent(100)];
        RemoteJwks[] sources = [.. issuers.Select(Source)];
        JwtVerifier verifier = Verifier(issuers, sources);
        _site.Answer = _ => new(HttpStatusCode.ServiceUnavailable);
        if (isAskedFor)
        {
            Array.ForEach(sources, source => source.RefreshAsync(Cancellation));
        }

        string[] tokens = [.. issuers.Select(Signed)];
        for (int second = 0; second < 60; second++)
        {
            Array.ForEach(tokens, token => verifier.TryVerify(token, out _));
            await Task.WhenAll(sources.Select(source => source.Idle));
            _time.Advance(TimeSpan.FromMilliseconds(999));
            await Task.WhenAll(sources.Select(source => source.Idle));
        }

        // Without the budget each source would ask some four times in that minute.
        Assert.InRange(_site.Requests.Length, isAskedFor ? 250 : 120, most);
        Array.ForEach(sources, source => source.Dispose());
    }

    [Fact]
    public async Task S18_A_flood_that_names_10_000_silent_issuers_runs_64_loads_at_once_and_tries_each_issuer_in_turn()
    {
        string[] issuers = [.. Silent(10_000)];
        RemoteJwks[] sources = [.. issuers.Select(Source)];
        JwtVerifier verifier = Verifier(issuers, sources);
        AnswerHealthyAlone();
        foreach (string issuer in issuers)
        {
            verifier.TryVerify(Signed(issuer), out _);
        }

        for (int round = 1; round <= 3; round++)
        {
            await AskedAsync(64 * round);
            Assert.Equal(64, sources.Count(source => source.Running is not null));
            Assert.Equal(issuers.Take(64 * round).Select(issuer => $"{issuer}/keys").Order(), _site.Requests.Order());
            _time.Advance(TimeSpan.FromSeconds(10));
        }

        Array.ForEach(sources, source => source.Dispose());
    }

    [Fact]
    public async Task S19_An_endpoint_that_always_answers_304_keeps_no_key_beyond_the_bound()
    {
        bool isHonest = true;
        _site.Answer = request => isHonest || request.Headers.IfNoneMatch.Count == 0
            ? isHonest ? Site.Text(Site.SetOf(World.First), "\"a\"") : throw new HttpRequestException("down")
            : new(HttpStatusCode.NotModified);
        using RemoteJwks keys = Source("https://issuer.example.com");
        Assert.True((await keys.RefreshAsync(Cancellation)).IsSuccess);
        isHonest = false;
        JwtVerifier verifier = new(World.Policy(keys), new JwtVerifierOptions { TimeProvider = _time });
        string token = World.Token(World.First, _time);
        Assert.Equal(RefreshOutcome.Unchanged, (await keys.RefreshAsync(Cancellation)).Outcome);
        await PassAsync(keys, keys.Guarantees.RevocationBound - TimeSpan.FromSeconds(1));
        Assert.True(verifier.TryVerify(token, out _));
        await PassAsync(keys, TimeSpan.FromSeconds(1));
        verifier.TryVerify(token, out VerifiedToken late);
        Assert.Equal(VerifyError.KeysUnavailable, late.Error);
    }

    [Fact]
    public async Task S19_The_set_is_asked_for_without_its_entity_tag_when_its_last_text_is_as_old_as_the_longest_lifetime()
    {
        _site.Answer = request => request.Headers.IfNoneMatch.Count == 0 ? Site.Text(Site.SetOf(World.First), "\"a\"") : new(HttpStatusCode.NotModified);
        using RemoteJwks keys = Source("https://issuer.example.com");
        await keys.RefreshAsync(Cancellation);
        await PassAsync(keys, TimeSpan.FromHours(24));
        Assert.Equal(JwksState.Fresh, keys.Status.State);

        // Every ten minutes or so one, of which one in an hour or so is unconditional.
        int whole = _site.Requests.Count(request => !request.Contains(' ', StringComparison.Ordinal));
        Assert.InRange(whole, 20, 25);
        Assert.InRange(_site.Requests.Length - whole, 100, 180);
    }

    [Theory, InlineData(412), InlineData(500), InlineData(0)]
    public async Task S20_An_entity_tag_that_brought_neither_200_nor_304_is_not_sent_again(int status)
    {
        _site.Answer = _ => Site.Text(Site.SetOf(World.First), "\"a\"");
        using RemoteJwks keys = Source("https://issuer.example.com");
        await keys.RefreshAsync(Cancellation);
        _site.Answer = _ => status == 0 ? throw new HttpRequestException("down") : new((HttpStatusCode)status);
        await keys.RefreshAsync(Cancellation);
        _site.Answer = _ => Site.Text(Site.SetOf(World.First), "\"a\"");
        Assert.Equal(RefreshOutcome.Unchanged, (await keys.RefreshAsync(Cancellation)).Outcome);
        await keys.RefreshAsync(Cancellation);
        const string address = "https://issuer.example.com/keys";
        Assert.Equal([address, address + " \"a\"", address, address + " \"a\""], _site.Requests);
    }

    [Fact]
    public async Task S21_Without_keys_nothing_is_asked_before_the_time_that_the_server_asked_for()
    {
        _site.Answer = _ => new(HttpStatusCode.ServiceUnavailable) { Headers = { RetryAfter = new(TimeSpan.FromSeconds(120)) } };
        using RemoteJwks keys = Source("https://issuer.example.com");
        JwtVerifier verifier = new(World.Policy(keys), new JwtVerifierOptions { TimeProvider = _time });
        string token = World.Token(World.First, _time);
        verifier.TryVerify(token, out _);
        await keys.Idle;
        for (int second = 1; second < 120; second++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            verifier.TryVerify(token, out _);
            await keys.Idle;
            Assert.Single(_site.Requests);
        }

        _site.Answer = _ => Site.Keys(World.First);
        _time.Advance(TimeSpan.FromSeconds(1));
        await keys.Idle;
        Assert.True(verifier.TryVerify(token, out _));
    }

    private RemoteJwks Source(string issuer) => new($"{issuer}/keys", new RemoteJwksOptions { TimeProvider = _time, Client = _client, Random = new Random(1) });

    private JwtVerifier Verifier(string[] issuers, RemoteJwks[] sources) => new(
        [.. issuers.Select((issuer, i) => TestPolicies.With(sources[i], [JwtAlgorithm.ES256], issuer: issuer))],
        new JwtVerifierOptions { TimeProvider = _time });

    private static IEnumerable<string> Silent(int count) => Enumerable.Range(0, count).Select(i => $"https://silent-{i}.example.com");

    private void AnswerHealthyAlone() => _site.AnswerAsync = async (request, token) =>
    {
        if (request.RequestUri!.Host != "healthy.example.com")
        {
            await Task.Delay(Timeout.Infinite, token);
        }

        return Site.Keys(World.First);
    };

    private Task AskedAsync(int requests) => UntilAsync(() => _site.Requests.Length >= requests);

    private Task AskedAsync(string address) => UntilAsync(() => _site.Requests.Contains(address));

    private static async Task UntilAsync(Func<bool> condition)
    {
        while (!condition())
        {
            await Task.Delay(1, Cancellation);
        }
    }

    private static string Signed(string issuer) => Signed(issuer, World.First);

    private static string Signed(string issuer, TestKeyPair pair, string? audience = null)
    {
        JsonObject claims = Tokens.Claims();
        claims["aud"] = audience ?? claims["aud"]!.DeepClone();
        claims["iss"] = issuer;
        claims["exp"] = Tokens.Now + 36_000;
        return pair.Sign(claims.ToJsonString());
    }

    private async Task PassAsync(RemoteJwks keys, TimeSpan length)
    {
        TimeSpan step = TimeSpan.FromSeconds(30);
        for (TimeSpan passed = TimeSpan.Zero; passed < length; passed += step)
        {
            _time.Advance(step < length - passed ? step : length - passed);
            await keys.Idle;
        }
    }
}
