using JwtCore.AspNetCore.Tests.Support;
using JwtCore.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Time.Testing;

namespace JwtCore.AspNetCore.Tests;

public sealed class SchemeKeysTests : IDisposable
{
    private readonly FakeTimeProvider _time = new(DateTimeOffset.UtcNow);
    private readonly FakeJwksEndpoint _endpoint;
    private readonly RemoteJwks _keys;

    public SchemeKeysTests()
    {
        _endpoint = new FakeJwksEndpoint(Given.Pair) { TimeProvider = _time };
        _keys = new RemoteJwks(_endpoint.JwksUri, new() { Client = new HttpClient(_endpoint), TimeProvider = _time });
    }

    public void Dispose()
    {
        _keys.Dispose();
        _endpoint.Dispose();
    }

    [Fact]
    public async Task Fresh_keys_are_healthy_and_counted()
    {
        await _keys.RefreshAsync(TestContext.Current.CancellationToken);
        HealthReportEntry entry = await CheckAsync();

        Assert.Equal((HealthStatus.Healthy, "Bearer: Fresh, 1 keys"), (entry.Status, entry.Description));
        Assert.Equal(("Fresh", 1), (entry.Data["Bearer.state"], entry.Data["Bearer.keys"]));
    }

    [Fact]
    public async Task The_first_check_asks_for_keys_and_waits_for_nothing()
    {
        _endpoint.Hang();

        Assert.Equal((HealthStatus.Unhealthy, "Bearer: NotLoaded, 0 keys"), Shown(await CheckAsync()));
        Assert.Equal((HealthStatus.Unhealthy, "Bearer: NotLoaded, 0 keys"), Shown(await CheckAsync()));
        await WaitAsync(() => _endpoint.Requests == 1);
        Assert.Equal(1, _endpoint.Requests);
    }

    [Fact]
    public async Task Checks_never_ask_again_before_the_source_would()
    {
        _endpoint.Fail();
        await CheckAsync();
        await WaitAsync(() => _keys.Status.LastAttempts.Count == 1);
        await CheckAsync();
        await CheckAsync();

        Assert.Equal(1, _endpoint.Requests);
    }

    [Fact]
    public async Task The_keys_of_a_scheme_load_when_the_host_starts_which_does_not_wait()
    {
        _endpoint.Hang();
        await using Api api = await Api.StartAsync(options => options.Policies.Add(Policy(_keys, Given.Issuer)));

        await WaitAsync(() => _endpoint.Requests == 1);
        Assert.Equal(JwksState.NotLoaded, _keys.Status.State);
    }

    [Fact]
    public async Task Overdue_keys_are_degraded_and_old_ones_unhealthy()
    {
        await _keys.RefreshAsync(TestContext.Current.CancellationToken);
        _endpoint.Fail();
        _time.Advance(TimeSpan.FromHours(2));
        await WaitAsync(() => _endpoint.Requests > 1 && _keys.Status.LastAttempts.Count > 1);

        HealthReportEntry overdue = await CheckAsync();
        Assert.Equal(HealthStatus.Degraded, overdue.Status);
        Assert.Equal($"Bearer: Overdue, 1 keys ({overdue.Data["Bearer.cause"]})", overdue.Description);
        Assert.StartsWith($"ConnectionFailed: {_endpoint.JwksUri}: ", (string)overdue.Data["Bearer.cause"], StringComparison.Ordinal);
        _time.Advance(TimeSpan.FromHours(23));
        HealthReportEntry expired = await CheckAsync();
        Assert.Equal(HealthStatus.Unhealthy, expired.Status);
        Assert.StartsWith("Bearer: Expired, 0 keys (", expired.Description, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_set_without_usable_keys_is_unhealthy()
    {
        _endpoint.Publish();
        await _keys.RefreshAsync(TestContext.Current.CancellationToken);

        HealthReportEntry empty = await CheckAsync();
        Assert.Equal(HealthStatus.Unhealthy, empty.Status);
        Assert.StartsWith("Bearer: Empty, 0 keys (", empty.Description, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_several_sources_the_worst_counts_and_static_keys_do_not()
    {
        await _keys.RefreshAsync(TestContext.Current.CancellationToken);
        using FakeJwksEndpoint silent = new(Given.Pair);
        silent.Hang();
        using RemoteJwks other = new("https://other.example.com/jwks.json", new() { Client = new HttpClient(silent) });
        HealthReportEntry entry = await CheckAsync(options =>
        {
            options.Policies.Add(Policy(_keys, Given.Issuer));
            options.Policies.Add(Policy(other, "https://other.example.com"));
            options.Policies.Add(Api.Policy(Given.EcPair, "https://static.example.com"));
        });

        Assert.Equal((HealthStatus.Unhealthy, "Bearer:0: Fresh, 1 keys, Bearer:1: NotLoaded, 0 keys"), Shown(entry));
    }

    [Fact]
    public async Task Without_remote_keys_all_is_well() =>
        Assert.Equal((HealthStatus.Healthy, ""), Shown(await CheckAsync(options => options.Policies.Add(Api.Policy()))));

    [Fact]
    public async Task A_failure_may_be_called_degraded() =>
        Assert.Equal(HealthStatus.Degraded, (await CheckAsync(failureStatus: HealthStatus.Degraded)).Status);

    [Fact]
    public async Task A_verifier_of_settings_is_watched_without_any_scheme()
    {
        ServiceCollection services = new();
        _endpoint.Hang();
        services.AddLogging()
            .AddSingleton(Given.Environment([("JWTCORE_JWKS_URI", _endpoint.JwksUri), .. Given.Expectations]))
            .AddSingleton(new RemoteJwksOptions { Client = new HttpClient(_endpoint) })
            .AddJwtCoreVerifier();
        services.AddHealthChecks().AddJwtCoreKeys();
        await using ServiceProvider provider = services.BuildServiceProvider();
        HealthReport report = await provider.GetRequiredService<HealthCheckService>().CheckHealthAsync(TestContext.Current.CancellationToken);

        Assert.Equal("JwtCore: NotLoaded, 0 keys", report.Entries["jwtcore-keys"].Description);
    }

    [Fact]
    public async Task Warm_up_loads_keys_before_the_first_request()
    {
        await using Api api = await StartWarmAsync(_keys, TimeSpan.FromSeconds(30));

        Assert.Equal(JwksState.Fresh, _keys.Status.State);
        Assert.Contains(api.Log.Entries, entry => entry is { Event: "KeysLoaded", Text: "The keys of Bearer are loaded: 1." });
        Assert.Equal(200, (await api.GetAsync(Api.Token())).Status);
        Assert.Equal(1, _endpoint.Requests);
    }

    [Fact]
    public async Task Warm_up_tries_again_within_its_limit()
    {
        _endpoint.Fail(1);
        using RemoteJwks keys = new(_endpoint.JwksUri, new() { Client = new HttpClient(_endpoint), CooldownWithoutKeys = TimeSpan.FromSeconds(1), Cooldown = TimeSpan.FromSeconds(10) });
        Task<Api> starting = StartWarmAsync(keys, TimeSpan.FromSeconds(30));
        await using Api api = await starting;

        Assert.Equal(JwksState.Fresh, keys.Status.State);
        Assert.Equal(2, _endpoint.Requests);
    }

    [Fact]
    public async Task Warm_up_gives_up_at_its_limit_and_the_host_starts()
    {
        _endpoint.Hang();
        await using Api api = await StartWarmAsync(_keys, TimeSpan.FromMilliseconds(200));

        Assert.Contains(api.Log.Entries, entry => entry is { Event: "KeysNotLoaded", Text: "The keys of Bearer are not loaded after 00:00:00.2000000: NotLoaded. The first attempt has not ended. The host starts without them." });
        Assert.Equal("nobody ", (await api.GetAsync(path: "/open")).Body);
    }

    [Fact]
    public async Task A_loader_that_gives_keys_by_their_IDs_is_healthy_and_keeps_no_start_waiting_before_the_first_token()
    {
        using RemoteJwks loaded = RemoteJwks.FromLoader("by-id", (_, _) => Task.FromResult(LoadedKeys.Added(new JwkSet())), new() { TimeProvider = _time });
        await using Api api = await StartWarmAsync(loaded, TimeSpan.FromMinutes(10)).WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
        Assert.Equal((HealthStatus.Healthy, "Bearer: Fresh, 0 keys"), Shown(await CheckAsync(options => options.Policies.Add(Policy(loaded, Given.Issuer)))));
    }

    [Fact]
    public async Task A_loader_that_throws_is_unhealthy_and_shows_nothing_of_its_exception()
    {
        using RemoteJwks loaded = RemoteJwks.FromLoader("failing", (_, _) => throw new FormatException("s3cr3t"), new() { TimeProvider = _time });
        await loaded.RefreshAsync(TestContext.Current.CancellationToken);
        HealthReportEntry entry = await CheckAsync(options => options.Policies.Add(Policy(loaded, Given.Issuer)));
        Assert.Equal(HealthStatus.Unhealthy, entry.Status);
        Assert.Contains("FormatException", entry.Description, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cr3t", entry.Description + string.Join(' ', entry.Data.Values), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(601)]
    public void The_limit_of_a_warm_up_has_limits(int seconds) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new ServiceCollection().AddJwtCoreWarmUp(TimeSpan.FromSeconds(seconds)));

    private static (HealthStatus, string?) Shown(HealthReportEntry entry) => (entry.Status, entry.Description);

    private static VerificationPolicy Policy(RemoteJwks keys, string issuer) =>
        new() { Issuer = issuer, Audience = Given.Audience, Algorithms = [JwtAlgorithm.RS256], Keys = keys };

    private static Task<Api> StartWarmAsync(RemoteJwks keys, TimeSpan limit) => Api.StartAsync(services => services
        .AddJwtCoreWarmUp(limit)
        .AddAuthentication().AddJwtCore(options => options.Policies.Add(Policy(keys, Given.Issuer))));

    private async Task<HealthReportEntry> CheckAsync(Action<JwtCoreOptions>? configure = null, HealthStatus? failureStatus = null)
    {
        ServiceCollection services = new();
        services.AddLogging().AddAuthentication().AddJwtCore(configure ?? (options => options.Policies.Add(Policy(_keys, Given.Issuer))));
        services.AddHealthChecks().AddJwtCoreKeys(failureStatus: failureStatus);
        await using ServiceProvider provider = services.BuildServiceProvider();
        HealthReport report = await provider.GetRequiredService<HealthCheckService>().CheckHealthAsync(TestContext.Current.CancellationToken);
        return report.Entries["jwtcore-keys"];
    }

    private static async Task WaitAsync(Func<bool> condition)
    {
        for (int i = 0; i < 500 && !condition(); i++)
        {
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }

        Assert.True(condition());
    }
}
