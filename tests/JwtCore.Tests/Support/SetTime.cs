namespace JwtCore.Tests.Support;

/// <summary>A clock that stands where the test sets it, and counts how often it is read.</summary>
internal sealed class SetTime : TimeProvider
{
    private DateTimeOffset _now = DateTimeOffset.FromUnixTimeSeconds(Tokens.Now);

    public int Reads { get; private set; }

    public bool IsBroken { get; set; }

    /// <summary>Seconds since 1970.</summary>
    public void Set(double unixSeconds) => _now = DateTimeOffset.UnixEpoch.AddTicks((long)(unixSeconds * TimeSpan.TicksPerSecond));

    public void Set(DateTimeOffset now) => _now = now;

    public override DateTimeOffset GetUtcNow()
    {
        Reads++;
        return IsBroken ? throw new InvalidOperationException("The clock is broken.") : _now;
    }
}
