using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;

namespace JwtCore.Fuzz.Commands;

/// <summary>What a result was measured on.</summary>
internal static class Machine
{
    /// <summary>As the end of a sentence.</summary>
    public static string Describe() =>
        $"on {Environment.ProcessorCount} cores of {Processor()}, {RuntimeInformation.FrameworkDescription}, core {CoreCommit()}";

    private static string Processor() => File.Exists("/proc/cpuinfo")
        ? File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim() ?? "an unknown processor"
        : "an unknown processor";

    // The build writes the commit behind the version; what counts is the last one before it that touched the core.
    private static string CoreCommit()
    {
        string? version = typeof(JwtVerifier).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;
        if (version?.Split('+') is not [_, string commit])
        {
            return "of an unknown commit";
        }

        using Process git = Process.Start(new ProcessStartInfo("git", ["log", "-1", "--format=%h", "--abbrev=12", commit, "--", "src/JwtCore"]) { RedirectStandardOutput = true })!;
        string core = git.StandardOutput.ReadToEnd().Trim();
        return core.Length > 0 ? core : commit;
    }
}
