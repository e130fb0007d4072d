namespace JwtCore.Jwks;

/// <summary>How many bytes may still be received. Thread-safe.</summary>
internal sealed class WireBudget
{
    private readonly long _most;
    private long _left;

    /// <param name="bytes">The most.</param>
    public WireBudget(long bytes)
    {
        _most = bytes;
        _left = bytes;
    }

    /// <summary>Begins anew.</summary>
    public void Renew() => Volatile.Write(ref _left, _most);

    /// <exception cref="FetchFaultException">More was received than allowed.</exception>
    public void Take(int received)
    {
        if (Interlocked.Add(ref _left, -received) < 0)
        {
            throw new FetchFaultException(FetchCause.BodyTooLarge);
        }
    }
}
