using System.Diagnostics;
using JwtCore.Diagnostics;
using JwtCore.Jwks;

namespace JwtCore;

// One attempt from start to end, and the timer that starts the next.
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
                Moment now = Moment.Now(_time);
                JwksSnapshot? held = _snapshot;
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

    // The task is not observed: nothing may escape from it.
    private async Task RunAsync(JwksRefresh refresh, JwksSnapshot? held)
    {
        string reason = refresh.Reason.ToString();
        Activity? activity = Telemetry.BeginRefresh(Host, reason);
        JwksLoad load = await LoadAsync(refresh, held).ConfigureAwait(false);
        JwksAttempt attempt = Finish(refresh, load);
        Telemetry.EndRefresh(activity, Host, reason, attempt.Outcome.ToString(), attempt.IsSuccess, attempt.Duration);
        refresh.Complete(attempt);
    }

    private async Task<JwksLoad> LoadAsync(JwksRefresh refresh, JwksSnapshot? held)
    {
        using CancellationTokenSource timeout = new(_options.RequestTimeout, _time);
        using CancellationTokenSource deadline = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, refresh.Abandoned.Token);
        try
        {
            // A handler that blocks or ignores the deadline is left behind; what it brings later reaches nobody.
            CancellationToken token = deadline.Token;
            return await Task.Run(() => _loader.LoadAsync(held, refresh.Start, token), CancellationToken.None).WaitAsync(token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The deadline, or the attempt was abandoned.
            return new JwksLoad(new HttpAnswer(refresh.Abandoned.IsCancellationRequested ? RefreshOutcome.Discarded : RefreshOutcome.TimedOut));
        }
    }

    private JwksAttempt Finish(JwksRefresh refresh, JwksLoad load)
    {
        lock (_gate)
        {
            Moment now = Moment.Now(_time);
            bool isCurrent = ReferenceEquals(_running, refresh);
            RefreshOutcome outcome = isCurrent ? load.Answer.Outcome : RefreshOutcome.Discarded;
            JwksAttempt attempt = new(refresh.Start.ToDateTimeOffset(), refresh.Start.AgeAt(now), outcome, load.Answer.Status);
            if (isCurrent)
            {
                _running = null;
                Take(refresh, load, now, attempt.IsSuccess);
                Plan();
            }

            if (_attempts.Count == AttemptsKept)
            {
                _attempts.Dequeue();
            }

            _attempts.Enqueue(attempt);
            return attempt;
        }
    }

    private void Take(JwksRefresh refresh, JwksLoad load, Moment now, bool isSuccess)
    {
        JwksSnapshot? held = _snapshot;
        if (isSuccess)
        {
            _snapshot = Hold(held, load, refresh.Start);
            _schedule.Succeeded(refresh.Start.Monotonic, load.Answer.Lifetime);
            return;
        }

        if (load.Keys is not null && !HasKeysAt(now))
        {
            // Nothing to lose: a set without a usable key is an answer too.
            _snapshot = Hold(null, load, refresh.Start);
        }

        _schedule.Failed(refresh.Reason, refresh.Start.Monotonic, HasKeysAt(now), load.Answer.RetryAfter);
    }

    private JwksSnapshot Hold(JwksSnapshot? held, JwksLoad load, Moment start)
    {
        // Unchanged has no keys of its own.
        return load.Keys is null
            ? held! with { LoadedAt = start, Address = load.Address!, EntityTag = load.Answer.EntityTag ?? (held.Address == load.Address ? held.EntityTag : null), TrustedUntil = start.Wall + _options.TrustedFor.Ticks }
            : new JwksSnapshot
            {
                Keys = load.Keys,
                Skipped = load.Skipped,
                Body = load.Answer.Body,
                Address = load.Address!,
                EntityTag = load.Answer.EntityTag,
                LoadedAt = start,
                TrustedUntil = start.Wall + _options.TrustedFor.Ticks,
            };
    }

    private bool HasKeysAt(Moment now) => _snapshot is JwksSnapshot held && held.Keys.Keys.Count > 0 && IsTrustedAt(held, now);

    private bool IsTrustedAt(JwksSnapshot held, Moment now) => held.IsTrustedAt(now.Wall) && held.LoadedAt.AgeAt(now) < _options.TrustedFor;

    private bool IsOverdueAt(JwksSnapshot held, Moment now) =>
        _attempts.LastOrDefault() is { IsSuccess: false } || held.LoadedAt.AgeAt(now) > _options.MaxLifetime;

    // A machine that slept is overdue by the wall clock alone.
    private bool MayStart(ref RefreshReason reason, Moment now)
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
        JwksRefresh? running = _running;
        _running = null;

        // On another thread: what hangs on it may be anybody's code.
        _ = running?.Abandoned.CancelAsync();
    }

    private TimeSpan? NextRefresh(Moment now) =>
        _isDisposed || _running is not null || _schedule.Due == long.MinValue ? null
        : TimeSpan.FromTicks(Math.Max(_schedule.Due - now.Monotonic, 0));

    // Sets the timer to whatever comes first, the next refresh or the end of trust, and tells the paths without a lock.
    private void Plan()
    {
        Moment now = Moment.Now(_time);
        TimeSpan? next = NextRefresh(now);
        if (_snapshot is JwksSnapshot held)
        {
            _snapshot = held with { Due = next is TimeSpan wait ? now.Wall + wait.Ticks : long.MaxValue };
            TimeSpan trust = _options.TrustedFor - held.LoadedAt.AgeAt(now);
            next = trust > TimeSpan.Zero && !(next < trust) ? trust : next;
        }

        Volatile.Write(ref _dueForToken, Math.Min(_schedule.Due, _schedule.DueForToken));
        if (!_isDisposed)
        {
            // Rounded up to what timers can tell apart, or they come too early.
            _timer.Change(next is TimeSpan due ? TimeSpan.FromMilliseconds(Math.Ceiling(due.TotalMilliseconds)) : Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }

    private void OnTimer()
    {
        lock (_gate)
        {
            Moment now = Moment.Now(_time);
            if (_snapshot is JwksSnapshot held && !IsTrustedAt(held, now))
            {
                // By the monotonic clock too, if the wall clock was set back.
                _snapshot = held with { TrustedUntil = long.MinValue };
            }

            if (Start(RefreshReason.Schedule, null) is null)
            {
                Plan();
            }
        }
    }

    // The timer must keep neither the source nor its caller's context alive.
    private ITimer CreateTimer()
    {
        using AsyncFlowControl? flow = ExecutionContext.IsFlowSuppressed() ? null : ExecutionContext.SuppressFlow();
        return _time.CreateTimer(
            static state =>
            {
                if (((WeakReference<RemoteJwks>)state!).TryGetTarget(out RemoteJwks? source))
                {
                    source.OnTimer();
                }
            },
            new WeakReference<RemoteJwks>(this),
            Timeout.InfiniteTimeSpan,
            Timeout.InfiniteTimeSpan);
    }
}
