using JwtCore.Fuzz.Seeds;
using JwtCore.Fuzz.Targets;

namespace JwtCore.Fuzz.Commands;

/// <summary>Writes the inputs that a target begins with, one file each.</summary>
internal static class WriteSeeds
{
    public static int Run(FuzzTarget target, string folder)
    {
        Directory.CreateDirectory(folder);
        int written = target.Seeds(SeedSource.Find()).Count(seed => seed.Length > 0 && Gather.Add(folder, seed));
        Console.WriteLine($"{target.Name}: {written} seeds");
        return 0;
    }
}
