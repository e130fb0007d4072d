using System.Net;
using System.Net.Sockets;

namespace JwtCore.Cli;

/// <summary>One request: its head, and its body once somebody asks for it.</summary>
/// <param name="Head">Request line and headers.</param>
/// <param name="Client">Who sent it.</param>
/// <param name="Socket">Where the rest of the body comes from.</param>
/// <param name="Rest">What came of the body together with the head.</param>
/// <param name="Deadline">When the whole request must be there.</param>
internal sealed record ServerRequest(RequestHead Head, IPAddress Client, Socket Socket, ReadOnlyMemory<byte> Rest, CancellationToken Deadline)
{
    // RFC 9110 section 10.1.1: a client that says so waits for this before it sends the body.
    private static readonly byte[] Continue = "HTTP/1.1 100 Continue\r\n\r\n"u8.ToArray();

    /// <summary>Reads the whole body, or refuses it before it is read.</summary>
    /// <param name="contentType">The media type that it must have.</param>
    /// <param name="longest">The most bytes.</param>
    /// <exception cref="OperationCanceledException">It did not come in time.</exception>
    /// <exception cref="SocketException">The client is gone.</exception>
    /// <exception cref="EndOfStreamException">The client ended before the body did.</exception>
    public async Task<(byte[] Content, ServerAnswer? Refusal)> ReadBodyAsync(string contentType, int longest)
    {
        if (Head[RequestHead.TransferEncoding] is not null)
        {
            return ([], ServerAnswer.Refused(411, "send the body with its Content-Length"));
        }

        string? given = Head[RequestHead.ContentType]?.Split(';')[0].Trim();
        if (!contentType.Equals(given, StringComparison.OrdinalIgnoreCase))
        {
            return ([], ServerAnswer.Refused(415, $"send the parameters as {contentType}"));
        }

        if (Head.BodyLength > longest)
        {
            return ([], ServerAnswer.Refused(413, $"the body is longer than {longest} bytes"));
        }

        byte[] content = new byte[Head.BodyLength];
        int length = Math.Min(Rest.Length, content.Length);
        Rest[..length].CopyTo(content);
        if (length < content.Length && Head[RequestHead.Expect] is not null)
        {
            await Socket.SendAsync(Continue, Deadline);
        }

        while (length < content.Length)
        {
            int read = await Socket.ReceiveAsync(content.AsMemory(length), Deadline);
            length += read > 0 ? read : throw new EndOfStreamException();
        }

        return (content, null);
    }
}
