using System.Net;
using System.Net.Sockets;

namespace JwtCore.Tests.Jwks;

/// <summary>A resolver and a dialler that remember what was asked of them. Nothing leaves the process.</summary>
internal sealed class FakeNetwork
{
    public List<string> Resolved { get; } = [];

    public List<(string Address, int Port)> Dialled { get; } = [];

    public Func<string, CancellationToken, Task<IPAddress[]>> Resolving(params string[] addresses) => (host, _) =>
    {
        Resolved.Add(host);
        return Task.FromResult<IPAddress[]>([.. addresses.Select(IPAddress.Parse)]);
    };

    /// <summary>A dialler for which null stands for an address that does not answer.</summary>
    public Func<IPAddress, int, CancellationToken, Task<Stream>> Dialling(Func<string, Stream?> connect) => (address, port, _) =>
    {
        Dialled.Add((address.ToString(), port));
        return Task.FromResult(connect(address.ToString()) ?? throw new SocketException((int)SocketError.ConnectionRefused));
    };

    /// <summary>Whatever address is dialled, the server answers; except for one.</summary>
    public Func<IPAddress, int, CancellationToken, Task<Stream>> DiallingTo(OneAnswerServer server, string dead) => async (address, port, token) =>
    {
        await Dialling(other => other == dead ? null : Stream.Null)(address, port, token);
        return await server.DialAsync(token);
    };
}
