using JwtCore.Jwks;

namespace JwtCore;

// When the next attempt starts by itself, and when trust ends.
public sealed partial class RemoteJwks
{
    private TimeSpan? NextRefresh(TwoClocks now) =>
        _isDisposed || _running is not null || _schedule.Due == long.MinValue ? null
        : TimeSpan.FromTicks(Math.Max(_schedule.Due - now.Monotonic, 0));

    // Sets the timer to whatever comes first, the next refresh or the end of trust, and tells the paths without a lock.
    private void Plan()
    {
        TwoClocks now = TwoClocks.Now(_time);
        TimeSpan? next = NextRefresh(now);
        if (_snapshot is KeySetSnapshot held)
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
            TwoClocks now = TwoClocks.Now(_time);
            if (_snapshot is KeySetSnapshot held && !IsTrustedAt(held, now))
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
