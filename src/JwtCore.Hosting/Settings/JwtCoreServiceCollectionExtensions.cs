using JwtCore;
using JwtCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers a verifier.</summary>
public static class JwtCoreServiceCollectionExtensions
{
    /// <summary>
    /// Registers one <see cref="JwtVerifier"/>, also as <see cref="ITokenVerifier"/>, made of <see cref="JwtCoreSettings"/>
    /// from configuration and environment. Wrong settings stop the host at its start with an
    /// <see cref="OptionsValidationException"/>. A <see cref="JwtVerifierOptions"/> and a <see cref="RemoteJwksOptions"/> are
    /// taken from the container when it has them. Remote keys load when the host
    /// starts, which does not wait for them, and are disposed with the container.
    /// </summary>
    /// <param name="services">The services to add to.</param>
    /// <param name="configure">Sets in code what shall not be as configuration or environment have it. Null for nothing.</param>
    /// <returns>The same services.</returns>
    public static IServiceCollection AddJwtCoreVerifier(this IServiceCollection services, Action<JwtCoreSettings>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddKeysLoading();
        services.AddOptions<JwtCoreSettings>().Configure<IServiceProvider>(Read).ValidateOnStart();
        if (configure is not null)
        {
            services.Configure(configure);
        }

        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<JwtCoreSettings>, SettingsValidation>());
        services.TryAddSingleton(provider => new SettingsVerifier(provider.GetRequiredService<IOptions<JwtCoreSettings>>().Value, provider));
        services.TryAddSingleton(provider => provider.GetRequiredService<SettingsVerifier>().Verifier);
        services.TryAddSingleton<ITokenVerifier>(provider => provider.GetRequiredService<JwtVerifier>());
        return services;
    }

    // Of two registrations the first has already read what the second finds given.
    private static void Read(JwtCoreSettings settings, IServiceProvider services) => SettingsReader.Read(
        settings, services.GetService<IConfiguration>(), services.GetService<EnvironmentSource>() ?? EnvironmentSource.OfProcess());
}
