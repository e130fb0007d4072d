using Microsoft.Extensions.Logging;

namespace JwtCore.Hosting;

/// <summary>
/// Logs what happens to the keys of one source: each failure with its cause, keys that came and went, and the end of trust
/// before it comes. Called for one attempt at a time.
/// </summary>
internal sealed class KeyLog(string name, ILogger logger)
{
    // When three quarters of the time are gone, an operator still has the last one.
    private const double Late = 0.75;

    private HashSet<(string? KeyId, string? Thumbprint)> _known = [];
    private bool _isLate;
    private bool _isEnded;

    public void OnAttemptEnded(RemoteJwks source, JwksAttempt attempt)
    {
        if (attempt.Outcome == RefreshOutcome.Discarded)
        {
            return;
        }

        JwksStatus status = source.Status;
        if (attempt.IsSuccess)
        {
            _isLate = false;
            _isEnded = false;
            Compare(status);
        }
        else
        {
            Log.KeyRefreshFailed(logger, name, LogText.Of(attempt), attempt.Cause);
            Warn(status, source.Guarantees.RevocationBound);
        }
    }

    private void Compare(JwksStatus status)
    {
        HashSet<(string? KeyId, string? Thumbprint)> now = [.. status.Keys.Select(key => (key.KeyId, key.Thumbprint))];
        string came = LogText.Of(now.Except(_known).Select(key => key.KeyId));
        string went = LogText.Of(_known.Except(now).Select(key => key.KeyId));
        if (!now.SetEquals(_known))
        {
            Log.KeysChanged(logger, name, status.Keys.Count, came, went);
        }

        _known = now;
    }

    private void Warn(JwksStatus status, TimeSpan trusted)
    {
        if (status.State == JwksState.Expired && !_isEnded)
        {
            _isEnded = true;
            _known = [];
            Log.KeysEnded(logger, name, trusted);
        }
        else if (status.State != JwksState.Expired && status.Age >= trusted * Late && !_isLate)
        {
            _isLate = true;
            Log.KeysEndSoon(logger, name, status.Age.Value, trusted - status.Age.Value);
        }
    }
}
