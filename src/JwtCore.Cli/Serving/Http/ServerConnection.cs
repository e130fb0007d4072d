using System.Net;
using System.Net.Sockets;

namespace JwtCore.Cli;

/// <summary>One connection: one request, one answer. Head and body have one time limit together, and the answer has another.</summary>
/// <param name="socket">The connection.</param>
/// <param name="answer">Makes the answer to a request.</param>
/// <param name="clock">The clock of the time limits.</param>
internal sealed class ServerConnection(Socket socket, Func<ServerRequest, Task<ServerAnswer>> answer, TimeProvider clock)
{
    /// <summary>How long a request may take to come, and an answer to go.</summary>
    public static readonly TimeSpan LongestTransfer = TimeSpan.FromSeconds(10);

    // What a client may still send while it is told that its request is refused.
    private const int MostIgnored = 1_000_000;

    private static readonly ServerAnswer Malformed = ServerAnswer.Refused(400, "the request is no HTTP/1.1, or its head is longer than the limit");

    /// <summary>Answers and closes.</summary>
    /// <exception cref="Exception">The client is gone or too slow, or the answer could not be made.</exception>
    public async Task ServeAsync()
    {
        using CancellationTokenSource receiving = new(LongestTransfer, clock);
        ServerAnswer made = await AnswerAsync(receiving.Token);

        using CancellationTokenSource sending = new(LongestTransfer, clock);
        ReadOnlyMemory<byte> bytes = made.ToBytes(clock.GetUtcNow());
        while (!bytes.IsEmpty)
        {
            bytes = bytes[await socket.SendAsync(bytes, sending.Token)..];
        }

        await EndAsync(sending.Token);
    }

    private async Task<ServerAnswer> AnswerAsync(CancellationToken deadline)
    {
        try
        {
            byte[] buffer = new byte[RequestHead.Longest];
            int length = 0;
            int end;
            while ((end = buffer.AsSpan(0, length).IndexOf(RequestHead.End)) < 0)
            {
                if (length == buffer.Length)
                {
                    return Malformed;
                }

                int read = await socket.ReceiveAsync(buffer.AsMemory(length), deadline);
                length += read > 0 ? read : throw new EndOfStreamException();
            }

            return RequestHead.Parse(buffer.AsSpan(0, end)) is RequestHead head
                ? await answer(new ServerRequest(head, ((IPEndPoint)socket.RemoteEndPoint!).Address, socket, buffer.AsMemory((end + RequestHead.End.Length)..length), deadline))
                : Malformed;
        }
        catch (OperationCanceledException)
        {
            return ServerAnswer.Refused(408, $"the request did not come within {LongestTransfer.TotalSeconds} seconds");
        }
    }

    // A connection that is closed while bytes of the client are unread is reset, and the client may lose the answer.
    private async Task EndAsync(CancellationToken deadline)
    {
        socket.Shutdown(SocketShutdown.Send);
        byte[] ignored = new byte[16_384];
        int read;
        for (int all = 0; all < MostIgnored && (read = await socket.ReceiveAsync(ignored, deadline)) > 0; all += read)
        {
        }
    }
}
