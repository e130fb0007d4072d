namespace JwtCore.Cli;

/// <summary>A clock that stands still, for judging a token as of another time.</summary>
internal sealed class FixedClock(DateTimeOffset now) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => now;
}
