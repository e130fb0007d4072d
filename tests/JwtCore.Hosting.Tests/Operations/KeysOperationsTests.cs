using JwtCore.Hosting.Tests.Support;
using JwtCore.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace JwtCore.Hosting.Tests;

/// <summary>Health check and warm-up in a host that has no ASP.NET Core.</summary>
public sealed class KeysOperationsTests : IDisposable
{
    private readonly FakeJwksEndpoint _endpoint = new(Given.Pair);
    private readonly HttpClient _client;
    private readonly CapturedLog _log = new();

    public KeysOperationsTests() => _client = new HttpClient(_endpoint);

    public void Dispose()
    {
        _client.Dispose();
        _endpoint.Dispose();
    }

    [Fact]
    public async Task Warm_up_loads_the_keys_of_settings_before_the_host_has_started()
    {
        using IHost host = Build(services => services.AddJwtCoreWarmUp(TimeSpan.FromSeconds(30)));
        await host.StartAsync(TestContext.Current.CancellationToken);

        Assert.Equal(1, _endpoint.Requests);
        Assert.Contains(_log.Entries, entry => entry is { Event: "KeysLoaded", Text: "The keys of JwtCore are loaded: 1." });
        await host.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Keys_load_when_the_host_starts_which_does_not_wait_for_them()
    {
        _endpoint.Hang();
        using IHost host = Build(_ => { });
        await host.StartAsync(TestContext.Current.CancellationToken);

        await WaitAsync(() => _endpoint.Requests == 1);
        Assert.Empty(host.Services.GetRequiredService<SettingsVerifier>().Policies[0].Keys is RemoteJwks keys ? keys.Status.Keys : [null!]);
        await host.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Without_a_token_a_probe_turns_healthy()
    {
        using IHost host = Build(services => services.AddHealthChecks().AddJwtCoreKeys());
        await host.StartAsync(TestContext.Current.CancellationToken);
        HealthCheckService checks = host.Services.GetRequiredService<HealthCheckService>();
        for (int i = 0; i < 500 && (await checks.CheckHealthAsync(TestContext.Current.CancellationToken)).Status != HealthStatus.Healthy; i++)
        {
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }

        Assert.Equal(HealthStatus.Healthy, (await checks.CheckHealthAsync(TestContext.Current.CancellationToken)).Status);
        Assert.Equal(1, _endpoint.Requests);
        await host.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Warm_up_asks_once_and_leaves_the_rest_to_the_back_off_of_the_source()
    {
        _endpoint.Fail();
        using IHost host = Build(services => services.AddJwtCoreWarmUp(TimeSpan.FromSeconds(2)));
        await host.StartAsync(TestContext.Current.CancellationToken);

        // The source waits five seconds before it asks again.
        Assert.Equal(1, _endpoint.Requests);
        string text = Assert.Single(_log.Entries, entry => entry.Event == "KeysNotLoaded").Text;
        Assert.Contains($"ConnectionFailed: {_endpoint.JwksUri}", text, StringComparison.Ordinal);
        await host.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task The_health_check_watches_the_keys_of_settings()
    {
        using IHost host = Build(services => services.AddHealthChecks().AddJwtCoreKeys());
        HealthReport cold = await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(TestContext.Current.CancellationToken);

        Assert.Equal((HealthStatus.Unhealthy, "JwtCore: NotLoaded, 0 keys"), (cold.Status, cold.Entries["jwtcore-keys"].Description));
        string token = Given.Pair.CreateToken(new() { Audience = Given.Audience });
        Assert.True((await host.Services.GetRequiredService<ITokenVerifier>().VerifyAsync(token.AsMemory(), TestContext.Current.CancellationToken)).IsValid);
        HealthReport warm = await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(TestContext.Current.CancellationToken);
        Assert.Equal((HealthStatus.Healthy, "JwtCore: Fresh, 1 keys"), (warm.Status, warm.Entries["jwtcore-keys"].Description));
    }

    [Fact]
    public async Task Without_remote_keys_there_is_nothing_to_watch()
    {
        ServiceCollection services = new();
        services.AddLogging().AddHealthChecks().AddJwtCoreKeys();
        await using ServiceProvider provider = services.BuildServiceProvider();

        Assert.Equal(HealthStatus.Healthy, (await provider.GetRequiredService<HealthCheckService>().CheckHealthAsync(TestContext.Current.CancellationToken)).Status);
    }

    private static async Task WaitAsync(Func<bool> condition)
    {
        for (int i = 0; i < 500 && !condition(); i++)
        {
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }

        Assert.True(condition());
    }

    private IHost Build(Action<IServiceCollection> add)
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.AddProvider(_log);
        builder.Services
            .AddSingleton(Given.Environment([("JWTCORE_JWKS_URI", _endpoint.JwksUri), .. Given.Expectations]))
            .AddSingleton(new RemoteJwksOptions { Client = _client })
            .AddJwtCoreVerifier();
        add(builder.Services);
        return builder.Build();
    }
}
