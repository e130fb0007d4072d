using JwtCore;
using JwtCore.Algorithms;
using JwtCore.Hosting;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Watches over remote keys, and loads them early.</summary>
public static class JwtCoreOperationsExtensions
{
    private const double LongestWarmUp = 10;

    /// <summary>
    /// Adds a health check of the remote keys of a host, those of its settings and of the policies of its authentication schemes: healthy when all are
    /// fresh, degraded when a refresh is overdue, unhealthy without trusted keys or after a failed self-test of Ed25519. The keys load as soon as the host starts; a
    /// check waits for nothing. A directory of issuers is degraded while its function fails; the keys of a single issuer do
    /// not count, so that no tenant makes the host unhealthy.
    /// </summary>
    /// <param name="builder">The builder to add to.</param>
    /// <param name="name">The name of the check.</param>
    /// <param name="failureStatus">What to report without trusted keys; null for unhealthy.</param>
    /// <param name="tags">Tags to choose checks by. Null for none.</param>
    /// <returns>The same builder.</returns>
    public static IHealthChecksBuilder AddJwtCoreKeys(
        this IHealthChecksBuilder builder, string name = "jwtcore-keys", HealthStatus? failureStatus = null, IEnumerable<string>? tags = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddKeysLoading();
        return builder.Add(new HealthCheckRegistration(
            name,
            provider => new KeysHealthCheck(provider.GetRequiredService<HostKeys>(), provider.GetRequiredService<HostStage>(), provider.GetRequiredService<Ed25519SelfTest>()),
            failureStatus,
            tags));
    }

    /// <summary>
    /// Makes the start of a host wait for its remote keys, which load at the start in any case. When they are not there within
    /// the limit the host starts without them, and says so in its log. With an Ed25519 key it also runs the self-test, which
    /// compiles what a verification needs.
    /// </summary>
    /// <param name="services">The services to add to.</param>
    /// <param name="limit">How long the start may wait; more than zero, at most 10 minutes.</param>
    /// <returns>The same services.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The limit is out of range.</exception>
    public static IServiceCollection AddJwtCoreWarmUp(this IServiceCollection services, TimeSpan limit)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(limit, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, TimeSpan.FromMinutes(LongestWarmUp));
        services.AddKeysLoading();
        return services.AddSingleton<IHostedService>(provider => new KeysWarmUp(
            provider.GetRequiredService<HostKeys>(),
            provider.GetRequiredService<ILogger<KeysWarmUp>>(),
            provider.GetRequiredService<Ed25519SelfTest>(),
            provider.GetService<TimeProvider>() ?? TimeProvider.System,
            limit));
    }

    /// <summary>Makes the host load its remote keys when it starts, without waiting for them.</summary>
    internal static IServiceCollection AddKeysLoading(this IServiceCollection services)
    {
        services.TryAddSingleton(provider => new HostKeys(provider, () => services.LastOrDefault(one => one.ServiceType == typeof(ITokenVerifier) && !one.IsKeyedService)?.Lifetime == ServiceLifetime.Singleton));
        services.TryAddSingleton(provider => new HostSettings(
            provider, provider.GetRequiredService<HostStage>(), provider.GetService<ILoggerFactory>()?.CreateLogger("JwtCore.Hosting.Settings") ?? NullLogger.Instance));
        services.TryAddSingleton(provider => new HostStage(provider.GetService<IHostEnvironment>()));
        services.TryAddSingleton(provider => new KeyWatch(
            provider.GetService<ILoggerFactory>()?.CreateLogger("JwtCore.Hosting.Keys") ?? NullLogger.Instance,
            provider.GetRequiredService<HostStage>(),
            provider.GetService<TimeProvider>() ?? TimeProvider.System));
        services.TryAddSingleton(Ed25519SelfTest.Own);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, SelfTestWatch>(provider => new SelfTestWatch(
            provider.GetService<ILoggerFactory>()?.CreateLogger("JwtCore.Hosting.Keys") ?? NullLogger.Instance, provider.GetRequiredService<Ed25519SelfTest>())));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, KeysLoading>());
        return services;
    }
}
