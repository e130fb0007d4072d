using System.Diagnostics;
using JwtCore.Diagnostics;

namespace JwtCore.Jwks;

/// <summary>
/// One attempt from its start to its end, which any number of callers may wait for. It ends whatever the handler does: one
/// that blocks or ignores its deadline is left behind, and what it brings later reaches nobody.
/// </summary>
/// <param name="plan">What it starts from.</param>
/// <param name="budget">What it counts against, or null.</param>
/// <param name="place">Its place there.</param>
internal sealed class RunningAttempt(AttemptPlan plan, RequestBudget? budget, BudgetPlace place)
{
    // Callers go on elsewhere, not on the thread that ends the attempt.
    private readonly TaskCompletionSource<JwksAttempt> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public AttemptPlan Plan => plan;

    // Never disposed: it has no timer, and an attempt that was left behind may still look at it.
    private CancellationTokenSource Abandoned { get; } = new();

    /// <summary>Completes, always with a result, when the attempt has ended.</summary>
    public Task<JwksAttempt> Attempt => _done.Task;

    /// <summary>Ends the attempt early. On another thread: what hangs on it may be anybody's code.</summary>
    public void Abandon() => _ = Abandoned.CancelAsync();

    /// <summary>Runs the attempt. The task is not observed: nothing escapes from it.</summary>
    /// <param name="fetcher">Fetches.</param>
    /// <param name="options">Of the source.</param>
    /// <param name="end">Takes what was fetched; throws nothing.</param>
    /// <param name="tell">Tells of the end; throws nothing.</param>
    public async Task RunAsync(IKeySetFetcher fetcher, RemoteJwksOptions options, Func<RunningAttempt, FetchResult, JwksAttempt> end, Action tell)
    {
        string reason = plan.Reason.ToString();
        Activity? activity = Telemetry.BeginRefresh(fetcher.Host, reason);
        FetchResult result = await FetchAsync(fetcher, options).ConfigureAwait(false);
        JwksAttempt attempt = end(this, result);
        budget?.Release(place);
        Telemetry.EndRefresh(activity, fetcher.Host, reason, attempt.Outcome.ToString(), attempt.IsSuccess, attempt.Duration);
        tell();
        _done.TrySetResult(attempt);
    }

    private async Task<FetchResult> FetchAsync(IKeySetFetcher fetcher, RemoteJwksOptions options)
    {
        // The handler's own token: what hangs on it may block or throw, and must not keep the deadline from anybody else.
        CancellationTokenSource handed = new();
        Task<FetchResult>? work = null;
        FetchTrace trace = new(options, fetcher.Issuer);
        FetchResult result;
        try
        {
            using CancellationTokenSource timeout = new(options.RequestTimeout, options.TimeProvider);
            using CancellationTokenSource deadline = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, Abandoned.Token);
            work = Task.Run(() => fetcher.LoadAsync(plan, trace, handed.Token), CancellationToken.None);
            result = await work.WaitAsync(deadline.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The deadline, or the attempt was abandoned.
            _ = IgnoreAsync(handed.CancelAsync());
            _ = IgnoreAsync(work!);
            result = Abandoned.IsCancellationRequested
                ? FetchResult.Failed(RefreshOutcome.Discarded, FetchCause.Abandoned)
                : FetchResult.Failed(RefreshOutcome.TimedOut, FetchCause.TimedOut);
        }
        catch (Exception)
        {
            // The clock is the caller's code and may throw, and the platform may be out of memory: attempts that failed.
            result = FetchResult.Failed(RefreshOutcome.Unreachable, FetchCause.ClockFailed);
        }

        return result with { Requests = trace.Close(result.Answer.Outcome, result.Answer.Cause) };
    }

    // Whatever becomes of it, nobody hears of it as an unobserved exception.
    private static async Task IgnoreAsync(Task task) => await task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
}
