namespace JwtCore.LongRuns;

/// <summary>Welch's t for two classes of durations. Keeps no value.</summary>
internal struct WelchTest
{
    private double _count0;
    private double _count1;
    private double _mean0;
    private double _mean1;
    private double _squares0;
    private double _squares1;

    /// <summary>Adds a duration to class 0 or 1. Mean and squares are carried along as Welford has it.</summary>
    public void Add(int kind, double value)
    {
        if (kind == 0)
        {
            Add(ref _count0, ref _mean0, ref _squares0, value);
        }
        else
        {
            Add(ref _count1, ref _mean1, ref _squares1, value);
        }
    }

    /// <summary>The difference of the means in units of its standard error; positive when class 1 takes longer.</summary>
    public readonly double T =>
        (_mean1 - _mean0) / Math.Sqrt(_squares0 / (_count0 - 1) / _count0 + _squares1 / (_count1 - 1) / _count1);

    /// <summary>The difference of the means itself.</summary>
    public readonly double Difference => _mean1 - _mean0;

    private static void Add(ref double count, ref double mean, ref double squares, double value)
    {
        count++;
        double off = value - mean;
        mean += off / count;
        squares += off * (value - mean);
    }
}
