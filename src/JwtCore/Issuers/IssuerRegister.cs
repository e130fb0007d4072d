using System.Text;
using JwtCore.Diagnostics;
using JwtCore.Jwks;

namespace JwtCore.Issuers;

/// <summary>
/// What changes in a directory, under one lock: what is known of issuers, and the questions that run. Finding a known issuer
/// takes no lock. Thread-safe.
/// </summary>
internal sealed class IssuerRegister : IDisposable
{
    private readonly Func<string, CancellationToken, ValueTask<VerificationPolicy?>> _find;
    private readonly IssuerDirectoryOptions _options;
    private readonly Action<IssuerAnswer> _tell;
    private readonly TimeProvider _clock;
    private readonly PolicyCheck _check;
    private readonly IssuerRecords _records;
    private readonly Lock _gate = new();

    // Guarded by the lock.
    private readonly QuestionBudget _budget;
    private readonly Dictionary<byte[], PolicyQuestion> _questions = new(IssuerText.Comparer);
    private bool _isClosed;

    /// <param name="find">The function.</param>
    /// <param name="options">Of the directory, checked.</param>
    /// <param name="tell">Tells of answers, outside the lock; throws nothing.</param>
    public IssuerRegister(Func<string, CancellationToken, ValueTask<VerificationPolicy?>> find, IssuerDirectoryOptions options, Action<IssuerAnswer> tell)
    {
        _find = find;
        _options = options;
        _tell = tell;
        _clock = options.VerifierOptions.TimeProvider;
        _check = new PolicyCheck(options, new RequestBudget(options.VerifierOptions.KeyRequestsPerMinute, options.VerifierOptions.KeyRequestsAtOnce, _clock));
        _records = new IssuerRecords(options);
        _budget = new QuestionBudget(options.QuestionsPerMinute, options.QuestionsAtOnce, options.MaxIssuers);
    }

    /// <summary>The issuers that are known now.</summary>
    public IEnumerable<KnownIssuer> Known => _records.Known;

    /// <summary>How many issuers are refused without a question.</summary>
    public int RefusedCount
    {
        get
        {
            lock (_gate)
            {
                return _records.RefusedCount;
            }
        }
    }

    /// <summary>The known issuer, or null. Takes no lock.</summary>
    public KnownIssuer? Find(ReadOnlySpan<byte> issuer) => _records.Find(issuer);

    /// <summary>Looks for the policy of an issuer, and asks for it if that is due and may be.</summary>
    public IssuerPlace Look(ReadOnlySpan<byte> issuer)
    {
        TwoClocks now = TwoClocks.Now(_clock);
        KnownIssuer? known = _records.Find(issuer);
        known?.Use(now);
        if (known is not null && !IsDue(known.State, now))
        {
            return IssuerPlace.Of(known);
        }

        lock (_gate)
        {
            known = _records.Find(issuer);
            return known is null ? LookForUnknown(issuer, now) : LookForKnown(known, now);
        }
    }

    /// <summary>Takes note that a token of an issuer verified.</summary>
    public void Prove(KnownIssuer known)
    {
        lock (_gate)
        {
            _records.Prove(known);
        }
    }

    /// <summary>Asks about an issuer now, in the place of a question that runs; null when closed.</summary>
    public Task<IssuerAnswer>? Ask(string name)
    {
        byte[] issuer = Encoding.UTF8.GetBytes(name);
        TwoClocks now = TwoClocks.Now(_clock);
        lock (_gate)
        {
            Overtake(issuer);
            return _isClosed ? null : Start(issuer, now, place: null).Ended;
        }
    }

    /// <summary>Forgets all that is known of an issuer; a question that runs no longer counts.</summary>
    /// <returns>Whether it was known.</returns>
    public bool Forget(string name)
    {
        byte[] issuer = Encoding.UTF8.GetBytes(name);
        lock (_gate)
        {
            Overtake(issuer);
            return _records.Forget(issuer);
        }
    }

    /// <summary>Forgets everything for ever.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _isClosed = true;
            foreach (byte[] issuer in (byte[][])[.. _questions.Keys, .. Known.Select(known => known.Issuer)])
            {
                Overtake(issuer);
                _records.Forget(issuer);
            }
        }
    }

    // From half of the time on the question starts, so that tokens of a busy issuer need not wait for it.
    private bool IsDue(IssuerState state, TwoClocks now) => state.ConfirmedAt.AgeAt(now) >= _options.AskAgainAfter / 2;

    private IssuerPlace LookForUnknown(ReadOnlySpan<byte> issuer, TwoClocks now)
    {
        if (_isClosed)
        {
            return IssuerPlace.Refused(VerifyError.KeysUnavailable);
        }

        if (_records.FindRefused(issuer, now) is VerifyError error)
        {
            return IssuerPlace.Refused(error);
        }

        if (_questions.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(issuer, out PolicyQuestion? question))
        {
            return IssuerPlace.WaitFor(question, isKnown: false);
        }

        return _budget.TryTake(isKnown: false, now.Monotonic)
            ? IssuerPlace.WaitFor(Start(issuer.ToArray(), now, place: false), isKnown: false)
            : IssuerPlace.NotAsked;
    }

    private IssuerPlace LookForKnown(KnownIssuer known, TwoClocks now)
    {
        IssuerState state = known.State;
        PolicyQuestion? question = _questions.GetValueOrDefault(known.Issuer);
        if (question is null && IsDue(state, now) && now.Monotonic >= state.MayAskAt && _budget.TryTake(isKnown: true, now.Monotonic))
        {
            question = Start(known.Issuer, now, place: true);
        }

        // While the function fails tokens do not wait for it again and again.
        TimeSpan age = state.ConfirmedAt.AgeAt(now);
        return age < _options.AskAgainAfter || (state.HasFailed && age < _options.TrustedFor) ? IssuerPlace.Of(known)
            : question is not null ? IssuerPlace.WaitFor(question, isKnown: true)
            : IssuerPlace.Refused(VerifyError.KeysUnavailable);
    }

    // Whoever waits for the former question looks again.
    private void Overtake(byte[] issuer)
    {
        if (_questions.Remove(issuer, out PolicyQuestion? former))
        {
            former.End(new IssuerAnswer(former.Name, IssuerOutcome.Discarded, TimeSpan.Zero));
        }
    }

    private PolicyQuestion Start(byte[] issuer, TwoClocks now, bool? place)
    {
        PolicyQuestion question = new(issuer, Encoding.UTF8.GetString(issuer), now);
        _questions[issuer] = question;

        // Without the caller's context: the answer serves everybody.
        ThreadPool.UnsafeQueueUserWorkItem(static work => _ = work.Register.RunAsync(work.Question, work.Place), (Register: this, Question: question, Place: place), preferLocal: false);
        return question;
    }

    private async Task RunAsync(PolicyQuestion question, bool? place)
    {
        FoundPolicy found = await question.AskAsync(_find, _options, () => Release(place)).ConfigureAwait(false);
        IssuerAnswer answer = End(question, found);
        Telemetry.CountQuestion(answer.Outcome.ToString());
        if (answer.Outcome != IssuerOutcome.Discarded)
        {
            _tell(answer);
        }

        question.End(answer);
    }

    private IssuerAnswer End(PolicyQuestion question, FoundPolicy found)
    {
        while (true)
        {
            KnownIssuer? held = Find(question.Issuer);
            PreparedIssuer answer = _check.Prepare(question, found, held);
            lock (_gate)
            {
                if (!ReferenceEquals(_questions.GetValueOrDefault(question.Issuer), question))
                {
                    return new IssuerAnswer(question.Name, IssuerOutcome.Discarded, TimeSpan.Zero);
                }

                // It made room for another issuer meanwhile, so what was prepared may refer to keys that rest.
                if (!ReferenceEquals(Find(question.Issuer), held))
                {
                    continue;
                }

                _questions.Remove(question.Issuer);
                TwoClocks now = NowOr(question.AskedAt);
                answer = _records.Take(question, answer, held, now);
                return new IssuerAnswer(question.Name, answer.Outcome, question.AskedAt.AgeAt(now)) { Reason = answer.Reason };
            }
        }
    }

    private TwoClocks NowOr(TwoClocks start)
    {
        try
        {
            return TwoClocks.Now(_clock);
        }
        catch (Exception)
        {
            // The clock is the caller's code and may throw; the question ends all the same.
            return start;
        }
    }

    // A call that was given up keeps its place until it returns.
    private void Release(bool? place)
    {
        if (place is bool isKnown)
        {
            lock (_gate)
            {
                _budget.Release(isKnown);
            }
        }
    }
}
