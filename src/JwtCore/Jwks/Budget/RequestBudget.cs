namespace JwtCore.Jwks;

/// <summary>
/// Bounds the refreshes that tokens start through one verifier, over all its sources: so many in any minute, and so many
/// at once. Tokens that name many issuers can so not turn the verifier against all of them. Loads of sources without keys
/// have places of their own and queue for them, and sources that failed get half of the minute and of the places, so that
/// issuers that never answer keep no other from its keys. Thread-safe.
/// </summary>
/// <param name="perMinute">The most in any minute. First attempts do not count.</param>
/// <param name="atOnce">The most at once, loads of sources without keys apart.</param>
/// <param name="time">The clock.</param>
internal sealed class RequestBudget(int perMinute, int atOnce, TimeProvider time)
{
    /// <summary>How many loads of sources without keys run at once; half of them for sources that failed.</summary>
    public const int LoadsAtOnce = 64;

    private readonly Lock _gate = new();
    private readonly Queue<(long Start, bool IsFailing)> _started = new();
    private readonly LoadQueue _queue = new();
    private readonly int[] _running = new int[4];

    /// <summary>Takes a place for a source that has keys, or had them, to be given back by <see cref="Release"/>.</summary>
    public bool TryTake(BudgetPlace place)
    {
        lock (_gate)
        {
            int healthy = _running[(int)BudgetPlace.Healthy];
            int failing = _running[(int)BudgetPlace.Failing];
            if (healthy + failing >= atOnce || (place == BudgetPlace.Failing && failing >= Math.Max(atOnce / 2, 1)) || !TryTakeOfMinute(isFailing: place == BudgetPlace.Failing))
            {
                return false;
            }

            _running[(int)place]++;
            return true;
        }
    }

    /// <summary>Queues a source without keys. <see cref="Pump"/> starts it, now or later.</summary>
    public void Enqueue(IQueuedLoad source, BudgetPlace place, bool couldPass)
    {
        lock (_gate)
        {
            _queue.Add(source, place == BudgetPlace.Retry, couldPass);
        }
    }

    /// <summary>Starts what is queued, as far as there are places. Called without the lock of a source: it takes those of others.</summary>
    public void Pump()
    {
        while (Next() is (IQueuedLoad source, BudgetPlace place))
        {
            bool hasBegun = false;
            try
            {
                hasBegun = source.TryBegin(this, place);
            }
            catch (Exception)
            {
                // The clock of a source is the caller's code and may throw; the source's timer queues it again.
            }

            if (!hasBegun)
            {
                GiveBack(place);
            }
        }
    }

    /// <summary>Gives a place back, and starts what waits for one. Called without the lock of a source.</summary>
    public void Release(BudgetPlace place)
    {
        GiveBack(place);
        try
        {
            Pump();
        }
        catch (Exception)
        {
            // The clock is the caller's code and may throw; an attempt ends all the same, and the next token pumps again.
        }
    }

    private (IQueuedLoad Source, BudgetPlace Place)? Next()
    {
        lock (_gate)
        {
            int retries = _running[(int)BudgetPlace.Retry];
            if (_running[(int)BudgetPlace.First] + retries >= LoadsAtOnce)
            {
                return null;
            }

            BudgetPlace place = _queue.Has(hasFailed: false) ? BudgetPlace.First : BudgetPlace.Retry;
            if (place == BudgetPlace.Retry && (!_queue.Has(hasFailed: true) || retries >= LoadsAtOnce / 2 || !TryTakeOfMinute(isFailing: true)))
            {
                return null;
            }

            _running[(int)place]++;
            return (_queue.Take(hasFailed: place == BudgetPlace.Retry)!, place);
        }
    }

    private void GiveBack(BudgetPlace place)
    {
        lock (_gate)
        {
            _running[(int)place]--;
        }
    }

    private bool TryTakeOfMinute(bool isFailing)
    {
        long now = TwoClocks.MonotonicNow(time);
        while (_started.TryPeek(out (long Start, bool) first) && now - first.Start >= TimeSpan.TicksPerMinute)
        {
            _started.Dequeue();
        }

        // Half is for sources that answer.
        if (_started.Count >= perMinute || (isFailing && _started.Count(started => started.IsFailing) >= Math.Max(perMinute / 2, 1)))
        {
            return false;
        }

        _started.Enqueue((now, isFailing));
        return true;
    }
}
