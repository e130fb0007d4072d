using JwtCore.Tests.Support;

namespace JwtCore.Tests.Issuers;

/// <summary>How long answers are remembered, and what ends them.</summary>
public sealed class RememberedAnswerTests : IDisposable
{
    private static readonly TimeSpan Tick = TimeSpan.FromTicks(1);

    private readonly Tenants _tenants = new(new() { VerifierOptions = new() { Cache = new() } });

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _tenants.Dispose();

    [Fact]
    public async Task A_no_is_remembered_for_a_minute()
    {
        _tenants.Policies.Remove(Tenants.A);
        Assert.Equal(VerifyError.IssuerNotTrusted, await _tenants.VerifyAsync(Tenants.PairA, Tenants.A));
        _tenants.Policies[Tenants.A] = Tenants.Policy(Tenants.A, Tenants.PairA);
        _tenants.Time.Advance(TimeSpan.FromMinutes(1) - Tick);
        Assert.Equal(VerifyError.IssuerNotTrusted, await _tenants.VerifyAsync(Tenants.PairA, Tenants.A));
        Assert.Single(_tenants.Asked);

        _tenants.Time.Advance(Tick);
        Assert.Equal(VerifyError.None, await _tenants.VerifyAsync(Tenants.PairA, Tenants.A));
    }

    [Fact]
    public async Task After_half_of_the_time_a_token_asks_and_does_not_wait()
    {
        await UseAsync();
        _tenants.Time.Advance(TimeSpan.FromMinutes(2.5) - Tick);
        await UseAsync();
        Assert.Single(_tenants.Asked);

        TaskCompletionSource<VerificationPolicy?> answer = new();
        _tenants.Find = (_, _) => new(answer.Task);
        _tenants.Time.Advance(Tick);
        Task<VerifyError> verifying = _tenants.VerifyAsync(Tenants.PairA, Tenants.A);
        Assert.True(verifying.IsCompleted);
        Assert.Equal(VerifyError.None, await verifying);
        answer.SetResult(null);
        await AskedAsync(IssuerOutcome.Unknown);
        Assert.Equal(VerifyError.IssuerNotTrusted, await _tenants.VerifyAsync(Tenants.PairA, Tenants.A));
    }

    [Fact]
    public async Task After_all_of_the_time_a_token_waits_for_the_answer()
    {
        await UseAsync();
        _tenants.Policies.Remove(Tenants.A);
        _tenants.Time.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(VerifyError.IssuerNotTrusted, await _tenants.VerifyAsync(Tenants.PairA, Tenants.A));
        Assert.Empty(_tenants.Directory.Issuers);
    }

    [Fact]
    public async Task The_form_that_does_not_wait_uses_no_policy_beyond_its_time()
    {
        await UseAsync();
        TaskCompletionSource<VerificationPolicy?> answer = new();
        _tenants.Find = (_, _) => new(answer.Task);
        _tenants.Time.Advance(TimeSpan.FromMinutes(5) - Tick);
        Assert.Equal(VerifyError.None, (await _tenants.Directory.VerifyWithKeysAtHandAsync(Tenants.Token(Tenants.PairA, Tenants.A).AsMemory(), Cancellation)).Error);
        _tenants.Time.Advance(Tick);
        Assert.Equal(VerifyError.KeysUnavailable, (await _tenants.Directory.VerifyWithKeysAtHandAsync(Tenants.Token(Tenants.PairA, Tenants.A).AsMemory(), Cancellation)).Error);
    }

    [Fact]
    public async Task The_time_counts_from_the_question()
    {
        TaskCompletionSource<VerificationPolicy?> answer = new();
        TaskCompletionSource asked = new();
        _tenants.Find = (_, _) =>
        {
            asked.SetResult();
            return new(answer.Task);
        };
        Task<VerifyError> verifying = _tenants.VerifyAsync(Tenants.PairA, Tenants.A);
        await asked.Task.WaitAsync(Cancellation);
        _tenants.Time.Advance(TimeSpan.FromSeconds(2));
        answer.SetResult(_tenants.Policies[Tenants.A]);
        Assert.Equal(VerifyError.None, await verifying);
        _tenants.Find = (_, _) => ValueTask.FromResult<VerificationPolicy?>(null);
        _tenants.Time.Advance(TimeSpan.FromMinutes(5) - TimeSpan.FromSeconds(2));
        Assert.Equal(VerifyError.IssuerNotTrusted, await _tenants.VerifyAsync(Tenants.PairA, Tenants.A));
    }

    // A machine that slept: its monotonic clock stood still.
    [Fact]
    public async Task The_time_passes_while_the_machine_sleeps()
    {
        SetTime time = new();
        VerificationPolicy? policy = Tenants.Policy(Tenants.A, Tenants.PairA);
        using IssuerDirectory directory = new((_, _) => new(policy), new() { VerifierOptions = new() { TimeProvider = time } });
        string token = Tenants.Token(Tenants.PairA, Tenants.A);
        Assert.Equal(VerifyError.None, (await directory.VerifyAsync(token.AsMemory(), Cancellation)).Error);
        policy = null;
        time.Set(Tokens.Now + 300);
        Assert.Equal(VerifyError.IssuerNotTrusted, (await directory.VerifyAsync(token.AsMemory(), Cancellation)).Error);
    }

    [Theory, InlineData("throws"), InlineData("foreign")]
    public async Task While_the_function_fails_the_policy_holds_until_it_is_no_longer_trusted(string how)
    {
        await UseAsync();
        _tenants.Find = (_, _) => how == "throws" ? throw new InvalidOperationException() : ValueTask.FromResult<VerificationPolicy?>(_tenants.Policies[Tenants.B]);
        _tenants.Time.Advance(TimeSpan.FromMinutes(5));

        // The first waits for the answer, which fails; others do not wait for the next ones.
        Assert.Equal(VerifyError.None, await _tenants.VerifyAsync(Tenants.PairA, Tenants.A));
        _tenants.Time.Advance(TimeSpan.FromMinutes(55) - Tick);
        Task<VerifyError> verifying = _tenants.VerifyAsync(Tenants.PairA, Tenants.A);
        Assert.True(verifying.IsCompleted);
        Assert.Equal(VerifyError.None, await verifying);
        await AskedAsync(how == "throws" ? IssuerOutcome.Failed : IssuerOutcome.PolicyRefused, 2);

        _tenants.Time.Advance(Tick);
        Assert.Equal(VerifyError.KeysUnavailable, await _tenants.VerifyAsync(Tenants.PairA, Tenants.A));
        _tenants.Time.Advance(TimeSpan.FromSeconds(5));
        _tenants.Find = (issuer, _) => ValueTask.FromResult(_tenants.Policies.GetValueOrDefault(issuer));
        Assert.Equal(VerifyError.None, await _tenants.VerifyAsync(Tenants.PairA, Tenants.A));
    }

    [Fact]
    public async Task While_the_function_fails_it_is_asked_once_in_five_seconds()
    {
        await UseAsync();
        _tenants.Find = (_, _) => throw new InvalidOperationException();
        _tenants.Time.Advance(TimeSpan.FromMinutes(5));
        for (int second = 0; second < 60; second++)
        {
            for (int i = 0; i < 20; i++)
            {
                Assert.Equal(VerifyError.None, await _tenants.VerifyAsync(Tenants.PairA, Tenants.A));
            }

            // The questions that tokens do not wait for.
            await AnsweredAsync(_tenants.Asked.Count);
            _tenants.Time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(1 + 12, _tenants.Asked.Count);
    }

    [Fact]
    public async Task A_forgotten_issuer_is_refused_at_once_and_its_remembered_tokens_too()
    {
        string token = Tenants.Token(Tenants.PairA, Tenants.A);
        for (int i = 0; i < 3; i++)
        {
            Assert.Equal(VerifyError.None, await _tenants.VerifyAsync(token));
        }

        Assert.Equal(1, _tenants.Directory.Known.Single().Verifier.KnownTokens);
        _tenants.Policies.Remove(Tenants.A);
        Assert.Equal(VerifyError.None, await _tenants.VerifyAsync(token));
        Assert.True(_tenants.Directory.Forget(Tenants.A));
        Assert.False(_tenants.Directory.Forget(Tenants.A));
        Assert.Equal(VerifyError.IssuerNotTrusted, await _tenants.VerifyAsync(token));
        Assert.Empty(_tenants.Directory.Issuers);
    }

    [Fact]
    public async Task A_no_that_a_new_question_brings_refuses_remembered_tokens_too()
    {
        string token = Tenants.Token(Tenants.PairA, Tenants.A);
        for (int i = 0; i < 3; i++)
        {
            Assert.Equal(VerifyError.None, await _tenants.VerifyAsync(token));
        }

        _tenants.Policies.Remove(Tenants.A);
        Assert.Equal(IssuerOutcome.Unknown, (await _tenants.Directory.RefreshAsync(Tenants.A, Cancellation)).Outcome);
        Assert.Equal(VerifyError.IssuerNotTrusted, await _tenants.VerifyAsync(token));
        Assert.Equal(VerifyError.IssuerNotTrusted, (await _tenants.Directory.VerifyWithKeysAtHandAsync(token.AsMemory(), Cancellation)).Error);
    }

    [Fact]
    public async Task Forgetting_ends_a_remembered_no_as_well()
    {
        _tenants.Policies.Remove(Tenants.A);
        Assert.Equal(VerifyError.IssuerNotTrusted, await _tenants.VerifyAsync(Tenants.PairA, Tenants.A));
        _tenants.Policies[Tenants.A] = Tenants.Policy(Tenants.A, Tenants.PairA);
        Assert.False(_tenants.Directory.Forget(Tenants.A));
        Assert.Equal(VerifyError.None, await _tenants.VerifyAsync(Tenants.PairA, Tenants.A));
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task An_answer_from_before_the_withdrawal_is_dropped(bool isAskedAnew)
    {
        TaskCompletionSource<VerificationPolicy?> before = new();
        TaskCompletionSource asked = new();
        _tenants.Find = (_, _) =>
        {
            asked.SetResult();
            return new(before.Task);
        };
        Task<VerifyError> waiting = _tenants.VerifyAsync(Tenants.PairA, Tenants.A);
        await asked.Task.WaitAsync(Cancellation);
        _tenants.Find = (_, _) => ValueTask.FromResult<VerificationPolicy?>(null);
        if (isAskedAnew)
        {
            Assert.Equal(IssuerOutcome.Unknown, (await _tenants.Directory.RefreshAsync(Tenants.A, Cancellation)).Outcome);
        }
        else
        {
            Assert.False(_tenants.Directory.Forget(Tenants.A));
        }

        // Those who waited for the former answer get the new one, without waiting for the former.
        Assert.Equal(VerifyError.IssuerNotTrusted, await waiting);
        before.SetResult(_tenants.Policies[Tenants.A]);
        Assert.Equal(VerifyError.IssuerNotTrusted, await _tenants.VerifyAsync(Tenants.PairA, Tenants.A));
        Assert.Empty(_tenants.Directory.Issuers);
        Assert.Equal([IssuerOutcome.Unknown], _tenants.Answers.Select(answer => answer.Outcome));
    }

    [Fact]
    public async Task Another_policy_for_the_same_issuer_takes_the_place_of_the_former_with_all_it_remembers()
    {
        string token = Tenants.Token(Tenants.PairA, Tenants.A);
        for (int i = 0; i < 3; i++)
        {
            Assert.Equal(VerifyError.None, await _tenants.VerifyAsync(token));
        }

        _tenants.Policies[Tenants.A] = _tenants.Policies[Tenants.A] with { Audience = "https://other.example.com" };
        Assert.Equal(VerifyError.None, await _tenants.VerifyAsync(token));
        Assert.Equal(IssuerOutcome.Known, (await _tenants.Directory.RefreshAsync(Tenants.A, Cancellation)).Outcome);
        Assert.Equal(VerifyError.AudienceMismatch, await _tenants.VerifyAsync(token));
        Assert.Equal([Tenants.A], _tenants.Directory.Issuers);
    }

    [Fact]
    public async Task An_equal_policy_keeps_verifier_and_remembered_tokens()
    {
        await UseAsync();
        JwtVerifier verifier = _tenants.Directory.Known.Single().Verifier;
        _tenants.Policies[Tenants.A] = _tenants.Policies[Tenants.A] with { };
        await _tenants.Directory.RefreshAsync(Tenants.A, Cancellation);
        Assert.Same(verifier, _tenants.Directory.Known.Single().Verifier);
        Assert.Equal(2, _tenants.Asked.Count);

        // And the time counts anew.
        _tenants.Time.Advance(TimeSpan.FromMinutes(2));
        await UseAsync();
        Assert.Equal(2, _tenants.Asked.Count);
    }

    [Fact]
    public async Task While_a_new_answer_is_under_way_the_former_policy_counts()
    {
        await UseAsync();
        TaskCompletionSource<VerificationPolicy?> answer = new();
        _tenants.Find = (_, _) => new(answer.Task);
        Task<IssuerAnswer> asking = _tenants.Directory.RefreshAsync(Tenants.A, Cancellation);
        Assert.Equal(VerifyError.None, await _tenants.VerifyAsync(Tenants.PairA, Tenants.A));
        answer.SetResult(null);
        Assert.Equal(IssuerOutcome.Unknown, (await asking).Outcome);
        Assert.Equal(VerifyError.IssuerNotTrusted, await _tenants.VerifyAsync(Tenants.PairA, Tenants.A));
    }

    [Fact]
    public async Task An_issuer_that_is_named_in_advance_costs_its_first_token_nothing()
    {
        Assert.Equal(IssuerOutcome.Known, (await _tenants.Directory.RefreshAsync(Tenants.A, Cancellation)).Outcome);
        ValueTask<VerifyResult> verifying = _tenants.Directory.VerifyAsync(Tenants.Token(Tenants.PairA, Tenants.A).AsMemory(), Cancellation);
        Assert.True(verifying.IsCompletedSuccessfully);
        Assert.Equal(VerifyError.None, (await verifying).Error);
    }

    [Fact]
    public async Task Names_that_no_token_can_have_are_refused()
    {
        await Assert.ThrowsAsync<ArgumentException>(() => _tenants.Directory.RefreshAsync("", Cancellation));
        await Assert.ThrowsAsync<ArgumentNullException>(() => _tenants.Directory.RefreshAsync(null!, Cancellation));
        await Assert.ThrowsAsync<RefusedArgumentException>(() => _tenants.Directory.RefreshAsync("\ud800", Cancellation));
        await Assert.ThrowsAsync<RefusedArgumentException>(() => _tenants.Directory.RefreshAsync(new string('a', 2_049), Cancellation));
        Assert.Equal(IssuerOutcome.Unknown, (await _tenants.Directory.RefreshAsync(new string('a', 2_048), Cancellation)).Outcome);
        Assert.Throws<ArgumentException>(() => _tenants.Directory.Forget(""));
        Assert.Throws<ArgumentNullException>(() => _tenants.Directory.Forget(null!));
        Assert.False(_tenants.Directory.Forget("\ud800"));
    }

    private async Task UseAsync() => Assert.Equal(VerifyError.None, await _tenants.VerifyAsync(Tenants.PairA, Tenants.A));

    private async Task AskedAsync(IssuerOutcome outcome, int times = 1)
    {
        while (_tenants.Answers.Count(answer => answer.Outcome == outcome) < times)
        {
            Cancellation.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    private async Task AnsweredAsync(int times)
    {
        while (_tenants.Answers.Count < times)
        {
            Cancellation.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
