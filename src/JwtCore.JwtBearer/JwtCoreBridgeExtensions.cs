using System.Diagnostics.CodeAnalysis;
using JwtCore.Hosting;
using JwtCore.JwtBearer;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Puts JwtCore behind a scheme of <c>AddJwtBearer</c>.</summary>
public static class JwtCoreBridgeExtensions
{
    /// <summary>Puts JwtCore behind the scheme <c>Bearer</c>.</summary>
    /// <param name="builder">The builder, after <c>AddJwtBearer</c>.</param>
    /// <param name="configure">Sets what <see cref="JwtBearerOptions"/> has no word for. Null for nothing.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="InvalidOperationException"><c>AddJwtBearer</c> was not called before.</exception>
    public static AuthenticationBuilder UseJwtCore(this AuthenticationBuilder builder, Action<JwtBearerBridgeOptions>? configure = null) =>
        builder.UseJwtCore(JwtBearerDefaults.AuthenticationScheme, configure);

    /// <summary>
    /// Puts JwtCore behind a scheme of <c>AddJwtBearer</c>: its verdict in the place of <see cref="JwtBearerOptions.TokenHandlers"/>,
    /// its keys in the place of <see cref="JwtBearerOptions.ConfigurationManager"/>, and its cache of verified tokens. Options and
    /// events stay as they are. An option that JwtCore does not honour stops the host at its start with an
    /// <see cref="OptionsValidationException"/> that names it. Remote keys load when the host starts, which does not wait for
    /// them, and are disposed with the container.
    /// </summary>
    /// <param name="builder">The builder, after <c>AddJwtBearer</c>.</param>
    /// <param name="scheme">The name of the scheme.</param>
    /// <param name="configure">Sets what <see cref="JwtBearerOptions"/> has no word for. Null for nothing.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="InvalidOperationException"><c>AddJwtBearer</c> was not called before.</exception>
    public static AuthenticationBuilder UseJwtCore(this AuthenticationBuilder builder, string scheme, Action<JwtBearerBridgeOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(scheme);
        IServiceCollection services = builder.Services;
        services.AddKeysLoading();
        if (!services.Any(service => service.ServiceType == typeof(BridgeVerifierCache)))
        {
            services.AddSingleton<BridgeVerifierCache>();
            services.AddSingleton<IKeySources>(provider => provider.GetRequiredService<BridgeVerifierCache>());
            services.AddSingleton<IValidateOptions<JwtBearerOptions>, BridgeValidation>();
            Insert<IConfigureOptions<JwtBearerOptions>, UnboundChecks>(services, behind: true);
            Insert<IPostConfigureOptions<JwtBearerOptions>, NoFetching>(services, behind: false);
        }

        services.AddOptions<JwtBearerOptions>(scheme).ValidateOnStart();
        services.Configure<JwtBearerBridgeOptions>(scheme, bridge => bridge.IsUsed = true);
        if (configure is not null)
        {
            services.Configure(scheme, configure);
        }

        return builder;
    }

    // The order of such services is the order in which they run; the neighbour is the one that AddJwtBearer added.
    private static void Insert<TService, [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TImplementation>(IServiceCollection services, bool behind)
        where TImplementation : class, TService
        where TService : class
    {
        ServiceDescriptor neighbour = services.FirstOrDefault(service =>
                service.ServiceType == typeof(TService) && service.ImplementationType?.Assembly == typeof(JwtBearerOptions).Assembly)
            ?? throw new InvalidOperationException("UseJwtCore found no AddJwtBearer. Call AddJwtBearer first: UseJwtCore changes the scheme that it added.");
        services.Insert(services.IndexOf(neighbour) + (behind ? 1 : 0), ServiceDescriptor.Singleton<TService, TImplementation>());
    }
}
