using System.Diagnostics;

namespace JwtCore.LongRuns;

/// <summary>A thread that verifies without pause, and times and checks every call.</summary>
internal sealed class Worker
{
    private const int MostFaults = 10;

    private readonly Rotation _rotation;
    private readonly Thread _thread;
    private volatile bool _stops;
    private long _wrong;

    public Worker(Rotation rotation)
    {
        _rotation = rotation;
        _thread = new Thread(Verify);
        _thread.Start();
    }

    /// <summary>The durations of all calls so far, by what was judged.</summary>
    public Histogram[] Times { get; } = [.. Enum.GetValues<Load>().Select(_ => new Histogram())];

    /// <summary>How many verdicts were not the one expected.</summary>
    public long Wrong => Volatile.Read(ref _wrong);

    /// <summary>The first of them, to be read after <see cref="Stop"/>.</summary>
    public List<string> Faults { get; } = [];

    public void Stop()
    {
        _stops = true;
        _thread.Join();
    }

    private void Verify()
    {
        double nanoseconds = 1e9 / Stopwatch.Frequency;
        while (!_stops)
        {
            foreach (SoakToken one in _rotation.Mix)
            {
                long start = Stopwatch.GetTimestamp();
                one.Verifier.TryVerify(one.Token, out VerifiedToken token);
                Times[(int)one.Load].Add((long)((Stopwatch.GetTimestamp() - start) * nanoseconds));
                if (token.Error != one.Expected)
                {
                    Note(one, token.Error);
                }
            }
        }
    }

    private void Note(SoakToken one, VerifyError error)
    {
        Volatile.Write(ref _wrong, _wrong + 1);
        if (Faults.Count < MostFaults)
        {
            Faults.Add($"{one.Name} ({one.Load}): {error} instead of {one.Expected}");
        }
    }
}
