using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using JwtCore.Testing;

namespace JwtCore.Tests.Jwks;

/// <summary>A web server in the form of a handler: one function answers, every request is remembered.</summary>
internal sealed class Site : HttpMessageHandler
{
    private readonly List<string> _requests = [];

    public Site() => Client = new HttpClient(this, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan };

    public HttpClient Client { get; }

    /// <summary>Answers; whatever it throws is what the client gets.</summary>
    public Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> AnswerAsync { get; set; } = (_, _) => Task.FromResult(new HttpResponseMessage(HttpStatusCode.NotFound));

    /// <summary>Answers at once.</summary>
    public Func<HttpRequestMessage, HttpResponseMessage> Answer
    {
        set => AnswerAsync = (request, _) => Task.FromResult(value(request));
    }

    /// <summary>The addresses that were asked for; with the entity tag behind it where one was sent.</summary>
    public string[] Requests
    {
        get
        {
            lock (_requests)
            {
                return [.. _requests];
            }
        }
    }

    public static HttpResponseMessage Text(string body, string? tag = null)
    {
        HttpResponseMessage response = new(HttpStatusCode.OK) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        response.Headers.TryAddWithoutValidation("ETag", tag);
        return response;
    }

    public static string SetOf(params TestKeyPair[] pairs) => new JsonObject { ["keys"] = new JsonArray([.. pairs.Select(pair => pair.ToJwk())]) }.ToJsonString();

    public static HttpResponseMessage Keys(params TestKeyPair[] pairs) => Text(SetOf(pairs));

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        lock (_requests)
        {
            _requests.Add(request.RequestUri!.AbsoluteUri + string.Concat(request.Headers.IfNoneMatch.Select(tag => $" {tag}")));
        }

        HttpResponseMessage response = await AnswerAsync(request, cancellationToken);
        response.RequestMessage ??= request;
        return response;
    }

    protected override void Dispose(bool disposing)
    {
        Client.Dispose();
        base.Dispose(disposing);
    }
}
