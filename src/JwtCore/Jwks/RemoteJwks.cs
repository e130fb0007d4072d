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
    private readonly IKeySetFetcher _fetcher;
    private readonly AttemptNotices<RemoteJwks> _notices;
    private readonly WaitingRoom _room;
    private readonly KeyLoader _loader;

    /// <summary>Names the address of a key set; does not ask for it yet.</summary>
    /// <param name="uri">The address, <c>https</c>.</param>
    /// <param name="options">How to fetch and trust keys. Null for the defaults.</param>
    /// <exception cref="ArgumentException">The address is none to fetch keys from, or an option is out of range or contradicts another.</exception>
    public RemoteJwks(string uri, RemoteJwksOptions? options = null)
        : this(KeySetFetcher.At(uri, new CheckedOptions(options, discovers: false)))
    {
    }

    private RemoteJwks(IKeySetFetcher fetcher)
    {
        RemoteJwksOptions options = fetcher.Options.Value;
        Time = options.TimeProvider;
        Guarantees = new JwksGuarantees(options, fetcher.Options.Discovers) { PlainHttpHost = fetcher.PlainHttpHost };
        _fetcher = fetcher;
        _room = new WaitingRoom(options.MaxWaiting, options.WaitTimeout, options.TimeProvider);
        _notices = new AttemptNotices<RemoteJwks>(fetcher.Host);
        _loader = new KeyLoader(fetcher, _notices.Add, () => _notices.Tell(this, () => AttemptEnded));
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
    public JwksStatus Status => _loader.With((state, now) => state.StatusAt(now));

    /// <summary>The host that is asked first.</summary>
    internal string Host => _fetcher.Host;

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
    /// Names a function that loads the keys, for an issuer that does not publish them as a JWK Set. Schedule, budgets, trust,
    /// <see cref="Status"/> and <see cref="Guarantees"/> are those of fetched keys, and so are the rules for what is loaded:
    /// no shared secrets, no private members, <see cref="RemoteJwksOptions.MaxKeys"/>, <see cref="RemoteJwksOptions.MaxBytes"/>.
    /// Does not call it yet.
    /// </summary>
    /// <param name="name">What logs and metrics call it; 1 to 100 characters of A-Z a-z 0-9 - . _</param>
    /// <param name="load">
    /// The function. It gets the key ID that a token lacks, which nobody verified: at most 128 characters of A-Z a-z 0-9 - . _ ~ =
    /// without a dot at the beginning, or null when no key in particular is wanted. That is all that it gets of a token. Its
    /// <see cref="CancellationToken"/> ends after <see cref="RemoteJwksOptions.RequestTimeout"/>. One attempt runs at a time; of
    /// calls that ignore the token four may run at once, then further attempts fail. What it throws is a failed attempt: the
    /// type of the exception may be logged, its message never is. When it answers <see cref="LoadedKeys.Added(JwkSet, TimeSpan?)"/>,
    /// the schedule calls it for each key ID that is held, so that keys that were withdrawn go.
    /// </param>
    /// <param name="options">How to trust keys, without options for connections. Null for the defaults.</param>
    /// <returns>The source.</returns>
    /// <exception cref="ArgumentException">The name has other characters, or an option is out of range, contradicts another or is for connections.</exception>
    public static RemoteJwks FromLoader(string name, Func<string?, CancellationToken, Task<LoadedKeys>> load, RemoteJwksOptions? options = null) =>
        new(new KeyFunction(name, load, new CheckedOptions(options, discovers: false)));

    /// <summary>
    /// Names a file with the keys as a JWK Set (RFC 7517 section 5), which is read again after
    /// <see cref="RemoteJwksOptions.MinLifetime"/>: a key set that somebody else replaces while the process runs. As
    /// <see cref="FromLoader"/> in everything else. On Unix a file that others than its owner may write is refused.
    /// </summary>
    /// <param name="path">The file; it need not exist yet.</param>
    /// <param name="options">How to trust keys, without options for connections. Null for the defaults.</param>
    /// <returns>The source. Logs and metrics call it <c>file</c>.</returns>
    /// <exception cref="ArgumentException">The path is empty, or an option is out of range, contradicts another or is for connections.</exception>
    public static RemoteJwks FromFile(string path, RemoteJwksOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        string full = Path.GetFullPath(path);
        CheckedOptions known = new(options, discovers: false);
        return new RemoteJwks(new KeyFunction("file", (_, _) => Task.FromResult(LoadedKeys.All(KeyFile.Read(full, known.Value.MaxBytes), TimeSpan.Zero)), known, full));
    }

    /// <summary>
    /// Keeps the keys in a file for a start without network: reads what an earlier process wrote, and writes the file after each
    /// successful attempt. Keys from it are as old as the issuer's answer that had them: they are used until
    /// <see cref="RemoteJwksOptions.TrustedFor"/> after it, and asked for at once. The file is bound to this address, issuer or
    /// loader. On Unix one that others than its owner may write is refused. A failure to write is counted by the metric
    /// <c>jwtcore.jwks.lost_notices</c>. Call it once, before the first use.
    /// </summary>
    /// <param name="path">The file, in a folder where this process may write and others may not.</param>
    /// <returns>What became of what is in the file now.</returns>
    public SeedOutcome UseSeedFile(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        string full = Path.GetFullPath(path);
        AttemptEnded += (_, attempt) =>
        {
            if (attempt.IsSuccess && _loader.With((state, now) => state.SeedAt(now)) is KeySeed seed)
            {
                KeyFile.Write(full, KeySeed.Write(seed.Keys, seed.ReadAt, _fetcher.Identity));
            }
        };
        try
        {
            RemoteJwksOptions options = _fetcher.Options.Value;
            KeySeed? known = KeySeed.Read(KeyFile.Read(full, options.MaxBytes), _fetcher.Identity, options, TwoClocks.WallNow(Time), out SeedOutcome outcome);
            return known is null ? outcome
                : _loader.With((state, now) => state.TrySeed(known, new Uri("seed:file"), now), isChange: true) ? SeedOutcome.Used
                : SeedOutcome.NotNeeded;
        }
        catch (KeyFileException refusal)
        {
            // A seed is a help at the start; without one the keys are loaded as ever.
            return refusal.Outcome;
        }
    }

    /// <summary>
    /// Fetches the keys now, whatever the schedule says, or joins the attempt that is under way: for warm-up at start and
    /// for operators. Not for use per token: nothing limits how often it asks.
    /// </summary>
    /// <param name="cancellationToken">Ends the wait, not the attempt.</param>
    /// <returns>The attempt; a failure is an outcome, not an exception.</returns>
    /// <exception cref="ObjectDisposedException">The source is disposed.</exception>
    public Task<JwksAttempt> RefreshAsync(CancellationToken cancellationToken = default)
    {
        RunningAttempt? refresh = _loader.Start(RefreshReason.Application);
        ObjectDisposedException.ThrowIf(refresh is null, this);
        return refresh.Attempt.WaitAsync(cancellationToken);
    }

    /// <summary>
    /// Forgets all keys at once, after a key was compromised for instance, and drops an answer that is under way. Tokens
    /// answer <see cref="VerifyError.KeysUnavailable"/> until the next use or <see cref="RefreshAsync"/> has loaded the set.
    /// </summary>
    public void Flush() => _loader.Flush();

    /// <summary>Stops refreshing and forgets all keys: tokens answer <see cref="VerifyError.KeysUnavailable"/>.</summary>
    public void Dispose()
    {
        _loader.Dispose();
        _fetcher.Dispose();
    }

    internal TimeProvider Time { get; }

    /// <summary>Whether the key ID of a token that lacks its key matters.</summary>
    internal bool TakesKeyId => _fetcher.TakesKeyId;

    /// <summary>The attempt that is under way, or null.</summary>
    internal RunningAttempt? Running => _loader.Running;

    /// <summary>Completes when no attempt is under way.</summary>
    internal Task Idle => Running?.Attempt ?? Task.CompletedTask;

    internal override JwkSet? KeysAt(ref CallTime time)
    {
        KeySetView view = _loader.View;
        if (view.Keys is null)
        {
            return null;
        }

        long wall = ReferenceEquals(time.Clock, Time) ? time.Now : TwoClocks.WallNow(Time);
        if (wall >= view.Due)
        {
            _loader.Start(RefreshReason.Schedule);
        }

        return wall >= view.TrustedUntil ? null : wall < view.SparedUntil ? view.Keys : view.Without;
    }

    internal override void Rest() => _loader.Timer.Rest();

    internal override bool IsSameAs(KeySource other) => other is RemoteJwks source && _fetcher.IsSameAs(source._fetcher);

    /// <summary>Whether a token whose key is missing could bring anything about now: a look without a lock.</summary>
    internal bool IsOpenToTokens() => Running is not null || TwoClocks.MonotonicNow(Time) >= _loader.View.OpenToTokens;

    /// <summary>Starts a refresh for a token whose key is missing, or queues a first load, if one may start.</summary>
    /// <param name="budget">What it counts against.</param>
    /// <param name="couldPass">The token could pass, as far as its claims say that nobody signed.</param>
    /// <param name="keyId">The key ID that it names, safe to pass on; null for none.</param>
    internal void StartForToken(RequestBudget budget, bool couldPass, string? keyId) => _loader.StartForToken(budget, couldPass, keyId);

    /// <summary>The same for a token that could pass; waits for the end.</summary>
    /// <param name="budget">What it counts against.</param>
    /// <param name="keyId">The key ID that it names, safe to pass on; null for none.</param>
    /// <param name="cancellationToken">Ends the wait, not the attempt.</param>
    internal async ValueTask WaitForKeysAsync(RequestBudget budget, string? keyId, CancellationToken cancellationToken)
    {
        // An attempt that was joined may have asked for another key; one more then asks for this one.
        RunningAttempt? joined = keyId is null ? null : Running;
        if (_loader.StartForToken(budget, couldPass: true, keyId) is Task first)
        {
            await _room.WaitAsync(first, cancellationToken).ConfigureAwait(false);
        }

        if (joined is not null && joined.Plan.Wanted != keyId && _loader.StartForToken(budget, couldPass: true, keyId) is Task second)
        {
            await _room.WaitAsync(second, cancellationToken).ConfigureAwait(false);
        }
    }
}
