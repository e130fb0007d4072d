using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using JwtCore.Cli.Tests.Support;

namespace JwtCore.Cli.Tests;

/// <summary>Ctrl+C ends the program at once: by its signal, without a stack trace and without half of a key.</summary>
public class InterruptionTests : CliTest
{
    // 128 and the number of SIGINT, as shells say it.
    private const int Interrupted = 130;

    [Fact]
    public async Task While_standard_input_is_waited_for()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The signal is sent with a tool of Linux.");
        using Process process = BuiltProgram.Start("inspect");
        await process.StandardInput.WriteAsync("x\n");
        await process.StandardInput.FlushAsync(TestContext.Current.CancellationToken);
        Assert.Equal("unverified", (await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken))?[..10]);

        await InterruptAsync(process);

        Assert.Equal("", await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));
        Assert.Equal(Interrupted, process.ExitCode);
    }

    [Fact]
    public async Task While_keys_are_waited_for()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The signal is sent with a tool of Linux.");
        using TcpListener silent = new(IPAddress.Loopback, 0);
        silent.Start();
        using Process process = BuiltProgram.Start("jwks", $"http://127.0.0.1:{((IPEndPoint)silent.LocalEndpoint).Port}/keys", "--allow-http-loopback");
        using TcpClient client = await silent.AcceptTcpClientAsync(TestContext.Current.CancellationToken);

        await InterruptAsync(process);

        Assert.Equal("", await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));
        Assert.Equal("", await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken));
        Assert.Equal(Interrupted, process.ExitCode);
    }

    [Fact]
    public async Task While_a_key_is_made_both_files_appear_or_none()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The signal is sent with a tool of Linux.");
        for (int wait = 40; wait <= 240; wait += 20)
        {
            string folder = Directory.CreateDirectory(PathOf($"after-{wait}")).FullName;
            using Process process = BuiltProgram.Start("keygen", "--alg", "RS256", "--out", Path.Combine(folder, "key.json"), "--public", Path.Combine(folder, "set.json"));
            process.WaitForExit(wait);
            if (!process.HasExited)
            {
                await InterruptAsync(process);
            }

            Assert.DoesNotContain(Directory.GetFiles(folder).Length, new[] { 1, 3, 4 });
        }
    }

    private static async Task InterruptAsync(Process process)
    {
        using Process kill = Process.Start("kill", ["-INT", $"{process.Id}"]);
        await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
    }
}
