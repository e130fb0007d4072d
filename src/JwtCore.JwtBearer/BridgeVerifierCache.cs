using JwtCore.Hosting;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace JwtCore.JwtBearer;

/// <summary>The verifiers of all schemes that JwtCore is behind, each kept while the options say the same. Thread-safe.</summary>
internal sealed class BridgeVerifierCache(IServiceProvider services) : IKeySources, IDisposable
{
    // That of the other lines about settings.
    private const string LogCategory = "JwtCore.Hosting.Settings";

    private readonly Lock _gate = new();
    private readonly Dictionary<string, BridgeVerifier> _newest = new(StringComparer.Ordinal);
    private readonly List<WeakReference<RemoteJwks>> _sources = [];

    /// <summary>The verifier for what the options of a scheme say.</summary>
    /// <exception cref="ArgumentException">The options are refused.</exception>
    public BridgeVerifier Of(string scheme, JwtBearerOptions options, JwtBearerBridgeOptions bridge)
    {
        JwtVerifierOptions running = HostVerifierOptions.Find(bridge.VerifierOptions, options.TimeProvider, services);
        RemoteJwksOptions fetching = bridge.Fetching ?? services.GetService<RemoteJwksOptions>() ?? new RemoteJwksOptions();
        BridgeVerifier verifier;
        lock (_gate)
        {
            BridgeVerifier? former = _newest.GetValueOrDefault(scheme);
            verifier = BridgeVerifier.Make(BridgePolicies.Read(options, bridge, fetching), running, former);
            if (verifier == former)
            {
                return verifier;
            }

            _newest[scheme] = verifier;
            if (verifier.RemoteKeys is RemoteJwks keys)
            {
                _sources.RemoveAll(source => !source.TryGetTarget(out _));
                _sources.Add(new WeakReference<RemoteJwks>(keys));
            }
        }

        WarnOfUserJwts(scheme);

        // A source that came with a reload loads now, and not with the first token.
        services.GetService<KeyWatch>()?.Add(Named(scheme, verifier));
        return verifier;
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<NamedKeys>> FindAsync()
    {
        List<NamedKeys> all = [];
        IAuthenticationSchemeProvider? schemes = services.GetService<IAuthenticationSchemeProvider>();
        foreach (AuthenticationScheme scheme in schemes is null ? [] : await schemes.GetAllSchemesAsync())
        {
            if (typeof(JwtBearerHandler).IsAssignableFrom(scheme.HandlerType)
                && services.GetRequiredService<IOptionsMonitor<JwtBearerOptions>>().Get(scheme.Name).TokenHandlers is [BridgeTokenHandler handler])
            {
                all.AddRange(Named(scheme.Name, handler.Verifier));
            }
        }

        return all;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            foreach (WeakReference<RemoteJwks> source in _sources)
            {
                if (source.TryGetTarget(out RemoteJwks? keys))
                {
                    keys.Dispose();
                }
            }
        }
    }

    private void WarnOfUserJwts(string scheme)
    {
        IConfigurationSection? keys = services.GetService<IConfiguration>()?.GetSection($"Authentication:Schemes:{scheme}:SigningKeys");
        if (keys?.GetChildren().Any() == true && services.GetService<HostStage>()?.IsDevelopment == false && services.GetService<ILoggerFactory>() is ILoggerFactory loggers)
        {
            Log.UserJwtsOutsideDevelopment(loggers.CreateLogger(LogCategory), scheme, keys.Path);
        }
    }

    private static NamedKeys[] Named(string scheme, BridgeVerifier verifier) =>
        verifier.RemoteKeys is RemoteJwks keys ? [new NamedKeys(scheme, keys)] : [];
}
