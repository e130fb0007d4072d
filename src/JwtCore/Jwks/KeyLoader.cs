namespace JwtCore.Jwks;

/// <summary>
/// What changes in a source, under one lock: its state, the attempt that runs or is queued, the timer, and what
/// verifications see, which they read without the lock. Thread-safe.
/// </summary>
internal sealed class KeyLoader : IQueuedLoad, IDisposable
{
    private readonly IKeySetFetcher _fetcher;
    private readonly RemoteJwksOptions _options;
    private readonly TimeProvider _time;
    private readonly Action<JwksAttempt> _note;
    private readonly Action _tell;
    private readonly Lock _gate = new();

    // Guarded by the lock.
    private readonly KeySetState _state;
    private RunningAttempt? _running;
    private QueuedLoad? _queued;
    private RequestBudget? _budget;
    private bool _isAskedFor;
    private KeySetView _view = KeySetView.Empty;

    // What ended is noted under the lock and told outside of it; neither throws.
    public KeyLoader(IKeySetFetcher fetcher, Action<JwksAttempt> note, Action tell)
    {
        _fetcher = fetcher;
        _options = fetcher.Options.Value;
        _time = _options.TimeProvider;
        _note = note;
        _tell = tell;
        _state = new KeySetState(_options);
        Timer = RefreshTimer.Create(_time, this, static loader => loader.OnTimer());
    }

    /// <summary>What verifications see.</summary>
    public KeySetView View => Volatile.Read(ref _view);

    public RefreshTimer Timer { get; }

    /// <summary>The attempt that runs, or null.</summary>
    public RunningAttempt? Running => Volatile.Read(ref _running);

    /// <summary>Reads the state under the lock, or changes it.</summary>
    public T With<T>(Func<KeySetState, TwoClocks, T> act, bool isChange = false)
    {
        lock (_gate)
        {
            TwoClocks now = TwoClocks.Now(_time);
            T result = act(_state, now);
            if (isChange)
            {
                Publish(now);
            }

            return result;
        }
    }

    /// <summary>Starts an attempt, or finds the one under way; null when none may start now.</summary>
    public RunningAttempt? Start(RefreshReason wanted)
    {
        RequestBudget? budget;
        lock (_gate)
        {
            _isAskedFor |= wanted == RefreshReason.Application;
            // A source that nobody but tokens asks for stays within their budget until it has keys.
            budget = _isAskedFor || _state.Place is BudgetPlace.Healthy or BudgetPlace.Failing ? null : _budget;
            if (budget is null || _running is not null)
            {
                return StartNow(wanted, null, null);
            }

            StartOrQueue(wanted, budget, couldPass: false, null);
        }

        budget.Pump();
        return Running;
    }

    /// <summary>Starts an attempt for a token, queues a first load, or finds what is under way; null when none may start now.</summary>
    /// <returns>Completes when the attempt has ended.</returns>
    public Task? StartForToken(RequestBudget budget, bool couldPass, string? keyId)
    {
        Task? ended;
        lock (_gate)
        {
            _budget = budget;
            ended = StartOrQueue(RefreshReason.Token, budget, couldPass, keyId);
        }

        budget.Pump();
        return ended;
    }

    bool IQueuedLoad.TryBegin(RequestBudget budget, BudgetPlace place)
    {
        lock (_gate)
        {
            bool isWanted = _queued is not null && _running is null && _state.Place == place;
            TwoClocks now = TwoClocks.Now(_time);
            if (isWanted && _state.MayBegin(RefreshReason.Token, now) is RefreshReason reason)
            {
                Begin(reason, budget, place, now, _queued!.Wanted);
                return true;
            }

            Unqueue();
            return false;
        }
    }

    /// <summary>Forgets all keys at once; what runs no longer counts.</summary>
    public void Flush() => Forget(_state.Flush);

    /// <summary>Forgets all keys for ever.</summary>
    public void Dispose()
    {
        Forget(_state.Close);
        Timer.Dispose();
    }

    private void Forget(Action forget)
    {
        lock (_gate)
        {
            Drop();
            forget();

            // Whatever the time: a clock that fails must not keep keys alive.
            Publish(default);
        }
    }

    private Task? StartOrQueue(RefreshReason wanted, RequestBudget budget, bool couldPass, string? keyId)
    {
        if (_running is not null || _state.Place is BudgetPlace.Healthy or BudgetPlace.Failing)
        {
            return StartNow(wanted, budget, keyId)?.Attempt;
        }

        TwoClocks now = TwoClocks.Now(_time);
        if (_state.MayBegin(wanted, now) is null)
        {
            return null;
        }

        budget.Enqueue(this, _state.Place, couldPass);
        if (_queued is null)
        {
            _queued = new QueuedLoad();
            Publish(now);
        }

        return _queued.For(keyId);
    }

    private RunningAttempt? StartNow(RefreshReason wanted, RequestBudget? budget, string? keyId)
    {
        if (_running is not null || _state.IsClosed)
        {
            _state.Join(wanted);
            return _running;
        }

        TwoClocks now = TwoClocks.Now(_time);
        return _state.MayBegin(wanted, now, keyId is not null) is RefreshReason reason && budget?.TryTake(_state.Place) != false ? Begin(reason, budget, _state.Place, now, keyId) : null;
    }

    private RunningAttempt Begin(RefreshReason reason, RequestBudget? budget, BudgetPlace place, TwoClocks now, string? keyId)
    {
        Timer.Wake();
        RunningAttempt attempt = _running = new(_state.Begin(reason, now, keyId), budget, place);

        // Without the caller's context: it serves everybody.
        ThreadPool.UnsafeQueueUserWorkItem(
            static work => _ = work.Attempt.RunAsync(work.Loader._fetcher, work.Loader._options, work.Loader.End, work.Loader._tell), (Loader: this, Attempt: attempt), preferLocal: false);
        _queued?.Begin(attempt.Attempt);
        _queued = null;
        Publish(now);
        return attempt;
    }

    private JwksAttempt End(RunningAttempt running, FetchResult result)
    {
        lock (_gate)
        {
            _running = ReferenceEquals(_running, running) ? null : _running;
            JwksAttempt attempt;
            try
            {
                TwoClocks now = TwoClocks.Now(_time);
                attempt = _state.End(running.Plan, result, now);
                Publish(now);
            }
            catch (Exception)
            {
                // The clock is the caller's code and may throw; the attempt ends all the same.
                attempt = _state.Lose(running.Plan);
                Publish(running.Plan.Start);
            }

            _note(attempt);
            return attempt;
        }
    }

    // Nothing may escape from a timer: it would end the process. The clock is the caller's code and may throw.
    private void OnTimer()
    {
        try
        {
            if (Start(RefreshReason.Schedule) is null)
            {
                lock (_gate)
                {
                    Publish(TwoClocks.Now(_time));
                }
            }
        }
        catch (Exception)
        {
            // The next use starts what is due, and the timer tries again.
            Timer.Set(_options.Cooldown);
        }
    }

    // The one place that changes what verifications see.
    private void Publish(TwoClocks now)
    {
        Volatile.Write(ref _view, _state.Plan(now));

        // The queue starts what is in it; the timer sees to it if nothing else does.
        Timer.Set(_queued is null ? _state.NextWakeUp(now) : _options.Cooldown);
    }

    private void Drop()
    {
        _running?.Abandon();
        _running = null;
        Unqueue();
    }

    private void Unqueue()
    {
        _queued?.Drop();
        _queued = null;
    }
}
