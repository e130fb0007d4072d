using System.Runtime.CompilerServices;
using JwtCore.Hosting;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace JwtCore.AspNetCore;

/// <summary>The verifiers of all schemes, each made once for what its options say. Thread-safe.</summary>
internal sealed class SchemeVerifierCache(IServiceProvider services) : IKeySources, IDisposable
{
    private readonly Lock _gate = new();

    // Reloaded options, and those of each IOptionsSnapshot, are new instances; the weak table forgets them.
    private readonly ConditionalWeakTable<JwtCoreOptions, SchemeVerifier> _made = [];
    private readonly Dictionary<string, SchemeVerifier> _newest = new(StringComparer.Ordinal);
    private readonly UserIdGuard _userIds = new();

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
                all.AddRange(Of(scheme.Name, options).NamedKeys(scheme.Name));
            }
        }

        return all;
    }

    public void Dispose()
    {
        lock (_gate)
        {
            foreach (SchemeVerifier verifier in _made.Select(entry => entry.Value).Concat(_newest.Values))
            {
                verifier.Dispose();
            }
        }
    }

    private SchemeVerifier Make(string scheme, JwtCoreOptions options)
    {
        lock (_gate)
        {
            if (_made.TryGetValue(options, out SchemeVerifier? verifier))
            {
                return verifier;
            }

            verifier = SchemeVerifier.Make(scheme, options, services, _newest.GetValueOrDefault(scheme));
            _newest[scheme] = verifier;
            _userIds.Add(scheme, options, verifier.Issuers);
            _made.Add(options, verifier);

            // A source that came with a reload loads now, and not with the first token.
            services.GetService<KeyWatch>()?.Add(verifier.NamedKeys(scheme));
            return verifier;
        }
    }
}
