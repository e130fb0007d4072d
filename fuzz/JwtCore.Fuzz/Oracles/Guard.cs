using System.Diagnostics;
using System.Runtime.ExceptionServices;

namespace JwtCore.Fuzz.Oracles;

/// <summary>
/// Calls the core and holds it to what every call must keep: no exception, not even one that is caught inside, no more
/// memory than allowed, and no more time.
/// </summary>
internal static class Guard
{
    // What is allocated once, for a type's first use or a header seen first, is gone when the call is made again.
    private const int Tries = 4;

    // More than a thousand times what the slowest input of 16 KB takes, less than a quadratic step would.
    private static readonly TimeSpan LongestCall = TimeSpan.FromMilliseconds(200);

    [ThreadStatic]
    private static int _thrown;

    [ThreadStatic]
    private static Exception? _last;

    static Guard() => AppDomain.CurrentDomain.FirstChanceException += Count;

    /// <summary>Runs a call.</summary>
    /// <param name="what">Its name in a finding.</param>
    /// <param name="state">What it works on.</param>
    /// <param name="call">The call; repeated when it seems to break a bound.</param>
    /// <param name="mostBytes">The most it may allocate.</param>
    /// <param name="mayCatch">Which exception may be thrown and caught inside; null for none.</param>
    public static void Run<T>(string what, T state, Action<T> call, long mostBytes, Func<Exception, bool>? mayCatch = null)
    {
        long allocated = long.MaxValue;
        TimeSpan taken = TimeSpan.MaxValue;
        for (int i = 0; i < Tries && (allocated > mostBytes || taken > LongestCall); i++)
        {
            (long bytes, TimeSpan time) = Measure(what, state, call, mayCatch, inProcessorTime: i > 0);
            allocated = Math.Min(allocated, bytes);
            taken = time < taken ? time : taken;
        }

        if (allocated > mostBytes)
        {
            throw new FindingException($"{what} allocated {allocated} bytes; the most is {mostBytes}");
        }

        if (taken > LongestCall)
        {
            throw new FindingException($"{what} took {taken.TotalMilliseconds:F0} ms");
        }
    }

    /// <summary>Fails with a message unless the condition holds.</summary>
    public static void Require(bool holds, string finding)
    {
        if (!holds)
        {
            throw new FindingException(finding);
        }
    }

    // By the wall first, which costs least; a process that others held up, or stopped, is judged by the processor's time.
    private static (long Bytes, TimeSpan Time) Measure<T>(string what, T state, Action<T> call, Func<Exception, bool>? mayCatch, bool inProcessorTime)
    {
        int thrown = _thrown;
        TimeSpan used = inProcessorTime ? Environment.CpuUsage.TotalTime : TimeSpan.Zero;
        long start = Stopwatch.GetTimestamp();
        long allocated = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            call(state);
        }
        catch (Exception escaped)
        {
            throw new FindingException($"{what} threw {escaped}");
        }

        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        TimeSpan time = inProcessorTime ? Environment.CpuUsage.TotalTime - used : Stopwatch.GetElapsedTime(start);
        if (_thrown != thrown && !(mayCatch is not null && mayCatch(_last!)))
        {
            throw new FindingException($"{what} threw inside: {_last}");
        }

        return (allocated, time);
    }

    private static void Count(object? sender, FirstChanceExceptionEventArgs thrown)
    {
        _thrown++;
        _last = thrown.Exception;
    }
}
