namespace JwtCore.Jwks;

/// <summary>
/// Bounds the refreshes that tokens start through one verifier, over all its sources: so many in any minute, and so many
/// at once. Tokens that name many issuers can so not turn the verifier against all of them. Thread-safe.
/// </summary>
/// <param name="perMinute">The most in any minute.</param>
/// <param name="atOnce">The most at once.</param>
/// <param name="time">The clock.</param>
internal sealed class RequestBudget(int perMinute, int atOnce, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly Queue<long> _started = new();
    private int _running;

    /// <summary>Takes one refresh out of the budget, to be given back by <see cref="Release"/>.</summary>
    /// <param name="isFirstLoad">The source has no keys yet. Each source needs that once, so it counts among those at once alone.</param>
    public bool TryTake(bool isFirstLoad)
    {
        lock (_gate)
        {
            if (_running >= atOnce)
            {
                return false;
            }

            long now = TwoClocks.MonotonicNow(time);
            while (_started.TryPeek(out long start) && now - start >= TimeSpan.TicksPerMinute)
            {
                _started.Dequeue();
            }

            if (!isFirstLoad)
            {
                if (_started.Count >= perMinute)
                {
                    return false;
                }

                _started.Enqueue(now);
            }

            _running++;
            return true;
        }
    }

    public void Release()
    {
        lock (_gate)
        {
            _running--;
        }
    }
}
