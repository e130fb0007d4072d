using JwtCore.AspNetCore;
using JwtCore.Hosting;
using Microsoft.AspNetCore.Authentication;
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
    public static AuthenticationBuilder AddJwtCore(this AuthenticationBuilder builder, Action<JwtCoreOptions>? configure = null) =>
        builder.AddJwtCore(JwtCoreOptions.DefaultScheme, configure);

    /// <summary>
    /// Adds a scheme by name. Wrong options or settings stop the host at its start with an
    /// <see cref="OptionsValidationException"/>. Remote keys load when the host starts, which does not wait for them; those that
    /// are made of settings are disposed with the container.
    /// </summary>
    /// <param name="builder">The builder to add to.</param>
    /// <param name="scheme">The name, which is also that of its section in the configuration, <c>Authentication:Schemes</c>.</param>
    /// <param name="configure">Sets options in code. Null for nothing: then the configuration says what is accepted.</param>
    /// <returns>The same builder.</returns>
    public static AuthenticationBuilder AddJwtCore(this AuthenticationBuilder builder, string scheme, Action<JwtCoreOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(scheme);
        builder.Services.AddKeysLoading();
        if (!builder.Services.Any(service => service.ServiceType == typeof(SchemeVerifierCache)))
        {
            builder.Services.AddSingleton<SchemeVerifierCache>();
            builder.Services.AddSingleton(provider => new QuietLoggerFactory(provider.GetRequiredService<ILoggerFactory>()));
            builder.Services.AddSingleton(provider => new RejectionLog(
                provider.GetRequiredService<ILoggerFactory>().CreateLogger<JwtCoreHandler>(), provider.GetService<TimeProvider>() ?? TimeProvider.System));
            builder.Services.AddHostedService<EndpointSchemeCheck>();
            builder.Services.AddSingleton<IKeySources>(provider => provider.GetRequiredService<SchemeVerifierCache>());
        }

        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<JwtCoreOptions>, JwtCoreOptionsValidation>());
        builder.Services.AddOptions<JwtCoreOptions>(scheme).ValidateOnStart();
        return builder.AddScheme<JwtCoreOptions, JwtCoreHandler>(scheme, configure);
    }
}
