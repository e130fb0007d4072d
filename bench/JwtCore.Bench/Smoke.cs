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

/// <summary>Runs every row for a moment and fails when one does not run or allocates. Times are shown, never judged.</summary>
internal static class Smoke
{
    // No object is smaller; a share of one below that is the harness's own.
    private const int SmallestObject = 24;

    public static int Run()
    {
        Job job = Job.Default.WithToolchain(new InProcessEmitToolchain(TimeSpan.FromMinutes(5), logOutput: false)).WithWarmupCount(2).WithIterationCount(3)
            .WithIterationTime(TimeInterval.FromMilliseconds(100));
        IConfig config = ManualConfig.CreateEmpty().AddJob(job).AddDiagnoser(MemoryDiagnoser.Default)
            .AddColumnProvider(DefaultColumnProviders.Instance).AddLogger(ConsoleLogger.Unicode).WithOptions(ConfigOptions.DisableLogFile);
        int bad = 0;
        foreach (Summary summary in BenchmarkRunner.Run([typeof(VerifyBenchmarks), typeof(RefuseBenchmarks), typeof(LookupBenchmarks), typeof(StepBenchmarks)], config))
        {
            foreach (BenchmarkReport report in summary.Reports)
            {
                long? bytes = report.GcStats.GetBytesAllocatedPerOperation(report.BenchmarkCase);
                string name = report.BenchmarkCase.DisplayInfo;
                bool isOurs = !report.BenchmarkCase.Descriptor.WorkloadMethod.Name.StartsWith("Microsoft", StringComparison.Ordinal);
                if (!report.Success || (isOurs && bytes is not < SmallestObject))
                {
                    Console.WriteLine($"FAILED: {name}: {(report.Success ? $"{bytes} bytes per call" : "did not run")}");
                    bad++;
                }
            }
        }

        Console.WriteLine(bad == 0 ? "Every row ran, and JwtCore's allocated 0 bytes." : $"{bad} rows failed.");
        return bad == 0 ? 0 : 1;
    }
}
