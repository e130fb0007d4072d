using JwtCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace JwtCore.AspNetCore;

/// <summary>The verifier of one scheme, with what is known of its policies.</summary>
internal sealed class SchemeVerifier : IDisposable
{
    private readonly IReadOnlyList<VerificationPolicy> _policies;

    // How the verifier runs; null for one that was made elsewhere.
    private readonly JwtVerifierOptions? _running;

    // What it is made of, if it is made of settings: then its sources are its own.
    private readonly string? _settings;
    private readonly RemoteJwksOptions? _fetching;

    private SchemeVerifier(
        ITokenVerifier verifier, IReadOnlyList<VerificationPolicy> policies, JwtVerifierOptions? running = null, string? settings = null, RemoteJwksOptions? fetching = null)
    {
        Verifier = verifier;
        _policies = policies;
        _running = running;
        _settings = settings;
        _fetching = fetching;
    }

    /// <summary>The verifier.</summary>
    public ITokenVerifier Verifier { get; }

    /// <summary>The issuers that it accepts, an entry for each policy; none when they are not known.</summary>
    public IReadOnlyList<Expected> Issuers => Verifier switch
    {
        IntrospectionVerifier both => both.Issuers,

        // Any number of issuers may come.
        IssuerDirectory => [Expected.Any],
        _ => Jwts?.Setup.Issuers ?? [],
    };

    /// <summary>Whether some policy marks tokens without a user; true also when the policies are not known.</summary>
    public bool HasClientOnlyClaims => _policies.Count == 0 || _policies.Any(policy => policy.ClientOnlyClaims.Count > 0);

    /// <summary>Whether policies that are known compare the audience; false for a verifier that was made elsewhere.</summary>
    public bool ChecksAudience => _policies.Count > 0 && _policies.All(policy => policy.Audience is { IsAny: false });

    private JwtVerifier? Jwts => Verifier as JwtVerifier ?? (Verifier as IntrospectionVerifier)?.Jwts;

    private IReadOnlyList<RemoteJwks> RemoteKeys => Jwts?.Setup.RemoteSources ?? [];

    /// <summary>
    /// Makes it of options, of what the container has, or of settings. What a former one has stays: a remote source that is
    /// asked and trusted in the same way, and with the same policies and verifier options the verifier with all its tokens.
    /// </summary>
    /// <param name="source">What says which tokens are accepted.</param>
    /// <param name="options">The options of the scheme.</param>
    /// <param name="services">The container.</param>
    /// <param name="former">The last one of the scheme; null for none.</param>
    /// <exception cref="ArgumentException">The options or the settings are refused.</exception>
    public static SchemeVerifier Make(SchemeSource source, JwtCoreOptions options, IServiceProvider services, SchemeVerifier? former)
    {
        if (source.Verifier is ITokenVerifier given)
        {
            return former?.Verifier == given ? former : new(given, source.Policies);
        }

        // A source that its owner disposed brings no keys any more.
        former = former is null || former.RemoteKeys.Any(keys => keys.Status.State == JwksState.Disposed) ? null : former;
        JwtVerifierOptions running = HostVerifierOptions.Find(options.VerifierOptions, options.TimeProvider, services);
        return options.Policies.Count > 0
            ? Make([.. options.Policies], running, former?._settings is null ? former : null)
            : Make(source.Settings, running, services.GetService<RemoteJwksOptions>(), former?._settings is null ? null : former);
    }

    /// <summary>The remote keys that it verifies with, as far as they are known, by the name of the scheme.</summary>
    public IReadOnlyList<NamedKeys> NamedKeys(string scheme) => [.. Hosting.NamedKeys.Of(scheme, RemoteKeys)];

    /// <summary>
    /// The scopes that a token needs, one for each requirement; none when they depend on an issuer that is not known.
    /// </summary>
    /// <param name="issuer">The token's issuer; null when there is no token that is authentic.</param>
    public IEnumerable<string> RequiredScopes(string? issuer)
    {
        VerificationPolicy? policy = Verifier is IssuerDirectory directory ? issuer is null ? null : directory.PolicyOf(issuer)
            : _policies.Count == 1 ? _policies[0]
            : _policies.FirstOrDefault(one => issuer is not null && one.Issuer.Contains(issuer, StringComparer.Ordinal));
        return policy?.RequiredScopes.Select(scopes => scopes.First()) ?? [];
    }

    /// <summary>The scopes that the policies name: those that are required, and those that imply others or are implied.</summary>
    public IEnumerable<string> NamedScopes => _policies.SelectMany(policy => policy.RequiredScopes.SelectMany(scopes => scopes)
        .Concat(policy.ImpliedScopes.Keys).Concat(policy.ImpliedScopes.Values.SelectMany(scopes => scopes)));

    /// <summary>Stops the refreshing of keys that are its own.</summary>
    public void Dispose()
    {
        foreach (RemoteJwks keys in _settings is null ? [] : RemoteKeys)
        {
            keys.Dispose();
        }
    }

    private static SchemeVerifier Make(VerificationPolicy[] policies, JwtVerifierOptions running, SchemeVerifier? former)
    {
        // What is incomplete is refused by the verifier.
        if (former?._running is null || !policies.All(policy => policy is { IsComplete: true }))
        {
            JwtVerifier verifier = new(policies, running);
            return new(verifier, policies, running);
        }

        if (former._policies.Count == policies.Length
            && former._policies.Zip(policies).All(pair => pair.First == pair.Second)
            && VerifierOptionsEquality.AreSame(former._running, running))
        {
            return former;
        }

        VerificationPolicy[] copies = [.. policies.Select(policy => policy with { Keys = former.Kept(policy.Keys) })];
        return new(new JwtVerifier(copies, running), copies, running);
    }

    private static SchemeVerifier Make(JwtCoreSettings settings, JwtVerifierOptions running, RemoteJwksOptions? fetching, SchemeVerifier? former)
    {
        string fingerprint = SettingsFingerprint.Of(settings);
        bool isFetchedAlike = former is not null && (former._fetching is null || fetching is null ? former._fetching == fetching : former._fetching.IsSameAs(fetching));
        if (former?._settings == fingerprint && isFetchedAlike && VerifierOptionsEquality.AreSame(former._running!, running))
        {
            return former;
        }

        IReadOnlyList<VerificationPolicy> policies = settings.ToPolicies(fetching);
        SchemeVerifier? made = null;
        try
        {
            made = Make([.. policies], running, former);
            return new(made.Verifier, made._policies, running, fingerprint, fetching);
        }
        finally
        {
            // Refused, or the former source stays in its place.
            SettingsPolicy.Dispose(policies.Where(policy => policy.Keys is RemoteJwks keys && made?.RemoteKeys.Contains(keys) != true));
        }
    }

    private KeySource Kept(KeySource keys) =>
        keys is RemoteJwks ? RemoteKeys.FirstOrDefault(one => one.IsSameAs(keys)) ?? keys : keys;
}
