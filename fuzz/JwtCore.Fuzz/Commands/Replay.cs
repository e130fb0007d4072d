using JwtCore.Fuzz.Oracles;
using JwtCore.Fuzz.Targets;

namespace JwtCore.Fuzz.Commands;

/// <summary>Runs a target over files, for a corpus or for findings. Prints what fails and why.</summary>
internal static class Replay
{
    public static int Run(FuzzTarget target, IEnumerable<string> paths)
    {
        int runs = 0;
        int failed = 0;
        foreach (string file in paths.SelectMany(path => Directory.Exists(path) ? Directory.EnumerateFiles(path) : [path]))
        {
            runs++;
            try
            {
                target.Run(File.ReadAllBytes(file));
            }
            catch (FindingException finding)
            {
                failed++;
                Console.WriteLine($"{file}: {finding.Message}");
            }
        }

        Console.WriteLine($"{target.Name}: {runs} inputs, {failed} findings");
        return failed == 0 ? 0 : 1;
    }
}
