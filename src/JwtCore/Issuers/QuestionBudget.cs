namespace JwtCore.Issuers;

/// <summary>
/// Bounds the calls of the function. Calls for unknown issuers, which anyone can name, have a rate and a number at once;
/// calls for known issuers have a number at once of their own, so that unknown ones never delay them. A call that was given
/// up keeps its place until it returns: calls that hang do not pile up. Not thread-safe.
/// </summary>
/// <param name="perMinute">The most calls for unknown issuers in a minute, in the long run. After a pause so many may start at once.</param>
/// <param name="unknownAtOnce">The most of them at once.</param>
/// <param name="knownAtOnce">The most calls for known issuers at once.</param>
internal sealed class QuestionBudget(int perMinute, int unknownAtOnce, int knownAtOnce)
{
    private readonly long _interval = TimeSpan.TicksPerMinute / perMinute;
    private int _unknown;
    private int _known;

    // When a bucket that is as large as a minute's worth will be full again (generic cell rate algorithm).
    private long _fullAt = long.MinValue;

    /// <summary>Takes a place.</summary>
    /// <param name="isKnown">The issuer is known.</param>
    /// <param name="now">The monotonic time in ticks.</param>
    public bool TryTake(bool isKnown, long now)
    {
        if (isKnown)
        {
            bool isFree = _known < knownAtOnce;
            _known += isFree ? 1 : 0;
            return isFree;
        }

        long fullAt = Math.Max(_fullAt, now);
        if (_unknown >= unknownAtOnce || fullAt - now > TimeSpan.TicksPerMinute - _interval)
        {
            return false;
        }

        _fullAt = fullAt + _interval;
        _unknown++;
        return true;
    }

    /// <summary>Gives a place back.</summary>
    public void Release(bool isKnown)
    {
        _known -= isKnown ? 1 : 0;
        _unknown -= isKnown ? 0 : 1;
    }
}
