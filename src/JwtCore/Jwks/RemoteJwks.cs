using JwtCore.Jwks;

namespace JwtCore;

/// <summary>
/// The keys of an issuer, fetched over HTTP as a JWK Set (RFC 7517 section 5), cached and kept current. Verification never
/// waits. Nothing is fetched until the first use or <see cref="RefreshAsync"/>; from then on a timer refreshes ahead of the
/// end of the set's lifetime while the object is in use. Thread-safe; share one among all policies with the same keys.
/// </summary>
/// <remarks>
/// A failed, empty or late answer never costs keys that are held. Tokens with a missing key may start a refresh, at most
/// one at a time and one per <see cref="RemoteJwksOptions.Cooldown"/>. What follows from the numbers: <see cref="Guarantees"/>.
/// </remarks>
public sealed class RemoteJwks : KeySource, IDisposable
{
    private readonly RemoteJwksOptions _options;
    private readonly KeySetFetcher _fetcher;
    private readonly AttemptNotices<RemoteJwks> _notices;
    private readonly WaitingRoom _room;
    private readonly RefreshTimer _timer;
    private readonly Lock _gate = new();

    // Guarded by the lock.
    private readonly KeySetState _state;
    private RunningAttempt? _running;

    private KeySetView _view = KeySetView.Empty;

    /// <summary>Names the address of a key set; does not ask for it yet.</summary>
    /// <param name="uri">The address, <c>https</c>.</param>
    /// <param name="options">How to fetch and trust keys. Null for the defaults.</param>
    /// <exception cref="ArgumentException">The address is none to fetch keys from, or an option is out of range or contradicts another.</exception>
    public RemoteJwks(string uri, RemoteJwksOptions? options = null)
        : this(KeySetFetcher.At(uri, new CheckedOptions(options, discovers: false)))
    {
    }

    private RemoteJwks(KeySetFetcher fetcher)
    {
        _options = fetcher.Options.Value;
        Time = _options.TimeProvider;
        _fetcher = fetcher;
        _room = new WaitingRoom(_options);
        _state = new KeySetState(_options);
        _notices = new AttemptNotices<RemoteJwks>(fetcher.Host);
        Guarantees = new JwksGuarantees(_options, fetcher.Options.Discovers) { PlainHttpHost = fetcher.PlainHttpHost };
        _timer = RefreshTimer.Create(Time, this, static source => source.OnTimer());
    }

    /// <summary>
    /// Raised once for each attempt that ended, successful or not: for logs. Handlers run on the thread that ended the
    /// attempt, after <see cref="Status"/> shows it and outside all locks; one attempt at a time, in the order in which
    /// they ended. Keep handlers short: callers that wait for the attempt continue when the handlers have returned. An
    /// exception is swallowed and counted by the metric <c>jwtcore.jwks.lost_notices</c>; the other handlers are called.
    /// While a handler blocks, at most eight attempts wait for it; older ones are dropped and counted as well.
    /// </summary>
    public event Action<RemoteJwks, JwksAttempt>? AttemptEnded;

    /// <summary>What follows from the options.</summary>
    public JwksGuarantees Guarantees { get; }

    /// <summary>What the source holds and went through, as of now.</summary>
    public JwksStatus Status
    {
        get
        {
            lock (_gate)
            {
                return _state.StatusAt(TwoClocks.Now(Time));
            }
        }
    }

    /// <summary>
    /// Names an issuer, whose key set is found through its metadata: OpenID Connect Discovery 1.0 section 4, then RFC 8414
    /// section 3. The metadata must name exactly this issuer; nothing but <c>jwks_uri</c> is taken from it. Does not ask yet.
    /// </summary>
    /// <param name="issuer">The issuer as the tokens have it, <c>https</c>; a slash at its end counts, but not for the address.</param>
    /// <param name="options">How to fetch and trust keys. Null for the defaults.</param>
    /// <returns>The source.</returns>
    /// <exception cref="ArgumentException">The issuer is none to ask, or an option is out of range or contradicts another.</exception>
    public static RemoteJwks Discover(string issuer, RemoteJwksOptions? options = null) =>
        new(KeySetFetcher.Of(issuer, new CheckedOptions(options, discovers: true)));

    /// <summary>
    /// Fetches the keys now, whatever the schedule says, or joins the attempt that is under way: for warm-up at start and
    /// for operators. Not for use per token: nothing limits how often it asks.
    /// </summary>
    /// <param name="cancellationToken">Ends the wait, not the attempt.</param>
    /// <returns>The attempt; a failure is an outcome, not an exception.</returns>
    /// <exception cref="ObjectDisposedException">The source is disposed.</exception>
    public Task<JwksAttempt> RefreshAsync(CancellationToken cancellationToken = default)
    {
        RunningAttempt? refresh = Start(RefreshReason.Application, null);
        ObjectDisposedException.ThrowIf(refresh is null, this);
        return refresh.Attempt.WaitAsync(cancellationToken);
    }

    /// <summary>
    /// Forgets all keys at once, after a key was compromised for instance, and drops an answer that is under way. Tokens
    /// answer <see cref="VerifyError.KeysUnavailable"/> until the next use or <see cref="RefreshAsync"/> has loaded the set.
    /// </summary>
    public void Flush()
    {
        lock (_gate)
        {
            Abandon();
            _state.Flush();

            // Nothing is held and nothing planned, whatever the time: a clock that fails must not keep keys alive.
            Publish(default);
        }
    }

    /// <summary>Stops refreshing and forgets all keys: tokens answer <see cref="VerifyError.KeysUnavailable"/>.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            Abandon();
            _state.Close();
            Publish(default);
            _timer.Dispose();
        }

        _fetcher.Dispose();
    }

    internal TimeProvider Time { get; }

    /// <summary>Completes when no attempt is under way.</summary>
    internal Task Idle => Volatile.Read(ref _running)?.Attempt ?? Task.CompletedTask;

    internal override JwkSet? KeysAt(ref CallTime time)
    {
        KeySetView view = Volatile.Read(ref _view);
        if (view.Keys is null)
        {
            return null;
        }

        long wall = ReferenceEquals(time.Clock, Time) ? time.Now : TwoClocks.WallNow(Time);
        if (wall >= view.Due)
        {
            Start(RefreshReason.Schedule, null);
        }

        return wall >= view.TrustedUntil ? null : wall < view.SparedUntil ? view.Keys : view.Without;
    }

    internal override bool IsSameAs(KeySource other) => other is RemoteJwks source && _fetcher.IsSameAs(source._fetcher);

    /// <summary>Whether a token whose key is missing could bring anything about now: a look without a lock.</summary>
    internal bool IsOpenToTokens() =>
        Volatile.Read(ref _running) is not null || TwoClocks.MonotonicNow(Time) >= Volatile.Read(ref _view).OpenToTokens;

    /// <summary>Starts an attempt, or finds the one under way; null when none may start now.</summary>
    /// <param name="wanted">Who wants it.</param>
    /// <param name="budget">What it counts against; null for none.</param>
    internal RunningAttempt? Start(RefreshReason wanted, RequestBudget? budget)
    {
        lock (_gate)
        {
            if (_running is not null || _state.IsClosed)
            {
                _state.Join(wanted);
                return _running;
            }

            TwoClocks now = TwoClocks.Now(Time);
            if (_state.MayBegin(wanted, now) is not RefreshReason reason || budget?.TryTake(_state.Place) == false)
            {
                return null;
            }

            RunningAttempt attempt = _running = new(_state.Begin(reason, now), budget, _state.Place);

            // Without the caller's context: the attempt serves everybody.
            ThreadPool.UnsafeQueueUserWorkItem(static work => work.Source.Run(work.Attempt), (Source: this, Attempt: attempt), preferLocal: false);
            Publish(now);
            return attempt;
        }
    }

    /// <summary>Waits for a refresh on behalf of a token whose key is missing, if one may start or is under way.</summary>
    /// <param name="budget">What it counts against.</param>
    /// <param name="cancellationToken">Ends the wait, not the attempt.</param>
    internal ValueTask WaitForKeysAsync(RequestBudget budget, CancellationToken cancellationToken) =>
        Start(RefreshReason.Token, budget) is RunningAttempt attempt ? _room.WaitAsync(attempt.Attempt, cancellationToken) : ValueTask.CompletedTask;

    private void Run(RunningAttempt attempt) => _ = attempt.RunAsync(_fetcher, _options, End, () => _notices.Tell(this, () => AttemptEnded));

    private JwksAttempt End(RunningAttempt running, FetchResult result)
    {
        lock (_gate)
        {
            _running = ReferenceEquals(_running, running) ? null : _running;
            JwksAttempt attempt;
            try
            {
                TwoClocks now = TwoClocks.Now(Time);
                attempt = _state.End(running.Plan, result, now);
                Publish(now);
            }
            catch (Exception)
            {
                // The clock is the caller's code and may throw; the attempt ends all the same.
                attempt = _state.Lose(running.Plan);
                Publish(running.Plan.Start);
            }

            _notices.Add(attempt);
            return attempt;
        }
    }

    // Nothing may escape from a timer: it would end the process. The clock is the caller's code and may throw.
    private void OnTimer()
    {
        try
        {
            lock (_gate)
            {
                if (Start(RefreshReason.Schedule, null) is null)
                {
                    Publish(TwoClocks.Now(Time));
                }
            }
        }
        catch (Exception)
        {
            // The next use starts what is due, and the timer tries again.
            _timer.Set(_options.Cooldown);
        }
    }

    // The one place that changes what verifications see, under the lock.
    private void Publish(TwoClocks now)
    {
        Volatile.Write(ref _view, _state.Plan(now));
        _timer.Set(_state.NextWakeUp(now));
    }

    // Whatever runs now no longer counts.
    private void Abandon()
    {
        _running?.Abandon();
        _running = null;
    }
}
