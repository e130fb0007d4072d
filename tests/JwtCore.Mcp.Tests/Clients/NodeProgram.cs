using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace JwtCore.Mcp.Tests.Clients;

/// <summary>A program of the folder node in a process of its own, with the packages of its lock file. It ends with its standard input.</summary>
internal sealed class NodeProgram : IAsyncDisposable
{
    private const string Variable = "JWTCORE_REQUIRE_NODE";

    private static readonly string Folder = Path.Combine(Path.GetDirectoryName(ThisFile())!, "..", "node");
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly Lazy<Task<string?>> Missing = new(FindMissingAsync);

    private readonly Process _process;
    private readonly Task<string> _errors;

    private NodeProgram(Process process)
    {
        _process = process;
        _errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
    }

    /// <summary>Skips the test that runs, or fails it where the variable is 1, if Node or a package is missing that cannot be installed.</summary>
    public static async Task RequireAsync()
    {
        if (await Missing.Value is string reason)
        {
            Assert.SkipUnless(Environment.GetEnvironmentVariable(Variable) == "1", reason);
            Assert.Fail($"{reason} ${Variable} is 1.");
        }
    }

    /// <summary>Starts a program.</summary>
    public static NodeProgram Start(string program, params string[] arguments) => new(Process.Start(Command("node", [program, .. arguments]))!);

    /// <summary>The one line that it prints next.</summary>
    public async Task<JsonElement> ReadAsync()
    {
        string? line = await _process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(Patience, TestContext.Current.CancellationToken);
        return line is null ? throw new InvalidOperationException($"The program ended. {await _errors}") : JsonElement.Parse(line);
    }

    public async ValueTask DisposeAsync()
    {
        using CancellationTokenSource deadline = new(TimeSpan.FromSeconds(5));
        try
        {
            _process.StandardInput.Close();
            await _process.WaitForExitAsync(deadline.Token);
        }
        catch (Exception thrown) when (thrown is OperationCanceledException or IOException)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync(CancellationToken.None);
        }

        _process.Dispose();
    }

    private static ProcessStartInfo Command(string name, params string[] arguments) => new(name, arguments)
    {
        WorkingDirectory = Folder,
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    };

    private static async Task<string?> FindMissingAsync()
    {
        if (await RunAsync("node", "--version") is string node)
        {
            return $"Node is not here: {node}";
        }

        bool isInstalled = JsonElement.Parse(File.ReadAllBytes(Path.Combine(Folder, "package.json"))).GetProperty("dependencies").EnumerateObject().All(package =>
            Path.Combine(Folder, "node_modules", package.Name, "package.json") is string file && File.Exists(file)
            && JsonElement.Parse(File.ReadAllBytes(file)).GetProperty("version").GetString() == package.Value.GetString());
        return isInstalled ? null
            : await RunAsync(OperatingSystem.IsWindows() ? "npm.cmd" : "npm", "ci", "--no-audit", "--no-fund", "--fetch-retries=0") is string npm ? $"the MCP clients cannot be installed: {npm}"
            : null;
    }

    // Null for success, or what went wrong.
    private static async Task<string?> RunAsync(string name, params string[] arguments)
    {
        try
        {
            using Process process = Process.Start(Command(name, arguments))!;
            process.StandardInput.Close();
            Task<string> output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
            Task<string> errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
            await process.WaitForExitAsync(CancellationToken.None).WaitAsync(Patience);
            await output;
            return process.ExitCode == 0 ? null : $"{name} {arguments[0]} ended with {process.ExitCode}. {(await errors).Split('\n').FirstOrDefault(line => line.StartsWith("npm error", StringComparison.Ordinal))}";
        }
        catch (Exception thrown) when (thrown is Win32Exception or TimeoutException)
        {
            return $"{name} {arguments[0]} does not run: {thrown.Message}";
        }
    }

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
