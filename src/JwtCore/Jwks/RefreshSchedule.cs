namespace JwtCore.Jwks;

/// <summary>
/// When the next attempt may start. Two accounts, so that tokens cannot slow the schedule down: failures of refreshes for
/// tokens lengthen the wait of the next one for a token alone. All attempts keep the cooldown, counted from the start of
/// the last. Times are ticks of the monotonic clock. Not thread-safe.
/// </summary>
/// <param name="options">The lengths of time.</param>
internal sealed class RefreshSchedule(RemoteJwksOptions options)
{
    // A refresh comes ahead of the lifetime's end, at random so that nodes that started together drift apart.
    private const double EarliestRefresh = 0.8;

    private int _failures;
    private int _failuresForTokens;

    /// <summary>When the set is due for a refresh; at once in the beginning.</summary>
    public long Due { get; private set; } = long.MinValue;

    /// <summary>When a token may start one.</summary>
    public long DueForToken { get; private set; } = long.MinValue;

    /// <summary>Whether an attempt may start now, and as what: what is due by the schedule counts as such, whoever starts it. Null when none may.</summary>
    public RefreshReason? MayStart(RefreshReason wanted, long now)
    {
        RefreshReason reason = wanted == RefreshReason.Token && now >= Due ? RefreshReason.Schedule : wanted;
        long due = reason switch
        {
            RefreshReason.Schedule => Due,
            RefreshReason.Token => DueForToken,
            _ => long.MinValue,
        };
        return now >= due ? reason : null;
    }

    /// <summary>Plans after an attempt that confirmed the keys.</summary>
    /// <param name="start">When it started.</param>
    /// <param name="lifetime">The lifetime that the answer states, if any.</param>
    public void Succeeded(long start, TimeSpan? lifetime)
    {
        _failures = 0;
        _failuresForTokens = 0;
        double part = EarliestRefresh + (1 - EarliestRefresh) * options.Random.NextDouble();
        Due = start + Math.Max((options.Taken(lifetime) * part).Ticks, options.Cooldown.Ticks);
        DueForToken = start + options.Cooldown.Ticks;
    }

    /// <summary>
    /// Plans the next call for a token after an answer for one key ID. A key that was found costs no cooldown, so that a fleet
    /// that signs with several keys is known at once; one that was not found does.
    /// </summary>
    /// <param name="start">When the attempt started.</param>
    /// <param name="isFound">The key was found, and cost no other key its place.</param>
    /// <param name="hasKeys">Whether there are keys to live on meanwhile.</param>
    public void Asked(long start, bool isFound, bool hasKeys)
    {
        _failuresForTokens = 0;
        DueForToken = isFound ? start : start + (hasKeys ? options.Cooldown : options.CooldownWithoutKeys).Ticks;
    }

    /// <summary>Keys came that no answer of this process had: the next attempt is due.</summary>
    public void Seeded(long now) => Due = now;

    /// <summary>Brings the next attempt forward to the end of the cooldown, after an answer that is not taken as it is.</summary>
    /// <param name="start">When the attempt that brought it started.</param>
    public void AskAgain(long start) => Due = start + options.Cooldown.Ticks;

    /// <summary>Plans after an attempt that failed: exponential back-off with full jitter, never below the cooldown.</summary>
    /// <param name="reason">Whose attempt it was.</param>
    /// <param name="start">When it started.</param>
    /// <param name="hasKeys">Whether there are keys to live on meanwhile.</param>
    /// <param name="retryAfter">What the server asks for, if anything.</param>
    public void Failed(RefreshReason reason, long start, bool hasKeys, TimeSpan? retryAfter)
    {
        long asked = start + Math.Min(retryAfter?.Ticks ?? 0, options.MaxBackoff.Ticks);
        if (!hasKeys)
        {
            // One account: tokens ask for what the schedule asks for, and neither may pass the other's back-off by.
            Due = DueForToken = Math.Max(start + Backoff(++_failures, options.CooldownWithoutKeys, options.Cooldown), asked);
            return;
        }

        // What the server asks for holds for both; the back-off for the account that failed.
        bool isForToken = reason == RefreshReason.Token;
        long next = start + Backoff(isForToken ? ++_failuresForTokens : ++_failures, options.Cooldown, options.MaxBackoff);
        long cooled = Math.Max(start + options.Cooldown.Ticks, asked);
        Due = Math.Max(isForToken ? Due : next, cooled);
        DueForToken = Math.Max(isForToken ? next : DueForToken, cooled);
    }

    /// <summary>Forgets everything: due at once.</summary>
    public void Reset()
    {
        _failures = 0;
        _failuresForTokens = 0;
        Due = long.MinValue;
        DueForToken = long.MinValue;
    }

    private long Backoff(int failures, TimeSpan cooldown, TimeSpan most)
    {
        // Beyond 20 doublings every step is the longest.
        double step = Math.Min(cooldown.Ticks * Math.Pow(2, Math.Min(failures, 20)), most.Ticks);
        return Math.Max((long)(step * options.Random.NextDouble()), cooldown.Ticks);
    }
}
