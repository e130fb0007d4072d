using System.Net;
using JwtCore.Testing;
using Microsoft.Extensions.Time.Testing;

namespace JwtCore.Cli.Tests;

public class FreshnessTests
{
    private const string Keys = "https://issuer.example.com/.well-known/jwks.json";

    [Theory]
    [InlineData(null, 600)]
    [InlineData(900, 900, "Cache-Control: max-age=900")]
    [InlineData(86_400, 3600, "Cache-Control: max-age=86400")]
    [InlineData(0, 60, "Cache-Control: no-store")]
    [InlineData(0, 60, "Cache-Control: no-cache, max-age=900")]
    [InlineData(0, 60, "Cache-Control: max-age=0")]
    [InlineData(200, 200, "Cache-Control: max-age=300", "Age: 100")]
    [InlineData(0, 60, "Cache-Control: max-age=300", "Age: 301")]
    [InlineData(1800, 1800, "Date: Mon, 23 Nov 2026 08:00:00 GMT", "Expires: Mon, 23 Nov 2026 08:30:00 GMT")]
    [InlineData(0, 60, "Date: Mon, 23 Nov 2026 08:00:00 GMT", "Expires: Mon, 23 Nov 2026 07:30:00 GMT")]
    [InlineData(0, 60, "Expires: 0")]
    public async Task The_lifetime_is_the_one_that_the_core_takes(int? stated, int effective, params string[] headers)
    {
        FakeTimeProvider time = new();
        using FakeJwksEndpoint endpoint = new(TestKeyPair.Create(JwtAlgorithm.ES256, "key-1"));
        string body = await new HttpClient(endpoint, disposeHandler: false).GetStringAsync(Keys, TestContext.Current.CancellationToken);
        endpoint.Respond(_ => Answer(body, headers));
        using HttpClient client = new(endpoint, disposeHandler: false);
        using RemoteJwks source = new(Keys, new RemoteJwksOptions { Client = client, TimeProvider = time });

        Freshness freshness = Freshness.Of(Answer(body, headers));

        Assert.Equal(stated is int seconds ? TimeSpan.FromSeconds(seconds) : null, freshness.Stated);
        Assert.Equal(TimeSpan.FromSeconds(effective), freshness.Effective);
        Assert.True((await source.RefreshAsync(TestContext.Current.CancellationToken)).IsSuccess);
        TimeSpan next = source.Status.NextRefreshIn!.Value;
        Assert.InRange(next, freshness.Effective * 0.8, freshness.Effective);
    }

    private static HttpResponseMessage Answer(string body, string[] headers)
    {
        HttpResponseMessage response = new(HttpStatusCode.OK) { Content = new StringContent(body) };
        foreach (string header in headers)
        {
            string[] parts = header.Split(": ", 2);
            Assert.True(response.Headers.TryAddWithoutValidation(parts[0], parts[1]) || response.Content.Headers.TryAddWithoutValidation(parts[0], parts[1]));
        }

        return response;
    }
}
