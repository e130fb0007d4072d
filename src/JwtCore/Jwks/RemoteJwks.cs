using JwtCore.Jwks;

namespace JwtCore;

/// <summary>
/// The keys of an issuer, fetched over HTTP as a JWK Set (RFC 7517 section 5), cached and kept current. Verification reads
/// what is held and never waits. Nothing is fetched until the first use or <see cref="RefreshAsync"/>; from then on a timer
/// refreshes ahead of the end of the set's lifetime, for as long as the object is in use somewhere. Thread-safe; share one
/// among all policies with the same keys.
/// </summary>
/// <remarks>
/// A failed, empty or late answer never costs keys that are held. Tokens with a missing key may start a refresh, at most
/// one at a time and one per <see cref="RemoteJwksOptions.Cooldown"/>. What follows from the numbers: <see cref="Guarantees"/>.
/// </remarks>
public sealed partial class RemoteJwks : KeySource, IDisposable
{
    private const int AttemptsKept = 8;

    private readonly RemoteJwksOptions _options;
    private readonly TimeProvider _time;
    private readonly KeySetFetcher _loader;
    private readonly RefreshSchedule _schedule;
    private readonly Lock _gate = new();
    private readonly Queue<JwksAttempt> _attempts = new();
    private readonly ITimer _timer;
    private readonly AttemptNotices _notices;

    private KeySetSnapshot? _snapshot;
    private IssuerMetadata? _metadata;
    private RunningAttempt? _running;
    private long _dueForToken = long.MinValue;
    private bool _isDisposed;

    /// <summary>Names the address of a key set; does not ask for it yet.</summary>
    /// <param name="uri">The address, <c>https</c>.</param>
    /// <param name="options">How to fetch and trust keys. Null for the defaults.</param>
    /// <exception cref="ArgumentException">The address is none to fetch keys from, or an option is out of range or contradicts another.</exception>
    public RemoteJwks(string uri, RemoteJwksOptions? options = null)
        : this(options ??= new RemoteJwksOptions(), discovers: false, checkedOptions => new KeySetFetcher(KeySetAddress.Read(uri, checkedOptions, nameof(uri)), checkedOptions))
    {
    }

    private RemoteJwks(RemoteJwksOptions options, bool discovers, Func<RemoteJwksOptions, KeySetFetcher> load)
    {
        options.Check(discovers);
        _options = options;
        _time = options.TimeProvider;
        _loader = load(options);
        _schedule = new RefreshSchedule(options);
        Guarantees = new JwksGuarantees(options, discovers);
        _notices = new AttemptNotices(Host);
        _timer = CreateTimer();
    }

    /// <summary>
    /// Raised once for each attempt that ended, successful or not: for logs. Handlers run on the thread that ended the
    /// attempt, after <see cref="Status"/> shows it and outside all locks; one attempt at a time, in the order in which
    /// they ended. Keep handlers short: callers that wait for the attempt continue when the handlers have returned.
    /// </summary>
    /// <remarks>
    /// An exception is swallowed and counted by the metric <c>jwtcore.jwks.lost_notices</c>; the other handlers are still
    /// called. While a handler blocks, at most eight attempts wait for it; older ones are dropped and counted as well.
    /// </remarks>
    public event Action<RemoteJwks, JwksAttempt>? AttemptEnded;

    /// <summary>What follows from the options.</summary>
    public JwksGuarantees Guarantees { get; }

    /// <summary>The host that is asked.</summary>
    internal string Host => _loader.Host;

    /// <summary>
    /// Names an issuer, whose key set is found through its metadata: OpenID Connect Discovery 1.0 section 4, then RFC 8414
    /// section 3. The metadata must name exactly this issuer; nothing but <c>jwks_uri</c> is taken from it. Does not ask yet.
    /// </summary>
    /// <param name="issuer">The issuer as the tokens have it, <c>https</c>; a slash at its end counts, but not for the address.</param>
    /// <param name="options">How to fetch and trust keys. Null for the defaults.</param>
    /// <returns>The source.</returns>
    /// <exception cref="ArgumentException">The issuer is none to ask, or an option is out of range or contradicts another.</exception>
    public static RemoteJwks Discover(string issuer, RemoteJwksOptions? options = null) =>
        new(options ?? new RemoteJwksOptions(), discovers: true, checkedOptions => new KeySetFetcher(new Discovery(issuer, checkedOptions), checkedOptions));

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
    /// Forgets all keys at once, after a key was compromised for instance: tokens answer
    /// <see cref="VerifyError.KeysUnavailable"/> until the next use or <see cref="RefreshAsync"/> has fetched the set anew.
    /// An answer that is under way is dropped.
    /// </summary>
    public void Flush()
    {
        lock (_gate)
        {
            Abandon();
            _snapshot = null;
            _metadata = null;
            _schedule.Reset();
            Plan();
        }
    }

    /// <summary>Stops refreshing and forgets all keys. Verification with them answers <see cref="VerifyError.KeysUnavailable"/>.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
            Abandon();
            _snapshot = null;
            _timer.Dispose();
        }

        _loader.Dispose();
    }

    /// <summary>Completes when no attempt is under way.</summary>
    internal Task Idle => Volatile.Read(ref _running)?.Attempt ?? Task.CompletedTask;

    internal override JwkSet? KeysAt(ref CallTime time)
    {
        KeySetSnapshot? snapshot = Volatile.Read(ref _snapshot);
        if (snapshot is null)
        {
            return null;
        }

        long wall = ReferenceEquals(time.Clock, _time) ? time.Now : TwoClocks.WallNow(_time);
        if (wall >= snapshot.Due)
        {
            Start(RefreshReason.Schedule, null);
        }

        return snapshot.IsTrustedAt(wall) ? snapshot.Keys : null;
    }

    /// <summary>Whether a token whose key is missing could bring anything about now: a look without a lock.</summary>
    internal bool IsOpenToTokens() =>
        Volatile.Read(ref _running) is not null || TwoClocks.MonotonicNow(_time) >= Volatile.Read(ref _dueForToken);

    /// <summary>Starts an attempt, or finds the one under way; null when none may start now.</summary>
    /// <param name="reason">Who wants it.</param>
    /// <param name="budget">What it counts against; null for none.</param>
    internal RunningAttempt? Start(RefreshReason reason, RequestBudget? budget)
    {
        lock (_gate)
        {
            if (_isDisposed || _running is not null)
            {
                return _running;
            }

            TwoClocks now = TwoClocks.Now(_time);
            if (!MayStart(ref reason, now) || budget?.TryTake(isFirstLoad: !HasKeysAt(now)) == false)
            {
                return null;
            }

            RunningAttempt refresh = new(reason, now, budget);
            _running = refresh;
            _snapshot = _snapshot is null ? null : _snapshot with { Due = long.MaxValue };

            // Without the caller's context: the attempt serves everybody. Before the plan, which asks the clock and may fail.
            ThreadPool.UnsafeQueueUserWorkItem(
                static work => _ = work.Source.RunAsync(work.Refresh, work.Held, work.Metadata),
                (Source: this, Refresh: refresh, Held: _snapshot, Metadata: _metadata),
                preferLocal: false);
            Plan();
            return refresh;
        }
    }

    /// <summary>Waits for a refresh on behalf of a token whose key is missing, if one may start or is under way.</summary>
    /// <param name="budget">What it counts against.</param>
    /// <param name="cancellationToken">Ends the wait, not the attempt.</param>
    internal async ValueTask WaitForKeysAsync(RequestBudget budget, CancellationToken cancellationToken)
    {
        RunningAttempt? refresh = Start(RefreshReason.Token, budget);
        if (refresh is null || !TryEnter())
        {
            return;
        }

        try
        {
            // When the time is up, the token is judged by the keys at hand; nothing is thrown for that.
            Task wait = refresh.Attempt.WaitAsync(_options.WaitTimeout, _time, cancellationToken);
            await wait.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }

        cancellationToken.ThrowIfCancellationRequested();
    }
}
