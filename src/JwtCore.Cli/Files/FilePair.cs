using System.Runtime.InteropServices;

namespace JwtCore.Cli;

/// <summary>
/// The files of one key. They appear together: a failure takes the first one back, and a signal such as Ctrl+C ends the program
/// before the first or after the last, with nothing left beside them.
/// </summary>
internal sealed class FilePair : IDisposable
{
    private readonly Lock _gate = new();
    private readonly List<OutputFile> _files = [];
    private readonly PosixSignalRegistration[] _signals;
    private bool _isInterrupted;

    public FilePair() => _signals = [.. new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP }.Select(signal => PosixSignalRegistration.Create(signal, _ => Interrupt()))];

    /// <summary>Writes one of them beside its place. They are put there in the order in which they are added.</summary>
    /// <exception cref="UsageException">It cannot be written.</exception>
    public void Add(Func<OutputFile> draft)
    {
        lock (_gate)
        {
            CheckInterruption();
            _files.Add(draft());
        }
    }

    /// <summary>Puts all in their places, or none.</summary>
    /// <exception cref="UsageException">One cannot be put there.</exception>
    public void Publish()
    {
        lock (_gate)
        {
            CheckInterruption();
            int done = 0;
            try
            {
                foreach (OutputFile file in _files)
                {
                    file.Publish();
                    done++;
                }
            }
            catch (UsageException)
            {
                _files.Take(done).Reverse().ToList().ForEach(file => file.TakeBack());
                throw;
            }
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _files.ForEach(file => file.Dispose());
        }

        Array.ForEach(_signals, signal => signal.Dispose());
    }

    // The process ends when this returns, unless its parent had the signal ignored: so it waits for the lock.
    private void Interrupt()
    {
        lock (_gate)
        {
            _isInterrupted = true;
            _files.ForEach(file => file.Dispose());
        }
    }

    private void CheckInterruption()
    {
        if (_isInterrupted)
        {
            throw new UsageException("interrupted: no file was written.");
        }
    }
}
