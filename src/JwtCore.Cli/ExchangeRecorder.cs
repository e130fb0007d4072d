namespace JwtCore.Cli;

/// <summary>Keeps what a fetch saw. Reads no more of a body than the core does, and hands it on unchanged.</summary>
internal sealed class ExchangeRecorder(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    private static readonly int Longest = new RemoteJwksOptions().MaxBytes;

    private readonly List<Exchange> _exchanges = [];

    /// <summary>What was seen so far. Requests of one fetch follow each other, so no lock is needed once it is over.</summary>
    public IReadOnlyList<Exchange> Exchanges => _exchanges;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Exchange exchange = new(request.RequestUri!);
        int place = _exchanges.Count;
        _exchanges.Add(exchange);
        try
        {
            HttpResponseMessage response = await base.SendAsync(request, cancellationToken);
            _exchanges[place] = exchange = exchange with { Status = (int)response.StatusCode, Freshness = Freshness.Of(response) };
            if (response.Content.Headers.ContentLength > Longest)
            {
                return response;
            }

            byte[] body = await ReadAsync(response.Content, cancellationToken);
            _exchanges[place] = exchange with { Body = body.Length <= Longest ? body : null };
            response.Content = Copy(response.Content, body);
            return response;
        }
        catch (HttpRequestException failure)
        {
            _exchanges[place] = exchange with { Failure = failure.HttpRequestError };
            throw;
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
