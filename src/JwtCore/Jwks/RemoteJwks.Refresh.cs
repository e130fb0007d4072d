using System.Diagnostics;
using JwtCore.Diagnostics;
using JwtCore.Jwks;

namespace JwtCore;

// One attempt from start to end.
public sealed partial class RemoteJwks
{
    private int _waiting;

    /// <summary>What the source holds and went through, as of now.</summary>
    public JwksStatus Status
    {
        get
        {
            lock (_gate)
            {
                TwoClocks now = TwoClocks.Now(_time);
                KeySetSnapshot? held = _snapshot;
                bool isTrusted = held is not null && IsTrustedAt(held, now);
                return new JwksStatus
                {
                    State = _isDisposed ? JwksState.Disposed
                        : held is null ? JwksState.NotLoaded
                        : !isTrusted ? JwksState.Expired
                        : held.Keys.Keys.Count == 0 ? JwksState.Empty
                        : IsOverdueAt(held, now) ? JwksState.Overdue
                        : JwksState.Fresh,
                    Keys = isTrusted ? held!.Keys.Keys : [],
                    Skipped = held?.Skipped ?? [],
                    LoadedAt = held?.LoadedAt.ToDateTimeOffset(),
                    Age = held?.LoadedAt.AgeAt(now),
                    NextRefreshIn = NextRefresh(now),
                    LastAttempts = [.. _attempts.Reverse()],
                };
            }
        }
    }

    // The task is not observed: nothing may escape from it, and every attempt must end.
    private async Task RunAsync(RunningAttempt refresh, KeySetSnapshot? held, IssuerMetadata? metadata)
    {
        string reason = refresh.Reason.ToString();
        Activity? activity = Telemetry.BeginRefresh(Host, reason);
        FetchResult load = await LoadAsync(refresh, held, metadata).ConfigureAwait(false);
        JwksAttempt attempt;
        try
        {
            attempt = Finish(refresh, load);
        }
        catch (Exception)
        {
            // The clock is the caller's code and may throw.
            attempt = Drop(refresh);
        }

        Telemetry.EndRefresh(activity, Host, reason, attempt.Outcome.ToString(), attempt.IsSuccess, attempt.Duration);
        _notices.Tell(this, () => AttemptEnded);
        refresh.Complete(attempt);
    }

    private async Task<FetchResult> LoadAsync(RunningAttempt refresh, KeySetSnapshot? held, IssuerMetadata? metadata)
    {
        // The handler's own token: what hangs on it may block or throw, and must not keep the deadline from anybody else.
        CancellationTokenSource handed = new();
        Task<FetchResult>? work = null;
        FetchTrace trace = new(_options, _loader.Issuer);
        try
        {
            using CancellationTokenSource timeout = new(_options.RequestTimeout, _time);
            using CancellationTokenSource deadline = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, refresh.Abandoned.Token);

            // A handler that blocks or ignores the deadline is left behind; what it brings later reaches nobody.
            work = Task.Run(() => _loader.LoadAsync(held, metadata, refresh.Start, trace, handed.Token), CancellationToken.None);
            FetchResult load = await work.WaitAsync(deadline.Token).ConfigureAwait(false);
            return load with { Requests = trace.Close(load.Answer.Outcome, load.Answer.Cause) };
        }
        catch (OperationCanceledException)
        {
            // The deadline, or the attempt was abandoned.
            _ = IgnoreAsync(handed.CancelAsync());
            _ = IgnoreAsync(work!);
            FetchResult failed = refresh.Abandoned.IsCancellationRequested
                ? FetchResult.Failed(RefreshOutcome.Discarded, FetchCause.Abandoned)
                : FetchResult.Failed(RefreshOutcome.TimedOut, FetchCause.TimedOut);
            return failed with { Requests = trace.Close(failed.Answer.Outcome, failed.Answer.Cause) };
        }
        catch (Exception)
        {
            // The clock is the caller's code and may throw, and the platform may be out of memory: attempts that failed.
            return FetchResult.Failed(RefreshOutcome.Unreachable, FetchCause.ClockFailed) with { Requests = trace.Close(RefreshOutcome.Unreachable, FetchCause.ClockFailed) };
        }
    }

    // Whatever becomes of it, nobody hears of it as an unobserved exception.
    private static async Task IgnoreAsync(Task task) => await task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private JwksAttempt Finish(RunningAttempt refresh, FetchResult load)
    {
        lock (_gate)
        {
            // Before anything that could throw.
            bool isCurrent = ReferenceEquals(_running, refresh);
            _running = isCurrent ? null : _running;

            TwoClocks now = TwoClocks.Now(_time);
            RefreshOutcome outcome = isCurrent ? load.Answer.Outcome : RefreshOutcome.Discarded;
            JwksAttempt attempt = new(refresh.Start.ToDateTimeOffset(), refresh.Start.AgeAt(now), outcome, load.Answer.Status)
            {
                Cause = isCurrent ? load.Answer.Cause : FetchCause.Abandoned,
                Requests = load.Requests,
                Decisive = load.Requests.LastOrDefault(request => request.Cause == load.Answer.Cause),
            };
            if (isCurrent)
            {
                Take(refresh, load, now, attempt.IsSuccess);
                Plan();
            }

            if (_attempts.Count == AttemptsKept)
            {
                _attempts.Dequeue();
            }

            _attempts.Enqueue(attempt);
            _notices.Add(attempt);
            return attempt;
        }
    }

    // Without a clock nothing can be planned, so the next use starts another attempt.
    private JwksAttempt Drop(RunningAttempt refresh)
    {
        lock (_gate)
        {
            _snapshot = _snapshot is null || _running is not null ? _snapshot : _snapshot with { Due = long.MinValue };
            JwksAttempt attempt = new(refresh.Start.ToDateTimeOffset(), TimeSpan.Zero, RefreshOutcome.Unreachable, null) { Cause = FetchCause.ClockFailed };
            _notices.Add(attempt);
            return attempt;
        }
    }

    private void Take(RunningAttempt refresh, FetchResult load, TwoClocks now, bool isSuccess)
    {
        KeySetSnapshot? held = _snapshot;
        _metadata = load.Metadata ?? _metadata;
        if (isSuccess)
        {
            _snapshot = Hold(held, load, refresh.Start);
            _schedule.Succeeded(refresh.Start.Monotonic, load.Answer.Lifetime);
            return;
        }

        // What it said did not lead to keys, so it is read anew.
        _metadata = _metadata is null ? null : _metadata with { Address = null };
        if (load.Keys is not null && !HasKeysAt(now))
        {
            // Nothing to lose: a set without a usable key is an answer too.
            _snapshot = Hold(null, load, refresh.Start);
        }

        _schedule.Failed(refresh.Reason, refresh.Start.Monotonic, HasKeysAt(now), load.Answer.RetryAfter);
    }

    private KeySetSnapshot Hold(KeySetSnapshot? held, FetchResult load, TwoClocks start)
    {
        // Unchanged has no keys of its own.
        return load.Keys is null
            ? held! with { LoadedAt = start, Address = load.Address!, EntityTag = load.Answer.EntityTag ?? (held.Address == load.Address ? held.EntityTag : null), TrustedUntil = start.Wall + _options.TrustedFor.Ticks }
            : new KeySetSnapshot
            {
                Keys = load.Keys,
                Skipped = load.Skipped,
                Body = load.Answer.Content,
                Address = load.Address!,
                EntityTag = load.Answer.EntityTag,
                LoadedAt = start,
                TrustedUntil = start.Wall + _options.TrustedFor.Ticks,
            };
    }

    private bool HasKeysAt(TwoClocks now) => _snapshot is KeySetSnapshot held && held.Keys.Keys.Count > 0 && IsTrustedAt(held, now);

    private bool IsTrustedAt(KeySetSnapshot held, TwoClocks now) => held.IsTrustedAt(now.Wall) && held.LoadedAt.AgeAt(now) < _options.TrustedFor;

    private bool IsOverdueAt(KeySetSnapshot held, TwoClocks now) =>
        _attempts.LastOrDefault(attempt => attempt.Outcome != RefreshOutcome.Discarded) is { IsSuccess: false } || held.LoadedAt.AgeAt(now) > _options.MaxLifetime;

    // A machine that slept is overdue by the wall clock alone.
    private bool MayStart(ref RefreshReason reason, TwoClocks now)
    {
        if (_snapshot is null || now.Wall < _snapshot.Due)
        {
            return _schedule.MayStart(ref reason, now.Monotonic);
        }

        reason = reason == RefreshReason.Token ? RefreshReason.Schedule : reason;
        return true;
    }

    private bool TryEnter()
    {
        if (Interlocked.Increment(ref _waiting) <= _options.MaxWaiting)
        {
            return true;
        }

        Interlocked.Decrement(ref _waiting);
        return false;
    }

    // Whatever runs now no longer counts.
    private void Abandon()
    {
        RunningAttempt? running = _running;
        _running = null;

        // On another thread: what hangs on it may be anybody's code.
        _ = running?.Abandoned.CancelAsync();
    }
}
