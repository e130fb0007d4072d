using System.Buffers.Text;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace JwtCore.AspNetCore.Bench;

/// <summary>One connection, that asks and reads the answer to its end: as little as a client can do, since it shares the machine.</summary>
internal sealed class Connection : IDisposable
{
    private static readonly byte[] Ok = "HTTP/1.1 200"u8.ToArray();

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _buffer = new byte[4_096];

    public Connection(int port) => _socket.Connect(IPAddress.Loopback, port);

    /// <returns>The body.</returns>
    /// <exception cref="InvalidOperationException">The answer is not 200.</exception>
    public async Task<string> AskAsync(byte[] request)
    {
        await _socket.SendAsync(request);
        int length = 0;
        Range body;
        while ((body = Body(length)).End.Value > length)
        {
            int read = await _socket.ReceiveAsync(_buffer.AsMemory(length));
            length += read > 0 ? read : throw new InvalidOperationException("The server hung up.");
        }

        return _buffer.AsSpan(0, length).StartsWith(Ok)
            ? Encoding.ASCII.GetString(_buffer.AsSpan(body))
            : throw new InvalidOperationException(Encoding.ASCII.GetString(_buffer, 0, length));
    }

    public void Dispose() => _socket.Dispose();

    // Where the body is; beyond the end while the headers are not all there.
    private Range Body(int length)
    {
        ReadOnlySpan<byte> answer = _buffer.AsSpan(0, length);
        int start = answer.IndexOf("\r\n\r\n"u8) + 4;
        int field = answer.IndexOf("Content-Length: "u8) + "Content-Length: ".Length;
        return start >= 4 && Utf8Parser.TryParse(answer[field..], out int size, out _) ? start..(start + size) : 0..(length + 1);
    }
}
