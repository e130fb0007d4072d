using JwtCore.AspNetCore;
using JwtCore.Hosting;
using JwtCore.Mcp;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using ModelContextProtocol.Server;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Protects MCP servers.</summary>
public static class JwtCoreMcpExtensions
{
    /// <summary>
    /// Adds the scheme <see cref="JwtCoreOptions.DefaultScheme"/>, the metadata and the challenges of one resource, and the SDK's
    /// authorization filters, so that attributes of tools, prompts and resources are honoured. Call
    /// <c>RequireMcpResource</c> on <c>MapMcp</c> as well; without that the host does not start.
    /// </summary>
    /// <param name="builder">The builder to add to.</param>
    /// <param name="resource">The one description of the resource.</param>
    /// <param name="configure">Sets options of the scheme. Null for nothing: then configuration and environment decide which tokens are accepted.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentException">The description is invalid. The message names the property.</exception>
    public static IMcpServerBuilder AddJwtCore(this IMcpServerBuilder builder, McpResource resource, Action<JwtCoreOptions>? configure = null) =>
        builder.AddJwtCore(JwtCoreOptions.DefaultScheme, resource, configure);

    /// <summary>As the overload without a name; several resources in one host have a scheme each.</summary>
    /// <param name="builder">The builder to add to.</param>
    /// <param name="scheme">The name of the scheme, which is also that of its section in the configuration.</param>
    /// <param name="resource">The one description of the resource.</param>
    /// <param name="configure">Sets options of the scheme. Null for nothing.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentException">The description is invalid. The message names the property.</exception>
    public static IMcpServerBuilder AddJwtCore(this IMcpServerBuilder builder, string scheme, McpResource resource, Action<JwtCoreOptions>? configure = null) =>
        Add(builder, new SchemeResource(scheme, resource), configure);

    /// <summary>As the overload for one resource, for resources that are known only at run time.</summary>
    /// <param name="builder">The builder to add to.</param>
    /// <param name="tenants">Where the resources are and how to find one.</param>
    /// <param name="configure">Sets options of the scheme. Null for nothing.</param>
    /// <returns>The same builder.</returns>
    public static IMcpServerBuilder AddJwtCore(this IMcpServerBuilder builder, McpTenantResources tenants, Action<JwtCoreOptions>? configure = null) =>
        builder.AddJwtCore(JwtCoreOptions.DefaultScheme, tenants, configure);

    /// <summary>As the overload for one resource, for resources that are known only at run time.</summary>
    /// <param name="builder">The builder to add to.</param>
    /// <param name="scheme">The name of the scheme, which is also that of its section in the configuration.</param>
    /// <param name="tenants">Where the resources are and how to find one.</param>
    /// <param name="configure">Sets options of the scheme. Null for nothing.</param>
    /// <returns>The same builder.</returns>
    /// <remarks>
    /// With settings the policy accepts any audience, and the audience of the request's own resource is asked for at every request,
    /// remembered tokens included. On other endpoints the scheme authenticates nobody.
    /// </remarks>
    public static IMcpServerBuilder AddJwtCore(this IMcpServerBuilder builder, string scheme, McpTenantResources tenants, Action<JwtCoreOptions>? configure = null) =>
        Add(builder, new SchemeResource(scheme, tenants), configure);

    private static IMcpServerBuilder Add(IMcpServerBuilder builder, SchemeResource resource, Action<JwtCoreOptions>? configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        IServiceCollection services = builder.Services;
        if (!services.Any(service => service.ServiceType == typeof(SchemeResource)))
        {
            builder.AddAuthorizationFilters();
            services.AddAuthorization();
            services.AddSingleton<IConfigureOptions<McpServerOptions>, OperationFilters>();
            services.AddSingleton<IPostConfigureOptions<McpServerOptions>, OperationFilters>();
            services.AddSingleton<IStartupFilter, ResourceMiddleware>();
            services.AddSingleton<ResourceCheck>();
            services.TryAddSingleton<ResourceSettings>();
            services.AddSingleton<IPostConfigureOptions<JwtCoreOptions>>(provider => provider.GetRequiredService<ResourceSettings>());
            services.AddSingleton<IPostConfigureOptions<JwtCoreSettings>>(provider => provider.GetRequiredService<ResourceSettings>());
        }

        services.AddSingleton(resource);
        services.AddAuthentication().AddJwtCore(resource.Scheme, configure);
        return builder;
    }
}
