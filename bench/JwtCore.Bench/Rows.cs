using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Perfolizer.Horology;

namespace JwtCore.Bench;

/// <summary>All rows, run in this process, for a moment or for a record.</summary>
internal static class Rows
{
    public static Summary[] Run(int warmups, int iterations, int milliseconds)
    {
        Job job = Job.Default.WithToolchain(new InProcessEmitToolchain(TimeSpan.FromMinutes(10), logOutput: false))
            .WithWarmupCount(warmups).WithIterationCount(iterations).WithIterationTime(TimeInterval.FromMilliseconds(milliseconds));
        IConfig config = ManualConfig.CreateEmpty().AddJob(job).AddDiagnoser(MemoryDiagnoser.Default)
            .AddColumnProvider(DefaultColumnProviders.Instance).AddLogger(ConsoleLogger.Unicode).WithOptions(ConfigOptions.DisableLogFile);
        return BenchmarkRunner.Run([typeof(VerifyBenchmarks), typeof(RefuseBenchmarks), typeof(CacheBenchmarks), typeof(LookupBenchmarks), typeof(StepBenchmarks)], config);
    }
}
