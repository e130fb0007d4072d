using System.Net;
using System.Web;

namespace JwtCore.Mcp.Tests.Clients;

/// <summary>What a person does in a browser, without one: follows an authorization request to the answer.</summary>
internal static class Browser
{
    /// <summary>Where nobody listens.</summary>
    public static readonly Uri Callback = new("http://127.0.0.1:9/callback");

    /// <summary>The parameters of the answer.</summary>
    public static async Task<IReadOnlyDictionary<string, string>> FollowAsync(Uri start, CancellationToken cancellationToken)
    {
        using SocketsHttpHandler handler = new() { AllowAutoRedirect = false, CookieContainer = new CookieContainer() };
        using HttpClient client = new(handler);
        Uri address = start;
        for (int i = 0; i < 10; i++)
        {
            using HttpResponseMessage response = await client.GetAsync(address, cancellationToken);
            Assert.True(response.Headers.Location is not null, $"{address.AbsolutePath} answered {response.StatusCode}: {await response.Content.ReadAsStringAsync(cancellationToken)}");
            address = new Uri(address, response.Headers.Location);
            if (address.AbsoluteUri.StartsWith(Callback.AbsoluteUri, StringComparison.Ordinal))
            {
                var query = HttpUtility.ParseQueryString(address.Query);
                Assert.Null(query["error"]);
                return query.AllKeys.ToDictionary(key => key!, key => query[key]!);
            }
        }

        throw new InvalidOperationException("The authorization request leads nowhere.");
    }
}
