using JwtCore.AspNetCore.Tests.Support;
using JwtCore.Testing;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace JwtCore.AspNetCore.Tests;

/// <summary>Endpoints that allow anonymous access never wait for keys, and see no user while keys are missing.</summary>
public sealed class EndpointAccessTests : IDisposable
{
    // Time that stands still: whoever waits for keys waits for ever.
    private readonly FakeTimeProvider _time = new(DateTimeOffset.UtcNow);
    private readonly FakeJwksEndpoint _endpoint;
    private readonly HttpClient _client;
    private readonly RemoteJwks _keys;

    public EndpointAccessTests()
    {
        _endpoint = new FakeJwksEndpoint(Given.Pair) { TimeProvider = _time };
        _client = new HttpClient(_endpoint);
        _keys = new RemoteJwks(_endpoint.JwksUri, new() { Client = _client, TimeProvider = _time });
        _endpoint.Hang();
    }

    public void Dispose()
    {
        _keys.Dispose();
        _client.Dispose();
        _endpoint.Dispose();
    }

    [Theory]
    [InlineData("/marked")]
    [InlineData("/plain")]
    [InlineData("/marked-over-demand")]
    public async Task An_anonymous_endpoint_answers_at_once_and_sees_nobody(string path)
    {
        await using Api api = await StartAsync();

        Assert.Equal("nobody False", (await api.GetAsync(Api.Token(), path).WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken)).Body);
    }

    [Theory]
    [InlineData("/demand")]
    [InlineData("/scope")]
    public async Task An_endpoint_that_demands_a_user_waits(string path)
    {
        await using Api api = await StartAsync();
        Task<Answer> waiting = api.GetAsync(Api.Token("read"), path);
        await Task.Delay(100, TestContext.Current.CancellationToken);
        Assert.False(waiting.IsCompleted);
        for (int i = 0; i < 500 && !waiting.IsCompleted; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }

        Assert.Equal(503, (await waiting).Status);
    }

    [Fact]
    public async Task A_fallback_policy_makes_an_endpoint_without_metadata_wait()
    {
        await using Api api = await StartAsync(services => services.AddAuthorizationBuilder().SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build()));
        Task<Answer> waiting = api.GetAsync(Api.Token(), "/plain");
        await Task.Delay(100, TestContext.Current.CancellationToken);

        Assert.False(waiting.IsCompleted);
        Assert.Equal("nobody False", (await api.GetAsync(Api.Token(), "/marked")).Body);
    }

    [Fact]
    public async Task With_keys_an_anonymous_endpoint_sees_the_user_and_with_a_bad_token_nobody()
    {
        _endpoint.Publish(Given.Pair);
        await using Api api = await StartAsync(answers: true);
        await _keys.RefreshAsync(TestContext.Current.CancellationToken);

        Assert.Equal("test-user True", (await api.GetAsync(Api.Token(), "/marked")).Body);
        Assert.Equal("nobody False", (await api.GetAsync(Api.Token() + "x", "/marked")).Body);
    }

    private Task<Api> StartAsync(Action<IServiceCollection>? add = null, bool answers = false)
    {
        if (answers)
        {
            _endpoint.Recover();
        }

        return Api.StartAsync(
            services =>
            {
                services.AddAuthentication().AddJwtCore(options => options.Policies.Add(new() { Issuer = Given.Issuer, Audience = Given.Audience, Algorithms = [JwtAlgorithm.RS256], Keys = _keys }));
                add?.Invoke(services);
            },
            app =>
            {
                app.MapGet("/marked", Show).AllowAnonymous();
                app.MapGet("/plain", Show);
                app.MapGet("/marked-over-demand", Show).RequireScope("read").AllowAnonymous();
                app.MapGet("/demand", Show).RequireAuthorization();
                app.MapGet("/scope", [RequireScope("read")] (HttpContext context) => Show(context));
            });
    }

    private static string Show(HttpContext context) =>
        $"{context.GetTokenClaims()?.Subject ?? "nobody"} {context.Features.Get<IAuthenticateResultFeature>()?.AuthenticateResult?.Succeeded ?? false}";
}
