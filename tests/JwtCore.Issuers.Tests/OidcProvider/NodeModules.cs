using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;

namespace JwtCore.Issuers.Tests.OidcProvider;

/// <summary>What the Node program needs: Node, and the packages of its lock file, installed where they are not yet.</summary>
internal static class NodeModules
{
    /// <summary>Set to 1, tests fail where they would be skipped.</summary>
    private const string Variable = "JWTCORE_REQUIRE_NODE";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private static readonly Lazy<Task<string?>> Missing = new(FindMissingAsync);

    /// <summary>The program's folder.</summary>
    public static string Folder { get; } = Path.Combine(FindRoot(), "tests", "JwtCore.Issuers.Tests", "node");

    /// <summary>Skips the test that runs, or fails it, where something is missing that cannot be installed.</summary>
    public static async Task RequireAsync()
    {
        if (await Missing.Value is string reason)
        {
            Assert.SkipUnless(Environment.GetEnvironmentVariable(Variable) == "1", reason);
            Assert.Fail($"{reason} ${Variable} is 1.");
        }
    }

    /// <summary>The line of JSON that a program of the folder prints.</summary>
    public static async Task<JsonElement> RunAsync(string program)
    {
        await RequireAsync();
        using Process process = Process.Start(Command("node", program))!;
        process.StandardInput.Close();
        Task<string> errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        string output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, await errors);
        return JsonElement.Parse(output);
    }

    /// <summary>Node or npm, with these arguments, in the program's folder.</summary>
    public static ProcessStartInfo Command(string name, params string[] arguments) => new(name, arguments)
    {
        WorkingDirectory = Folder,
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    };

    private static async Task<string?> FindMissingAsync()
    {
        if (await TryRunAsync("node", "--version") is string node)
        {
            return $"Node is not here: {node}";
        }

        if (IsInstalled())
        {
            return null;
        }

        return await TryRunAsync(OperatingSystem.IsWindows() ? "npm.cmd" : "npm", "ci", "--no-audit", "--no-fund", "--fetch-retries=0") is string npm
            ? $"the packages of Node cannot be installed: {npm}"
            : null;
    }

    // Null for success, or what went wrong.
    private static async Task<string?> TryRunAsync(string name, params string[] arguments)
    {
        try
        {
            using Process process = Process.Start(Command(name, arguments))!;
            using CancellationTokenSource deadline = new(Patience);
            process.StandardInput.Close();
            Task<string> output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
            Task<string> errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
            try
            {
                await process.WaitForExitAsync(deadline.Token);
            }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
                return $"{name} {arguments[0]} did not end within {Patience}.";
            }

            await output;
            return process.ExitCode == 0 ? null : $"{name} {arguments[0]} ended with {process.ExitCode}. {Reason(await errors)}";
        }
        catch (Win32Exception)
        {
            return $"there is no {name}.";
        }
    }

    // npm's code among many lines of advice, or the last line.
    private static string Reason(string errors)
    {
        string[] lines = errors.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return string.Join(' ', lines.Where(line => line.StartsWith("npm error code", StringComparison.Ordinal)).DefaultIfEmpty(lines.LastOrDefault() ?? ""));
    }

    private static bool IsInstalled()
    {
        return Read(Path.Combine(Folder, "package.json")).GetProperty("dependencies").EnumerateObject().All(package =>
        {
            string installed = Path.Combine(Folder, "node_modules", package.Name, "package.json");
            return File.Exists(installed) && Read(installed).GetProperty("version").GetString() == package.Value.GetString();
        });
    }

    private static JsonElement Read(string file) => JsonElement.Parse(File.ReadAllBytes(file));

    private static string FindRoot()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "JwtCore.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new DirectoryNotFoundException($"No folder above {AppContext.BaseDirectory} has JwtCore.sln.");
    }
}
