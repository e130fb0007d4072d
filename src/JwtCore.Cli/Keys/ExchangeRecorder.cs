namespace JwtCore.Cli;

/// <summary>Keeps what a fetch saw. Reads no more of a body than the core does, and hands it on unchanged.</summary>
internal sealed class ExchangeRecorder(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    private static readonly int Longest = new RemoteJwksOptions().MaxBytes;

    private readonly List<HttpExchange> _exchanges = [];

    /// <summary>What was seen so far. A fetch whose time is up may still add to it.</summary>
    public IReadOnlyList<HttpExchange> Exchanges
    {
        get
        {
            lock (_exchanges)
            {
                return [.. _exchanges];
            }
        }
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        HttpExchange exchange = new(request.RequestUri!);
        int place = Keep(exchange);
        try
        {
            HttpResponseMessage response = await base.SendAsync(request, cancellationToken);
            exchange = exchange with { Status = (int)response.StatusCode, Freshness = Freshness.Of(response) };
            Keep(exchange, place);
            if (response.Content.Headers.ContentLength > Longest)
            {
                return response;
            }

            byte[] body = await ReadAsync(response.Content, cancellationToken);
            Keep(exchange with { Body = body.Length <= Longest ? body : null }, place);
            response.Content = Copy(response.Content, body);
            return response;
        }
        catch (HttpRequestException failure)
        {
            Keep(exchange with { Failure = failure.HttpRequestError }, place);
            throw;
        }
    }

    private int Keep(HttpExchange exchange, int? place = null)
    {
        lock (_exchanges)
        {
            if (place is int known)
            {
                _exchanges[known] = exchange;
                return known;
            }

            _exchanges.Add(exchange);
            return _exchanges.Count - 1;
        }
    }

    // One byte more than the limit is enough to be refused for it.
    private static async Task<byte[]> ReadAsync(HttpContent content, CancellationToken cancellationToken)
    {
        await using Stream stream = await content.ReadAsStreamAsync(cancellationToken);
        byte[] buffer = new byte[Longest + 1];
        int length = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        return buffer[..length];
    }

    private static ByteArrayContent Copy(HttpContent original, byte[] body)
    {
        ByteArrayContent copy = new(body);
        foreach ((string name, IEnumerable<string> values) in original.Headers.NonValidated.Where(header => header.Key != "Content-Length").Select(header => (header.Key, (IEnumerable<string>)header.Value)))
        {
            copy.Headers.TryAddWithoutValidation(name, values);
        }

        return copy;
    }
}
