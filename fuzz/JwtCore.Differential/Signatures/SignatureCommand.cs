using System.Globalization;
using System.Runtime.InteropServices;

namespace JwtCore.Differential.Signatures;

/// <summary>Runs the comparison of Ed25519 signatures, prints what was counted, and writes the record.</summary>
internal static class SignatureCommand
{
    /// <returns>0 when all verdicts agree.</returns>
    public static int Run(long count, int seed, string? file)
    {
        SignatureRun run = new(count, seed, SignatureRun.MakeJudge);
        run.Execute((done, time) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{done:N0} signatures, {time:hh\\:mm\\:ss}")));
        string record = Describe(run);
        Console.WriteLine(record);
        if (file is not null)
        {
            File.WriteAllText(file, record);
        }

        return run.Findings.Count == 0 ? 0 : 1;
    }

    private static string Describe(SignatureRun run)
    {
        List<string> lines =
        [
            $"# Ed25519 against libsodium, {DateTime.UtcNow:yyyy-MM-dd}",
            "",
            string.Create(CultureInfo.InvariantCulture, $"`dotnet run -c Release --project fuzz/JwtCore.Differential -- ed25519 {run.Judged} {run.Seed}` at commit {run.Commit}, {run.Workers} threads, {RuntimeInformation.FrameworkDescription}, {RuntimeInformation.OSDescription.Trim()}, {RuntimeInformation.ProcessArchitecture}."),
            string.Create(CultureInfo.InvariantCulture, $"{run.Elapsed:hh\\:mm\\:ss} from start to end; the machine is shared."),
            "",
            run.Findings.Count == 0 ? "All verdicts agree." : $"The run FAILED. The first {run.Findings.Count} disagreements:",
            .. run.Findings.Select(finding => $"\n```\n{finding}\n```"),
            "",
            "| damage | signatures | accepted by both |",
            "|---|---|---|",
            .. run.Kinds.OrderBy(kind => kind.Key, StringComparer.Ordinal).Select(kind => string.Create(CultureInfo.InvariantCulture, $"| {kind.Key} | {kind.Value.Judged:N0} | {kind.Value.Accepted:N0} |")),
            string.Create(CultureInfo.InvariantCulture, $"| all | {run.Judged:N0} | {run.Kinds.Values.Sum(kind => kind.Accepted):N0} |"),
            "",
        ];
        return string.Join('\n', lines);
    }
}
