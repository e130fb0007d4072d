using System.Buffers.Text;
using System.Text.Json;
using JwtCore.AspNetCore.Tests.Support;
using JwtCore.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace JwtCore.AspNetCore.Tests;

/// <summary>Two authorities over real HTTP, with a scheme each; a policy scheme chooses by what the token says, which proves nothing yet.</summary>
public sealed class TwoAuthoritiesTests : IAsyncDisposable
{
    private readonly FakeJwksServer _first = new(Given.Pair);
    private readonly FakeJwksServer _second = new(Given.EcPair);

    public async ValueTask DisposeAsync()
    {
        await _first.DisposeAsync();
        await _second.DisposeAsync();
    }

    [Fact]
    public async Task Each_authority_s_tokens_are_verified_by_its_own_keys()
    {
        using RemoteJwks firstKeys = Discover(_first);
        using RemoteJwks secondKeys = Discover(_second);
        await using Api api = await Start(firstKeys, secondKeys);

        Assert.Equal("First", (await api.GetAsync(Token(Given.Pair, _first))).Body);
        Assert.Equal("Second", (await api.GetAsync(Token(Given.EcPair, _second))).Body);
        Assert.Equal(200, (await api.GetAsync(Token(Given.EcPair, _second, "read"), "/read")).Status);
        Assert.Equal(403, (await api.GetAsync(Token(Given.EcPair, _second), "/read")).Status);
    }

    [Fact]
    public async Task A_token_that_names_the_other_authority_is_refused_by_that_authority_s_scheme()
    {
        using RemoteJwks firstKeys = Discover(_first);
        using RemoteJwks secondKeys = Discover(_second);
        await using Api api = await Start(firstKeys, secondKeys);

        Assert.Equal("Bearer realm=\"second\", error=\"invalid_token\", error_description=\"The algorithm of the token is not allowed.\"", (await api.GetAsync(Token(Given.Pair, _second))).Challenge);
        Assert.Equal(401, (await api.GetAsync(Token(TestKeyPair.Create(JwtAlgorithm.RS256), _first))).Status);
        Assert.Equal("Bearer realm=\"first\", error=\"invalid_token\", error_description=\"The token is from another issuer.\"", (await api.GetAsync(Given.Pair.CreateToken(Api.Good))).Challenge);
        Assert.Equal("Bearer realm=\"first\"", (await api.GetAsync()).Challenge);
    }

    private Task<Api> Start(RemoteJwks firstKeys, RemoteJwks secondKeys) => Api.StartAsync(
        services => services.AddAuthentication("Either")
            .AddPolicyScheme("Either", null, options => options.ForwardDefaultSelector = context => UnverifiedIssuer(context.Request) == Issuer(_second) ? "Second" : "First")
            .AddJwtCore("First", options => Configure(options, "first", Policy(_first, firstKeys, JwtAlgorithm.RS256)))
            .AddJwtCore("Second", options => Configure(options, "second", Policy(_second, secondKeys, JwtAlgorithm.ES256))),
        app =>
        {
            app.MapGet("/", (HttpContext context) => context.User.Identity!.AuthenticationType).RequireAuthorization();
            app.MapGet("/read", () => "").RequireScope("read");
        });

    private static void Configure(JwtCoreOptions options, string realm, VerificationPolicy policy)
    {
        options.Realm = realm;
        options.Policies.Add(policy);
    }

    private static VerificationPolicy Policy(FakeJwksServer server, RemoteJwks keys, JwtAlgorithm algorithm) =>
        new() { Issuer = Issuer(server), Audience = Given.Audience, Algorithms = [algorithm], Keys = keys };

    private static RemoteJwks Discover(FakeJwksServer server)
    {
        server.Endpoint.Issuer = Issuer(server);
        return RemoteJwks.Discover(Issuer(server), new() { AllowHttpOnLoopback = true });
    }

    private static string Issuer(FakeJwksServer server) => server.Url;

    private static string Token(TestKeyPair pair, FakeJwksServer server, params string[] scopes) =>
        pair.CreateToken(Api.Good with { Issuer = Issuer(server), Scopes = scopes });

    // It only chooses who judges the token.
    private static string? UnverifiedIssuer(HttpRequest request)
    {
        string[] segments = request.Headers.Authorization.ToString().Split('.');
        return segments.Length == 3 ? JsonElement.Parse(Base64Url.DecodeFromChars(segments[1])).GetProperty("iss").GetString() : null;
    }
}
