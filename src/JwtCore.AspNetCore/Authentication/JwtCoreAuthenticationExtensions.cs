using System.Runtime.CompilerServices;
using JwtCore.AspNetCore;
using JwtCore.Hosting;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers schemes that authenticate requests by their bearer token (RFC 6750).</summary>
public static class JwtCoreAuthenticationExtensions
{
    /// <summary>Adds the scheme <see cref="JwtCoreOptions.DefaultScheme"/>.</summary>
    /// <param name="builder">The builder to add to.</param>
    /// <param name="configure">Sets options in code. Null for nothing: then configuration and environment say what is accepted.</param>
    /// <returns>The same builder.</returns>
    [OverloadResolutionPriority(1)]
    public static AuthenticationBuilder AddJwtCore(this AuthenticationBuilder builder, Action<JwtCoreOptions>? configure = null) =>
        builder.AddJwtCore(JwtCoreOptions.DefaultScheme, configure);

    /// <summary>Adds the scheme <see cref="JwtCoreOptions.DefaultScheme"/> with settings in code.</summary>
    /// <param name="builder">The builder to add to.</param>
    /// <param name="settings">Overrides configuration and environment.</param>
    /// <param name="configure">Sets options in code. Null for nothing.</param>
    /// <returns>The same builder.</returns>
    public static AuthenticationBuilder AddJwtCore(this AuthenticationBuilder builder, Action<JwtCoreSettings> settings, Action<JwtCoreOptions>? configure = null) =>
        builder.AddJwtCore(JwtCoreOptions.DefaultScheme, settings, configure);

    /// <summary>
    /// Adds a scheme by name. Wrong options or settings stop the host at its start with an
    /// <see cref="OptionsValidationException"/>. Remote keys load when the host starts, which does not wait for them; those that
    /// are made of settings are disposed with the container.
    /// </summary>
    /// <param name="builder">The builder to add to.</param>
    /// <param name="scheme">The name, which is also that of its section in the configuration, <c>Authentication:Schemes</c>.</param>
    /// <param name="configure">Sets options in code. Null for nothing: then the configuration says what is accepted.</param>
    /// <returns>The same builder.</returns>
    [OverloadResolutionPriority(1)]
    public static AuthenticationBuilder AddJwtCore(this AuthenticationBuilder builder, string scheme, Action<JwtCoreOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(scheme);
        AddServices(builder.Services);
        if (!builder.Services.Any(service => service.ImplementationInstance is SchemeName named && named.Name == scheme))
        {
            builder.Services.AddSingleton(new SchemeName(scheme));
            builder.Services.AddSettings(scheme, SettingsLocation.Of(scheme));
        }

        builder.Services.AddOptions<JwtCoreOptions>(scheme).ValidateOnStart();
        return builder.AddScheme<JwtCoreOptions, JwtCoreHandler>(scheme, configure);
    }

    /// <summary>
    /// Adds a scheme by name with settings in code. They are options by the name of the scheme, so that a test host can change them:
    /// <c>services.Configure&lt;JwtCoreSettings>(scheme, settings => ...)</c>.
    /// </summary>
    /// <param name="builder">The builder to add to.</param>
    /// <param name="scheme">The name, which is also that of its section in the configuration, <c>Authentication:Schemes</c>.</param>
    /// <param name="settings">Overrides configuration and environment.</param>
    /// <param name="configure">Sets options in code. Null for nothing.</param>
    /// <returns>The same builder.</returns>
    public static AuthenticationBuilder AddJwtCore(this AuthenticationBuilder builder, string scheme, Action<JwtCoreSettings> settings, Action<JwtCoreOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(settings);
        builder.AddJwtCore(scheme, configure);
        builder.Services.Configure(scheme, settings);
        return builder;
    }

    private static void AddServices(IServiceCollection services)
    {
        services.AddKeysLoading();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<JwtCoreOptions>, JwtCoreOptionsValidation>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IConfigureOptions<JwtCoreOptions>, SchemeSettings>());
        if (services.Any(service => service.ServiceType == typeof(SchemeVerifierCache)))
        {
            return;
        }

        services.Configure<HubOptions>(options => options.AddFilter(new HubMethodDemands()));
        services.AddSingleton<SchemeVerifierCache>();
        services.AddSingleton(provider => new QuietLoggerFactory(provider.GetRequiredService<ILoggerFactory>()));
        services.AddSingleton(provider => new RejectionLog(
            provider.GetRequiredService<ILoggerFactory>().CreateLogger<JwtCoreHandler>(), provider.GetService<TimeProvider>() ?? TimeProvider.System));
        services.AddHostedService<EndpointSchemeCheck>();
        services.AddSingleton<IKeySources>(provider => provider.GetRequiredService<SchemeVerifierCache>());
        services.AddSingleton<ISettingsUser>(provider => provider.GetRequiredService<SchemeVerifierCache>());
    }

    // A scheme that is added twice is refused when schemes are asked for; its settings are read once all the same.
    private sealed record SchemeName(string Name);
}
