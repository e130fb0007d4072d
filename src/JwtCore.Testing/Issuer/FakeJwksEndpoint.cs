using System.Net;
using System.Net.Http.Headers;

namespace JwtCore.Testing;

/// <summary>
/// A fake endpoint for public keys, to be given to an <see cref="HttpClient"/>: it publishes test keys, and rotates, fails,
/// delays or answers nonsense when told. What a request gets is decided when it arrives. It answers for every host and
/// compares paths only. Safe for concurrent use. Never for production.
/// </summary>
/// <remarks>
/// <see cref="Publish"/> and <see cref="Respond(string, HttpStatusCode, string)"/> say what it answers, the later call wins;
/// <see cref="Fail"/>, <see cref="Hang"/> and <see cref="Recover"/> say whether it answers at all. Disposing a client does
/// not end it, so several clients may share it.
/// </remarks>
public sealed class FakeJwksEndpoint : HttpMessageHandler
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, int> _requests = [];

    // All below is guarded by the lock.
    private string _jwksUri = "https://issuer.example.com/.well-known/jwks.json";
    private string? _issuer;
    private TimeSpan? _maxAge;
    private TimeSpan _delay;
    private FakeResponse _jwks = FakeResponse.Keys([]);
    private Func<HttpRequestMessage, HttpResponseMessage?>? _respond;
    private int _failures;
    private bool _hangs;
    private DateTimeOffset? _lastRequestAt;
    private string? _lastIfNoneMatch;

    /// <summary>Starts with these keys.</summary>
    /// <param name="pairs">The pairs whose public keys are published, in this order; none for an empty set.</param>
    /// <exception cref="ArgumentException">One of the pairs is a secret.</exception>
    public FakeJwksEndpoint(params TestKeyPair[] pairs) => Publish(pairs);

    /// <summary>The clock of <see cref="Delay"/> and <see cref="LastRequestAt"/>; give a fake one and no test waits.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Where the keys are, an absolute URL; by default <c>https://issuer.example.com/.well-known/jwks.json</c>.</summary>
    /// <exception cref="UriFormatException">The URL is not absolute.</exception>
    public string JwksUri
    {
        get => Get(ref _jwksUri);
        set => Set(ref _jwksUri, new Uri(value, UriKind.Absolute).OriginalString);
    }

    /// <summary>
    /// The issuer whose metadata is served for OpenID Connect Discovery and RFC 8414, an absolute URL; null, the default,
    /// for no metadata.
    /// </summary>
    /// <exception cref="UriFormatException">The URL is not absolute.</exception>
    public string? Issuer
    {
        get => Get(ref _issuer);
        set => Set(ref _issuer, value is null ? null : new Uri(value, UriKind.Absolute).OriginalString);
    }

    /// <summary>The lifetime of the keys in <c>Cache-Control</c>, in whole seconds; null, the default, for no such header.</summary>
    public TimeSpan? MaxAge
    {
        get => Get(ref _maxAge);
        set => Set(ref _maxAge, value);
    }

    /// <summary>How long every answer, failures too, is kept back on the clock of <see cref="TimeProvider"/>; by default zero.</summary>
    public TimeSpan Delay
    {
        get => Get(ref _delay);
        set => Set(ref _delay, value);
    }

    /// <summary>The number of requests so far, to all paths.</summary>
    public int Requests
    {
        get
        {
            lock (_lock)
            {
                return _requests.Values.Sum();
            }
        }
    }

    /// <summary>When the last request came; null before the first.</summary>
    public DateTimeOffset? LastRequestAt => Get(ref _lastRequestAt);

    /// <summary><c>If-None-Match</c> of the last request; null when it had none.</summary>
    public string? LastIfNoneMatch => Get(ref _lastIfNoneMatch);

    /// <summary>The number of requests so far to one path.</summary>
    /// <param name="path">A path, <c>/.well-known/openid-configuration</c>, or a URL of which the path counts.</param>
    /// <returns>The number.</returns>
    public int RequestsTo(string path)
    {
        string key = path.StartsWith('/') ? path : new Uri(path).AbsolutePath;
        lock (_lock)
        {
            return _requests.GetValueOrDefault(key);
        }
    }

    /// <summary>Publishes these keys instead of the ones before, with an ETag of their own.</summary>
    /// <param name="pairs">The pairs whose public keys are published, in this order; none for an empty set.</param>
    /// <exception cref="ArgumentException">One of the pairs is a secret; nothing changed.</exception>
    public void Publish(params TestKeyPair[] pairs) => Answer(FakeResponse.Keys(pairs), null);

    /// <summary>Answers requests for the keys with this body, without ETag, until the next <see cref="Publish"/>.</summary>
    /// <param name="body">The body, sent in UTF-8.</param>
    /// <param name="status">The status.</param>
    /// <param name="contentType">The media type.</param>
    public void Respond(string body, HttpStatusCode status = HttpStatusCode.OK, string contentType = "application/jwk-set+json") =>
        Answer(FakeResponse.Raw(body, status, contentType), null);

    /// <summary>Answers every request, to any path, by a function, until the next <see cref="Publish"/>.</summary>
    /// <param name="respond">
    /// Makes a response for the request; null for the answer that it would have had. What it throws is what the client
    /// gets. Called without a lock, concurrently.
    /// </param>
    public void Respond(Func<HttpRequestMessage, HttpResponseMessage?> respond) => Answer(null, respond);

    /// <summary>Lets requests fail with <see cref="HttpRequestException"/>, as when nobody listens.</summary>
    /// <param name="times">How many requests; by default all until <see cref="Recover"/>.</param>
    public void Fail(int times = int.MaxValue) => Set(ref _failures, times);

    /// <summary>Lets requests that arrive from now on wait until they are cancelled.</summary>
    public void Hang() => Set(ref _hangs, true);

    /// <summary>Ends <see cref="Fail"/> and <see cref="Hang"/> for requests that arrive from now on.</summary>
    public void Recover()
    {
        lock (_lock)
        {
            _failures = 0;
            _hangs = false;
        }
    }

    /// <summary>Answers a request, for a server in the same assembly.</summary>
    internal Task<HttpResponseMessage> AnswerAsync(HttpRequestMessage request, CancellationToken cancellationToken) => SendAsync(request, cancellationToken);

    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        string path = request.RequestUri!.AbsolutePath;
        FakeResponse usual;
        Func<HttpRequestMessage, HttpResponseMessage?>? respond;
        TimeSpan delay;
        bool hangs;
        bool fails;
        lock (_lock)
        {
            Record(request, path);
            usual = Choose(path);
            respond = _respond;
            delay = _delay;
            hangs = _hangs;
            fails = _failures > 0;
            _failures -= fails && _failures < int.MaxValue ? 1 : 0;
        }

        await Task.Delay(hangs ? Timeout.InfiniteTimeSpan : delay, TimeProvider, cancellationToken).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        if (fails)
        {
            throw new HttpRequestException(HttpRequestError.ConnectionError, "The fake endpoint was told to fail.");
        }

        HttpResponseMessage response = respond?.Invoke(request) ?? usual.For(request);
        response.RequestMessage ??= request;
        return response;
    }

    private void Record(HttpRequestMessage request, string path)
    {
        _requests[path] = _requests.GetValueOrDefault(path) + 1;
        _lastRequestAt = TimeProvider.GetUtcNow();
        _lastIfNoneMatch = request.Headers.NonValidated.TryGetValues("If-None-Match", out HeaderStringValues tags) ? tags.ToString() : null;
    }

    private FakeResponse Choose(string path)
    {
        if (path == new Uri(_jwksUri).AbsolutePath)
        {
            return _jwks with { MaxAge = _maxAge };
        }

        return _issuer is not null && IsMetadata(path, new Uri(_issuer).AbsolutePath.TrimEnd('/'))
            ? FakeResponse.Metadata(_issuer, _jwksUri)
            : FakeResponse.NotFound;
    }

    // OpenID Connect Discovery 1.0 section 4 appends to the issuer's path, RFC 8414 section 3.1 inserts before it.
    private static bool IsMetadata(string path, string issuerPath) =>
        path == $"{issuerPath}/.well-known/openid-configuration" || path == $"/.well-known/oauth-authorization-server{issuerPath}";

    private void Answer(FakeResponse? jwks, Func<HttpRequestMessage, HttpResponseMessage?>? respond)
    {
        lock (_lock)
        {
            _jwks = jwks ?? _jwks;
            _respond = respond;
        }
    }

    private T Get<T>(ref T field)
    {
        lock (_lock)
        {
            return field;
        }
    }

    private void Set<T>(ref T field, T value)
    {
        lock (_lock)
        {
            field = value;
        }
    }
}
