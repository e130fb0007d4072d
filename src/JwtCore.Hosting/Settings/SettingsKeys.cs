using System.Buffers.Text;
using System.Text;

namespace JwtCore.Hosting;

/// <summary>One key source of settings, with the issuers and the algorithms that it is for.</summary>
internal sealed class SettingsKeys
{
    private static readonly string[] Sources = [SettingNames.PublicKey, SettingNames.JwksUri, SettingNames.Authority];

    private readonly JwtCoreSettings _settings;
    private readonly UserJwtsKey? _signingKey;

    private SettingsKeys(JwtCoreSettings settings, string origin, Expected issuer, UserJwtsKey? signingKey = null, bool isBeside = false)
    {
        _settings = settings;
        _signingKey = signingKey;
        Origin = origin;
        Issuer = issuer;
        Algorithms = FindAlgorithms(isBeside);
    }

    /// <summary>Where the keys are from.</summary>
    public string Origin { get; }

    /// <summary>The issuers whose tokens the keys may verify.</summary>
    public Expected Issuer { get; }

    /// <summary>The algorithms, by default one.</summary>
    public IReadOnlyList<JwtAlgorithm> Algorithms { get; }

    /// <summary>Where the algorithms are from, for a message.</summary>
    public string AlgorithmsOrigin =>
        _settings.Of(SettingNames.Algorithm) is { Value: not null } named ? named.Origin! : $"{SettingNames.Algorithm}, which is not set and therefore {Algorithms[0].ToName()}";

    private bool IsRemote => _signingKey is null && _settings.Of(SettingNames.PublicKey).Value is null;

    /// <summary>The key sources: that of the settings, and a key of <c>dotnet user-jwts</c> for each issuer that has one.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="issuers">The issuers that are set; null when none are.</param>
    /// <exception cref="ArgumentException">There is no key source, or several for one issuer, or an issuer has none; or the algorithms are not for it.</exception>
    public static IReadOnlyList<SettingsKeys> Find(JwtCoreSettings settings, Expected? issuers)
    {
        UserJwtsKey[] secrets = [.. UserJwtsKeys.Accepted(settings, issuers)];
        string? origin = FindOrigin(settings);

        // A key in the environment is beaten by one that fits the issuer.
        origin = secrets.Length > 0 && settings.Of(SettingNames.PublicKey).Value is not null ? null : origin;
        List<SettingsKeys> all = [];
        if (origin is not null)
        {
            all.Add(new(settings, origin, FindIssuer(settings, issuers, origin, secrets)));
        }
        else if (secrets.Length == 0)
        {
            throw new ArgumentException(
                $"No keys are set. Set one of {string.Join(", ", Sources.Select(settings.Place.NamesOf))}."
                + (settings.SigningKeys.Count == 0 ? "" : $" {settings.Place.SchemeSection}:SigningKeys has none for the issuer."));
        }

        // Where any issuer is accepted there is one key, for all of them.
        all.AddRange(secrets.Select(secret => new SettingsKeys(settings, secret.Path, issuers is { IsAny: true } ? Expected.Any : secret.Issuer!, secret, isBeside: origin is not null)));
        return all;
    }

    /// <summary>Reads and checks the keys, or the address of keys.</summary>
    /// <exception cref="ArgumentException">They are refused.</exception>
    public KeySource Read(RemoteJwksOptions? remote)
    {
        try
        {
            return (_signingKey, _settings.PublicKey) switch
            {
                (UserJwtsKey signingKey, _) => ReadSecret(signingKey.Decode()),
                (_, string text) when IsHmac(Algorithms[0]) => ReadSecret(Encoding.UTF8.GetBytes(text)),
                (_, string text) => Jwk.FromText(Encoding.UTF8.GetBytes(text)),
                _ => RemoteSettings.Open(_settings, Issuer, remote),
            };
        }
        catch (FormatException refused)
        {
            // The key is refused.
            throw new ArgumentException($"{Origin}: {refused.Message}", refused);
        }
        catch (RefusedArgumentException refused) when (RemoteSettings.Explain(_settings, Origin, refused) is not null)
        {
            // The address, a host or a time is refused, or the options of the container exclude it.
            throw new ArgumentException(RemoteSettings.Explain(_settings, Origin, refused), refused);
        }
    }

    // A key alone has one HMAC algorithm or, read from a JWK without alg, any; each is checked.
    private Jwk ReadSecret(byte[] secret)
    {
        Jwk[] keys = [.. Algorithms.Select(algorithm => Jwk.OfSecret(secret, algorithm, null, out string? refusal) ?? throw new FormatException(refusal))];
        return keys.Length == 1 ? keys[0] : Jwk.Parse(Encoding.ASCII.GetBytes($"{{\"kty\":\"oct\",\"k\":\"{Base64Url.EncodeToString(secret)}\"}}"));
    }

    // Null for none. An address of metadata alone belongs to the issuer.
    private static string? FindOrigin(JwtCoreSettings settings)
    {
        string[] given = [.. Sources.Where(name => settings.Checked<string>(name) is not null).Select(name => settings.Of(name).Origin!)];
        string? metadata = settings.Checked<string>(SettingNames.MetadataAddress) is null ? null : settings.Of(SettingNames.MetadataAddress).Origin;
        if (metadata is not null && settings.Authority is null)
        {
            given = [.. given, metadata];
        }

        return given.Length < 2 ? given.FirstOrDefault() : throw new ArgumentException(
            $"{string.Join(" and ", given)} are set together. Keys come from one of them; set the others to null.");
    }

    // The issuers that have no key of their own.
    private static Expected FindIssuer(JwtCoreSettings settings, Expected? issuers, string origin, UserJwtsKey[] secrets)
    {
        UserJwtsKeys.RefuseAuthority(settings, secrets);
        if (issuers is { IsAny: true } && secrets.Length > 0)
        {
            throw new ArgumentException($"{origin} and {secrets[0].Path} are set together, and any issuer is accepted. Name the issuers: each token is judged by the key of its own.");
        }

        string[] left = [.. (issuers ?? []).Where(issuer => !secrets.Any(secret => secret.Issuer == issuer))];
        bool isWhole = issuers is not null && left.Length == issuers.Count();
        return isWhole ? issuers!
            : left.Length > 0 ? Expected.OneOf(left)
            : settings.Authority is string authority ? authority
            : issuers is null && settings.MetadataAddress is not null
                ? throw new ArgumentException($"{origin} is set without an issuer, which is never taken from the metadata. Set {settings.Place.NamesOf(SettingNames.Authority)}, or {settings.Place.NamesOf(SettingNames.Issuer)}.")
            : issuers is null ? throw SettingsPolicy.Missing(settings.Place, SettingNames.Issuer, SettingNames.AcceptAnyIssuer)
            : throw new ArgumentException($"{origin} has no issuer: {settings.Of(SettingNames.Issuer).Origin} names only issuers that have a key in {settings.Place.SchemeSection}:SigningKeys.");
    }

    private IReadOnlyList<JwtAlgorithm> FindAlgorithms(bool isBeside)
    {
        Setting<IReadOnlyList<JwtAlgorithm>> setting = _settings.Of<IReadOnlyList<JwtAlgorithm>>(SettingNames.Algorithm);
        IReadOnlyList<JwtAlgorithm>? named = setting.Checked();
        if (named is null || isBeside)
        {
            return [_signingKey is null ? JwtAlgorithm.RS256 : JwtAlgorithm.HS256];
        }

        JwtAlgorithm[] hmac = [.. named.Where(IsHmac)];
        string? refusal = (named.Count, hmac.Length) switch
        {
            (0, _) => "is empty.",
            (_, > 0) when IsRemote => $"has {hmac[0]}, which needs a shared secret: it cannot be used with {Origin}, whose keys are public.",
            (_, > 0) when hmac.Length < named.Count => $"has {hmac[0]}, which needs a shared secret, and others, which need a public key: {Origin} is one key.",
            (_, 0) when _signingKey is not null => $"has no HMAC algorithm, but {Origin} is a shared secret.",
            _ => null,
        };
        return refusal is null ? named : throw setting.Refused(refusal);
    }

    private static bool IsHmac(JwtAlgorithm algorithm) => algorithm is JwtAlgorithm.HS256 or JwtAlgorithm.HS384 or JwtAlgorithm.HS512;
}
