namespace JwtCore.Jwks;

/// <summary>How far one request is. Written by the connection that serves it, read by whoever stops waiting for it.</summary>
/// <param name="address">What is asked for.</param>
/// <param name="isMetadata">Whether that is metadata.</param>
internal sealed class RequestProgress(Uri address, bool isMetadata)
{
    /// <summary>Where a request carries its progress to the connection.</summary>
    public static readonly HttpRequestOptionsKey<RequestProgress> Key = new("JwtCore.Progress");

    private int _phase;

    public Uri Address { get; } = address;

    public bool IsMetadata { get; } = isMetadata;

    public FetchPhase Phase => (FetchPhase)Volatile.Read(ref _phase);

    /// <summary>Notes a phase. A connection that is opened beside the one in use cannot set it back.</summary>
    public void Reach(FetchPhase phase)
    {
        int known;
        while ((known = Volatile.Read(ref _phase)) < (int)phase && Interlocked.CompareExchange(ref _phase, (int)phase, known) != known)
        {
        }
    }
}
