using System.Net;
using System.Text;

namespace JwtCore.Hosting.Tests.Support;

/// <summary>An introspection endpoint in the place of the network: it keeps each request and answers as the test says.</summary>
internal sealed class Endpoint : HttpMessageHandler
{
    public const string Address = "https://issuer.example.com/introspect";

    /// <summary>Each request: its credentials and its body.</summary>
    public List<(string? Authorization, string Body)> Requests { get; } = [];

    public HttpStatusCode Status { get; set; } = HttpStatusCode.OK;

    public string ContentType { get; set; } = "application/json";

    public string Body { get; set; } = Active();

    /// <summary>What comes in the place of an answer, for as long as the cancellation token lets it; null for the answer.</summary>
    public Func<CancellationToken, Task>? Instead { get; set; }

    /// <summary>Where the answer seems to come from; null for where it was asked for.</summary>
    public Uri? AnsweredFrom { get; set; }

    /// <summary>An answer that is accepted at <see cref="Introspecting.Now"/>, with members changed or added as JSON, or left out by null.</summary>
    public static string Active(params (string Name, string? Json)[] changes)
    {
        Dictionary<string, string?> members = new()
        {
            ["active"] = "true",
            ["iss"] = $"\"{Given.Issuer}\"",
            ["aud"] = $"\"{Given.Audience}\"",
            ["sub"] = "\"ann\"",
            ["client_id"] = "\"app\"",
            ["scope"] = "\"read write\"",
            ["token_type"] = "\"Bearer\"",
            ["exp"] = "1767225900",
        };
        foreach ((string name, string? json) in changes)
        {
            members[name] = json;
        }

        return $"{{{string.Join(',', members.Where(member => member.Value is not null).Select(member => $"\"{member.Key}\":{member.Value}"))}}}";
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        string body = await request.Content!.ReadAsStringAsync(cancellationToken);
        lock (Requests)
        {
            Requests.Add((request.Headers.Authorization?.ToString(), body));
        }

        if (Instead is not null)
        {
            await Instead(cancellationToken);
        }

        HttpResponseMessage response = new(Status)
        {
            Content = new ByteArrayContent(Encoding.UTF8.GetBytes(Body)),
            RequestMessage = AnsweredFrom is null ? request : new HttpRequestMessage(HttpMethod.Post, AnsweredFrom),
        };
        response.Content.Headers.TryAddWithoutValidation("Content-Type", ContentType);
        return response;
    }
}
