namespace JwtCore.Jwks;

/// <summary>
/// What a source holds, until when that is trusted, and what is due. It knows no clock and does no I/O: each method is told
/// the time. Not thread-safe.
/// </summary>
/// <param name="options">Of the source.</param>
internal sealed class KeySetState(RemoteJwksOptions options)
{
    private readonly RefreshSchedule _schedule = new(options);
    private readonly KeySettling _settling = new(options);
    private readonly AttemptHistory _history = new();

    private KeySetSnapshot? _held;
    private IssuerMetadata? _metadata;
    private AttemptPlan? _running;
    private bool _isAskedFor;
    private long _dueByWall = long.MaxValue;
    private long _lastStart = long.MinValue;
    private bool _isPlanLost;

    /// <summary>The source was disposed: nothing begins any more.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>Whether there are keys that verify.</summary>
    public bool HasKeysAt(TwoClocks now) => _held is { HasKeys: true } held && IsTrustedAt(held, now);

    /// <summary>What the next attempt counts as in a budget.</summary>
    public BudgetPlace Place => _history.LastEnded switch
    {
        null => BudgetPlace.First,
        { IsSuccess: true } => BudgetPlace.Healthy,
        _ => _held is null ? BudgetPlace.Retry : BudgetPlace.Failing,
    };

    /// <summary>Whether an attempt may begin.</summary>
    /// <returns>What it counts as, since a token that comes when the schedule is due starts a scheduled one; null when none may.</returns>
    public RefreshReason? MayBegin(RefreshReason wanted, TwoClocks now, bool isForKeyId = false)
    {
        if (IsClosed || _running is not null)
        {
            return null;
        }

        if (isForKeyId && HasKeysAt(now))
        {
            // It asks for one key. The schedule asks for all, and a failure there must not keep this one out.
            return now.Monotonic >= _schedule.DueForToken ? RefreshReason.Token : null;
        }

        // A machine that slept is overdue by the wall clock alone. A clock that was set looks the same, so the cooldown holds.
        bool isDueByWall = _isPlanLost || (_held is not null && now.Wall >= _dueByWall && now.Monotonic >= _lastStart + (HasKeysAt(now) ? options.Cooldown : options.CooldownWithoutKeys).Ticks);
        return !isDueByWall ? _schedule.MayStart(wanted, now.Monotonic)
            : wanted == RefreshReason.Token ? RefreshReason.Schedule
            : wanted;
    }

    /// <summary>Begins an attempt that may.</summary>
    public AttemptPlan Begin(RefreshReason reason, TwoClocks now, string? wanted = null)
    {
        _isPlanLost = false;
        _isAskedFor = reason == RefreshReason.Application;
        _lastStart = now.Monotonic;

        // Now and then the whole set: an endpoint that always answers 304 must not keep a key alive.
        KeySetSnapshot? held = _held?.ReadAt.AgeAt(now) >= options.MaxLifetime ? _held with { EntityTag = null } : _held;
        return _running = new AttemptPlan(reason, now, held, _metadata) { Wanted = wanted };
    }

    /// <summary>Somebody else wants the attempt that is under way.</summary>
    public void Join(RefreshReason reason) => _isAskedFor |= reason == RefreshReason.Application;

    /// <summary>Ends an attempt. One that was left behind changes nothing.</summary>
    public JwksAttempt End(AttemptPlan plan, FetchResult result, TwoClocks now)
    {
        bool isCurrent = ReferenceEquals(_running, plan);
        JwksAttempt attempt = new(plan.Start.ToDateTimeOffset(), plan.Start.AgeAt(now), isCurrent ? result.Answer.Outcome : RefreshOutcome.Discarded, result.Answer.Status)
        {
            Cause = isCurrent ? result.Answer.Cause : FetchCause.Abandoned,
            Requests = result.Requests,
            Decisive = result.Requests.LastOrDefault(request => request.Cause == result.Answer.Cause),
        };
        if (isCurrent)
        {
            _running = null;
            JwkSet? before = _held?.Keys;
            Take(plan, result, now, attempt.IsSuccess);

            // The second answer without a key may be the first one, byte for byte.
            attempt = attempt.Outcome == RefreshOutcome.Unchanged && _held!.Keys != before ? attempt with { Outcome = RefreshOutcome.Updated } : attempt;
        }

        return _history.Add(attempt);
    }

    /// <summary>Ends an attempt when there is no clock to tell the time. Nothing can be planned, so the next use starts another.</summary>
    public JwksAttempt Lose(AttemptPlan plan)
    {
        bool isCurrent = ReferenceEquals(_running, plan);
        _running = isCurrent ? null : _running;
        _isPlanLost |= isCurrent;
        return _history.Add(new JwksAttempt(plan.Start.ToDateTimeOffset(), TimeSpan.Zero, isCurrent ? RefreshOutcome.Unreachable : RefreshOutcome.Discarded, null)
        {
            Cause = isCurrent ? FetchCause.ClockFailed : FetchCause.Abandoned,
        });
    }

    /// <summary>Forgets everything; what runs no longer counts.</summary>
    public void Flush()
    {
        (_running, _held, _metadata) = (null, null, null);
        _isPlanLost = false;
        _schedule.Reset();
        _settling.Flush();
    }

    /// <summary>Forgets everything for ever.</summary>
    public void Close()
    {
        Flush();
        IsClosed = true;
    }

    /// <summary>How long from now something has to be done, a refresh or the end of trust; null for nothing.</summary>
    public TimeSpan? NextWakeUp(TwoClocks now)
    {
        TimeSpan? next = _isPlanLost ? options.Cooldown : NextRefresh(now);
        if (_held is null)
        {
            return next;
        }

        TimeSpan trust = options.TrustedFor - _held.ReadAt.AgeAt(now);
        next = trust > TimeSpan.Zero && !(next < trust) ? trust : next;
        return _held.Spared?.LeftAt(now, options) is TimeSpan left && left < next ? left : next;
    }

    /// <summary>Plans anew from this time on, and says what verifications are to see.</summary>
    public KeySetView Plan(TwoClocks now)
    {
        EndSparing(now);
        _dueByWall = _isPlanLost ? long.MinValue : NextRefresh(now) is TimeSpan wait ? now.Wall + wait.Ticks : long.MaxValue;

        // By the monotonic clock too, if the wall clock was set back.
        long trustedUntil = _held is not null && IsTrustedAt(_held, now) ? _held.ReadAt.Wall + options.TrustedFor.Ticks : long.MinValue;
        return new KeySetView(_held?.Keys, trustedUntil, _held is null ? long.MaxValue : _dueByWall, Math.Min(_schedule.Due, _schedule.DueForToken))
        {
            SparedUntil = _held?.Spared is SparedKeys spared ? now.Wall + spared.LeftAt(now, options).Ticks : long.MaxValue,
            Without = _held?.Spared?.Without,
        };
    }

    public JwksStatus StatusAt(TwoClocks now)
    {
        EndSparing(now);
        return _held is null ? JwksStatus.WithoutKeys(IsClosed, NextRefresh(now), _history.NewestFirst)
            : JwksStatus.Of(_held, now, options, NextRefresh(now), _history);
    }

    /// <summary>Takes keys that were kept from an earlier process. They are as old as they are, and due to be asked for.</summary>
    /// <returns>Whether they were taken: never in the place of keys that are held.</returns>
    public bool TrySeed(KeySeed seed, Uri address, TwoClocks now)
    {
        if (IsClosed || _held is not null)
        {
            return false;
        }

        _held = KeySetSnapshot.Of(new FetchResult(new HttpAnswer(RefreshOutcome.Updated)) { Keys = seed.Keys, Address = address }, new(seed.ReadAt, now.Monotonic - (now.Wall - seed.ReadAt)));
        _schedule.Seeded(now.Monotonic);
        return true;
    }

    /// <summary>The keys that are held and trusted, to be kept for a later process; null for none.</summary>
    public KeySeed? SeedAt(TwoClocks now) => HasKeysAt(now) ? new KeySeed(_held!.Answer, _held.ReadAt.Wall) : null;

    private TimeSpan? NextRefresh(TwoClocks now) =>
        IsClosed || _running is not null || _schedule.Due == long.MinValue ? null
        : TimeSpan.FromTicks(Math.Max(_schedule.Due - now.Monotonic, 0));

    private void Take(AttemptPlan plan, FetchResult result, TwoClocks now, bool isSuccess)
    {
        _metadata = result.Metadata ?? _metadata;
        if (isSuccess && result.IsPart && _held is not null && IsTrustedAt(_held, plan.Start))
        {
            IReadOnlyList<Jwk> added = _settling.Admit(_held.Keys, result.Keys!, plan.Start);
            bool isFound = result.IsFound && added.Count > 0 && _held.Keys.Keys.Count + added.Count <= options.MaxKeys;
            _held = _held.Add(added, options.MaxKeys);
            _schedule.Asked(plan.Start.Monotonic, isFound, _held.HasKeys);
            return;
        }

        if (isSuccess)
        {
            Settle(plan, result);
            return;
        }

        // An entity tag that brought neither 200 nor 304 may be what the endpoint stumbles over.
        _held = _held is null ? null : _held with { EntityTag = null };

        // What was spared had its second chance: the last answer lacks it.
        EndSparing(now, isAtOnce: true);

        // What it said did not lead to keys, so it is read anew.
        _metadata = _metadata is null ? null : _metadata with { Address = null };
        if (result.Keys is not null && !HasKeysAt(now))
        {
            // Nothing to lose: a set without a usable key is an answer too.
            _held = KeySetSnapshot.Of(result, plan.Start);
        }

        _schedule.Failed(plan.Reason, plan.Start.Monotonic, HasKeysAt(now), result.Answer.RetryAfter);
    }

    private void Settle(AttemptPlan plan, FetchResult result)
    {
        KeySetSnapshot next = result.Keys is null ? _held!.Confirm(result, plan.Start) : KeySetSnapshot.Of(result, plan.Start);
        SettledKeys settled = _settling.Take(HasKeysAt(plan.Start) ? _held!.Keys : null, _held?.Spared?.Without, next.Answer, plan.Start, _isAskedFor);
        _schedule.Succeeded(plan.Start.Monotonic, result.Answer.Lifetime);
        if (result.IsAddition)
        {
            _schedule.Asked(plan.Start.Monotonic, result.IsFound, next.HasKeys);
        }

        if (!settled.IsWhole)
        {
            // The next request is unconditional: a 304 would say nothing of the keys in doubt.
            next = next with { EntityTag = null };
            _schedule.AskAgain(plan.Start.Monotonic);
        }

        _held = next with
        {
            Keys = settled.Keys,
            Spared = settled.Without is null ? null : new SparedKeys(settled.Without, plan.Start, _held!.ReadAt),
        };
    }

    private void EndSparing(TwoClocks now, bool isAtOnce = false)
    {
        if (_held?.Spared is SparedKeys spared && (isAtOnce || spared.LeftAt(now, options) <= TimeSpan.Zero))
        {
            _settling.End(_held.Keys, spared.Without, now);
            _held = _held with { Keys = spared.Without, Spared = null };
        }
    }

    private bool IsTrustedAt(KeySetSnapshot held, TwoClocks now) => held.ReadAt.AgeAt(now) < options.TrustedFor;
}
