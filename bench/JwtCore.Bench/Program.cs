using BenchmarkDotNet.Running;
using JwtCore.Bench;
using JwtCore.Bench.Curves;

return args switch
{
    ["smoke"] => SmokeCommand.Run(Console.Out),
    ["linear"] => LinearTime.Run(Console.Out),
    ["fleet"] => FleetSimulation.Run(Console.Out),
    ["refresh"] => RefreshLoad.Run(Console.Out),
    ["threads"] => Threads.Run(Console.Out),
    ["paired"] => PairedCommand.Run(Console.Out),
    ["loop", string algorithm, string call, string seconds] => LoopCommand.Run(Console.Out, algorithm, call, seconds),
    ["report"] => ReportCommand.Run(Console.Out, isQuick: false),
    ["report", "--quick"] => ReportCommand.Run(Console.Out, isQuick: true),
    ["ed25519"] => CurveCommand.Run(Console.Out),
    ["crosscheck"] => CrossCheckCommand.Run(Console.Out),
    ["chart"] => ChartCommand.Run(),
    _ => BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args).Any() ? 0 : 1,
};
