using System.Globalization;

namespace JwtCore.Fuzz.Results;

/// <summary>What one run of afl-fuzz left behind.</summary>
internal sealed record FuzzRun(
    string Target, string Core, string Fuzzer, long Executions, TimeSpan Time, TimeSpan ProcessorTime, long Edges, string Stability, long Crashes, long Hangs, TimeSpan SinceLastFind)
{
    private const long LongestGap = 120;

    /// <summary>The runs of a target, the oldest first.</summary>
    public static IEnumerable<FuzzRun> ReadAll(string folder, string target)
    {
        string runs = Path.Combine(folder, "runs", target);
        return !Directory.Exists(runs)
            ? []
            : Directory.EnumerateDirectories(runs).Order(StringComparer.Ordinal).Where(run => File.Exists(Statistics(run))).Select(run => Read(run, target));
    }

    private static FuzzRun Read(string run, string target)
    {
        Dictionary<string, string> values = File.ReadLines(Statistics(run))
            .Select(line => line.Split(':', 2))
            .Where(parts => parts.Length == 2)
            .ToDictionary(parts => parts[0].Trim(), parts => parts[1].Trim());
        return new FuzzRun(
            target,
            string.Join(' ', File.ReadAllLines(Path.Combine(run, "core"))),
            "AFL" + values["afl_version"],
            Number("execs_done"),
            ActiveTime(Path.Combine(run, "afl", "default", "plot_data")),
            TimeSpan.FromSeconds(long.Parse(File.ReadAllText(Path.Combine(run, "cpu-seconds")), CultureInfo.InvariantCulture)),
            Number("edges_found"),
            values["stability"],
            Number("saved_crashes"),
            Number("saved_hangs"),
            TimeSpan.FromSeconds(Math.Max(0, Number("last_update") - Math.Max(Number("last_find"), Number("start_time")))));

        long Number(string name) => long.Parse(values[name], CultureInfo.InvariantCulture);
    }

    // The fuzzer's own clock goes on while its processes are stopped; its log does not.
    private static TimeSpan ActiveTime(string log)
    {
        long[] seconds = [.. File.ReadLines(log).Where(line => !line.StartsWith('#')).Select(line => long.Parse(line.Split(',')[0], CultureInfo.InvariantCulture))];
        return TimeSpan.FromSeconds(seconds.Zip(seconds.Skip(1)).Select(pair => pair.Second - pair.First).Where(gap => gap > 0 && gap <= LongestGap).Sum());
    }

    private static string Statistics(string run) => Path.Combine(run, "afl", "default", "fuzzer_stats");
}
