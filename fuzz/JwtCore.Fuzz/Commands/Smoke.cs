using System.Diagnostics;
using JwtCore.Fuzz.Compare;
using JwtCore.Fuzz.Oracles;
using JwtCore.Fuzz.Seeds;
using JwtCore.Fuzz.Targets;

namespace JwtCore.Fuzz.Commands;

/// <summary>
/// A little of everything without a fuzzer, in this process: generated tokens against the naive twin for a third of the
/// time, mutated seeds through every target for the rest.
/// </summary>
internal static class Smoke
{
    public static int Run(TimeSpan time, int seed)
    {
        Console.WriteLine($"fuzz smoke: seed {seed}, {time.TotalSeconds:F0} s");
        if (!CompareRun.For(time / 3, seed).Report(Console.Out))
        {
            return 1;
        }

        SeedSource source = SeedSource.Find();
        int failed = 0;
        foreach (string name in TargetList.Names)
        {
            failed += Mutate(TargetList.Find(name)!(), source, time * 2 / 3 / TargetList.Names.Count(), seed) ? 0 : 1;
        }

        return failed == 0 ? 0 : 1;
    }

    private static bool Mutate(FuzzTarget target, SeedSource source, TimeSpan time, int seed)
    {
        InputMutator mutator = new(new Random(seed), [.. target.Seeds(source)]);
        Stopwatch watch = Stopwatch.StartNew();
        int runs = 0;
        for (; watch.Elapsed < time; runs++)
        {
            byte[] input = mutator.Next();
            try
            {
                target.Run(input);
            }
            catch (FindingException finding)
            {
                Console.WriteLine($"FAILED {target.Name} after {runs} inputs: {finding.Message}\n{Convert.ToHexString(input)}");
                return false;
            }
        }

        Console.WriteLine($"{target.Name}: {runs:N0} inputs, no finding");
        return true;
    }
}
