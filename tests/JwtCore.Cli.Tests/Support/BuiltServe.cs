using System.Diagnostics;

namespace JwtCore.Cli.Tests.Support;

/// <summary><c>jwtcore serve</c> as a process of its own.</summary>
internal sealed class BuiltServe : IAsyncDisposable
{
    private readonly Process _process;
    private readonly HttpClient _client = new();

    private BuiltServe(Process process) => _process = process;

    public string Address { get; private set; } = "";

    public bool HasEnded => _process.HasExited;

    public static async Task<BuiltServe> StartAsync(string? folder = null)
    {
        ProcessStartInfo start = BuiltProgram.Command("serve", "--port", "0", "--alg", "ES256");
        start.WorkingDirectory = folder ?? "";
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        BuiltServe serve = new(Process.Start(start)!);
        string? line;
        while ((line = await serve._process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken)) is not null)
        {
            if (line.StartsWith("serving ", StringComparison.Ordinal))
            {
                serve.Address = line["serving ".Length..];
                return serve;
            }
        }

        throw new InvalidOperationException("The program ended.");
    }

    public void EndInput() => _process.StandardInput.Close();

    public async Task<int> GetAsync(string path)
    {
        using HttpResponseMessage response = await _client.GetAsync(Address + path, TestContext.Current.CancellationToken);
        return (int)response.StatusCode;
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        _process.Kill();
        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
    }
}
