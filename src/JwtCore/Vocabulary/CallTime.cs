namespace JwtCore;

/// <summary>
/// The time of one call: asked of the clock when a step first needs it, and the same for every step after it. A token that
/// fails before costs no look at the clock.
/// </summary>
/// <param name="clock">The clock of the verifier.</param>
internal struct CallTime(TimeProvider clock)
{
    private long? _now;

    /// <summary>The clock that the time is read from.</summary>
    public readonly TimeProvider Clock => clock;

    /// <summary>The time in ticks since 1970.</summary>
    public long Now => _now ??= clock.GetUtcNow().UtcTicks - DateTime.UnixEpoch.Ticks;
}
