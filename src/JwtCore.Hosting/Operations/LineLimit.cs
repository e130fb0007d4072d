namespace JwtCore.Hosting;

/// <summary>
/// Lets at most ten lines of a kind into a log in a minute, and tells the number of the others when the minute ends: what
/// anyone can cause must not flood it. Thread-safe.
/// </summary>
/// <param name="time">The clock.</param>
/// <param name="tellOthers">Logs how many lines were left out.</param>
internal sealed class LineLimit(TimeProvider time, Action<long> tellOthers) : IDisposable
{
    private const int MostLines = 10;
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private long _lines;
    private ITimer? _timer;
    private bool _isDisposed;

    /// <summary>Whether a line may be written; it counts either way.</summary>
    public bool MayWrite()
    {
        lock (_gate)
        {
            if (_timer is null && !_isDisposed)
            {
                // Ends by itself, so that the count is told although no further line comes.
                _timer = time.CreateTimer(_ => OnTimer(), null, Minute, Timeout.InfiniteTimeSpan);
            }

            _lines++;
            return _lines <= MostLines;
        }
    }

    /// <summary>Tells what was counted and not yet told. Lines after that are not counted any more.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
        }

        End();
    }

    private void OnTimer()
    {
        try
        {
            End();
        }
        catch (Exception)
        {
            // A logging provider is anybody's code. An exception that leaves a timer ends the process.
        }
    }

    private void End()
    {
        long others;
        lock (_gate)
        {
            others = _lines - MostLines;
            _lines = 0;
            _timer?.Dispose();
            _timer = null;
        }

        if (others > 0)
        {
            tellOthers(others);
        }
    }
}
