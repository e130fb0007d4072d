using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using JwtCore.Competitors;

namespace JwtCore.Bench;

/// <summary>What a figure cannot be read without.</summary>
/// <param name="Date">The day of the run, UTC.</param>
/// <param name="Machine">The processor.</param>
/// <param name="Cores">The cores that the process may use.</param>
/// <param name="System">The operating system.</param>
/// <param name="Runtime">The .NET runtime.</param>
/// <param name="Commit">The commit that ran; a plus sign behind it says that files were changed.</param>
/// <param name="Load">The machine's load over the minute before the run, in processes; null where it does not say.</param>
/// <param name="LoadAfter">The same at the end; the run itself is one of it.</param>
/// <param name="IsQuick">The run took a tenth of the time: not one to quote.</param>
/// <param name="Libraries">The other libraries' versions.</param>
internal sealed record RunFacts(
    string Date,
    string Machine,
    int Cores,
    string System,
    string Runtime,
    string Commit,
    double? Load,
    double? LoadAfter,
    bool IsQuick,
    IReadOnlyDictionary<string, string> Libraries)
{
    public static RunFacts Read(string root, bool isQuick) => new(
        DateTime.UtcNow.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        Processor(),
        Environment.ProcessorCount,
        RuntimeInformation.OSDescription.Trim(),
        RuntimeInformation.FrameworkDescription,
        Git(root, "rev-parse HEAD")[..12] + (Git(root, "status --porcelain --untracked-files=no").Length == 0 ? "" : "+"),
        LoadNow(),
        null,
        isQuick,
        Field.Versions);

    public static double? LoadNow() =>
        File.Exists("/proc/loadavg") ? double.Parse(File.ReadAllText("/proc/loadavg").Split(' ')[0], CultureInfo.InvariantCulture) : null;

    private static string Processor()
    {
        string? line = File.Exists("/proc/cpuinfo") ? File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal)) : null;
        return line?.Split(':')[1].Trim() ?? RuntimeInformation.ProcessArchitecture.ToString();
    }

    private static string Git(string root, string arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo("git", arguments) { WorkingDirectory = root, RedirectStandardOutput = true })!;
        string output = process.StandardOutput.ReadToEnd().Trim();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException("git does not know the commit; a run without it is worth nothing.");
    }
}
