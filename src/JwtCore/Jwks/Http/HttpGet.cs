using System.Net;
using System.Net.Http.Headers;

namespace JwtCore.Jwks;

/// <summary>One GET, bounded in everything: no redirect, 200 or a 304 that was asked for, so many bytes. Never throws but for its deadline. Thread-safe.</summary>
internal sealed class HttpGet : IDisposable
{
    private const int LongestHeader = 200;
    private const int LongestType = 100;

    private static readonly ProductInfoHeaderValue Agent = new("JwtCore", null);

    private readonly RemoteJwksOptions _options;
    private readonly OwnConnections? _own;

    public HttpGet(RemoteJwksOptions options)
    {
        _options = options;
        _own = options.Client is null ? new OwnConnections(options) : null;
    }

    /// <summary>Fetches a document.</summary>
    /// <param name="address">Where it is.</param>
    /// <param name="held">The entity tag of the document that is held, or null.</param>
    /// <param name="progress">Hears how far the request is.</param>
    /// <param name="deadline">Ends the attempt.</param>
    /// <exception cref="OperationCanceledException">The deadline passed.</exception>
    public async Task<HttpAnswer> GetAsync(Uri address, EntityTagHeaderValue? held, RequestProgress progress, CancellationToken deadline)
    {
        try
        {
            using HttpRequestMessage request = new(HttpMethod.Get, address);
            request.Headers.Accept.ParseAdd("application/jwk-set+json, application/json");
            request.Options.Set(RequestProgress.Key, progress);
            if (held is not null)
            {
                request.Headers.IfNoneMatch.Add(held);
            }

            foreach ((string name, string value) in _options.HeadersFor?.Invoke(address) ?? [])
            {
                request.Headers.TryAddWithoutValidation(name, value);
            }

            HttpClient client = _options.Client ?? _own!.ClientFor(address, progress);
            if (client.DefaultRequestHeaders.UserAgent.Count == 0)
            {
                // Some firewalls refuse requests without one.
                request.Headers.UserAgent.Add(Agent);
            }

            using HttpResponseMessage response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, deadline).ConfigureAwait(false);
            progress.Reach(FetchPhase.Body);
            return await ReadAsync(response, address, isConditional: held is not null, deadline).ConfigureAwait(false);
        }
        catch (Exception thrown) when (!deadline.IsCancellationRequested)
        {
            // The network's faults come as HttpRequestException, IOException, InvalidDataException or the client's own
            // time limit, but the handler may be the caller's: whatever it throws is an attempt that failed.
            return Explain(CauseReader.Read(thrown));
        }
        catch (Exception thrown) when (thrown is not OperationCanceledException)
        {
            // The deadline, in the form that a handler gave it.
            throw new OperationCanceledException(deadline);
        }
    }

    public void Dispose() => _own?.Dispose();

    private HttpAnswer Explain(HttpAnswer failure) => failure.Cause == FetchCause.BodyTooLarge
        ? failure with { Detail = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"the response is longer than MaxBytes allows ({_options.MaxBytes} bytes).") }
        : failure;

    private async Task<HttpAnswer> ReadAsync(HttpResponseMessage response, Uri address, bool isConditional, CancellationToken deadline)
    {
        DateTimeOffset now = _options.TimeProvider.GetUtcNow();
        HttpAnswer answer = new(RefreshOutcome.StatusRefused)
        {
            Cause = FetchCause.StatusRefused,
            Status = (int)response.StatusCode,
            EntityTag = response.Headers.ETag,
            Lifetime = CacheHeaders.Lifetime(response),
            RetryAfter = CacheHeaders.RetryAfter(response, now),
            CacheHeaders = CacheHeaders.Shown(response, LongestHeader),
            ServerTime = response.Headers.Date,
            AnsweredAt = now,
            ContentType = Cut(response.Content.Headers.ContentType?.MediaType),
        };
        if (response.RequestMessage?.RequestUri is Uri reached && !_options.MayAnswer(reached, address))
        {
            return answer with { Outcome = RefreshOutcome.RedirectRefused, Cause = FetchCause.AddressChanged, Target = reached };
        }

        switch (response.StatusCode)
        {
            case HttpStatusCode.OK:
                byte[]? body = await BodyReader.ReadAsync(response.Content, _options.MaxBytes, deadline).ConfigureAwait(false);
                return body is null
                    ? Explain(answer with { Outcome = RefreshOutcome.BodyTooLarge, Cause = FetchCause.BodyTooLarge })
                    : answer with { Outcome = RefreshOutcome.Updated, Cause = FetchCause.None, Content = body };
            case HttpStatusCode.NotModified when isConditional:
                return answer with { Outcome = RefreshOutcome.Unchanged, Cause = FetchCause.None };
            case HttpStatusCode.Moved or HttpStatusCode.Found or HttpStatusCode.SeeOther or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect:
                return answer with { Outcome = RefreshOutcome.RedirectRefused, Cause = FetchCause.Redirect, Target = Target(address, response.Headers.Location) };
            case HttpStatusCode.ProxyAuthenticationRequired:
                // A plain http request goes through a proxy without a tunnel; nobody else sends this status.
                return answer with { Cause = FetchCause.ProxyRefused };
            default:
                return answer;
        }
    }

    private static string? Cut(string? type) => type?.Length > LongestType ? type[..LongestType] : type;

    private static Uri? Target(Uri address, Uri? location) =>
        location is not null && Uri.TryCreate(address, location, out Uri? target) && target.IsAbsoluteUri ? target : null;
}
