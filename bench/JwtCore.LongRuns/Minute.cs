namespace JwtCore.LongRuns;

/// <summary>What was seen in one minute of a soak, and at its end. Small: what the record keeps must not look like growth.</summary>
internal sealed record Minute
{
    /// <summary>How long the soak had run at its end, without what it stood still for.</summary>
    public required TimeSpan Until { get; init; }

    /// <summary>How many cores the process had, by its processor time.</summary>
    public required double Cores { get; init; }

    public required long Calls { get; init; }

    /// <summary>By what was judged, the median and the 99th percentile in nanoseconds.</summary>
    public required (double Median, double Most)[] Times { get; init; }

    /// <summary>The 99.9th percentile of all calls and the longest, in nanoseconds.</summary>
    public required (double Nearly, double Longest) All { get; init; }

    /// <summary>How long the whole process stood still: stopped, or without a turn on a core for more than a second.</summary>
    public required TimeSpan Still { get; init; }

    public required long Wrong { get; init; }

    public required int Rotations { get; init; }

    public required int Fetches { get; init; }

    public required int LongestWait { get; init; }

    /// <summary>The memory that the system counts for the process, in bytes, with all native memory.</summary>
    public required long Resident { get; init; }

    /// <summary>The managed heap after the last collection, in bytes.</summary>
    public required long Heap { get; init; }

    public required int Collections { get; init; }

    public required int FullCollections { get; init; }

    public required int Handles { get; init; }

    public required int Threads { get; init; }
}
