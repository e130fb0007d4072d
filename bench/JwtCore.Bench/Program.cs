using BenchmarkDotNet.Running;
using JwtCore.Bench;

return args switch
{
    ["smoke"] => Smoke.Run(),
    ["linear"] => LinearTime.Run(Console.Out),
    ["fleet"] => FleetSimulation.Run(Console.Out),
    ["refresh"] => RefreshLoad.Run(Console.Out),
    ["threads"] => Threads.Run(Console.Out),
    ["paired"] => PairedCommand.Run(Console.Out),
    ["report", string file] => Report.Run(file),
    _ => BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args).Any() ? 0 : 1,
};
