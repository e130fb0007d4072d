using System.Reflection;
using System.Runtime.InteropServices;

namespace JwtCore.LongRuns;

/// <summary>The record of a soak: verdicts with their limits, and a row for each minute.</summary>
internal sealed class SoakRecord(TimeSpan duration, string file)
{
    private const double Mebibyte = 1 << 20;
    private const int FewestMinutes = 9;

    private readonly List<Minute> _minutes = [];
    private readonly List<double> _live = [];
    private readonly DateTimeOffset _started = DateTimeOffset.UtcNow;

    // Code is compiled anew, pools and the cache fill in the first minutes.
    private int WarmUp => Math.Max(2, (int)duration.TotalMinutes / 10);

    public void Add(Minute minute)
    {
        _minutes.Add(minute);
        if (_minutes.Count == WarmUp)
        {
            CollectAll();
        }

        Write([], "under way");
    }

    /// <summary>Writes the record with its verdict, and says whether all holds.</summary>
    public bool Finish(string[] faults)
    {
        CollectAll();
        bool holds = Verdicts().All(verdict => verdict.Holds);
        Write(faults, holds ? "holds" : "FAILS");
        return holds;
    }

    // Once after warming up and once at the end: what is alive. In between collections come when they come.
    private void CollectAll()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        _live.Add(GC.GetTotalMemory(forceFullCollection: true) / Mebibyte);
    }

    private void Write(string[] faults, string state) => File.WriteAllLines(file, Lines(faults, state));

    private IEnumerable<string> Lines(string[] faults, string state)
    {
        yield return $"# Soak, {_started:yyyy-MM-dd}: {state}";
        yield return "";
        yield return $"`dotnet run -c Release --project bench/JwtCore.LongRuns -- soak {duration.TotalSeconds:F0}`, begun {_started:HH:mm} UTC, JwtCore {Version()}, on {Machine()}.";
        yield return "";
        yield return "Two threads verify without pause: good tokens (RS256, ES256 with remote keys, HS256), the same remembered, and bad ones, every answer checked. Keys change every five seconds over HTTP on the loopback address; tokens of a removed key must be refused, remembered or not.";
        yield return "";
        yield return "| what | seen | limit | |";
        yield return "|---|---|---|---|";
        foreach ((string what, string seen, string limit, bool holds) in Verdicts())
        {
            yield return $"| {what} | {seen} | {limit} | {(holds ? "holds" : "FAILS")} |";
        }

        foreach (string fault in faults)
        {
            yield return $"- {fault}";
        }

        yield return "";
        yield return "Durations in microseconds as median / 99th percentile. Stood still: seconds in which the whole process was stopped or had no turn on a core for more than a second; such a gap is one call per thread, which shows as the longest, and no part of the time that the soak ran. Key known after: the longest time from a key's publication to its use, in ms. Cores: how many the process had.";
        yield return "";
        yield return "| until | cores | calls | remembered | RS256 | ES256 | HS256 | refused | all, 99.9 % | longest, ms | stood still | resident MiB | heap MiB | collections | full | handles | threads | rotations | fetches | key known after | wrong |";
        yield return "|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|";
        foreach (Minute minute in _minutes)
        {
            string loads = string.Join(" | ", minute.Times.Select(times => $"{times.Median / 1e3:F2} / {times.Most / 1e3:F1}"));
            yield return $"| {minute.Until:h\\:mm\\:ss} | {minute.Cores:F2} | {minute.Calls:N0} | {loads} | {minute.All.Nearly / 1e3:F0} | {minute.All.Longest / 1e6:F1} | {minute.Still.TotalSeconds:F1} | {minute.Resident / Mebibyte:F1} | {minute.Heap / Mebibyte:F1} | {minute.Collections} | {minute.FullCollections} | {minute.Handles} | {minute.Threads} | {minute.Rotations} | {minute.Fetches} | {minute.LongestWait} | {minute.Wrong} |";
        }
    }

    private IEnumerable<(string What, string Seen, string Limit, bool Holds)> Verdicts()
    {
        Minute last = _minutes[^1];
        yield return ("wrong verdicts", $"{last.Wrong} of {_minutes.Sum(minute => minute.Calls):N0}", "0", last.Wrong == 0);
        yield return ("rotations", $"{last.Rotations}", "at least 1", last.Rotations > 0);

        Minute[] steady = [.. _minutes.Skip(WarmUp)];
        if (steady.Length < FewestMinutes)
        {
            yield return ("growth", $"{steady.Length} minutes after the first", $"at least {FewestMinutes} to judge", true);
            yield break;
        }

        yield return Growth("resident memory, MiB", [.. steady.Select(minute => minute.Resident / Mebibyte)], 8);
        yield return Growth("managed heap, MiB", [.. steady.Select(minute => minute.Heap / Mebibyte)], 4);
        if (_live.Count == 2)
        {
            yield return ("live objects after a full collection, MiB", $"{_live[0]:F2} after warming up, {_live[1]:F2} at the end", "growth 1", _live[1] - _live[0] <= 1);
        }

        yield return Growth("handles", [.. steady.Select(minute => (double)minute.Handles)], 4);
        yield return Growth("threads", [.. steady.Select(minute => (double)minute.Threads)], 2);
        // Who waits for a core waits in the tail, which then tells about other work.
        bool isAlone = steady.All(minute => minute.Cores > 0.95 * Math.Min(Soak.Workers, Environment.ProcessorCount));
        foreach (Load load in Enum.GetValues<Load>())
        {
            yield return Level($"{load}, median", [.. steady.Select(minute => minute.Times[(int)load].Median)]);
            var (what, seen, limit, holds) = Level($"{load}, 99th percentile", [.. steady.Select(minute => minute.Times[(int)load].Most)]);
            yield return isAlone ? (what, seen, limit, holds) : (what, seen, "not judged: other work held the cores", true);
        }
    }

    private static (string What, string Seen, string Limit, bool Holds) Growth(string what, double[] values, double limit)
    {
        double growth = Trend.Growth(values);
        return (
            what,
            $"median {Trend.Median(values):F1}, from {values.Min():F1} to {values.Max():F1}, growth over the run {growth:F2}",
            $"growth {limit:F0}",
            growth <= limit);
    }

    private static (string What, string Seen, string Limit, bool Holds) Level(string what, double[] nanoseconds)
    {
        double ratio = Trend.Ratio(nanoseconds);
        return (
            what,
            $"median {Trend.Median(nanoseconds) / 1e3:F2} µs, last third to first third {ratio:F2}",
            "1.50",
            ratio <= 1.5);
    }

    private static string Version() =>
        typeof(JwtVerifier).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

    private static string Machine()
    {
        string? model = OperatingSystem.IsLinux()
            ? File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim()
            : null;
        return $"{Environment.ProcessorCount} cores of {model ?? RuntimeInformation.OSArchitecture.ToString()}, {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}";
    }
}
