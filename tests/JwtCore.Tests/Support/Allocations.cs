namespace JwtCore.Tests.Support;

/// <summary>Measures what an action allocates on this thread once it is warm.</summary>
internal static class Allocations
{
    private const int Rounds = 64;

    /// <summary>The bytes of one call: the least over several batches, since the runtime may allocate now and then for itself.</summary>
    public static long PerCall(Action action)
    {
        long least = long.MaxValue;
        for (int batch = 0; batch < 8; batch++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < Rounds; i++)
            {
                action();
            }

            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least / Rounds;
    }

    /// <summary>The bytes of one array of this length.</summary>
    public static long OfArray(int length) => PerCall(() => GC.KeepAlive(new byte[length]));
}
