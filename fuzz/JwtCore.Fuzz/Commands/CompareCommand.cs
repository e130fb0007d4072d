using JwtCore.Fuzz.Compare;

namespace JwtCore.Fuzz.Commands;

/// <summary>The comparison with the naive twin as a command; its result is printed and, where a file is named, kept.</summary>
internal static class CompareCommand
{
    public static int Run(int tokens, int seed, string? file)
    {
        CompareRun run = CompareRun.Of(tokens, seed);
        bool isGood = run.Report(Console.Out);
        if (file is not null)
        {
            using StreamWriter writer = new(file);
            writer.WriteLine($"# Core against naive twin, {DateTime.UtcNow:yyyy-MM-dd}");
            writer.WriteLine();
            writer.WriteLine($"`dotnet run -c Release --project fuzz/JwtCore.Fuzz -- compare {tokens} {seed}` {Machine.Describe()}.");
            writer.WriteLine("Each token by bytes, by chars and three times with the token cache; no exception, no allocation for short tokens.");
            writer.WriteLine();
            run.Report(writer);
        }

        return isGood ? 0 : 1;
    }
}
