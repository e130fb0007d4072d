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

    /// <summary>
    /// Registers one <see cref="IssuerDirectory"/>, also as <see cref="ITokenVerifier"/>, for issuers that are known only at run time;
    /// the scheme Bearer of JwtCore.AspNetCore takes it from there. Its failures are logged, and what happens to the keys of
    /// its issuers. Wrong options stop the host at its start.
    /// </summary>
    /// <param name="services">The services to add to.</param>
    /// <param name="findPolicy">
    /// Finds the policy of an issuer, or null when there is none. Each call has a scope of its own, so that it can use scoped
    /// services such as a database context. Otherwise as in the constructor of <see cref="IssuerDirectory"/>.
    /// </param>
    /// <param name="options">How to ask and remember; null for the defaults, with the <see cref="JwtVerifierOptions"/> of the container if it has them.</param>
    /// <returns>The same services.</returns>
    /// <exception cref="InvalidOperationException">The services have an <see cref="ITokenVerifier"/> already.</exception>
    public static IServiceCollection AddJwtCoreIssuers(
        this IServiceCollection services, Func<IServiceProvider, string, CancellationToken, ValueTask<VerificationPolicy?>> findPolicy, IssuerDirectoryOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(findPolicy);
        if (services.Any(service => service.ServiceType == typeof(ITokenVerifier) && !service.IsKeyedService))
        {
            throw new InvalidOperationException($"The services have an {nameof(ITokenVerifier)} already. Remove it, or make an {nameof(IssuerDirectory)} yourself and give it to the scheme as its Verifier.");
        }

        services.AddKeysLoading();
        services.AddSingleton(provider => new IssuerDirectory(
            async (issuer, cancellationToken) =>
            {
                await using AsyncServiceScope scope = provider.CreateAsyncScope();
                return await findPolicy(scope.ServiceProvider, issuer, cancellationToken).ConfigureAwait(false);
            },
            options ?? new IssuerDirectoryOptions { VerifierOptions = provider.GetService<JwtVerifierOptions>() ?? new JwtVerifierOptions() }));
        services.AddSingleton<ITokenVerifier>(provider => provider.GetRequiredService<IssuerDirectory>());
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
