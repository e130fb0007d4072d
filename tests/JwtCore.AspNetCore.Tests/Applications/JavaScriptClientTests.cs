using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Security.Claims;
using JwtCore.AspNetCore.Tests.Support;

namespace JwtCore.AspNetCore.Tests;

/// <summary>
/// The JavaScript client of SignalR, @microsoft/signalr, in Node.js. It is skipped where Node.js or the package is not to be had;
/// <see cref="SignalRTests"/> makes the same requests in any case.
/// </summary>
public class JavaScriptClientTests
{
    private static readonly string Folder = Path.Combine(Path.GetDirectoryName(ThisFile())!, "JavaScriptClient");

    [Fact]
    public async Task The_JavaScript_client_comes_in_with_its_token_in_the_query_and_is_reached_as_user()
    {
        await InstallAsync();
        await using Api api = await SignalRTests.Start(options => options.ClaimTypeMap["sub"] = ClaimTypes.NameIdentifier);
        (int code, string output) = await RunAsync("node", "client.mjs", new Uri(api.Address, "/hubs/chat").ToString(), SignalRTests.Token("ann"));

        Assert.Equal((0, "WebSockets: ann got hello\nServerSentEvents: ann got hello\nLongPolling: ann got hello"), (code, output));

        // The client put the token into the address, and only there where it could send no header.
        string[] inQuery = [.. api.Log.Entries.Where(entry => entry.Text.StartsWith("Request starting", StringComparison.Ordinal) && entry.Text.Contains("access_token=", StringComparison.Ordinal)).Select(entry => entry.Text)];
        Assert.NotEmpty(inQuery);
        Assert.All(inQuery, line => Assert.Contains(" GET ", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_JavaScript_client_with_a_bad_token_does_not_come_in()
    {
        await InstallAsync();
        await using Api api = await SignalRTests.Start(_ => { });
        (int code, string output) = await RunAsync("node", "client.mjs", new Uri(api.Address, "/hubs/chat").ToString(), "x");

        Assert.Equal(1, code);
        Assert.Contains("401", output, StringComparison.Ordinal);
    }

    private static async Task InstallAsync()
    {
        if (Directory.Exists(Path.Combine(Folder, "node_modules", "@microsoft", "signalr")))
        {
            return;
        }

        (int code, string output) = await RunAsync("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund");
        Assert.SkipUnless(code == 0, "npm does not bring @microsoft/signalr: " + output);
    }

    private static async Task<(int Code, string Output)> RunAsync(string program, params string[] arguments)
    {
        ProcessStartInfo start = new(program, arguments) { WorkingDirectory = Folder, RedirectStandardOutput = true, RedirectStandardError = true };
        try
        {
            using Process process = Process.Start(start)!;
            Task<string> output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            Task<string> errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromMinutes(2), TestContext.Current.CancellationToken);
            return (process.ExitCode, ((await output) + (process.ExitCode == 0 ? "" : await errors)).Trim().ReplaceLineEndings("\n"));
        }
        catch (Win32Exception)
        {
            // There is no such program here.
            Assert.Skip($"{program} is not on this machine.");
            throw;
        }
    }

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
