namespace JwtCore.Jwks;

/// <summary>
/// One point in time on two clocks, both in ticks of 100 ns: the wall clock, which may be set, and the monotonic clock,
/// which may stand still while a machine sleeps.
/// </summary>
/// <param name="Wall">Ticks since 1970.</param>
/// <param name="Monotonic">Ticks since a point that only the process knows.</param>
internal readonly record struct TwoClocks(long Wall, long Monotonic)
{
    public static TwoClocks Now(TimeProvider time) => new(WallNow(time), MonotonicNow(time));

    public static long WallNow(TimeProvider time) => new CallTime(time).Now;

    /// <summary>In whole numbers: through floating point, as the platform does it, large timestamps lose their last digits.</summary>
    public static long MonotonicNow(TimeProvider time)
    {
        (long seconds, long rest) = Math.DivRem(time.GetTimestamp(), time.TimestampFrequency);
        return (seconds * TimeSpan.TicksPerSecond) + (rest * TimeSpan.TicksPerSecond / time.TimestampFrequency);
    }

    /// <summary>How long ago this was: by the clock that says longer.</summary>
    public TimeSpan AgeAt(TwoClocks now) => TimeSpan.FromTicks(Math.Max(now.Wall - Wall, now.Monotonic - Monotonic));

    public DateTimeOffset ToDateTimeOffset() => new(DateTime.UnixEpoch.AddTicks(Wall));
}
