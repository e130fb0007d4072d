using System.Buffers.Text;
using System.Text;

namespace JwtCore.Hosting;

/// <summary>The one key source of settings, with the algorithms that it is used with.</summary>
internal sealed class SettingsKeys
{
    private readonly JwtCoreSettings _settings;
    private readonly UserJwtsKey? _signingKey;

    /// <param name="settings">The settings.</param>
    /// <param name="issuer">The issuers, which decide what signing key there is; null when there are none.</param>
    /// <exception cref="ArgumentException">There is no key source, or several; or the algorithms are not for it.</exception>
    public SettingsKeys(JwtCoreSettings settings, Expected? issuer)
    {
        _settings = settings;
        _signingKey = FindSigningKey(issuer);
        Issuer = issuer is null || _signingKey is null ? issuer : _signingKey.Narrow(issuer);
        Origin = FindOrigin();
        Algorithms = FindAlgorithms();
    }

    /// <summary>Where the keys are from.</summary>
    public string Origin { get; }

    /// <summary>The issuers whose tokens the keys may verify: with a signing key the one that it is for. Null when there are none.</summary>
    public Expected? Issuer { get; }

    /// <summary>The algorithms, by default one.</summary>
    public IReadOnlyList<JwtAlgorithm> Algorithms { get; }

    /// <summary>Where the algorithms are from, for a message.</summary>
    public string AlgorithmsOrigin =>
        _settings.Algorithms.Value is null ? $"{SettingNames.Algorithm}, which is not set and therefore {Algorithms[0]}" : _settings.Algorithms.Origin!;

    private bool IsRemote => _settings.KeySet.Value is not null || _settings.Discovered.Value is not null;

    /// <summary>Reads and checks the keys, or the address of keys.</summary>
    /// <exception cref="ArgumentException">They are refused.</exception>
    public KeySource Read(RemoteJwksOptions? remote)
    {
        try
        {
            remote = PlainHttpSettings.Apply(_settings, remote);
            return _settings switch
            {
                { KeySet.Value: string uri } => new RemoteJwks(uri, remote),
                { Discovered.Value: string authority } => RemoteJwks.Discover(authority, remote),
                _ when IsHmac(Algorithms[0]) => ReadSecret(_signingKey?.Decode() ?? Encoding.UTF8.GetBytes(_settings.Key.Value!)),
                _ => Jwk.FromText(Encoding.UTF8.GetBytes(_settings.Key.Value!)),
            };
        }
        catch (FormatException refused)
        {
            // The key is refused.
            throw new ArgumentException($"{Origin}: {refused.Message}", refused);
        }
        catch (RefusedArgumentException refused) when (refused.ParamName is "uri" or "issuer")
        {
            // The address is refused.
            throw new ArgumentException(refused.Explain(Origin) + PlainHttpSettings.Remedy(_settings), refused);
        }
        catch (RefusedArgumentException refused) when (refused.ParamName == nameof(RemoteJwksOptions.PlainHttpHosts) && PlainHttpSettings.OriginOfHosts(_settings) is not null)
        {
            // A host is refused, or the options of the container exclude all.
            throw new ArgumentException(refused.Explain(PlainHttpSettings.OriginOfHosts(_settings)!), refused);
        }
        catch (ArgumentException refused) when (refused.ParamName is "secret" or "issuer")
        {
            // The secret is refused, or the authority is empty.
            throw new ArgumentException($"{Origin}: {refused.Message.Replace($" (Parameter '{refused.ParamName}')", "", StringComparison.Ordinal)}", refused);
        }
    }

    // A key alone has one HMAC algorithm or, read from a JWK without alg, any; each is checked.
    private Jwk ReadSecret(byte[] secret)
    {
        Jwk[] keys = [.. Algorithms.Select(algorithm => Jwk.FromSecret(secret, algorithm))];
        return keys.Length == 1 ? keys[0] : Jwk.Parse(Encoding.ASCII.GetBytes($"{{\"kty\":\"oct\",\"k\":\"{Base64Url.EncodeToString(secret)}\"}}"));
    }

    // Keys for other issuers are none.
    private UserJwtsKey? FindSigningKey(Expected? issuer)
    {
        UserJwtsKey[] keys = [.. _settings.SigningKeys.Where(key => issuer is not null && key.IsFor(issuer))];
        return keys.Length < 2 ? keys.FirstOrDefault() : throw new ArgumentException(
            $"{string.Join(" and ", keys.Select(key => key.Path))} are both for an issuer that is accepted; one verifier takes one of them.");
    }

    private string FindOrigin()
    {
        string?[] all =
        [
            _signingKey?.Path ?? (_settings.Key.Checked() is null ? null : _settings.Key.Origin),
            _settings.KeySet.Checked() is null ? null : _settings.KeySet.Origin,
            _settings.Discovered.Checked() is null ? null : _settings.Discovered.Origin,
        ];
        string[] given = [.. all.OfType<string>()];
        return given.Length switch
        {
            1 => given[0],
            0 => throw new ArgumentException(
                $"No keys are set. Set one of {_settings.Place.NamesOf(SettingNames.PublicKey)}, {_settings.Place.NamesOf(SettingNames.JwksUri)}, {_settings.Place.NamesOf(SettingNames.Authority)}."
                + (_settings.SigningKeys.Count == 0 ? "" : $" {_settings.Place.SchemeSection}:SigningKeys has none for the issuer.")),
            _ => throw new ArgumentException($"{string.Join(" and ", given)} are set together. Keys come from one of them; set the others to null."),
        };
    }

    private IReadOnlyList<JwtAlgorithm> FindAlgorithms()
    {
        IReadOnlyList<JwtAlgorithm>? named = _settings.Algorithms.Checked();
        if (named is null)
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
        return refusal is null ? named : throw _settings.Algorithms.Refused(refusal);
    }

    private static bool IsHmac(JwtAlgorithm algorithm) => algorithm is JwtAlgorithm.HS256 or JwtAlgorithm.HS384 or JwtAlgorithm.HS512;
}
