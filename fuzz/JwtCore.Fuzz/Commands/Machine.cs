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

    // The build writes the commit behind the version where the folder is a repository.
    private static string CoreCommit() =>
        typeof(JwtVerifier).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+') is [_, string commit]
            ? commit[..12]
            : "of an unknown commit";
}
