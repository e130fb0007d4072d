using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace JwtCore.JwtBearer;

/// <summary>Runs before JwtBearer makes its own configuration manager, so that it makes none: keys have one source.</summary>
internal sealed class NoFetching(IOptionsMonitor<JwtBearerBridgeOptions> bridges) : IPostConfigureOptions<JwtBearerOptions>
{
    public void PostConfigure(string? name, JwtBearerOptions options)
    {
        if (bridges.Get(name).IsUsed)
        {
            // One that the application set stays, and is refused by name.
            options.ConfigurationManager ??= new Manager();
        }
    }

    /// <summary>Whether a manager is the one that fetches nothing.</summary>
    public static bool IsWithoutFetching(IConfigurationManager<OpenIdConnectConfiguration>? manager) => manager is null or Manager;

    private sealed class Manager : BaseConfigurationManager, IConfigurationManager<OpenIdConnectConfiguration>
    {
        public Task<OpenIdConnectConfiguration> GetConfigurationAsync(CancellationToken cancel) => throw Refused();

        public override Task<BaseConfiguration> GetBaseConfigurationAsync(CancellationToken cancel) => throw Refused();

        public override void RequestRefresh()
        {
            // The verdict that asks for it has already started a refresh, within the limits of RemoteJwks.
        }

        private static NotSupportedException Refused() => new(
            "With UseJwtCore the configuration of the issuer is not fetched: JwtCore.RemoteJwks fetches its keys alone. Make a ConfigurationManager of your own for other metadata.");
    }
}
