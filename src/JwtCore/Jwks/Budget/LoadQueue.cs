namespace JwtCore.Jwks;

/// <summary>
/// Sources without keys that tokens want loaded, in order, each once. Sources that were never tried go before those that
/// failed; among either, those with a token that could pass go first. Not thread-safe.
/// </summary>
internal sealed class LoadQueue
{
    private const int Ranks = 4;

    // An entry whose source has another rank by now, or none, is skipped.
    private readonly Queue<IQueuedLoad>[] _ranks = [new(), new(), new(), new()];
    private readonly Dictionary<IQueuedLoad, int> _rankOf = [];

    /// <summary>Adds a source at the end of its rank. One that is queued keeps its place, unless its rank gets better.</summary>
    public void Add(IQueuedLoad source, bool hasFailed, bool couldPass)
    {
        int rank = (hasFailed ? Ranks / 2 : 0) + (couldPass ? 0 : 1);
        if (!_rankOf.TryGetValue(source, out int known) || rank < known)
        {
            _rankOf[source] = rank;
            _ranks[rank].Enqueue(source);
        }
    }

    /// <summary>Whether a source that failed, or one that was never tried, waits.</summary>
    public bool Has(bool hasFailed) => Peek(hasFailed) is not null;

    /// <summary>Takes the next one; null when there is none.</summary>
    public IQueuedLoad? Take(bool hasFailed)
    {
        if (Peek(hasFailed) is not int rank)
        {
            return null;
        }

        IQueuedLoad next = _ranks[rank].Dequeue();
        _rankOf.Remove(next);
        return next;
    }

    private int? Peek(bool hasFailed)
    {
        int first = hasFailed ? Ranks / 2 : 0;
        for (int rank = first; rank < first + (Ranks / 2); rank++)
        {
            while (_ranks[rank].TryPeek(out IQueuedLoad? next))
            {
                if (_rankOf.TryGetValue(next, out int known) && known == rank)
                {
                    return rank;
                }

                _ranks[rank].Dequeue();
            }
        }

        return null;
    }
}
