using System.Buffers.Text;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace JwtCore.Testing;

/// <summary>One answer of <see cref="FakeJwksEndpoint"/>, made once and sent many times.</summary>
internal sealed record FakeResponse(byte[] Body, HttpStatusCode Status, string ContentType, string? ETag = null)
{
    public static FakeResponse NotFound { get; } = new([], HttpStatusCode.NotFound, "text/plain");

    public TimeSpan? MaxAge { get; init; }

    public static FakeResponse Raw(string body, HttpStatusCode status, string contentType) => new(Encoding.UTF8.GetBytes(body), status, contentType);

    public static FakeResponse Keys(TestKeyPair[] pairs)
    {
        JsonObject set = new() { ["keys"] = new JsonArray([.. pairs.Select(PublicJwk)]) };
        return Tagged(set, "application/jwk-set+json");
    }

    public static FakeResponse Metadata(string issuer, string jwksUri) =>
        Tagged(new JsonObject { ["issuer"] = issuer, ["jwks_uri"] = jwksUri }, "application/json");

    public HttpResponseMessage For(HttpRequestMessage request)
    {
        if (request.Method != HttpMethod.Get)
        {
            return new HttpResponseMessage(HttpStatusCode.MethodNotAllowed);
        }

        bool isKnown = ETag is not null && request.Headers.IfNoneMatch.Any(known => known.Tag == ETag || known.Tag == "*");
        HttpResponseMessage response = new(isKnown ? HttpStatusCode.NotModified : Status);
        response.Headers.ETag = ETag is null ? null : new EntityTagHeaderValue(ETag);
        response.Headers.CacheControl = MaxAge is null ? null : new CacheControlHeaderValue { MaxAge = MaxAge };
        if (!isKnown)
        {
            response.Content = new ByteArrayContent(Body);
            response.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(ContentType);
        }

        return response;
    }

    private static FakeResponse Tagged(JsonObject json, string contentType)
    {
        byte[] body = Encoding.UTF8.GetBytes(json.ToJsonString());
        return new FakeResponse(body, HttpStatusCode.OK, contentType, $"\"{Base64Url.EncodeToString(SHA256.HashData(body).AsSpan(0, 12))}\"");
    }

    private static JsonObject PublicJwk(TestKeyPair pair)
    {
        JsonObject jwk = pair.ToJwk();
        return jwk.ContainsKey("k") ? throw new ArgumentException("A secret is not published.", nameof(pair)) : jwk;
    }
}
