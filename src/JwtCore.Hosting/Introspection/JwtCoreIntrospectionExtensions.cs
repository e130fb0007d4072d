using JwtCore;
using JwtCore.Hosting;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers a verifier for opaque tokens.</summary>
public static class JwtCoreIntrospectionExtensions
{
    /// <summary>
    /// Registers an <see cref="IntrospectionVerifier"/> as the <see cref="ITokenVerifier"/>, in the place of any other. It asks about opaque
    /// tokens; the <see cref="JwtVerifier"/> of the container, that of <c>AddJwtCoreVerifier</c> for instance, verifies the JWTs when there is
    /// one. The scheme Bearer of <c>AddJwtCore</c> takes it. Its clock is that of its options.
    /// </summary>
    /// <param name="services">The services to add to.</param>
    /// <param name="options">Makes the options; called once. They can come from configuration, the secret from a store.</param>
    /// <returns>The same services.</returns>
    public static IServiceCollection AddJwtCoreIntrospection(this IServiceCollection services, Func<IServiceProvider, IntrospectionOptions> options)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(options);
        services.AddKeysLoading();
        services.AddSingleton(provider => new IntrospectionVerifier(options(provider), provider.GetService<JwtVerifier>(), provider.GetService<ILoggerFactory>()));
        services.RemoveAll<ITokenVerifier>();
        return services.AddSingleton<ITokenVerifier>(provider => provider.GetRequiredService<IntrospectionVerifier>());
    }
}
