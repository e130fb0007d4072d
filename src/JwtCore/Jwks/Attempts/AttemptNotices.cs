using JwtCore.Diagnostics;

namespace JwtCore.Jwks;

/// <summary>
/// Tells the handlers of a source of its attempts, one at a time and in the order in which the attempts ended. Thread-safe.
/// </summary>
/// <param name="host">The host of the source, for the metric.</param>
/// <typeparam name="TSource">The source that handlers are given.</typeparam>
internal sealed class AttemptNotices<TSource>(string host)
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
    /// <param name="source">The source.</param>
    /// <param name="handlers">The handlers of the moment.</param>
    public void Tell(TSource source, Func<Action<TSource, JwksAttempt>?> handlers)
    {
        while (Next() is JwksAttempt attempt)
        {
            foreach (Action<TSource, JwksAttempt> handler in Delegate.EnumerateInvocationList(handlers()))
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

    private void Tell(Action<TSource, JwksAttempt> handler, TSource source, JwksAttempt attempt)
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
