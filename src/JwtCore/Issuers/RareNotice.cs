using JwtCore.Jwks;

namespace JwtCore.Issuers;

/// <summary>Says when something that may happen at each token is told again. Thread-safe.</summary>
/// <param name="pause">How long it is not told after it was.</param>
/// <param name="clock">The clock.</param>
internal sealed class RareNotice(TimeSpan pause, TimeProvider clock)
{
    private long _next = long.MinValue;

    /// <summary>Whether it is told now.</summary>
    public bool IsDue()
    {
        long next = Volatile.Read(ref _next);
        long now = TwoClocks.MonotonicNow(clock);
        return now >= next && Interlocked.CompareExchange(ref _next, now + pause.Ticks, next) == next;
    }
}
