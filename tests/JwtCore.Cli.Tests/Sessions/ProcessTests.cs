using System.Diagnostics;
using JwtCore.Cli.Tests.Support;

namespace JwtCore.Cli.Tests;

public class ProcessTests : CliTest
{
    [Fact]
    public async Task The_built_program_reads_bytes_answers_in_UTF8_and_exits_with_the_code()
    {
        Outcome outcome = await Start($"{Token("sub", "José")}\nx\n", Verify);

        Assert.StartsWith("valid\n", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("  subject    \"José\"\n", outcome.Output, StringComparison.Ordinal);
        Assert.EndsWith($"\n\nnot valid: NotCompactJws\n  {ErrorSentences.Of(VerifyError.NotCompactJws)}\n", outcome.Output, StringComparison.Ordinal);
        Assert.Equal("", outcome.Error);
        Assert.Equal(1, outcome.Code);
    }

    [Fact]
    public async Task The_built_program_refuses_wrong_usage() =>
        AssertWrongUsage("no command given. See jwtcore --help.", await Start(""));

    private static async Task<Outcome> Start(string input, params string[] args)
    {
        ProcessStartInfo start = new(Environment.ProcessPath is string host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = System.Text.Encoding.UTF8,
        };
        start.ArgumentList.Add(typeof(CommandLine).Assembly.Location);
        Array.ForEach(args, start.ArgumentList.Add);
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        Task<string> error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return new Outcome(process.ExitCode, await output, await error);
    }
}
