using System.Globalization;
using JwtCore.LongRuns;

switch (args)
{
    case ["soak", string seconds]:
        return Soak.Run(TimeSpan.FromSeconds(int.Parse(seconds, CultureInfo.InvariantCulture)), Path.Combine("bench", "results", $"{DateTime.UtcNow:yyyy-MM-dd}-soak.md"));
    case ["soak", string seconds, string file]:
        return Soak.Run(TimeSpan.FromSeconds(int.Parse(seconds, CultureInfo.InvariantCulture)), file);
    case ["timing"]:
        return Timing.Run(Console.Out, samples: 2_000_000);
    case ["timing", string samples]:
        return Timing.Run(Console.Out, int.Parse(samples, CultureInfo.InvariantCulture));
    default:
        Console.Error.WriteLine("usage: soak SECONDS [FILE] | timing [SAMPLES]");
        return 2;
}
