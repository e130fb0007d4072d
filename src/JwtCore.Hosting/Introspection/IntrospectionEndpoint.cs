using System.Net;
using System.Net.Http.Headers;
using System.Text;
using JwtCore.Jwks;

namespace JwtCore.Hosting;

/// <summary>
/// Asks an introspection endpoint about one token at a time (RFC 7662 section 2.1): one POST, bounded in time, bytes and number, without
/// redirects. It has an answer whatever the endpoint and the caller's client do. Thread-safe.
/// </summary>
internal sealed class IntrospectionEndpoint : IDisposable
{
    private const string Json = "application/json";

    private readonly IntrospectionOptions _options;
    private readonly Uri _address;
    private readonly AuthenticationHeaderValue? _credentials;
    private readonly HttpClient _client;
    private readonly SemaphoreSlim _places;

    /// <param name="options">Checked.</param>
    /// <param name="address">Of the endpoint.</param>
    public IntrospectionEndpoint(IntrospectionOptions options, Uri address)
    {
        _options = options;
        _address = address;
        _credentials = string.IsNullOrEmpty(options.ClientId) ? null : new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{FormOf(options.ClientId)}:{FormOf(options.ClientSecret!)}")));
        _client = options.Client ?? Create(address);
        _places = new SemaphoreSlim(options.RequestsAtOnce);
    }

    /// <summary>Asks.</summary>
    /// <param name="token">The token.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    public async Task<IntrospectionReply> AskAsync(string token, CancellationToken cancellationToken)
    {
        // The client's own: what hangs on it may be anybody's code, and must not keep the time limit from anyone.
        CancellationTokenSource handed = new();
        Task<IntrospectionReply> asking = SendAsync(token, handed.Token);
        Task wait = asking.WaitAsync(_options.RequestTimeout, _options.TimeProvider, cancellationToken);
        await wait.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (asking.IsCompleted)
        {
            return await asking.ConfigureAwait(false);
        }

        _ = IgnoreAsync(handed.CancelAsync());
        _ = IgnoreAsync(asking);
        cancellationToken.ThrowIfCancellationRequested();
        return IntrospectionReply.Failed(FetchCause.TimedOut);
    }

    /// <summary>Disposes its own client, if it has one.</summary>
    public void Dispose()
    {
        _places.Dispose();
        if (_options.Client is null)
        {
            _client.Dispose();
        }
    }

    // A place is held until the client is done with the request, so that a client that ignores its deadline cannot pile up requests.
    private async Task<IntrospectionReply> SendAsync(string token, CancellationToken deadline)
    {
        try
        {
            await _places.WaitAsync(deadline).ConfigureAwait(false);
            try
            {
                using HttpRequestMessage request = new(HttpMethod.Post, _address)
                {
                    Content = new FormUrlEncodedContent([new("token", token), new("token_type_hint", "access_token")]),
                };
                request.Headers.Accept.ParseAdd(Json);
                request.Headers.Authorization = _credentials;
                using HttpResponseMessage response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, deadline).ConfigureAwait(false);
                return await ReadAsync(response, deadline).ConfigureAwait(false);
            }
            finally
            {
                _places.Release();
            }
        }
        catch (Exception thrown)
        {
            // The network's faults; but the client may be the caller's, and whatever it throws is no answer.
            HttpAnswer answer = CauseReader.Read(thrown);
            return IntrospectionReply.Failed(answer.Cause, answer.Status);
        }
    }

    private async Task<IntrospectionReply> ReadAsync(HttpResponseMessage response, CancellationToken deadline)
    {
        int status = (int)response.StatusCode;
        if (response.RequestMessage?.RequestUri is Uri reached && reached != _address)
        {
            return IntrospectionReply.Failed(FetchCause.AddressChanged, status);
        }

        if (status is >= 300 and < 400)
        {
            return IntrospectionReply.Failed(FetchCause.Redirect, status);
        }

        if (response.StatusCode != HttpStatusCode.OK)
        {
            return IntrospectionReply.Failed(FetchCause.StatusRefused, status);
        }

        if (!string.Equals(response.Content.Headers.ContentType?.MediaType, Json, StringComparison.OrdinalIgnoreCase))
        {
            return new(null, IntrospectionCause.ContentTypeRefused, status);
        }

        byte[]? body = await BodyReader.ReadAsync(response.Content, _options.MaxBytes, deadline).ConfigureAwait(false);
        return body is null ? IntrospectionReply.Failed(FetchCause.BodyTooLarge, status) : new(body, null, status);
    }

    // RFC 6749 section 2.3.1: each part is form-encoded before the two are joined.
    private static string FormOf(string text) => WebUtility.UrlEncode(text);

    private static HttpClient Create(Uri address)
    {
        SocketsHttpHandler handler = new()
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = address.Scheme == Uri.UriSchemeHttps,
            MaxResponseDrainSize = 0,

            // Short enough to follow changes of DNS.
            PooledConnectionLifetime = TimeSpan.FromMinutes(2),
        };
        HttpClient client = new(handler) { Timeout = Timeout.InfiniteTimeSpan };

        // Some firewalls refuse requests without one.
        client.DefaultRequestHeaders.UserAgent.ParseAdd("JwtCore");
        return client;
    }

    // Whatever becomes of it, nobody hears of it as an unobserved exception.
    private static async Task IgnoreAsync(Task task) => await task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
}
