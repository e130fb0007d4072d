using System.Numerics;

namespace JwtCore.LongRuns;

/// <summary>
/// Counts of durations in buckets 1/32 apart, from a nanosecond to hours, in fixed memory. One thread adds, another may read
/// at any time: counts only grow, so what lies between two readings is their difference.
/// </summary>
internal sealed class Histogram
{
    private const int Bits = 5;
    private const int Buckets = (64 - Bits) << Bits;

    private readonly long[] _counts = new long[Buckets];

    public long Total => _counts.Sum();

    public void Add(long nanoseconds) => _counts[Bucket(nanoseconds)]++;

    public Histogram Copy()
    {
        Histogram copy = new();
        _counts.CopyTo(copy._counts, 0);
        return copy;
    }

    public void AddAll(Histogram other)
    {
        for (int i = 0; i < Buckets; i++)
        {
            _counts[i] += other._counts[i];
        }
    }

    public void TakeAway(Histogram earlier)
    {
        for (int i = 0; i < Buckets; i++)
        {
            _counts[i] -= earlier._counts[i];
        }
    }

    /// <summary>The upper end, in nanoseconds, of the bucket below which this share of the durations lies; 1 for the longest, 0 for none at all.</summary>
    public double Percentile(double share)
    {
        long left = (long)Math.Ceiling(Total * share);
        int last = 0;
        for (int i = 0; i < Buckets && left > 0; i++)
        {
            left -= _counts[i];
            last = i;
        }

        return Total == 0 ? 0 : UpperEnd(last);
    }

    private static int Bucket(long value)
    {
        int shift = Math.Max(0, BitOperations.Log2((ulong)Math.Max(1, value)) - Bits);
        return (shift << Bits) + (int)(value >> shift);
    }

    private static double UpperEnd(int bucket)
    {
        int shift = Math.Max(0, (bucket >> Bits) - 1);
        return (double)(bucket - (shift << Bits) + 1) * (1L << shift);
    }
}
