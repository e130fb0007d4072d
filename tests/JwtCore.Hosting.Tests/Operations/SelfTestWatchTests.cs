using JwtCore.Algorithms;
using JwtCore.Hosting.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace JwtCore.Hosting.Tests;

/// <summary>What a host tells of the self-test of the core's own signature code.</summary>
public sealed class SelfTestWatchTests : IDisposable
{
    private readonly CapturedLog _log = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _log.Dispose();

    [Theory, InlineData(true), InlineData(false)]
    public async Task A_failed_self_test_is_logged_as_an_error_and_unhealthy_whenever_it_failed(bool beforeTheStart)
    {
        Ed25519SelfTest selfTest = new(() => false);
        using IHost host = Build(selfTest);
        HealthCheckService checks = host.Services.GetRequiredService<HealthCheckService>();
        Assert.Equal(HealthStatus.Healthy, (await checks.CheckHealthAsync(Cancellation)).Status);
        if (beforeTheStart)
        {
            Assert.False(selfTest.HasPassed);
        }

        await host.StartAsync(Cancellation);
        Assert.False(selfTest.HasPassed);

        Assert.Equal(LogLevel.Error, Assert.Single(_log.Entries, entry => entry.Event == "SelfTestFailed").Level);
        HealthReportEntry entry = (await checks.CheckHealthAsync(Cancellation)).Entries["jwtcore-keys"];
        Assert.Equal((HealthStatus.Unhealthy, "the self-test of Ed25519 failed"), (entry.Status, entry.Description));
        Assert.Equal("Failed", entry.Data["selfTest"]);
        await host.StopAsync(Cancellation);
    }

    [Fact]
    public async Task A_self_test_that_passes_is_not_mentioned()
    {
        Ed25519SelfTest selfTest = new(() => true);
        using IHost host = Build(selfTest);
        await host.StartAsync(Cancellation);
        Assert.True(selfTest.HasPassed);

        Assert.DoesNotContain(_log.Entries, entry => entry.Event == "SelfTestFailed");
        HealthReportEntry entry = (await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(Cancellation)).Entries["jwtcore-keys"];
        Assert.Equal((HealthStatus.Healthy, ""), (entry.Status, entry.Description));
        await host.StopAsync(Cancellation);
    }

    // The registration at the process's own test would keep it.
    [Fact]
    public async Task A_host_that_is_gone_hears_nothing()
    {
        Ed25519SelfTest selfTest = new(() => false);
        using (IHost host = Build(selfTest))
        {
            await host.StartAsync(Cancellation);
            await host.StopAsync(Cancellation);
        }

        Assert.False(selfTest.HasPassed);
        Assert.DoesNotContain(_log.Entries, entry => entry.Event == "SelfTestFailed");
    }

    [Fact]
    public void A_host_watches_the_test_of_its_process()
    {
        using IHost host = Build(null);
        Assert.Same(Ed25519SelfTest.Own, host.Services.GetRequiredService<Ed25519SelfTest>());
    }

    private IHost Build(Ed25519SelfTest? selfTest)
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.AddProvider(_log);
        if (selfTest is not null)
        {
            builder.Services.AddSingleton(selfTest);
        }

        builder.Services
            .AddSingleton(Given.Environment([("JWTCORE_PUBLIC_KEY", Given.Pair.ToPublicPem()), .. Given.Expectations]))
            .AddJwtCoreVerifier();
        builder.Services.AddHealthChecks().AddJwtCoreKeys();
        return builder.Build();
    }
}
