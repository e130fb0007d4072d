using System.Security.Claims;
using JwtCore.AspNetCore.Tests.Support;
using JwtCore.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace JwtCore.AspNetCore.Tests;

/// <summary>An API whose tenants come and go while it runs, over real HTTP.</summary>
public sealed class RunTimeIssuersTests : IDisposable
{
    private const string Other = "https://other.example.com";

    private readonly Table _table = new();
    private readonly FakeJwksEndpoint _endpoint = new(Given.Pair);
    private readonly HttpClient _client;

    public RunTimeIssuersTests()
    {
        _client = new HttpClient(_endpoint);
        _table.Policies[Given.Issuer] = Api.Policy();
    }

    public void Dispose()
    {
        _client.Dispose();
        _endpoint.Dispose();
    }

    [Fact]
    public async Task A_tenant_is_let_in_when_it_is_there_and_out_when_it_is_gone()
    {
        await using Api api = await StartAsync();
        IssuerDirectory directory = api.Services.GetRequiredService<IssuerDirectory>();
        string token = Token(Other);
        Answer unknown = await api.GetAsync(token);
        Assert.Equal((401, "Bearer error=\"invalid_token\", error_description=\"The issuer of the token is not trusted.\""), (unknown.Status, unknown.Challenge));

        _table.Policies[Other] = Api.Policy(issuer: Other);
        Assert.Equal(IssuerOutcome.Known, (await directory.RefreshAsync(Other, TestContext.Current.CancellationToken)).Outcome);
        Assert.Equal(200, (await api.GetAsync(token)).Status);
        Assert.Equal(200, (await api.GetAsync(Token(Given.Issuer))).Status);

        _table.Policies.Remove(Other);
        Assert.True(directory.Forget(Other));
        Assert.Equal(401, (await api.GetAsync(token)).Status);
        Assert.Equal(200, (await api.GetAsync(Token(Given.Issuer))).Status);
    }

    [Fact]
    public async Task Each_question_has_a_scope_of_its_own_and_no_request()
    {
        await using Api api = await StartAsync();
        Assert.Equal(200, (await api.GetAsync(Token(Given.Issuer))).Status);
        Assert.Equal(401, (await api.GetAsync(Token(Other))).Status);
        Assert.Equal(2, Query.Made);
        Assert.Equal(2, Query.Disposed);
        Assert.False(_table.SawRequest);
    }

    [Fact]
    public async Task A_function_that_fails_is_503_with_the_type_of_the_exception_in_the_log_and_not_its_text()
    {
        _table.Throws = new InvalidOperationException("password=hunter2");
        await using Api api = await StartAsync();
        Answer answer = await api.GetAsync(Token("https://a.example.com/\n"));
        Assert.Equal((503, 0), (answer.Status, answer.Challenges.Length));
        Assert.Contains(api.Log.Entries, entry => entry.Text.Contains("Bearer could not find the policy of an issuer (Failed). The function threw System.InvalidOperationException for the issuer \"https://a.example.com/\\u000a\".", StringComparison.Ordinal));
        Assert.DoesNotContain(api.Log.Entries, entry => entry.Text.Contains("hunter2", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_policy_of_another_tenant_is_503_and_an_error_in_the_log()
    {
        _table.Policies[Other] = Api.Policy();
        await using Api api = await StartAsync();
        Assert.Equal(503, (await api.GetAsync(Token(Other))).Status);
        Assert.Contains(api.Log.Entries, entry => entry.Text.StartsWith($"Bearer must not use the policy of an issuer. The policy for the issuer \"{Other}\" is refused. Its Issuer must be", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_flood_of_failures_is_ten_lines_a_minute()
    {
        _table.Throws = new InvalidOperationException();
        await using Api api = await StartAsync();
        for (int i = 0; i < 15; i++)
        {
            Assert.Equal(503, (await api.GetAsync(Token($"https://{i}.example.com"))).Status);
        }

        Assert.Equal(10, api.Log.Entries.Count(entry => entry.Text.Contains("could not find the policy of an issuer", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task What_happens_to_the_keys_of_a_tenant_is_logged_by_its_name_and_no_health_of_the_host()
    {
        using RemoteJwks keys = new(_endpoint.JwksUri, new RemoteJwksOptions { Client = _client });
        _table.Policies[Given.Issuer] = Api.Policy() with { Keys = keys };
        _endpoint.Fail();
        await using Api api = await StartAsync();
        Assert.Equal(503, (await api.GetAsync(Token(Given.Issuer))).Status);
        Assert.Contains(api.Log.Entries, entry => entry.Text.StartsWith($"The keys of Bearer \"{Given.Issuer}\" could not be refreshed", StringComparison.Ordinal));

        HealthReport health = await api.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(TestContext.Current.CancellationToken);
        Assert.Equal((HealthStatus.Healthy, "Bearer: 1 issuers, 1 without keys, 0 not confirmed"), (health.Status, health.Entries.Single().Value.Description));
    }

    [Fact]
    public async Task While_the_function_fails_for_known_tenants_the_host_is_degraded()
    {
        await using Api api = await StartAsync();
        Assert.Equal(200, (await api.GetAsync(Token(Given.Issuer))).Status);
        _table.Throws = new InvalidOperationException();
        await api.Services.GetRequiredService<IssuerDirectory>().RefreshAsync(Given.Issuer, TestContext.Current.CancellationToken);

        HealthReport health = await api.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(TestContext.Current.CancellationToken);
        Assert.Equal((HealthStatus.Degraded, "Bearer: 1 issuers, 0 without keys, 1 not confirmed"), (health.Status, health.Entries.Single().Value.Description));
        Assert.Equal(200, (await api.GetAsync(Token(Given.Issuer))).Status);
    }

    [Fact]
    public async Task An_endpoint_for_anyone_sees_no_user_of_a_tenant_that_is_not_known_yet_and_waits_for_nothing()
    {
        TaskCompletionSource answer = new();
        _table.Until = answer.Task;
        await using Api api = await StartAsync();
        Assert.Equal((200, "nobody "), await OpenAsync());
        answer.SetResult();
        Assert.Equal(200, (await api.GetAsync(Token(Given.Issuer))).Status);
        Assert.Equal((200, "user-1 "), await OpenAsync());

        async Task<(int, string)> OpenAsync()
        {
            Answer open = await api.GetAsync(Token(Given.Issuer), "/open");
            return (open.Status, open.Body);
        }
    }

    [Fact]
    public async Task The_scopes_of_a_challenge_are_those_of_the_tenant()
    {
        _table.Policies[Given.Issuer] = Api.Policy(scopes: "tenant:use");
        await using Api api = await StartAsync();
        Answer answer = await api.GetAsync(Token(Given.Issuer));
        Assert.Equal(403, answer.Status);
        Assert.Contains("scope=\"tenant:use\"", answer.Challenge, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_subject_alone_is_no_user_id()
    {
        OptionsValidationException refused = await Assert.ThrowsAsync<OptionsValidationException>(() => StartAsync(options => options.ClaimTypeMap["sub"] = ClaimTypes.NameIdentifier));
        Assert.Contains("and the scheme accepts several issuers", refused.Message, StringComparison.Ordinal);
        await using Api api = await StartAsync(options => options.ClaimTypeMap[JwtCoreOptions.IssuerAndSubject] = ClaimTypes.NameIdentifier);
    }

    [Fact]
    public void There_is_one_verifier()
    {
        ServiceCollection services = new();
        services.AddSingleton<ITokenVerifier>(_ => null!);
        Assert.Throws<InvalidOperationException>(() => services.AddJwtCoreIssuers((_, _, _) => default));
        Assert.Throws<ArgumentNullException>(() => services.AddJwtCoreIssuers(null!));
    }

    [Fact]
    public async Task Wrong_options_stop_the_host() =>
        await Assert.ThrowsAsync<OptionsValidationException>(() => Api.StartAsync(services =>
        {
            services.AddJwtCoreIssuers((_, _, _) => default, new() { MaxIssuers = 1 });
            services.AddAuthentication().AddJwtCore();
        }));

    private Task<Api> StartAsync(Action<JwtCoreOptions>? configure = null) => Api.StartAsync(services =>
    {
        Query.Made = 0;
        Query.Disposed = 0;
        services.AddHttpContextAccessor();
        services.AddSingleton(_table).AddScoped<Query>();
        services.AddJwtCoreIssuers((provider, issuer, _) => provider.GetRequiredService<Query>().FindAsync(issuer));
        services.AddHealthChecks().AddJwtCoreKeys();
        services.AddAuthentication().AddJwtCore(configure);
    });

    private static string Token(string issuer) => Given.Pair.CreateToken(Api.Good with { Issuer = issuer, Subject = "user-1" });

    private sealed class Table
    {
        public Dictionary<string, VerificationPolicy> Policies { get; } = [];

        public Exception? Throws { get; set; }

        public Task Until { get; set; } = Task.CompletedTask;

        public bool SawRequest { get; set; }
    }

    private sealed class Query : IDisposable
    {
        private readonly Table _table;
        private readonly IHttpContextAccessor _accessor;

        public Query(Table table, IHttpContextAccessor accessor)
        {
            _table = table;
            _accessor = accessor;
            Made++;
        }

        public static int Made { get; set; }

        public static int Disposed { get; set; }

        public async ValueTask<VerificationPolicy?> FindAsync(string issuer)
        {
            _table.SawRequest |= _accessor.HttpContext is not null;
            await _table.Until;
            return _table.Throws is null ? _table.Policies.GetValueOrDefault(issuer) : throw _table.Throws;
        }

        public void Dispose() => Disposed++;
    }
}
