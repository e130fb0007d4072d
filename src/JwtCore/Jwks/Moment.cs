namespace JwtCore.Jwks;

/// <summary>
/// One point in time on two clocks, both in ticks of 100 ns: the wall clock, which may be set, and the monotonic clock,
/// which may stand still while a machine sleeps.
/// </summary>
/// <param name="Wall">Ticks since 1970.</param>
/// <param name="Monotonic">Ticks since a point that only the process knows.</param>
internal readonly record struct Moment(long Wall, long Monotonic)
{
    public static Moment Now(TimeProvider time) => new(WallNow(time), MonotonicNow(time));

    public static long WallNow(TimeProvider time) => time.GetUtcNow().UtcTicks - DateTime.UnixEpoch.Ticks;

    public static long MonotonicNow(TimeProvider time) => time.GetElapsedTime(0).Ticks;

    /// <summary>How long ago this was: by the clock that says longer.</summary>
    public TimeSpan AgeAt(Moment now) => TimeSpan.FromTicks(Math.Max(now.Wall - Wall, now.Monotonic - Monotonic));

    public DateTimeOffset ToDateTimeOffset() => new(DateTime.UnixEpoch.AddTicks(Wall));
}
