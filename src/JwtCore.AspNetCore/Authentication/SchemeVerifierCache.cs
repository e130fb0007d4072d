using System.Runtime.CompilerServices;
using JwtCore.Hosting;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace JwtCore.AspNetCore;

/// <summary>The verifiers of all schemes, each made once for its options. Thread-safe.</summary>
internal sealed class SchemeVerifierCache(IServiceProvider services) : IKeySources, IDisposable
{
    private readonly Lock _gate = new();

    // Options that are reloaded are others; a verifier goes when its options do.
    private readonly ConditionalWeakTable<JwtCoreOptions, SchemeVerifier> _made = [];

    /// <summary>The verifier for the options of a scheme.</summary>
    /// <exception cref="ArgumentException">The options or the settings are refused.</exception>
    public SchemeVerifier Of(string scheme, JwtCoreOptions options) =>
        _made.TryGetValue(options, out SchemeVerifier? verifier) ? verifier : Make(scheme, options);

    /// <summary>The remote keys of all schemes.</summary>
    public async ValueTask<IReadOnlyList<NamedKeys>> FindAsync()
    {
        List<NamedKeys> all = [];
        IAuthenticationSchemeProvider? schemes = services.GetService<IAuthenticationSchemeProvider>();
        foreach (AuthenticationScheme scheme in schemes is null ? [] : await schemes.GetAllSchemesAsync())
        {
            if (scheme.HandlerType == typeof(JwtCoreHandler))
            {
                JwtCoreOptions options = services.GetRequiredService<IOptionsMonitor<JwtCoreOptions>>().Get(scheme.Name);
                RemoteJwks[] keys = [.. Of(scheme.Name, options).RemoteKeys];
                all.AddRange(keys.Select((one, index) => new NamedKeys(keys.Length == 1 ? scheme.Name : $"{scheme.Name}:{index}", one)));
            }
        }

        return all;
    }

    public void Dispose()
    {
        foreach ((_, SchemeVerifier verifier) in _made)
        {
            verifier.Dispose();
        }
    }

    private SchemeVerifier Make(string scheme, JwtCoreOptions options)
    {
        lock (_gate)
        {
            if (!_made.TryGetValue(options, out SchemeVerifier? verifier))
            {
                verifier = SchemeVerifier.Make(scheme, options, services);
                _made.Add(options, verifier);
            }

            return verifier;
        }
    }
}
