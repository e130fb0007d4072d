using JwtCore;
using JwtCore.Hosting;
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
    /// <param name="configure">Overrides configuration and environment. Null for nothing.</param>
    /// <returns>The same services.</returns>
    public static IServiceCollection AddJwtCoreVerifier(this IServiceCollection services, Action<JwtCoreSettings>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddKeysLoading();
        services.AddSettings(Microsoft.Extensions.Options.Options.DefaultName, SettingsLocation.Default).ValidateOnStart();
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

    /// <summary>Makes named settings read what code does not set. Of two registrations the second finds given what the first has read.</summary>
    internal static OptionsBuilder<JwtCoreSettings> AddSettings(this IServiceCollection services, string name, SettingsLocation place) =>
        services.AddOptions<JwtCoreSettings>(name).Configure<IServiceProvider>((settings, provider) =>
        {
            settings.Place = place;
            SettingsReader.Read(settings, provider);
        });
}
