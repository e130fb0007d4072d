using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace JwtCore.AspNetCore.Bench;

/// <summary>A server in a process of its own, and the connections to it.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    public const int Connections = 8;

    private readonly Process _process;
    private readonly Connection[] _connections;
    private readonly Connection _control;

    private ServerProcess(Process process, int port)
    {
        _process = process;
        _connections = [.. Enumerable.Range(0, Connections).Select(_ => new Connection(port))];
        _control = new Connection(port);
    }

    public static async Task<ServerProcess> StartAsync(Guard guard, string jwks)
    {
        ProcessStartInfo start = new(Environment.ProcessPath!, ["serve", guard.ToString()]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        Process process = Process.Start(start) ?? throw new InvalidOperationException("The server did not start.");
        await process.StandardInput.WriteLineAsync(jwks);
        await process.StandardInput.FlushAsync();
        string port = await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The server did not say its port.");
        return new ServerProcess(process, int.Parse(port, CultureInfo.InvariantCulture));
    }

    /// <summary>Sends a request for each token, as many at once as there are connections.</summary>
    /// <returns>How fast it was, and what each request cost the server.</returns>
    public async Task<Measurement> MeasureAsync(string path, ReadOnlyMemory<string> tokens)
    {
        byte[][] requests = new byte[tokens.Length][];
        for (int i = 0; i < requests.Length; i++)
        {
            requests[i] = Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: api\r\nAuthorization: Bearer {tokens.Span[i]}\r\n\r\n");
        }

        (long bytes, TimeSpan processor) before = await CostAsync();
        Stopwatch watch = Stopwatch.StartNew();
        int next = -1;
        await Task.WhenAll(_connections.Select(connection => Task.Run(async () =>
        {
            for (int i = Interlocked.Increment(ref next); i < requests.Length; i = Interlocked.Increment(ref next))
            {
                await connection.AskAsync(requests[i]);
            }
        })));
        TimeSpan elapsed = watch.Elapsed;
        (long bytes, TimeSpan processor) = await CostAsync();
        return new(requests.Length / elapsed.TotalSeconds, (double)(bytes - before.bytes) / requests.Length, (processor - before.processor) / requests.Length);
    }

    public async ValueTask DisposeAsync()
    {
        Array.ForEach(_connections, connection => connection.Dispose());
        _control.Dispose();
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private async Task<(long Bytes, TimeSpan Processor)> CostAsync()
    {
        string[] cost = (await _control.AskAsync("GET /cost HTTP/1.1\r\nHost: api\r\n\r\n"u8.ToArray())).Split(' ');
        return (long.Parse(cost[0], CultureInfo.InvariantCulture), TimeSpan.FromTicks(long.Parse(cost[1], CultureInfo.InvariantCulture)));
    }
}
