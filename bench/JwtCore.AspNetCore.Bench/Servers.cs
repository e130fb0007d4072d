namespace JwtCore.AspNetCore.Bench;

/// <summary>One server for each guard, all running; one is asked at a time.</summary>
internal sealed class Servers : IAsyncDisposable
{
    private readonly Dictionary<Guard, ServerProcess> _servers = [];

    private Servers()
    {
    }

    public static async Task<Servers> StartAsync(string jwks)
    {
        Servers servers = new();
        foreach (Guard guard in Enum.GetValues<Guard>())
        {
            servers._servers.Add(guard, await ServerProcess.StartAsync(guard, jwks));
        }

        return servers;
    }

    /// <summary>Runs one load on all of them, in turns whose order changes with each round.</summary>
    /// <returns>The rounds of each.</returns>
    public async Task<Dictionary<Guard, Measurement[]>> RunAsync(string path, ReadOnlyMemory<string> tokens, Scale scale)
    {
        foreach (ServerProcess server in _servers.Values)
        {
            await server.MeasureAsync(path, tokens[..scale.WarmUp]);
        }

        Dictionary<Guard, Measurement[]> rounds = _servers.Keys.ToDictionary(guard => guard, _ => new Measurement[scale.Rounds]);
        for (int round = 0; round < scale.Rounds; round++)
        {
            ReadOnlyMemory<string> part = tokens.Slice(scale.WarmUp + (round * scale.Requests), scale.Requests);
            foreach (Guard guard in round % 2 == 0 ? _servers.Keys : _servers.Keys.Reverse())
            {
                rounds[guard][round] = await _servers[guard].MeasureAsync(path, part);
            }
        }

        return rounds;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (ServerProcess server in _servers.Values)
        {
            await server.DisposeAsync();
        }
    }
}
