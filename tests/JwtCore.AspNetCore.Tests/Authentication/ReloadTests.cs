using JwtCore.AspNetCore.Tests.Support;
using JwtCore.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace JwtCore.AspNetCore.Tests;

/// <summary>What a reload of options keeps: the source with its keys, and under the same policy the remembered tokens.</summary>
public sealed class ReloadTests : IDisposable
{
    private readonly OptionsReload _reload = new();
    private readonly FakeJwksEndpoint _endpoint = new(Given.Pair);
    private readonly HttpClient _client;

    public ReloadTests() => _client = new HttpClient(_endpoint);

    public void Dispose()
    {
        _client.Dispose();
        _endpoint.Dispose();
    }

    [Fact]
    public async Task The_same_address_and_options_keep_source_keys_and_verifier()
    {
        await using Api api = await StartAsync(options => options.Policies.Add(Policy(Source())));
        Assert.Equal(200, (await api.GetAsync(Api.Token())).Status);
        ITokenVerifier before = Current(api).Verifier;
        _reload.Now();

        Assert.Equal(200, (await api.GetAsync(Api.Token())).Status);
        Assert.Same(before, Current(api).Verifier);
        Assert.Equal(1, _endpoint.Requests);
    }

    [Fact]
    public async Task Another_policy_keeps_the_keys_and_forgets_the_tokens()
    {
        string audience = Given.Audience;
        await using Api api = await StartAsync(options => options.Policies.Add(Policy(Source(), audience)));
        string token = Api.Token();
        for (int i = 0; i < 3; i++)
        {
            Assert.Equal(200, (await api.GetAsync(token)).Status);
        }

        _endpoint.Hang();
        audience = "https://another.example.com";
        _reload.Now();

        // Known keys, so no request; the entry of the former policy would have passed.
        Assert.Contains("another audience", (await api.GetAsync(token)).Challenge, StringComparison.Ordinal);
        Assert.Equal(1, _endpoint.Requests);
        Assert.Equal(200, (await api.GetAsync(Given.Pair.CreateToken(new() { Audience = audience }))).Status);
    }

    [Fact]
    public async Task Other_verifier_options_keep_the_keys_and_make_another_verifier()
    {
        int limit = 16_384;
        await using Api api = await StartAsync(options =>
        {
            options.Policies.Add(Policy(Source()));
            options.VerifierOptions = new() { Limits = new() { TokenBytes = limit } };
        });
        Assert.Equal(200, (await api.GetAsync(Api.Token())).Status);
        limit = 10;
        _reload.Now();

        Assert.Contains("too large", (await api.GetAsync(Api.Token())).Challenge, StringComparison.Ordinal);
        limit = 16_384;
        _reload.Now();
        Assert.Equal(200, (await api.GetAsync(Api.Token())).Status);
        Assert.Equal(1, _endpoint.Requests);
    }

    [Fact]
    public async Task Another_option_of_trust_is_another_source_which_loads_at_once()
    {
        TimeSpan trusted = TimeSpan.FromHours(24);
        await using Api api = await StartAsync(options => options.Policies.Add(Policy(Source(trusted))));
        Assert.Equal(200, (await api.GetAsync(Api.Token())).Status);
        trusted = TimeSpan.FromHours(12);
        _reload.Now();
        Current(api);

        await WaitAsync(() => _endpoint.Requests == 2);
    }

    [Fact]
    public async Task A_disposed_source_is_not_kept()
    {
        RemoteJwks first = Source();
        RemoteJwks current = first;
        await using Api api = await StartAsync(options => options.Policies.Add(Policy(current)));
        Assert.Equal(200, (await api.GetAsync(Api.Token())).Status);
        current = Source();
        first.Dispose();
        _reload.Now();

        Assert.Equal(200, (await api.GetAsync(Api.Token())).Status);
    }

    [Fact]
    public async Task Settings_that_say_the_same_keep_everything_and_others_keep_the_source()
    {
        await using Api api = await Api.StartAsync(
            services => services
                .AddSingleton<IOptionsChangeTokenSource<JwtCoreOptions>>(_reload)
                .AddSingleton(new RemoteJwksOptions { Client = _client })
                .AddAuthentication().AddJwtCore(),
            build: builder => builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
            {
                ["JwtCore:JwksUri"] = _endpoint.JwksUri,
                ["JwtCore:Issuer"] = Given.Issuer,
                ["JwtCore:Audience"] = Given.Audience,
            }));
        Assert.Equal(200, (await api.GetAsync(Api.Token())).Status);
        ITokenVerifier before = Current(api).Verifier;
        _reload.Now();
        Assert.Same(before, Current(api).Verifier);

        IConfiguration configuration = api.Services.GetRequiredService<IConfiguration>();
        configuration["JwtCore:BaseUrl"] = "https://api.example.com";
        _reload.Now();
        Assert.Same(before, Current(api).Verifier);

        configuration["JwtCore:Audience"] = "other";
        _reload.Now();
        Assert.NotSame(before, Current(api).Verifier);
        Assert.Contains("another audience", (await api.GetAsync(Api.Token())).Challenge, StringComparison.Ordinal);
        Assert.Equal(1, _endpoint.Requests);
    }

    [Fact]
    public async Task A_snapshot_for_each_request_makes_no_verifier()
    {
        HashSet<ITokenVerifier> seen = [];
        await using Api api = await StartAsync(
            options =>
            {
                options.Policies.Add(Policy(Source()));
                options.Policies.Add(new() { Issuer = "https://static.example.com", Audience = "a", Algorithms = [JwtAlgorithm.HS256], Keys = Jwk.FromSecret("a shared secret of more than thirty-two bytes"u8, JwtAlgorithm.HS256) });
            },
            app => app.MapGet("/", (IOptionsSnapshot<JwtCoreOptions> snapshot, SchemeVerifierCache verifiers) =>
            {
                seen.Add(verifiers.Of("Bearer", snapshot.Get("Bearer")).Verifier);
                return "";
            }));
        for (int i = 0; i < 3; i++)
        {
            Assert.Equal(200, (await api.GetAsync(Api.Token())).Status);
        }

        Assert.Single(seen);
        Assert.Equal(1, _endpoint.Requests);
    }

    private static SchemeVerifier Current(Api api) => api.Services.GetRequiredService<SchemeVerifierCache>()
        .Of("Bearer", api.Services.GetRequiredService<IOptionsMonitor<JwtCoreOptions>>().Get("Bearer"));

    private Task<Api> StartAsync(Action<JwtCoreOptions> configure, Action<WebApplication>? map = null) => Api.StartAsync(
        services => services.AddSingleton<IOptionsChangeTokenSource<JwtCoreOptions>>(_reload).AddAuthentication().AddJwtCore(configure),
        map);

    // As code does that makes its source where it makes its options.
    private RemoteJwks Source(TimeSpan? trusted = null) =>
        new(_endpoint.JwksUri, new() { Client = _client, TrustedFor = trusted ?? TimeSpan.FromHours(24) });

    private static VerificationPolicy Policy(RemoteJwks keys, string audience = Given.Audience) =>
        new() { Issuer = Given.Issuer, Audience = audience, Algorithms = [JwtAlgorithm.RS256], Keys = keys };

    private static async Task WaitAsync(Func<bool> condition)
    {
        for (int i = 0; i < 500 && !condition(); i++)
        {
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }

        Assert.True(condition());
    }
}
