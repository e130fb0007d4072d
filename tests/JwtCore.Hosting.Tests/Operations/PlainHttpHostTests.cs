using JwtCore.Hosting.Tests.Support;
using JwtCore.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace JwtCore.Hosting.Tests;

/// <summary>A host whose issuer answers in plain http, as one in a compose file does, over real loopback.</summary>
public sealed class PlainHttpHostTests : IAsyncDisposable
{
    private readonly FakeJwksServer _issuer = new(new FakeJwksEndpoint(Given.Pair) { Issuer = "http://keycloak/realms/demo" });
    private readonly CapturedLog _log = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Authority => _issuer.Endpoint.Issuer!;

    private string HostAndPort => new Uri(Authority).Authority;

    public ValueTask DisposeAsync() => _issuer.DisposeAsync();

    [Theory]
    [InlineData("JWTCORE_REQUIRE_HTTPS_METADATA")]
    [InlineData("JWTCORE_PLAIN_HTTP_HOSTS")]
    public async Task A_token_of_an_issuer_in_plain_http_is_accepted_by_either_setting(string variable)
    {
        using IHost host = Build("Development", variable);
        await host.StartAsync(Cancellation);
        string token = Given.Pair.CreateToken(new() { Issuer = Authority, Audience = Given.Audience });

        Assert.Equal(VerifyError.None, (await host.Services.GetRequiredService<ITokenVerifier>().VerifyAsync(token.AsMemory(), Cancellation)).Error);
        await host.StopAsync(Cancellation);
    }

    [Fact]
    public async Task In_Development_each_start_warns_and_so_does_health()
    {
        for (int start = 0; start < 2; start++)
        {
            _log.Entries.Clear();
            using IHost host = Build("Development", "JWTCORE_REQUIRE_HTTPS_METADATA");
            await host.StartAsync(Cancellation);
            Assert.Equal(
                (LogLevel.Warning, $"The keys of JwtCore come over plain http from {HostAndPort}, as PlainHttpHosts or RequireHttpsMetadata allows. An attacker on that network can forge tokens: keep this to development."),
                Assert.Single(Lines()));
            HealthReport report = await LoadedAsync(host);
            Assert.Equal((HealthStatus.Healthy, $"JwtCore: Fresh, 1 keys, warning: plain http from {HostAndPort}"), (report.Status, report.Entries["jwtcore-keys"].Description));
            Assert.Equal($"warning: plain http from {HostAndPort}", report.Entries["jwtcore-keys"].Data["JwtCore.plainHttp"]);
            await host.StopAsync(Cancellation);
        }
    }

    [Theory]
    [InlineData("Production")]
    [InlineData("Staging")]
    public async Task Outside_Development_it_is_an_error_and_health_is_degraded(string environment)
    {
        using IHost host = Build(environment, "JWTCORE_PLAIN_HTTP_HOSTS");
        await host.StartAsync(Cancellation);
        (LogLevel Level, string Text) line = Assert.Single(Lines());
        Assert.Equal(
            (LogLevel.Error, $"The keys of JwtCore come over plain http from {HostAndPort}, and the environment is not Development. An attacker on that network can forge tokens. Use https, and remove PlainHttpHosts and RequireHttpsMetadata: false."),
            line);
        HealthReport report = await LoadedAsync(host);
        Assert.Equal((HealthStatus.Degraded, $"JwtCore: Fresh, 1 keys, error: plain http from {HostAndPort} outside Development"), (report.Status, report.Entries["jwtcore-keys"].Description));
        await host.StopAsync(Cancellation);
    }

    [Fact]
    public async Task A_container_without_an_environment_is_not_in_Development()
    {
        ServiceCollection services = new();
        services.AddLogging().AddSingleton(Given.Environment(("JWTCORE_AUTHORITY", Authority), ("JWTCORE_AUDIENCE", "a"), ("JWTCORE_REQUIRE_HTTPS_METADATA", "false")));
        services.AddJwtCoreVerifier().AddHealthChecks().AddJwtCoreKeys();
        await using ServiceProvider provider = services.BuildServiceProvider();
        HealthReport report = await provider.GetRequiredService<HealthCheckService>().CheckHealthAsync(Cancellation);

        Assert.Contains("error: plain http", report.Entries["jwtcore-keys"].Description, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_issuer_under_https_is_no_matter_of_plain_http()
    {
        using IHost host = Build("Production", "JWTCORE_PLAIN_HTTP_HOSTS", "https://127.0.0.1:1");
        await host.StartAsync(Cancellation);
        HealthReport report = await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(Cancellation);

        Assert.Empty(Lines());
        Assert.DoesNotContain("plain http", report.Entries["jwtcore-keys"].Description, StringComparison.Ordinal);
        await host.StopAsync(Cancellation);
    }

    private static async Task<HealthReport> LoadedAsync(IHost host)
    {
        await ((RemoteJwks)host.Services.GetRequiredService<SettingsVerifier>().Policies[0].Keys).RefreshAsync(Cancellation);
        return await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(Cancellation);
    }

    private (LogLevel Level, string Text)[] Lines() =>
        [.. _log.Entries.Where(entry => entry.Event is "PlainHttp" or "PlainHttpOutsideDevelopment").Select(entry => (entry.Level, entry.Text))];

    private IHost Build(string environment, string variable, string? authority = null)
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new() { EnvironmentName = environment });
        builder.Logging.AddProvider(_log);
        builder.Services
            .AddSingleton(Given.Environment(
                ("JWTCORE_AUTHORITY", authority ?? Authority), ("JWTCORE_AUDIENCE", Given.Audience), (variable, variable.EndsWith("HOSTS", StringComparison.Ordinal) ? HostAndPort : "false")))
            .AddJwtCoreVerifier()
            .AddHealthChecks().AddJwtCoreKeys();
        return builder.Build();
    }
}
