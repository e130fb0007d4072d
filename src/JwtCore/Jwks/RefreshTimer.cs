namespace JwtCore.Jwks;

/// <summary>
/// A timer that keeps neither its owner nor the context of its maker alive: a source that nobody uses any more is collected
/// with it.
/// </summary>
internal sealed class RefreshTimer : IDisposable
{
    private readonly ITimer _timer;
    private volatile bool _isResting;

    private RefreshTimer(ITimer timer) => _timer = timer;

    /// <summary>Makes a timer that is not set.</summary>
    /// <param name="time">The clock.</param>
    /// <param name="owner">Whose timer it is, held weakly.</param>
    /// <param name="wakeUp">Called with the owner; must hold nothing itself, and throw nothing.</param>
    public static RefreshTimer Create<TOwner>(TimeProvider time, TOwner owner, Action<TOwner> wakeUp)
        where TOwner : class
    {
        using AsyncFlowControl? flow = ExecutionContext.IsFlowSuppressed() ? null : ExecutionContext.SuppressFlow();
        WeakReference<TOwner> weak = new(owner);
        return new RefreshTimer(time.CreateTimer(
            static state =>
            {
                (WeakReference<TOwner> weak, Action<TOwner> wakeUp) = ((WeakReference<TOwner>, Action<TOwner>))state!;
                if (weak.TryGetTarget(out TOwner? owner))
                {
                    wakeUp(owner);
                }
            },
            (weak, wakeUp),
            Timeout.InfiniteTimeSpan,
            Timeout.InfiniteTimeSpan));
    }

    /// <summary>Sets when it goes off; null for never.</summary>
    public void Set(TimeSpan? due)
    {
        try
        {
            // Rounded up to what timers can tell apart, or they come too early.
            _timer.Change(due is TimeSpan wait && !_isResting ? TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds)) : Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
        catch (Exception)
        {
            // The clock is the caller's code. Without a timer the next use starts what is due.
        }
    }

    /// <summary>Goes off no more until it is awake again.</summary>
    public void Rest()
    {
        _isResting = true;
        Set(null);
    }

    /// <summary>Ends a rest; the next <see cref="Set"/> counts.</summary>
    public void Wake() => _isResting = false;

    public void Dispose() => _timer.Dispose();
}
