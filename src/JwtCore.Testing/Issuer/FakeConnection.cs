using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;

namespace JwtCore.Testing;

/// <summary>One connection of <see cref="FakeJwksServer"/>: one request, one answer (RFC 9112).</summary>
internal sealed class FakeConnection(Socket socket, string url, FakeJwksEndpoint endpoint)
{
    // What common servers take for a request line and headers together.
    private const int LongestHead = 16_384;

    /// <summary>Answers and closes. Never throws: whatever goes wrong is a broken connection for the client.</summary>
    public async Task ServeAsync(CancellationToken stop)
    {
        using (socket)
        {
            try
            {
                using HttpRequestMessage? request = Parse(await ReadHeadAsync(stop).ConfigureAwait(false));
                if (request is not null)
                {
                    await AnswerAsync(request, stop).ConfigureAwait(false);
                    socket.Shutdown(SocketShutdown.Send);
                    return;
                }
            }
            catch (Exception)
            {
                // The endpoint was told to fail, its user's function threw, the client left, or the server stops.
            }

            // A reset, so that no client takes it for an answer without content.
            socket.Close(0);
        }
    }

    private async Task AnswerAsync(HttpRequestMessage request, CancellationToken stop)
    {
        using CancellationTokenSource gone = CancellationTokenSource.CreateLinkedTokenSource(stop);
        Task watching = WatchAsync(gone);
        try
        {
            using HttpResponseMessage response = await endpoint.AnswerAsync(request, gone.Token).ConfigureAwait(false);
            using NetworkStream stream = new(socket, ownsSocket: false);
            await stream.WriteAsync(Encoding.Latin1.GetBytes(Head(response)), gone.Token).ConfigureAwait(false);
            await response.Content.CopyToAsync(stream, gone.Token).ConfigureAwait(false);
        }
        finally
        {
            await gone.CancelAsync().ConfigureAwait(false);
            await watching.ConfigureAwait(false);
        }
    }

    // A client that gives up ends its own request, however long the endpoint would have kept it.
    private async Task WatchAsync(CancellationTokenSource gone)
    {
        byte[] ignored = new byte[1_024];
        try
        {
            while (await socket.ReceiveAsync(ignored, gone.Token).ConfigureAwait(false) > 0)
            {
            }
        }
        catch (Exception thrown) when (thrown is SocketException or OperationCanceledException)
        {
            // The client is gone, or the answer is.
        }

        await gone.CancelAsync().ConfigureAwait(false);
    }

    private async Task<string> ReadHeadAsync(CancellationToken stop)
    {
        byte[] head = new byte[LongestHead];
        int length = 0;
        while (length < head.Length)
        {
            int read = await socket.ReceiveAsync(head.AsMemory(length), stop).ConfigureAwait(false);
            length += read;
            int end = head.AsSpan(0, length).IndexOf("\r\n\r\n"u8);
            if (read == 0 || end >= 0)
            {
                return end < 0 ? "" : Encoding.Latin1.GetString(head, 0, end);
            }
        }

        return "";
    }

    private HttpRequestMessage? Parse(string head)
    {
        string[] lines = head.Split("\r\n");
        if (lines[0].Split(' ') is not [string method, ['/', ..] target, "HTTP/1.1" or "HTTP/1.0"])
        {
            return null;
        }

        HttpRequestMessage request = new(new HttpMethod(method), url + target);
        foreach (string line in lines.AsSpan(1))
        {
            int colon = line.IndexOf(':');
            _ = colon > 0 && request.Headers.TryAddWithoutValidation(line[..colon], line[(colon + 1)..].Trim());
        }

        return request;
    }

    private static string Head(HttpResponseMessage response)
    {
        StringBuilder head = new($"HTTP/1.1 {(int)response.StatusCode} {response.ReasonPhrase}\r\nConnection: close\r\n");
        foreach ((string name, HeaderStringValues values) in response.Headers.NonValidated)
        {
            head.Append($"{name}: {values}\r\n");
        }

        // RFC 9110 section 15.4.5: no content, and no length of one.
        if (response.StatusCode == HttpStatusCode.NotModified)
        {
            return head.Append("\r\n").ToString();
        }

        // The length appears among the headers only once it was asked for.
        _ = response.Content.Headers.ContentLength;
        foreach ((string name, HeaderStringValues values) in response.Content.Headers.NonValidated)
        {
            head.Append($"{name}: {values}\r\n");
        }

        return head.Append("\r\n").ToString();
    }
}
