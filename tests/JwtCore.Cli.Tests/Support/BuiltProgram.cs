using System.Diagnostics;

namespace JwtCore.Cli.Tests.Support;

/// <summary>Runs the program as a process of its own.</summary>
internal static class BuiltProgram
{
    public static Task<Outcome> RunAsync(string input, params string[] args) => RunAsync([], input, args);

    public static async Task<Outcome> RunAsync((string Name, string Value)[] variables, string input, params string[] args)
    {
        ProcessStartInfo start = new(Environment.ProcessPath is string host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = System.Text.Encoding.UTF8,
        };
        foreach ((string name, string value) in variables)
        {
            start.Environment[name] = value;
        }

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
