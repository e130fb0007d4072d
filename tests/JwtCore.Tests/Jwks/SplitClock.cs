using Microsoft.Extensions.Time.Testing;

namespace JwtCore.Tests.Jwks;

/// <summary>A wall clock that can be set, and a monotonic clock and timers that know nothing of it; and calls that fail when told.</summary>
internal sealed class SplitClock(FakeTimeProvider monotonic) : TimeProvider
{
    /// <summary>How far the wall clock was set.</summary>
    public TimeSpan Set { get; set; }

    public bool Fails { get; set; }

    public bool FailsToCreateTimers { get; set; }

    public override long TimestampFrequency => monotonic.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => Fails ? throw new InvalidOperationException("No clock.") : monotonic.GetUtcNow() + Set;

    public override long GetTimestamp() => monotonic.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        FailsToCreateTimers ? throw new InvalidOperationException("No timer.") : monotonic.CreateTimer(callback, state, dueTime, period);
}
