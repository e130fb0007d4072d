using BenchmarkDotNet.Reports;

namespace JwtCore.Bench;

/// <summary>Runs every row for a moment and fails when one does not run or allocates. Times are shown, never judged.</summary>
internal static class Smoke
{
    // No object is smaller; a share of one below that is the harness's own.
    private const int SmallestObject = 24;

    public static int Run()
    {
        int bad = 0;
        foreach (Summary summary in Rows.Run(warmups: 2, iterations: 3, milliseconds: 100))
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
