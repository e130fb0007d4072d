using JwtCore.Pipeline;
using JwtCore.Tests.Support;

namespace JwtCore.Tests.Pipeline;

public class BoundedCheckTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    private readonly ManualTime _time = new(Tokens.Now);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, InlineData(false, VerifyError.None), InlineData(true, VerifyError.Revoked)]
    public async Task An_answer_decides_at_once_or_later(bool isRefused, VerifyError expected)
    {
        TaskCompletionSource<bool> late = new();
        ValueTask<VerifyError> now = Ask((_, _) => ValueTask.FromResult(isRefused));
        ValueTask<VerifyError> later = Ask((_, _) => new(late.Task));

        Assert.True(now.IsCompletedSuccessfully);
        Assert.Equal(expected, await now);
        Assert.False(later.IsCompleted);
        late.SetResult(isRefused);
        Assert.Equal(expected, await later);
    }

    [Fact]
    public async Task What_is_asked_about_and_a_token_that_can_be_cancelled_reach_the_check()
    {
        (string Subject, bool CanBeCancelled) seen = default;
        await Ask((subject, token) =>
        {
            seen = (subject, token.CanBeCanceled && !token.IsCancellationRequested);
            return ValueTask.FromResult(false);
        });

        Assert.Equal(("subject", true), seen);
    }

    [Fact]
    public async Task A_check_that_never_ends_is_refused_at_the_limit_and_told()
    {
        TaskCompletionSource told = new();
        ValueTask<VerifyError> asking = Ask((_, token) =>
        {
            token.Register(told.SetResult);
            return new(new TaskCompletionSource<bool>().Task);
        });

        _time.Advance(Limit - TimeSpan.FromTicks(1));
        Assert.False(asking.IsCompleted);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(VerifyError.RevocationCheckTimedOut, await asking);
        await told.Task.WaitAsync(TimeSpan.FromMinutes(1), Cancellation);
    }

    [Fact]
    public async Task An_answer_after_the_limit_changes_nothing()
    {
        TaskCompletionSource<bool> late = new();
        ValueTask<VerifyError> asking = Ask((_, _) => new(late.Task));
        _time.Advance(Limit + TimeSpan.FromMilliseconds(1));
        late.SetResult(false);

        Assert.Equal(VerifyError.RevocationCheckTimedOut, await asking);
    }

    public static TheoryData<string, Exception> Faults => new()
    {
        { "any", new InvalidOperationException() },
        { "its own time limit", new TimeoutException() },
        { "its own cancellation", new OperationCanceledException() },
    };

    [Theory, MemberData(nameof(Faults))]
    public async Task An_exception_is_a_failed_check_whenever_it_comes(string kind, Exception fault)
    {
        TaskCompletionSource<bool> late = new();
        ValueTask<VerifyError> later = Ask((_, _) => new(late.Task));
        late.SetException(fault);

        Assert.NotEmpty(kind);
        Assert.Equal(VerifyError.RevocationCheckFailed, await Ask((_, _) => throw fault));
        Assert.Equal(VerifyError.RevocationCheckFailed, await Ask((_, _) => ValueTask.FromException<bool>(fault)));
        Assert.Equal(VerifyError.RevocationCheckFailed, await later);
        Assert.Equal(VerifyError.RevocationCheckFailed, await Ask((_, _) => ValueTask.FromCanceled<bool>(new CancellationToken(canceled: true))));
    }

    [Fact]
    public async Task The_callers_cancellation_ends_the_wait_and_is_told_to_the_check()
    {
        using CancellationTokenSource caller = new();
        TaskCompletionSource told = new();
        ValueTask<VerifyError> asking = Check((_, token) =>
        {
            token.Register(told.SetResult);
            return new(new TaskCompletionSource<bool>().Task);
        }).AskAsync("subject", caller.Token);
        await caller.CancelAsync();

        OperationCanceledException thrown = await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await asking);
        Assert.Equal(caller.Token, thrown.CancellationToken);
        await told.Task.WaitAsync(TimeSpan.FromMinutes(1), Cancellation);
    }

    [Fact]
    public async Task What_hangs_on_the_token_of_the_check_neither_throws_into_the_verdict_nor_holds_it_up()
    {
        using ManualResetEventSlim never = new();
        ValueTask<VerifyError> throwing = Ask((_, token) =>
        {
            token.Register(() => throw new InvalidOperationException());
            return new(new TaskCompletionSource<bool>().Task);
        });
        ValueTask<VerifyError> blocking = Ask((_, token) =>
        {
            token.Register(never.Wait);
            return new(new TaskCompletionSource<bool>().Task);
        });
        _time.Advance(Limit + TimeSpan.FromMilliseconds(1));

        Assert.Equal(VerifyError.RevocationCheckTimedOut, await throwing);
        Assert.Equal(VerifyError.RevocationCheckTimedOut, await blocking.AsTask().WaitAsync(TimeSpan.FromMinutes(1), Cancellation));
        never.Set();
    }

    [Fact]
    public async Task A_clock_that_throws_is_a_failed_check()
    {
        BoundedCheck<string> check = new((_, _) => new(new TaskCompletionSource<bool>().Task), Limit, new NoTimers());

        Assert.Equal(VerifyError.RevocationCheckFailed, await check.AskAsync("subject", Cancellation));
    }

    [Fact]
    public async Task An_exception_of_a_check_that_was_left_behind_is_observed()
    {
        int unobserved = 0;
        TaskScheduler.UnobservedTaskException += OnUnobserved;
        try
        {
            await LeaveBehindAsync();
            GC.Collect();
            GC.WaitForPendingFinalizers();
            Assert.Equal(0, unobserved);
        }
        finally
        {
            TaskScheduler.UnobservedTaskException -= OnUnobserved;
        }

        void OnUnobserved(object? sender, UnobservedTaskExceptionEventArgs thrown) =>
            unobserved += thrown.Exception.InnerException is DivideByZeroException ? 1 : 0;
    }

    private async Task LeaveBehindAsync()
    {
        TaskCompletionSource<bool> late = new();
        ValueTask<VerifyError> asking = Ask((_, _) => new(late.Task));
        _time.Advance(Limit + TimeSpan.FromMilliseconds(1));
        Assert.Equal(VerifyError.RevocationCheckTimedOut, await asking);
        late.SetException(new DivideByZeroException());
    }

    private ValueTask<VerifyError> Ask(Func<string, CancellationToken, ValueTask<bool>> check) => Check(check).AskAsync("subject", Cancellation);

    private BoundedCheck<string> Check(Func<string, CancellationToken, ValueTask<bool>> check) => new(check, Limit, _time);

    private sealed class NoTimers : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => throw new InvalidOperationException();
    }
}
