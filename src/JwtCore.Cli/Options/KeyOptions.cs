using System.CommandLine;
using System.Text;

namespace JwtCore.Cli;

/// <summary>The options that say where the keys are.</summary>
internal sealed class KeyOptions(Variables variables, TimeProvider clock, string? alternative = null)
{
    private readonly SourceOptions _source = new(variables, alternative is null ? "--discover" : $"--discover or {alternative}");
    private readonly Option<string?> _set = OptionReading.One("--jwks", "FILE|URL", "Take the keys from a JWK Set. What starts with https:// or http:// is an address, all else a file.");
    private readonly Option<bool> _asRemote = OptionReading.Flag("--as-remote", "Judge the JWK Set as if it had come over the network: no secrets, no private keys.");
    private readonly Option<string?> _discover = OptionReading.One("--discover", "ISSUER", "Find the JWK Set through the issuer's metadata. Expects this issuer unless another is given.");
    private readonly Option<string?> _key = OptionReading.One("--key", "FILE", "Take the one key from a file: PEM (public key or certificate) or JWK.");
    private readonly Option<string?> _secret = OptionReading.One("--secret-file", "FILE", "Take the file, byte for byte, as the shared secret. Needs exactly one HS algorithm.");

    private string Choice => $"{(alternative is null ? "" : $"{alternative} or ")}exactly one of {_set.Name}, {_key.Name}, {_secret.Name} and {_discover.Name}";

    public IEnumerable<Option> All => [_set, _asRemote, _discover, _key, _secret, .. _source.All];

    /// <summary>The issuer to find keys by, or null.</summary>
    public string? Discovered(ParseResult parsed) => parsed.GetValue(_discover);

    public bool AllowsHttp(ParseResult parsed) => _source.AllowsHttp(parsed);

    /// <summary>The use that keys of a set may have.</summary>
    /// <exception cref="UsageException">It is empty.</exception>
    public string Use(ParseResult parsed) => _source.Use(parsed);

    /// <summary>What to give when neither an option nor a variable says where the keys are; else null.</summary>
    public string? Missing(ParseResult parsed) => FromOptions(parsed).Any() || FromVariables().Any() || parsed.GetValue(_asRemote) ? null : Choice;

    /// <summary>The one source of keys: an option, else a variable, else the issuer that stands in for both.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="issuer">The issuer to find keys by when nothing says where they are; null for none.</param>
    /// <exception cref="UsageException">Not exactly one was given, or a flag does not go with it.</exception>
    public KeyOrigin Find(ParseResult parsed, KeyOrigin? issuer = null)
    {
        if (parsed.GetValue(_asRemote) && parsed.GetValue(_set) is null)
        {
            throw new UsageException($"{_asRemote.Name} goes with {_set.Name} only.");
        }

        KeyOrigin[] given = [.. FromOptions(parsed)];
        given = given.Length > 0 ? given : [.. FromVariables()];
        KeyOrigin origin = given.Length switch
        {
            0 => issuer ?? throw new UsageException($"give {Choice}."),
            1 => given[0],
            _ => throw new UsageException(given[0].Name.StartsWith('-')
                ? $"give {Choice}."
                : $"{given[0].Name} and {given[1].Name} exclude each other."),
        };
        _source.Check(parsed, origin);
        return origin;
    }

    /// <summary>Reads keys that are on this machine, or names those that are fetched.</summary>
    /// <exception cref="UsageException">They are refused, or do not go with the algorithms.</exception>
    public KeySource Load(ParseResult parsed, KeyOrigin origin, AlgorithmList algorithms) => origin.Kind switch
    {
        KeyKind.SetFile => LoadSet(parsed, origin, algorithms),
        KeyKind.KeyFile => InputFile.LoadKeys(origin.Name, origin.Value, ParseKey),
        KeyKind.KeyText => ParseText(origin, algorithms),
        KeyKind.SecretFile => InputFile.LoadSecret<KeySource>(origin.Name, origin.Value, content => SharedSecrets.Read(content, OnlySecret(origin, algorithms))),
        _ => RemoteSource.Open(origin, _source.Read(parsed, origin, clock), algorithms),
    };

    /// <summary>The same keys with all entries, for people.</summary>
    public KeySetView View(ParseResult parsed, KeyOrigin origin, KeySource loaded) => origin.Kind == KeyKind.SetFile
        ? KeySetView.Read(InputFile.LoadKeys(origin.Name, origin.Value, content => content), isRemote: false, publicOnly: parsed.GetValue(_asRemote), use: Use(parsed))
        : KeySetView.Of(((JwkSet)loaded).Keys[0]);

    private IEnumerable<KeyOrigin> FromOptions(ParseResult parsed)
    {
        foreach ((KeyKind kind, Option<string?> option) in (IEnumerable<(KeyKind, Option<string?>)>)
            [(KeyKind.SetFile, _set), (KeyKind.KeyFile, _key), (KeyKind.SecretFile, _secret), (KeyKind.Discovery, _discover)])
        {
            if (parsed.GetValue(option) is string value)
            {
                yield return new KeyOrigin(kind == KeyKind.SetFile && RemoteSource.IsAddress(value) ? KeyKind.Address : kind, option.Name, value);
            }
        }
    }

    private IEnumerable<KeyOrigin> FromVariables()
    {
        if (variables.Text(Variables.PublicKey) is string key)
        {
            yield return new KeyOrigin(KeyKind.KeyText, Variables.PublicKey, key);
        }

        if (variables.Text(Variables.JwksUri) is string address)
        {
            yield return new KeyOrigin(KeyKind.Address, Variables.JwksUri, address);
        }

        if (variables.Text(Variables.Authority) is string authority)
        {
            yield return new KeyOrigin(KeyKind.Discovery, Variables.Authority, authority);
        }
    }

    private JwkSet LoadSet(ParseResult parsed, KeyOrigin origin, AlgorithmList algorithms)
    {
        bool asRemote = parsed.GetValue(_asRemote);
        if (asRemote)
        {
            RemoteSource.RefuseSecrets(algorithms, _asRemote.Name);
        }

        return InputFile.LoadKeys(origin.Name, origin.Value, content => JwkSet.Parse(content, asRemote, Use(parsed)));
    }

    private static KeySource ParseKey(byte[] content) => Jwk.FromText(content);

    // With HMAC alone the text is the secret; the core refuses a public key in its place (RFC 8725 section 2.1).
    private static KeySource ParseText(KeyOrigin origin, AlgorithmList algorithms)
    {
        byte[] content = Encoding.UTF8.GetBytes(origin.Value);
        try
        {
            return Array.TrueForAll(algorithms.Values, AlgorithmList.IsSecret) ? SharedSecrets.Read(content, OnlySecret(origin, algorithms)) : ParseKey(content);
        }
        catch (FormatException refusal)
        {
            throw new UsageException($"{origin.Name}: {refusal.Message}");
        }
    }

    private static JwtAlgorithm OnlySecret(KeyOrigin origin, AlgorithmList algorithms)
    {
        JwtAlgorithm[] secrets = [.. algorithms.Values.Distinct().Where(AlgorithmList.IsSecret)];
        return secrets.Length == 1
            ? secrets[0]
            : throw new UsageException($"{origin.Name}: needs exactly one of HS256, HS384 and HS512 given by {algorithms.Name}.");
    }
}
