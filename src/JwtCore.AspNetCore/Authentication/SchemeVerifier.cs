using JwtCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace JwtCore.AspNetCore;

/// <summary>The verifier of one scheme, with what is known of its policies.</summary>
internal sealed class SchemeVerifier : IDisposable
{
    private readonly IReadOnlyList<VerificationPolicy> _policies;
    private readonly SettingsVerifier? _own;

    private SchemeVerifier(ITokenVerifier verifier, IReadOnlyList<VerificationPolicy> policies, SettingsVerifier? own = null)
    {
        Verifier = verifier;
        _policies = policies;
        _own = own;
    }

    /// <summary>The verifier.</summary>
    public ITokenVerifier Verifier { get; }

    /// <summary>The remote keys that it verifies with, as far as they are known.</summary>
    public IEnumerable<RemoteJwks> RemoteKeys => _policies.Select(policy => policy.Keys).OfType<RemoteJwks>().Distinct();

    /// <summary>Makes it of options, of what the container has, or of settings.</summary>
    /// <exception cref="ArgumentException">The options or the settings are refused.</exception>
    public static SchemeVerifier Make(string scheme, JwtCoreOptions options, IServiceProvider services)
    {
        if (options.Verifier is not null)
        {
            return new(options.Verifier, []);
        }

        if (options.Policies.Count > 0)
        {
            VerificationPolicy[] policies = [.. options.Policies];
            return new(new JwtVerifier(policies, Running(options, services)), policies);
        }

        if (scheme == JwtCoreOptions.DefaultScheme && services.GetService<ITokenVerifier>() is ITokenVerifier shared)
        {
            SettingsVerifier? built = services.GetService<SettingsVerifier>();
            return options.VerifierOptions is not null
                ? throw new ArgumentException("VerifierOptions is set, but the container's ITokenVerifier has its own.")
                : new(shared, ReferenceEquals(built?.Verifier, shared) ? [built.Policy] : []);
        }

        SettingsVerifier own = new(Read(scheme, services), services, Running(options, services));
        return new(own.Verifier, [own.Policy], own);
    }

    /// <summary>
    /// The scopes that a token needs, one for each requirement; none when they depend on an issuer that is not known.
    /// </summary>
    /// <param name="issuer">The token's issuer; null when there is no token that is authentic.</param>
    public IEnumerable<string> RequiredScopes(string? issuer)
    {
        VerificationPolicy? policy = _policies.Count == 1 ? _policies[0] : _policies.FirstOrDefault(one => issuer is not null && one.Issuer.Contains(issuer, StringComparer.Ordinal));
        return policy?.RequiredScopes.Select(scopes => scopes.First()) ?? [];
    }

    /// <summary>Stops the refreshing of keys that are its own.</summary>
    public void Dispose() => _own?.Dispose();

    private static JwtCoreSettings Read(string scheme, IServiceProvider services)
    {
        JwtCoreSettings settings = new() { Place = SettingsLocation.Of(scheme) };
        SettingsReader.Read(settings, services.GetService<IConfiguration>(), services.GetService<EnvironmentSource>() ?? EnvironmentSource.OfProcess());
        return settings;
    }

    private static JwtVerifierOptions Running(JwtCoreOptions options, IServiceProvider services) =>
        options.VerifierOptions
        ?? services.GetService<JwtVerifierOptions>()
        ?? new JwtVerifierOptions { Cache = new TokenCacheOptions(), TimeProvider = options.TimeProvider ?? TimeProvider.System };
}
