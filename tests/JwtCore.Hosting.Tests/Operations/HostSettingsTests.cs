using JwtCore.Hosting.Tests.Support;
using JwtCore.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace JwtCore.Hosting.Tests;

/// <summary>What a worker says of its settings when it starts.</summary>
public class HostSettingsTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("Production", false, false)]
    [InlineData("Production", true, true)]
    [InlineData("Development", false, true)]
    public async Task A_verifier_of_JwtCore_Testing_starts_in_Production_only_if_code_allows_it(string environment, bool isAllowed, bool starts)
    {
        StaticTokenVerifier verifier = new(new Dictionary<string, StaticIdentity> { ["ann"] = new() { ClientId = "c", Subject = "Ann" } });
        using IHost host = Build(environment, services => services.AddSingleton<ITokenVerifier>(verifier).AddJwtCoreVerifier(settings =>
        {
            Set(settings);
            settings.AllowTestVerifier = isAllowed;
        }));

        Exception? thrown = await Record.ExceptionAsync(() => host.StartAsync(Cancellation));
        if (starts)
        {
            Assert.Null(thrown);
            await host.StopAsync(Cancellation);
        }
        else
        {
            Assert.Contains("To allow it all the same, set JwtCoreSettings.AllowTestVerifier.", Assert.IsType<OptionsValidationException>(thrown).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Settings_that_change_nothing_are_a_warning_and_those_of_a_scheme_are_where_there_is_none()
    {
        CapturedLog log = new();
        using IHost host = Build("Production", services => services.AddJwtCoreVerifier(settings =>
        {
            Set(settings);
            settings.RoleClaimType = "role";
        }).AddSingleton<ILoggerProvider>(log), ("JWTCORE_AUDIENCE", "other"));
        await host.StartAsync(Cancellation);
        await host.StopAsync(Cancellation);

        Assert.Equal(
            [
                "Settings of JwtCore: JWTCORE_AUDIENCE is not read: JwtCoreSettings.Audience wins.",
                "Settings of JwtCore: JwtCoreSettings.RoleClaimType changes nothing, because it is for a scheme of ASP.NET Core and this host has none of AddJwtCore.",
            ],
            log.Entries.Where(entry => entry is { Event: "SettingIdle", Level: LogLevel.Warning }).Select(entry => entry.Text));
    }

    [Fact]
    public async Task A_verifier_of_ones_own_shows_its_remote_keys_to_the_health_check()
    {
        using RemoteJwks keys = new("https://issuer.invalid/jwks");
        JwtVerifier verifier = new(Given.InCode().ToPolicy() with { Keys = keys });
        using IHost shared = Build("Production", services => services.AddSingleton<ITokenVerifier>(verifier).AddHealthChecks().AddJwtCoreKeys());
        using IHost scoped = Build("Development", services => services.AddScoped<ITokenVerifier>(_ => verifier).AddHealthChecks().AddJwtCoreKeys());

        Assert.StartsWith("JwtCore: NotLoaded", await DescribeAsync(shared), StringComparison.Ordinal);
        Assert.Equal("", await DescribeAsync(scoped));

        static async Task<string?> DescribeAsync(IHost host) =>
            (await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(Cancellation)).Entries["jwtcore-keys"].Description;
    }

    private static IHost Build(string environment, Action<IServiceCollection> add, params (string, string)[] variables)
    {
        HostApplicationBuilder builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { EnvironmentName = environment, DisableDefaults = true });
        builder.Services.AddLogging().AddSingleton(Given.Environment(variables));
        add(builder.Services);
        return builder.Build();
    }

    private static void Set(JwtCoreSettings settings)
    {
        settings.PublicKey = Given.Pair.ToPublicPem();
        settings.Issuer = Given.Issuer;
        settings.Audience = Given.Audience;
    }
}
