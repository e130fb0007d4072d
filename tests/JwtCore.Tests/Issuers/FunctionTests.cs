using System.Collections.Concurrent;
using JwtCore.Testing;
using JwtCore.Tests.Support;

namespace JwtCore.Tests.Issuers;

/// <summary>What the function of a directory may do, and what comes of it.</summary>
public sealed class FunctionTests : IDisposable
{
    private readonly Tenants _tenants = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _tenants.Dispose();

    [Theory, InlineData(false), InlineData(true)]
    public async Task One_that_throws_is_unavailable_and_asked_again_after_five_seconds(bool isAsync)
    {
        _tenants.Find = (_, _) => isAsync ? Late() : throw new InvalidOperationException("password=hunter2");
        Assert.Equal(VerifyError.KeysUnavailable, await _tenants.VerifyAsync(Tenants.PairA, Tenants.A));
        _tenants.Find = (issuer, _) => ValueTask.FromResult(_tenants.Policies.GetValueOrDefault(issuer));
        _tenants.Time.Advance(TimeSpan.FromSeconds(5) - TimeSpan.FromTicks(1));
        Assert.Equal(VerifyError.KeysUnavailable, await _tenants.VerifyAsync(Tenants.PairA, Tenants.A));
        Assert.Single(_tenants.Asked);

        _tenants.Time.Advance(TimeSpan.FromTicks(1));
        Assert.Equal(VerifyError.None, await _tenants.VerifyAsync(Tenants.PairA, Tenants.A));
        IssuerAnswer failed = _tenants.Answers.First();
        Assert.Equal((IssuerOutcome.Failed, true), (failed.Outcome, failed.IsFailure));
        Assert.Equal("The function threw System.InvalidOperationException for the issuer \"https://a.example.com\".", failed.Explain());
        Assert.DoesNotContain("hunter2", failed.ToString(), StringComparison.Ordinal);

        static async ValueTask<VerificationPolicy?> Late()
        {
            await Task.Yield();
            throw new InvalidOperationException("password=hunter2");
        }
    }

    [Fact]
    public async Task One_that_hangs_is_given_up_at_its_time_limit_and_told_so()
    {
        TaskCompletionSource told = new();
        TaskCompletionSource asked = new();
        TaskCompletionSource<VerificationPolicy?> never = new();
        _tenants.Find = (_, stop) =>
        {
            stop.Register(told.SetResult);
            asked.SetResult();
            return new(never.Task);
        };
        Task<VerifyError> verifying = _tenants.VerifyAsync(Tenants.PairA, Tenants.A);
        await asked.Task.WaitAsync(Cancellation);
        while (!verifying.IsCompleted)
        {
            // Until the limit is set, which follows the call.
            _tenants.Time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        Assert.Equal(VerifyError.KeysUnavailable, await verifying);
        await told.Task.WaitAsync(Cancellation);
        IssuerAnswer answer = Assert.Single(_tenants.Answers);
        Assert.Equal("The function did not answer within 3 s for the issuer \"https://a.example.com\".", answer.Explain());
        Assert.Equal((IssuerOutcome.TimedOut, true), (answer.Outcome, answer.IsFailure));

        // What comes too late is used by nobody.
        never.SetResult(_tenants.Policies[Tenants.A]);
        Assert.Empty(_tenants.Directory.Issuers);
    }

    [Fact]
    public async Task A_listener_of_its_cancellation_that_throws_or_blocks_holds_nobody_up()
    {
        using ManualResetEventSlim block = new();
        _tenants.Find = (_, stop) =>
        {
            stop.Register(() => block.Wait(Cancellation));
            stop.Register(() => throw new InvalidOperationException());
            return new(new TaskCompletionSource<VerificationPolicy?>().Task);
        };
        Task<VerifyError> verifying = _tenants.VerifyAsync(Tenants.PairA, Tenants.A);
        while (!verifying.IsCompleted)
        {
            _tenants.Time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        Assert.Equal(VerifyError.KeysUnavailable, await verifying);
        block.Set();
    }

    [Fact]
    public async Task One_that_blocks_its_thread_holds_up_no_known_issuer()
    {
        Assert.Equal(VerifyError.None, await _tenants.VerifyAsync(Tenants.PairA, Tenants.A));
        using ManualResetEventSlim block = new();
        _tenants.Find = (issuer, _) =>
        {
            block.Wait(Cancellation);
            return ValueTask.FromResult(_tenants.Policies.GetValueOrDefault(issuer));
        };
        Task<VerifyError> blocked = _tenants.VerifyAsync(Tenants.PairB, Tenants.B);
        Assert.False(blocked.IsCompleted);
        Assert.Equal(VerifyError.None, await _tenants.VerifyAsync(Tenants.PairA, Tenants.A));
        block.Set();
        Assert.Equal(VerifyError.None, await blocked);
    }

    [Fact]
    public async Task It_is_called_once_for_all_that_wait()
    {
        TaskCompletionSource<VerificationPolicy?> answer = new();
        _tenants.Find = (_, _) => new(answer.Task);
        string token = Tenants.Token(Tenants.PairA, Tenants.A);
        Task<VerifyError>[] all = [.. Enumerable.Range(0, 200).Select(_ => _tenants.VerifyAsync(token))];
        answer.SetResult(_tenants.Policies[Tenants.A]);

        Assert.All(await Task.WhenAll(all), error => Assert.Equal(VerifyError.None, error));
        Assert.Single(_tenants.Asked);
    }

    [Theory, InlineData(0, 1), InlineData(1, 1), InlineData(1, 2)]
    public async Task At_most_so_many_wait_and_the_others_are_refused_at_once(int most, int tokens)
    {
        using Tenants tenants = new(new() { MaxWaiting = most });
        TaskCompletionSource<VerificationPolicy?> answer = new();
        tenants.Find = (_, _) => new(answer.Task);
        Task<VerifyError>[] all = [.. Enumerable.Range(0, tokens).Select(_ => tenants.VerifyAsync(Tenants.PairA, Tenants.A))];
        Assert.Equal(tokens - most, all.Count(verifying => verifying.IsCompleted));
        Assert.All(all[most..], verifying => Assert.Equal(VerifyError.KeysUnavailable, verifying.Result));
        answer.SetResult(tenants.Policies[Tenants.A]);
        Assert.All(await Task.WhenAll(all[..most]), error => Assert.Equal(VerifyError.None, error));
    }

    // Somebody else's context would be a way from one tenant to another.
    [Fact]
    public async Task It_sees_no_context_of_the_request_that_asked()
    {
        AsyncLocal<string> tenant = new() { Value = "a" };
        string? seen = "nothing";
        _tenants.Find = (issuer, _) =>
        {
            seen = tenant.Value;
            return ValueTask.FromResult(_tenants.Policies.GetValueOrDefault(issuer));
        };
        Assert.Equal(VerifyError.None, await _tenants.VerifyAsync(Tenants.PairA, Tenants.A));
        Assert.Null(seen);
    }

    public static TheoryData<string> ForeignPolicies => ["another", "any", "template", "slash", "case", "null"];

    [Theory, MemberData(nameof(ForeignPolicies))]
    public async Task A_policy_that_is_not_for_exactly_this_issuer_is_refused(string kind)
    {
        const string Issuer = "https://11111111-1111-1111-1111-111111111111.example.com";
        VerificationPolicy policy = Tenants.Policy(Issuer, Tenants.PairA);
        _tenants.Find = (_, _) => ValueTask.FromResult<VerificationPolicy?>(policy with
        {
            Issuer = kind switch
            {
                "another" => Tenants.B,
                "any" => Expected.Any,
                "template" => Expected.Template("https://{tid}.example.com", Expected.Any),
                "slash" => Issuer + "/",
                "case" => Issuer.ToUpperInvariant(),
                _ => null!,
            },
        });

        Assert.Equal(VerifyError.KeysUnavailable, await _tenants.VerifyAsync(Tenants.PairA, Issuer));
        IssuerAnswer answer = Assert.Single(_tenants.Answers);
        Assert.Equal((IssuerOutcome.PolicyRefused, true), (answer.Outcome, answer.IsFailure));
        Assert.StartsWith($"The policy for the issuer \"{Issuer}\" is refused. Its Issuer must be or list exactly this text;", answer.Explain(), StringComparison.Ordinal);
        Assert.Empty(_tenants.Directory.Issuers);
    }

    [Fact]
    public async Task A_policy_that_lists_several_issuers_is_one_for_each_by_itself()
    {
        VerificationPolicy both = Tenants.Policy(Tenants.A, Tenants.PairA) with { Issuer = [Tenants.A, Tenants.B] };
        _tenants.Find = (_, _) => ValueTask.FromResult<VerificationPolicy?>(both);
        Assert.Equal(VerifyError.None, await _tenants.VerifyAsync(Tenants.PairA, Tenants.A));
        Assert.Equal([Tenants.A], _tenants.Directory.Issuers);
        Assert.Equal([Tenants.A], _tenants.Directory.Known.Single().Policy.Issuer);
        Assert.Equal(VerifyError.None, await _tenants.VerifyAsync(Tenants.PairA, Tenants.B));
        Assert.Equal([Tenants.A, Tenants.B], _tenants.Asked);
    }

    [Fact]
    public async Task A_policy_that_contradicts_itself_is_refused_in_the_words_of_the_library()
    {
        _tenants.Policies[Tenants.A] = _tenants.Policies[Tenants.A] with { ClockSkew = TimeSpan.FromHours(1) };
        Assert.Equal(VerifyError.KeysUnavailable, await _tenants.VerifyAsync(Tenants.PairA, Tenants.A));
        Assert.Contains("ClockSkew is 01:00:00", Assert.Single(_tenants.Answers).Explain(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_policy_that_is_empty_somewhere_is_refused()
    {
        _tenants.Policies[Tenants.A] = _tenants.Policies[Tenants.A] with { Keys = null! };
        Assert.Equal(VerifyError.KeysUnavailable, await _tenants.VerifyAsync(Tenants.PairA, Tenants.A));
        Assert.Contains("Keys is null.", Assert.Single(_tenants.Answers).Explain(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_policy_whose_lists_hold_null_is_refused_without_its_text()
    {
        _tenants.Policies[Tenants.A] = _tenants.Policies[Tenants.A] with { RequiredScopes = [null!] };
        Assert.Equal(VerifyError.KeysUnavailable, await _tenants.VerifyAsync(Tenants.PairA, Tenants.A));
        Assert.Equal(IssuerOutcome.PolicyRefused, Assert.Single(_tenants.Answers).Outcome);
    }

    [Fact]
    public async Task A_policy_with_keys_that_were_disposed_is_refused()
    {
        RemoteJwks keys = new("https://a.example.com/keys");
        keys.Dispose();
        _tenants.Policies[Tenants.A] = _tenants.Policies[Tenants.A] with { Keys = keys };
        Assert.Equal(VerifyError.KeysUnavailable, await _tenants.VerifyAsync(Tenants.PairA, Tenants.A));
        Assert.Contains("Its RemoteJwks is disposed.", Assert.Single(_tenants.Answers).Explain(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_secret_of_one_issuer_is_refused_for_another()
    {
        VerificationPolicy With(string issuer) => Tokens.Policy(Tokens.Keys(JwtAlgorithm.HS256), JwtAlgorithm.HS256) with { Issuer = issuer };
        _tenants.Find = (issuer, _) => ValueTask.FromResult<VerificationPolicy?>(With(issuer));
        TestKeyPair pair = Tokens.Pair(JwtAlgorithm.HS256);
        Assert.Equal(VerifyError.None, await _tenants.VerifyAsync(pair, Tenants.A));
        Assert.Equal(VerifyError.KeysUnavailable, await _tenants.VerifyAsync(pair, Tenants.B));
        Assert.Contains("each issuer could sign for the other", _tenants.Answers.Last().Explain(), StringComparison.Ordinal);

        // For the issuer itself it may come again.
        _tenants.Policies[Tenants.A] = With(Tenants.A) with { MaxAge = TimeSpan.FromDays(1) };
        _tenants.Find = (issuer, _) => ValueTask.FromResult(_tenants.Policies.GetValueOrDefault(issuer));
        Assert.Equal(IssuerOutcome.Known, (await _tenants.Directory.RefreshAsync(Tenants.A, Cancellation)).Outcome);
        Assert.Equal(VerifyError.None, await _tenants.VerifyAsync(pair, Tenants.A));
    }

    [Fact]
    public async Task A_handler_that_throws_keeps_no_answer_from_the_others()
    {
        ConcurrentQueue<string> told = new();
        _tenants.Directory.Answered += (_, _) => throw new InvalidOperationException();
        _tenants.Directory.Answered += (_, answer) => told.Enqueue(answer.Issuer);
        Assert.Equal(VerifyError.None, await _tenants.VerifyAsync(Tenants.PairA, Tenants.A));
        Assert.Equal([Tenants.A], told);
    }

    [Theory]
    [InlineData(IssuerOutcome.Known, "The issuer \"a\\u000ab\" has a policy.")]
    [InlineData(IssuerOutcome.Unknown, "The issuer \"a\\u000ab\" has no policy.")]
    [InlineData(IssuerOutcome.NotAsked, "The function was not called for the issuer \"a\\u000ab\": too many unknown issuers. See QuestionsPerMinute and QuestionsAtOnce.")]
    [InlineData(IssuerOutcome.Discarded, "The answer for the issuer \"a\\u000ab\" came too late and was dropped.")]
    public void An_answer_explains_itself_in_one_line(IssuerOutcome outcome, string expected)
    {
        IssuerAnswer answer = new("a\nb", outcome, TimeSpan.Zero);
        Assert.Equal(expected, answer.Explain());
        Assert.Equal(expected, answer.ToString());
        Assert.Equal("The issuer \"aaa...\" has a policy.", new IssuerAnswer("aaaaa", IssuerOutcome.Known, default).Explain(3));
        Assert.Throws<ArgumentOutOfRangeException>(() => answer.Explain(-1));
    }
}
