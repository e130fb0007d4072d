namespace JwtCore.Jwks;

/// <summary>
/// Bounds the refreshes that tokens start through one verifier, over all its sources: so many in any minute, and so many
/// at once. Tokens that name many issuers can so not turn the verifier against all of them, and issuers that never answer
/// keep no other from its keys: first attempts have places of their own, and sources that failed get half of the others.
/// Thread-safe.
/// </summary>
/// <param name="perMinute">The most in any minute. First attempts do not count.</param>
/// <param name="atOnce">The most at once, first attempts apart.</param>
/// <param name="time">The clock.</param>
internal sealed class RequestBudget(int perMinute, int atOnce, TimeProvider time)
{
    /// <summary>How many first attempts run at once, for each that may run otherwise.</summary>
    public const int FirstAttemptsEach = 8;

    private readonly Lock _gate = new();
    private readonly Queue<long> _started = new();
    private int _first;
    private int _running;
    private int _failing;

    /// <summary>Takes a place, to be given back by <see cref="Release"/>.</summary>
    public bool TryTake(BudgetPlace place)
    {
        lock (_gate)
        {
            if (place == BudgetPlace.First)
            {
                return _first < atOnce * FirstAttemptsEach && ++_first > 0;
            }

            bool isFailing = place == BudgetPlace.Failing;
            if (_running >= atOnce || (isFailing && _failing >= Math.Max(atOnce / 2, 1)) || !TryTakeOfMinute())
            {
                return false;
            }

            _running++;
            _failing += isFailing ? 1 : 0;
            return true;
        }
    }

    /// <summary>Gives a place back.</summary>
    public void Release(BudgetPlace place)
    {
        lock (_gate)
        {
            _first -= place == BudgetPlace.First ? 1 : 0;
            _running -= place == BudgetPlace.First ? 0 : 1;
            _failing -= place == BudgetPlace.Failing ? 1 : 0;
        }
    }

    private bool TryTakeOfMinute()
    {
        long now = TwoClocks.MonotonicNow(time);
        while (_started.TryPeek(out long start) && now - start >= TimeSpan.TicksPerMinute)
        {
            _started.Dequeue();
        }

        if (_started.Count >= perMinute)
        {
            return false;
        }

        _started.Enqueue(now);
        return true;
    }
}
