using JwtCore.Jwks;
using Microsoft.Extensions.Logging;

namespace JwtCore.Hosting;

/// <summary>
/// Logs what happens to the keys of one source: each failure with its cause, keys that came and went, and the end of trust
/// before it comes. A timer of its own says that in time: with a long back-off the next attempt comes later. Thread-safe.
/// </summary>
internal sealed class KeyLog
{
    private readonly Lock _gate = new();
    private readonly string _name;
    private readonly ILogger _logger;
    private readonly RefreshTimer _timer;

    // Guarded by the lock.
    private HashSet<(string? KeyId, string? Thumbprint)> _known = [];
    private IReadOnlyList<SkippedKey> _skipped = [];
    private bool _isLate;
    private bool _isEnded;

    private KeyLog(string name, RemoteJwks source, ILogger logger)
    {
        _name = name;
        _logger = logger;
        _timer = RefreshTimer.Create(source.Time, source, OnTimer);
    }

    /// <summary>Logs what happens to a source from now on, for as long as the source is in use.</summary>
    public static void Follow(string name, RemoteJwks source, ILogger logger)
    {
        KeyLog log = new(name, source, logger);
        source.AttemptEnded += log.OnAttemptEnded;
        log.OnTimer(source);
    }

    private void OnAttemptEnded(RemoteJwks source, JwksAttempt attempt)
    {
        if (attempt.Outcome == RefreshOutcome.Discarded)
        {
            return;
        }

        lock (_gate)
        {
            JwksStatus status = source.Status;
            if (attempt.IsSuccess)
            {
                _isLate = false;
                _isEnded = false;
            }

            try
            {
                Tell(attempt, status);
            }
            finally
            {
                // Also behind a logger that throws: its next line may be the one that is read.
                Warn(status, source.Guarantees.RevocationBound);
            }
        }
    }

    private void Tell(JwksAttempt attempt, JwksStatus status)
    {
        if (!attempt.IsSuccess)
        {
            Log.KeyRefreshFailed(_logger, _name, LogText.Of(attempt), attempt.Cause);
        }

        if (status.TrustLeft > TimeSpan.Zero)
        {
            // A failure ends the grace of a key that the last answer lacked.
            Compare(status);
        }

        CompareSkipped(status.Skipped);
    }

    private void OnTimer(RemoteJwks source)
    {
        try
        {
            lock (_gate)
            {
                Warn(source.Status, source.Guarantees.RevocationBound);
            }
        }
        catch (Exception)
        {
            // Nothing may escape from a timer: it would end the process. Clock and logger are others' code; the next attempt is logged again.
        }
    }

    private void Compare(JwksStatus status)
    {
        HashSet<(string? KeyId, string? Thumbprint)> now = [.. status.Keys.Select(key => (key.KeyId, key.Thumbprint))];
        if (!now.SetEquals(_known))
        {
            (string came, string went) = LogText.Of([.. now.Except(_known).Select(key => key.KeyId)], [.. _known.Except(now).Select(key => key.KeyId)]);
            Log.KeysChanged(_logger, _name, status.Keys.Count, came, went);
        }

        _known = now;
    }

    // Once for each set: one that is fetched again and again says nothing new.
    private void CompareSkipped(IReadOnlyList<SkippedKey> skipped)
    {
        if (skipped.SequenceEqual(_skipped))
        {
            return;
        }

        _skipped = skipped;
        SkippedKey[] secrets = [.. skipped.Where(entry => entry.IsSharedSecret)];
        SkippedKey[] others = [.. skipped.Where(entry => !entry.IsSharedSecret)];
        if (secrets.Length > 0)
        {
            Log.SecretsPublished(_logger, _name, secrets.Length, LogText.PositionsOf(secrets));
        }

        if (others.Length > 0)
        {
            Log.KeysSkipped(_logger, _name, others.Length, LogText.ReasonsOf(others));
        }
    }

    private void Warn(JwksStatus status, TimeSpan trusted)
    {
        if (status.TrustLeft is not TimeSpan left)
        {
            return;
        }

        // When three quarters of the time are gone, an operator still has the last one.
        TimeSpan last = trusted / 4;

        // Set first: a logger that throws at one line must not lose the next.
        _timer.Set(left > last ? left - last : left > TimeSpan.Zero ? left : null);
        if (left == TimeSpan.Zero && !_isEnded)
        {
            _isEnded = true;
            _known = [];
            Log.KeysEnded(_logger, _name, trusted);
        }
        else if (left > TimeSpan.Zero && left <= last && !_isLate)
        {
            _isLate = true;
            Log.KeysEndSoon(_logger, _name, trusted - left, left);
        }
    }
}
