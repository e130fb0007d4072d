using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.IdentityModel.Tokens;

namespace JwtCore.JwtBearer;

/// <summary>
/// Makes policies of the options of JwtBearer: one, or two when keys are given beside an authority, since neither of both may
/// sign for the other. Keys without an authority are good for all issuers that are named, as with Microsoft's handler.
/// </summary>
internal sealed class BridgePolicies
{
    private static readonly JwtAlgorithm[] Secret = [JwtAlgorithm.HS256, JwtAlgorithm.HS384, JwtAlgorithm.HS512];

    private readonly JwtBearerOptions _options;
    private readonly JwtBearerBridgeOptions _bridge;
    private readonly TokenValidationParameters _parameters;
    private readonly string[] _named;
    private readonly SecurityKey[] _given;

    private BridgePolicies(JwtBearerOptions options, JwtBearerBridgeOptions bridge)
    {
        _options = options;
        _bridge = bridge;
        _parameters = options.TokenValidationParameters;
        _named = Texts([_parameters.ValidIssuer, .. _parameters.ValidIssuers ?? [], options.Configuration?.Issuer]);
        _given = [.. new[] { _parameters.IssuerSigningKey }.Concat(_parameters.IssuerSigningKeys ?? []).Concat(options.Configuration?.SigningKeys ?? []).Where(key => key is not null)];
    }

    /// <summary>As JwtBearer has it, a configuration that is given takes the place of the authority.</summary>
    private bool IsFetched => _options.Configuration is null && (IsSet(_options.Authority) || IsSet(_options.MetadataAddress));

    private bool NamesIssuers => IsSet(_parameters.ValidIssuer) || _parameters.ValidIssuers?.Any() == true;

    /// <summary>Reads them.</summary>
    /// <param name="options">The options of JwtBearer, in which nothing is left that JwtCore does not honour.</param>
    /// <param name="bridge">What is said beyond them.</param>
    /// <param name="fetching">How keys are fetched.</param>
    /// <exception cref="ArgumentException">Something is missing or refused; the message names the option.</exception>
    public static VerificationPolicy[] Read(JwtBearerOptions options, JwtBearerBridgeOptions bridge, RemoteJwksOptions fetching)
    {
        BridgePolicies policies = new(options, bridge);
        if (bridge.Issuer is not null && policies.NamesIssuers && !(policies.IsFetched && policies._given.Length > 0))
        {
            throw new ArgumentException("JwtBearerBridgeOptions.Issuer and TokenValidationParameters.ValidIssuer are set together. Set one of them.");
        }

        Expected audience = policies.Audience();
        return (policies.IsFetched, policies._given.Length > 0) switch
        {
            (true, false) => [policies.Fetched(audience, policies._named, fetching)],
            (false, true) => [policies.Given(audience, bridge.Issuer ?? Issuers(policies._named))],
            (true, true) => [policies.Fetched(audience, [], fetching), policies.Given(audience, policies.IssuersBesideAuthority())],
            _ => throw new ArgumentException("There are no keys. Set Authority, or TokenValidationParameters.IssuerSigningKey and ValidIssuer."),
        };
    }

    private VerificationPolicy Fetched(Expected audience, string[] named, RemoteJwksOptions fetching)
    {
        Expected issuers = _bridge.Issuer ?? Issuers(Texts([_options.Authority, .. named]));
        string issuer = _bridge.Issuer?.TemplateText
            ?? (IsSet(_options.Authority) ? _options.Authority : null)
            ?? (issuers.Count() == 1 ? issuers.Single() : throw new ArgumentException("MetadataAddress is set, and it is not clear which issuer it is of. Set Authority to the issuer, or TokenValidationParameters.ValidIssuer to one."));
        JwtAlgorithm[] algorithms = Algorithms([]);
        JwtAlgorithm[] asymmetric = [.. algorithms.Except(Secret)];
        RemoteJwksOptions own = Fetching.Make(_options, fetching, issuer);
        RemoteJwks keys;
        try
        {
            keys = RemoteJwks.Discover(issuer, own);
        }
        catch (ArgumentException refused)
        {
            // No address, or plain http; the message says which.
            string remedy = issuer.StartsWith("http:", StringComparison.OrdinalIgnoreCase) ? " For development, set RequireHttpsMetadata to false." : "";
            throw new ArgumentException($"Authority or MetadataAddress: {refused.Message}{remedy}", refused);
        }

        return Policy(issuers, audience, asymmetric.Length > 0 ? asymmetric : algorithms, keys);
    }

    private VerificationPolicy Given(Expected audience, Expected issuers)
    {
        Jwk[] keys = SecurityKeys.Read(_given, _parameters.ValidateIssuerSigningKey);
        return Policy(issuers, audience, Algorithms(keys), keys is [Jwk key] ? key : new JwkSet(keys));
    }

    private VerificationPolicy Policy(Expected issuers, Expected audience, IReadOnlyList<JwtAlgorithm> algorithms, KeySource keys) => new()
    {
        Issuer = issuers,
        Audience = audience,
        Algorithms = algorithms,
        Keys = keys,
        Types = Types(),
        ClockSkew = _parameters.ClockSkew,
        Tolerate = _bridge.Tolerate
            | (_parameters.RequireExpirationTime ? Tolerance.Nothing : Tolerance.MissingExpiration)
            | (_parameters.TryAllIssuerSigningKeys ? Tolerance.TryKeysWithoutKeyId : Tolerance.Nothing),
    };

    // Otherwise anybody who has the key could sign for the authority, or for another issuer that is named. The options do not
    // tell which of several issuers a key is for.
    private Expected IssuersBesideAuthority() =>
        IsSet(_options.Authority) && _named is [string own] && !IsOfAuthority(own)
            ? own
            : throw new ArgumentException("TokenValidationParameters.IssuerSigningKey or IssuerSigningKeys is set beside Authority. Such a key is for one issuer of its own: set TokenValidationParameters.ValidIssuer to it and to no other, which must not be Authority's.");

    // Also in another spelling, and any tenant of a template: its text begins as the template does.
    private bool IsOfAuthority(string issuer) =>
        issuer.TrimEnd('/') == _options.Authority!.TrimEnd('/')
        || (_bridge.Issuer is Expected expected
            && (expected.IsAny
                || expected.Any(text => text.TrimEnd('/') == issuer.TrimEnd('/'))
                || (expected.TemplateText is string template && issuer.StartsWith(template[..template.IndexOf('{', StringComparison.Ordinal)], StringComparison.Ordinal))));

    private static Expected Issuers(string[] texts) => texts.Length == 0
        ? throw new ArgumentException("There is no issuer. Set Authority or TokenValidationParameters.ValidIssuer.")
        : Expected.OneOf(texts);

    private Expected Audience()
    {
        string[] texts = Texts([_parameters.ValidAudience, .. _parameters.ValidAudiences ?? []]);
        if (IsSet(_options.Audience) && !texts.Contains(_options.Audience, StringComparer.Ordinal))
        {
            throw new ArgumentException("Audience is set, but TokenValidationParameters.ValidAudience has another value and takes its place. Set one of them, or both in TokenValidationParameters.ValidAudiences.");
        }

        return (_bridge.Audience, texts.Length) switch
        {
            (null, 0) => throw new ArgumentException("There is no audience. Set Audience or TokenValidationParameters.ValidAudience."),
            (null, _) => Expected.OneOf(texts),
            (Expected audience, 0) => audience,
            _ => throw new ArgumentException("JwtBearerBridgeOptions.Audience is set, and so is Audience or TokenValidationParameters.ValidAudience. Set one of them."),
        };
    }

    private Expected? Types()
    {
        string[] texts = [.. _parameters.ValidTypes ?? []];
        return (_bridge.Types, texts.Length) switch
        {
            (Expected, > 0) => throw new ArgumentException("JwtBearerBridgeOptions.Types and TokenValidationParameters.ValidTypes are set together. Set one of them."),
            (Expected types, _) => types,
            (_, > 0) => Expected.OneOf(texts),
            _ => null,
        };
    }

    private JwtAlgorithm[] Algorithms(Jwk[] keys)
    {
        string[] names = [.. _parameters.ValidAlgorithms ?? []];
        if (names.Length == 0)
        {
            // Those of Microsoft's handler. Ed25519 and ML-DSA run only where they are named.
            JwtAlgorithm[] usual = [.. Enum.GetValues<JwtAlgorithm>().Where(algorithm => algorithm <= JwtAlgorithm.ES512)];
            JwtAlgorithm[] fitting = [.. usual.Where(algorithm => keys.Length == 0 ? !Secret.Contains(algorithm) : keys.Any(key => IsFor(key, algorithm)))];
            return fitting.Length > 0 ? fitting
                : throw new ArgumentException("TokenValidationParameters.ValidAlgorithms is not set, and the keys are for Ed25519 or ML-DSA. Name the algorithms: these run only where they are named.");
        }

        return Array.TrueForAll(names, name => JwtAlgorithms.TryParse(name, out _))
            ? [.. names.Select(name => JwtAlgorithms.TryParse(name, out JwtAlgorithm algorithm) ? algorithm : default)]
            : throw new ArgumentException($"TokenValidationParameters.ValidAlgorithms has an entry that is no supported algorithm. Supported are {string.Join(", ", JwtAlgorithms.Names)}.");
    }

    private static bool IsFor(Jwk key, JwtAlgorithm algorithm) => (key.KeyType, algorithm.ToName()[0]) is ("oct", 'H') or ("EC", 'E') or ("RSA", 'R') or ("RSA", 'P');

    private static string[] Texts(IEnumerable<string?> texts) => [.. texts.OfType<string>().Where(text => text.Length > 0).Distinct(StringComparer.Ordinal)];

    private static bool IsSet(string? text) => !string.IsNullOrEmpty(text);
}
