using System.Net;

namespace JwtCore.Cli;

/// <summary>The body of a request, bounded in bytes and time.</summary>
internal static class RequestBody
{
    /// <summary>Reads the whole body, or refuses it.</summary>
    /// <param name="request">The request.</param>
    /// <param name="contentType">The media type that it must have.</param>
    /// <param name="longest">The most bytes.</param>
    /// <param name="clock">The clock of the time limit.</param>
    /// <exception cref="HttpListenerException">The client is gone.</exception>
    public static async Task<(byte[] Content, ServerAnswer? Refusal)> ReadAsync(HttpListenerRequest request, string contentType, int longest, TimeProvider clock)
    {
        string? given = request.ContentType?.Split(';')[0].Trim();
        if (!contentType.Equals(given, StringComparison.OrdinalIgnoreCase))
        {
            return ([], ServerAnswer.Refused(415, $"send the parameters as {contentType}"));
        }

        ServerAnswer tooLong = ServerAnswer.Refused(413, $"the body is longer than {longest} bytes");
        if (request.ContentLength64 > longest)
        {
            return ([], tooLong);
        }

        try
        {
            byte[] content = await ReadAsync(request.InputStream, longest + 1).WaitAsync(LoopbackListener.LongestTransfer, clock);
            return content.Length > longest ? ([], tooLong) : (content, null);
        }
        catch (TimeoutException)
        {
            return ([], ServerAnswer.Refused(408, $"the body did not come within {LoopbackListener.LongestTransfer.TotalSeconds} seconds"));
        }
    }

    private static async Task<byte[]> ReadAsync(Stream body, int most)
    {
        byte[] buffer = new byte[Math.Min(most, 4_096)];
        int length = 0;
        int read;
        while ((read = await body.ReadAsync(buffer.AsMemory(length))) > 0)
        {
            length += read;
            if (length == buffer.Length && length < most)
            {
                Array.Resize(ref buffer, Math.Min(most, 2 * length));
            }
        }

        return buffer[..length];
    }
}
