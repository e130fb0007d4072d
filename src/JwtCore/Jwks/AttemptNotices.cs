using JwtCore.Diagnostics;

namespace JwtCore.Jwks;

/// <summary>
/// Tells the handlers of <see cref="RemoteJwks.AttemptEnded"/> of attempts, one at a time and in the order in which the
/// attempts ended. Thread-safe.
/// </summary>
/// <param name="host">The host of the source, for the metric.</param>
internal sealed class AttemptNotices(string host)
{
    // A handler that never returns must not collect attempts without bound.
    private const int MostPending = 8;

    private readonly Lock _gate = new();
    private readonly Queue<JwksAttempt> _pending = new();
    private bool _isTelling;

    /// <summary>Enters an attempt. Under the lock of the source, which gives the order.</summary>
    public void Add(JwksAttempt attempt)
    {
        lock (_gate)
        {
            if (_pending.Count == MostPending)
            {
                _pending.Dequeue();
                Telemetry.CountLostNotice(host);
            }

            _pending.Enqueue(attempt);
        }
    }

    /// <summary>Tells the handlers of what was entered, unless another thread is at it, which then tells this too.</summary>
    public void Tell(RemoteJwks source, Func<Action<RemoteJwks, JwksAttempt>?> handlers)
    {
        while (Next() is JwksAttempt attempt)
        {
            foreach (Action<RemoteJwks, JwksAttempt> handler in Delegate.EnumerateInvocationList(handlers()))
            {
                Tell(handler, source, attempt);
            }

            lock (_gate)
            {
                _isTelling = false;
            }
        }
    }

    private JwksAttempt? Next()
    {
        lock (_gate)
        {
            if (_isTelling || !_pending.TryDequeue(out JwksAttempt? attempt))
            {
                return null;
            }

            _isTelling = true;
            return attempt;
        }
    }

    private void Tell(Action<RemoteJwks, JwksAttempt> handler, RemoteJwks source, JwksAttempt attempt)
    {
        try
        {
            handler(source, attempt);
        }
        catch (Exception)
        {
            // A handler is anybody's code: the attempt has ended, and the other handlers must hear of it.
            Telemetry.CountLostNotice(host);
        }
    }
}
