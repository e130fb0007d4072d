using System.Net.Http.Headers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace JwtCore.Issuers.Tests.Support;

/// <summary>An API on 127.0.0.1 behind the handler, for those who have the scope of <see cref="Given"/>.</summary>
public sealed class ProtectedApi : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly HttpClient _client;

    private ProtectedApi(WebApplication app)
    {
        _app = app;
        _client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
    }

    public static async Task<ProtectedApi> StartAsync(VerificationPolicy policy, TimeProvider time)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddAuthentication().AddJwtCore(options =>
        {
            options.Policies.Add(policy);
            options.TimeProvider = time;
        });
        builder.Services.AddAuthorization();
        WebApplication app = builder.Build();
        app.MapGet("/", (HttpContext context) => $"{context.User.FindFirst("sub")!.Value} of {context.User.FindFirst("sub")!.Issuer}").RequireScope(Given.Scope);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new ProtectedApi(app);
    }

    /// <summary>The status, and the body of a good answer or the error of the challenge.</summary>
    public async Task<string> AskAsync(string? token)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, "/");
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        using HttpResponseMessage response = await _client.SendAsync(request, TestContext.Current.CancellationToken);
        string said = response.IsSuccessStatusCode
            ? await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)
            : response.Headers.WwwAuthenticate.ToString().Contains("error=\"invalid_token\"", StringComparison.Ordinal) ? "invalid_token" : "";
        return $"{(int)response.StatusCode} {said}";
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _app.DisposeAsync();
    }
}
