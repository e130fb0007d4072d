namespace JwtCore.Tests.Support;

/// <summary>A clock that moves when told, and fires the timers that come due. Safe for concurrent use.</summary>
internal sealed class ManualTime(double unixSeconds) : TimeProvider
{
    private readonly Lock _lock = new();
    private readonly List<Timer> _timers = [];
    private DateTimeOffset _now = DateTimeOffset.UnixEpoch.AddSeconds(unixSeconds);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_lock)
        {
            return _now;
        }
    }

    public override long GetTimestamp() => GetUtcNow().Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        new Timer(this, () => callback(state), dueTime, period);

    public void Advance(TimeSpan by)
    {
        DateTimeOffset end = GetUtcNow() + by;
        while (NextBefore(end) is Timer due)
        {
            due.Fire();
        }

        lock (_lock)
        {
            _now = end;
        }
    }

    private Timer? NextBefore(DateTimeOffset end)
    {
        lock (_lock)
        {
            Timer? next = _timers.MinBy(timer => timer.DueAt);
            if (next is null || next.DueAt > end)
            {
                return null;
            }

            // Taken off the list here, so that whoever sets it anew meanwhile is not undone.
            _now = next.DueAt > _now ? next.DueAt : _now;
            next.Repeat();
            return next;
        }
    }

    private sealed class Timer : ITimer
    {
        private readonly ManualTime _time;
        private readonly Action _callback;
        private TimeSpan _period;

        public Timer(ManualTime time, Action callback, TimeSpan dueTime, TimeSpan period)
        {
            _time = time;
            _callback = callback;
            Change(dueTime, period);
        }

        public DateTimeOffset DueAt { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (_time._lock)
            {
                _time._timers.Remove(this);
                _period = period;
                if (dueTime != Timeout.InfiniteTimeSpan)
                {
                    DueAt = _time._now + dueTime;
                    _time._timers.Add(this);
                }
            }

            return true;
        }

        public void Repeat() => Change(_period > TimeSpan.Zero ? _period : Timeout.InfiniteTimeSpan, _period);

        public void Fire() => _callback();

        public void Dispose() => Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
