using System.Net;
using System.Net.Http.Headers;

namespace JwtCore.Jwks;

/// <summary>One GET, bounded in everything: no redirect, 200 or a 304 that was asked for, so many bytes. Never throws but for its deadline. Thread-safe.</summary>
internal sealed class HttpGet : IDisposable
{
    private const int ChunkBytes = 16 * 1024;

    private readonly HttpClient _client;
    private readonly bool _isOwn;
    private readonly int _maxBytes;
    private readonly TimeProvider _time;

    public HttpGet(RemoteJwksOptions options)
    {
        _isOwn = options.Client is null;
        _client = options.Client ?? Create(options);
        _maxBytes = options.MaxBytes;
        _time = options.TimeProvider;
    }

    /// <summary>Fetches a document.</summary>
    /// <param name="address">Where it is.</param>
    /// <param name="held">The entity tag of the document that is held, or null.</param>
    /// <param name="deadline">Ends the attempt.</param>
    /// <exception cref="OperationCanceledException">The deadline passed.</exception>
    public async Task<HttpAnswer> GetAsync(Uri address, EntityTagHeaderValue? held, CancellationToken deadline)
    {
        try
        {
            using HttpRequestMessage request = new(HttpMethod.Get, address);
            request.Headers.Accept.ParseAdd("application/jwk-set+json, application/json");
            if (held is not null)
            {
                request.Headers.IfNoneMatch.Add(held);
            }

            using HttpResponseMessage response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, deadline).ConfigureAwait(false);
            return await ReadAsync(response, address, isConditional: held is not null, deadline).ConfigureAwait(false);
        }
        catch (Exception thrown) when (!deadline.IsCancellationRequested)
        {
            // The network's faults come as HttpRequestException, IOException, InvalidDataException or the client's own
            // time limit, but the handler may be the caller's: whatever it throws is an attempt that failed.
            return new HttpAnswer(
                thrown.GetBaseException() is AddressRefusedException ? RefreshOutcome.AddressRefused
                : thrown is OperationCanceledException ? RefreshOutcome.TimedOut
                : RefreshOutcome.Unreachable);
        }
        catch (Exception thrown) when (thrown is not OperationCanceledException)
        {
            // The deadline, in the form that a handler gave it.
            throw new OperationCanceledException(deadline);
        }
    }

    public void Dispose()
    {
        if (_isOwn)
        {
            _client.Dispose();
        }
    }

    private static HttpClient Create(RemoteJwksOptions options)
    {
        SocketsHttpHandler handler = new()
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.All,
            MaxResponseDrainSize = 0,

            // Longer than needed for one attempt, short enough to follow changes of DNS.
            PooledConnectionLifetime = TimeSpan.FromMinutes(2),
        };
        if (options.PublicAddressesOnly)
        {
            handler.UseProxy = false;
            handler.ConnectCallback = new GuardedConnector().ConnectAsync;
        }

        HttpClient client = new(handler) { Timeout = Timeout.InfiniteTimeSpan };
        client.DefaultRequestHeaders.UserAgent.ParseAdd("JwtCore");
        return client;
    }

    private async Task<HttpAnswer> ReadAsync(HttpResponseMessage response, Uri address, bool isConditional, CancellationToken deadline)
    {
        HttpAnswer answer = new(RefreshOutcome.StatusRefused)
        {
            Status = (int)response.StatusCode,
            EntityTag = response.Headers.ETag,
            Lifetime = CacheHeaders.Lifetime(response),
            RetryAfter = CacheHeaders.RetryAfter(response, _time.GetUtcNow()),
        };
        if (response.RequestMessage?.RequestUri is Uri reached && reached != address)
        {
            return answer with { Outcome = RefreshOutcome.RedirectRefused };
        }

        switch (response.StatusCode)
        {
            case HttpStatusCode.OK:
                byte[]? body = await ReadBodyAsync(response.Content, deadline).ConfigureAwait(false);
                return body is null ? answer with { Outcome = RefreshOutcome.BodyTooLarge } : answer with { Outcome = RefreshOutcome.Updated, Body = body };
            case HttpStatusCode.NotModified when isConditional:
                return answer with { Outcome = RefreshOutcome.Unchanged };
            case HttpStatusCode.Moved or HttpStatusCode.Found or HttpStatusCode.SeeOther or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect:
                return answer with { Outcome = RefreshOutcome.RedirectRefused };
            default:
                return answer;
        }
    }

    // Null for a body above the limit, of which no more is read than shows that.
    private async Task<byte[]?> ReadBodyAsync(HttpContent content, CancellationToken deadline)
    {
        if (content.Headers.ContentLength > _maxBytes)
        {
            return null;
        }

        Stream stream = await content.ReadAsStreamAsync(deadline).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            using MemoryStream body = new();
            byte[] chunk = new byte[ChunkBytes];
            int read;
            while ((read = await stream.ReadAsync(chunk, deadline).ConfigureAwait(false)) > 0)
            {
                if (body.Length + read > _maxBytes)
                {
                    return null;
                }

                body.Write(chunk, 0, read);
            }

            return body.ToArray();
        }
    }
}
