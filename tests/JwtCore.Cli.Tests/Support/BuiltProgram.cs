using System.Diagnostics;

namespace JwtCore.Cli.Tests.Support;

/// <summary>Runs the program as a process of its own.</summary>
internal static class BuiltProgram
{
    private static string Host => Environment.ProcessPath is string host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet";

    public static Task<Outcome> RunAsync(string input, params string[] args) => RunAsync([], input, args);

    public static Task<Outcome> RunAsync((string Name, string Value)[] variables, string input, params string[] args)
    {
        ProcessStartInfo start = Command(args);
        foreach ((string name, string value) in variables)
        {
            start.Environment[name] = value;
        }

        return RunAsync(start, input);
    }

    /// <summary>The program with its arguments, to be started.</summary>
    public static ProcessStartInfo Command(params string[] args)
    {
        ProcessStartInfo start = new(Host);
        start.ArgumentList.Add(typeof(CommandLine).Assembly.Location);
        Array.ForEach(args, start.ArgumentList.Add);
        return start;
    }

    /// <summary>Starts the program; its streams are the caller's to read and write.</summary>
    public static Process Start(params string[] args)
    {
        ProcessStartInfo start = new(Host) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(typeof(CommandLine).Assembly.Location);
        Array.ForEach(args, start.ArgumentList.Add);
        return Process.Start(start)!;
    }

    /// <summary>Runs a line of a shell, in which {0} stands for the program.</summary>
    public static Task<Outcome> RunInShellAsync(string line) => RunAsync(
        new ProcessStartInfo("/bin/sh") { ArgumentList = { "-c", line.Replace("{0}", $"'{Host}' '{typeof(CommandLine).Assembly.Location}'", StringComparison.Ordinal) } }, "");

    private static async Task<Outcome> RunAsync(ProcessStartInfo start, string input)
    {
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        start.StandardOutputEncoding = System.Text.Encoding.UTF8;
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        Task<string> error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return new Outcome(process.ExitCode, await output, await error);
    }
}
