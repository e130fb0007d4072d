using System.Net;
using JwtCore.Tests.Scenarios;
using JwtCore.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace JwtCore.Tests.Jwks;

/// <summary>Every attempt ends, whatever the handler and the clock do, and nothing that comes later counts.</summary>
public sealed class AttemptTests : IDisposable
{
    private readonly FakeTimeProvider _time = new(DateTimeOffset.FromUnixTimeSeconds(Tokens.Now));
    private readonly SplitClock _clock;
    private readonly Site _site = new();
    private readonly RemoteJwks _keys;

    public AttemptTests()
    {
        _clock = new SplitClock(_time);

        // No attempt but those of the tests: the wait is longer than a deadline.
        _keys = new RemoteJwks("https://issuer.example.com/keys", new RemoteJwksOptions { TimeProvider = _clock, Client = _site.Client, CooldownWithoutKeys = TimeSpan.FromSeconds(30) });
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _keys.Dispose();
        _site.Dispose();
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task A_handler_that_ignores_its_deadline_is_left_behind_and_its_answer_dropped(bool blocks)
    {
        TaskCompletionSource arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource release = new();
        TaskCompletionSource read = new();
        _site.AnswerAsync = async (_, _) =>
        {
            arrived.TrySetResult();
            if (blocks)
            {
                WaitBlocking(release.Task);
            }
            else
            {
                await release.Task;
            }

            return new Signalling(read) { Content = new StringContent(Site.SetOf(World.First)) };
        };
        Task<JwksAttempt> attempt = _keys.RefreshAsync(Cancellation);
        await arrived.Task;
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(RefreshOutcome.TimedOut, (await attempt).Outcome);

        release.SetResult();
        await read.Task;
        Assert.Equal(JwksState.NotLoaded, _keys.Status.State);
        _site.Answer = _ => Site.Keys(World.Second);
        Assert.True((await _keys.RefreshAsync(Cancellation)).IsSuccess);
        Assert.Equal(["second"], _keys.Status.Keys.Select(key => key.KeyId));
    }

    // The token of a handler calls whatever code hangs on it.
    [Theory, InlineData("throws"), InlineData("blocks")]
    public async Task What_hangs_on_the_deadline_of_a_handler_keeps_it_from_nobody_else(string kind)
    {
        TaskCompletionSource arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource release = new();
        int unobserved = 0;
        EventHandler<UnobservedTaskExceptionEventArgs> count = (_, e) => unobserved += e.Exception.ToString().Contains("Hangs on.", StringComparison.Ordinal) ? 1 : 0;
        TaskScheduler.UnobservedTaskException += count;
        _site.AnswerAsync = async (_, token) =>
        {
            token.Register(() =>
            {
                if (kind == "blocks")
                {
                    WaitBlocking(release.Task);
                }

                throw new InvalidOperationException("Hangs on.");
            });
            arrived.TrySetResult();
            await release.Task;
            throw new InvalidOperationException("Hangs on.");
        };
        foreach (Action end in (Action[])[() => _time.Advance(TimeSpan.FromSeconds(10)), _keys.Flush, _keys.Dispose])
        {
            Task<JwksAttempt> attempt = _keys.RefreshAsync(Cancellation);
            await arrived.Task;
            end();
            Assert.False((await attempt).IsSuccess);
        }

        release.SetResult();
        for (int i = 0; i < 10; i++)
        {
            await Task.Yield();
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        TaskScheduler.UnobservedTaskException -= count;
        Assert.Equal(0, unobserved);
    }

    [Fact]
    public async Task Keys_are_not_replaced_by_an_answer_to_an_attempt_that_was_flushed()
    {
        TaskCompletionSource arrived = new();
        TaskCompletionSource release = new();
        TaskCompletionSource read = new();
        _site.AnswerAsync = async (_, _) =>
        {
            arrived.SetResult();
            await release.Task;
            return new Signalling(read) { Content = new StringContent(Site.SetOf(World.First)) };
        };
        Task<JwksAttempt> flushed = _keys.RefreshAsync(Cancellation);
        await arrived.Task;
        _keys.Flush();
        Assert.Equal(RefreshOutcome.Discarded, (await flushed).Outcome);
        _site.Answer = _ => Site.Keys(World.Second);
        await _keys.RefreshAsync(Cancellation);
        release.SetResult();
        await read.Task;
        Assert.Equal(["second"], _keys.Status.Keys.Select(key => key.KeyId));
    }

    [Fact]
    public async Task A_clock_that_fails_during_an_attempt_ends_it_and_the_next_succeeds()
    {
        _site.Answer = _ => Site.Keys(World.First);
        Assert.True((await _keys.RefreshAsync(Cancellation)).IsSuccess);
        TaskCompletionSource<HttpResponseMessage> answer = new();
        _site.AnswerAsync = (_, _) => answer.Task;
        Task<JwksAttempt> attempt = _keys.RefreshAsync(Cancellation);
        _clock.Fails = true;
        answer.SetResult(Site.Keys(World.Second));
        Assert.Equal(RefreshOutcome.Unreachable, (await attempt).Outcome);
        _clock.Fails = false;

        // The next use notices that nothing is planned.
        _site.Answer = _ => Site.Keys(World.Second);
        CallTime time = new(TimeProvider.System);
        Assert.NotNull(_keys.KeysAt(ref time));
        await _keys.Idle;
        Assert.Equal(["second"], _keys.Status.Keys.Select(key => key.KeyId));
    }

    [Fact]
    public async Task Without_a_timer_for_its_deadline_an_attempt_asks_nothing_and_ends()
    {
        _clock.FailsToCreateTimers = true;
        Assert.Equal(RefreshOutcome.Unreachable, (await _keys.RefreshAsync(Cancellation)).Outcome);
        Assert.Empty(_site.Requests);

        _clock.FailsToCreateTimers = false;
        _site.Answer = _ => Site.Keys(World.First);
        Assert.True((await _keys.RefreshAsync(Cancellation)).IsSuccess);
    }

    [Fact]
    public async Task A_wait_that_cannot_begin_keeps_no_place()
    {
        using RemoteJwks keys = new("https://issuer.example.com/keys", new RemoteJwksOptions { TimeProvider = _clock, Client = _site.Client, MaxWaiting = 1 });
        JwtVerifier verifier = new(World.Policy(keys), new JwtVerifierOptions { TimeProvider = _time });
        TaskCompletionSource arrived = new();
        _site.AnswerAsync = async (_, token) =>
        {
            arrived.TrySetResult();
            await Task.Delay(Timeout.Infinite, token);
            return new();
        };
        ReadOnlyMemory<char> good = World.Token(World.First, _time).AsMemory();
        _ = keys.RefreshAsync(Cancellation);
        await arrived.Task;
        _clock.FailsToCreateTimers = true;
        await Assert.ThrowsAsync<InvalidOperationException>(() => verifier.VerifyAsync(good, Cancellation).AsTask());
        _clock.FailsToCreateTimers = false;
        Task<VerifyResult> waits = verifier.VerifyAsync(good, Cancellation).AsTask();
        Assert.False(waits.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(VerifyError.KeysUnavailable, (await waits).Error);
    }

    public static TheoryData<string[]> Absurd => new(
        ["Cache-Control: max-age=9223372036854775807"],
        ["Cache-Control: max-age=2147483647", "Age: -2147483648"],
        ["Age: 9223372036854775807", "Cache-Control: max-age=0"],
        ["Date: Mon, 01 Jan 0001 00:00:00 GMT", "Expires: Fri, 31 Dec 9999 23:59:59 GMT"],
        ["Expires: Fri, 31 Dec 9999 23:59:59 GMT"],
        ["Retry-After: 2147483647"],
        ["Retry-After: Fri, 31 Dec 9999 23:59:59 GMT"],
        ["Retry-After: Mon, 01 Jan 0001 00:00:00 GMT"],
        ["ETag: \"", "ETag: W/W/"]);

    [Theory, MemberData(nameof(Absurd))]
    public async Task Absurd_headers_change_neither_the_outcome_nor_the_bounds_of_the_schedule(string[] headers)
    {
        foreach (HttpStatusCode status in (HttpStatusCode[])[HttpStatusCode.OK, HttpStatusCode.ServiceUnavailable])
        {
            _site.Answer = _ =>
            {
                HttpResponseMessage response = new(status) { Content = new StringContent(Site.SetOf(World.First)) };
                foreach (string[] header in headers.Select(header => header.Split(": ", 2)))
                {
                    Assert.True(response.Headers.TryAddWithoutValidation(header[0], header[1]) || response.Content.Headers.TryAddWithoutValidation(header[0], header[1]));
                }

                return response;
            };
            Assert.Equal(status == HttpStatusCode.OK, (await _keys.RefreshAsync(Cancellation)).IsSuccess);
            Assert.InRange(_keys.Status.NextRefreshIn!.Value, TimeSpan.FromSeconds(30), TimeSpan.FromHours(1));
        }
    }

    [Fact]
    public async Task Flushes_refreshes_and_uses_at_once_leave_a_source_that_works()
    {
        _site.AnswerAsync = async (_, _) =>
        {
            await Task.Yield();
            return Site.Keys(World.First);
        };
        JwtVerifier verifier = new(World.Policy(_keys), new JwtVerifierOptions { TimeProvider = _time });
        string token = World.Token(World.First, _time);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(worker => Task.Run(async () =>
        {
            for (int i = 0; i < 500; i++)
            {
                switch ((i + worker) % 4)
                {
                    case 0: _keys.Flush(); break;
                    case 1: await _keys.RefreshAsync(Cancellation); break;
                    case 2: _ = await verifier.VerifyAsync(token.AsMemory(), Cancellation); break;
                    default: _time.Advance(TimeSpan.FromSeconds(20)); break;
                }
            }
        })));

        Assert.True((await _keys.RefreshAsync(Cancellation)).IsSuccess);
        await _keys.Idle;
        Assert.Equal(VerifyError.None, (await verifier.VerifyAsync(World.Token(World.First, _time).AsMemory(), Cancellation)).Error);
        Assert.NotNull(_keys.Status.NextRefreshIn);
    }

    private static void WaitBlocking(Task task) => ((IAsyncResult)task).AsyncWaitHandle.WaitOne();

    private sealed class Signalling(TaskCompletionSource disposed) : HttpResponseMessage
    {
        protected override void Dispose(bool disposing)
        {
            base.Dispose(disposing);
            disposed.TrySetResult();
        }
    }
}
