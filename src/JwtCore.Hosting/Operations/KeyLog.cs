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
                Compare(status);
            }
            else
            {
                Log.KeyRefreshFailed(_logger, _name, LogText.Of(attempt), attempt.Cause);
            }

            Warn(status, source.Guarantees.RevocationBound);
        }
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
        string came = LogText.Of(now.Except(_known).Select(key => key.KeyId));
        string went = LogText.Of(_known.Except(now).Select(key => key.KeyId));
        if (!now.SetEquals(_known))
        {
            Log.KeysChanged(_logger, _name, status.Keys.Count, came, went);
        }

        _known = now;
    }

    private void Warn(JwksStatus status, TimeSpan trusted)
    {
        if (status.TrustLeft is not TimeSpan left)
        {
            return;
        }

        // When three quarters of the time are gone, an operator still has the last one.
        TimeSpan last = trusted / 4;
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

        _timer.Set(left > last ? left - last : left > TimeSpan.Zero ? left : null);
    }
}
