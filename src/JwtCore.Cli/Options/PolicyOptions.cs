using System.CommandLine;

namespace JwtCore.Cli;

/// <summary>The options that say which tokens are accepted.</summary>
internal sealed class PolicyOptions(Variables variables)
{
    private const int LargestSkew = 600;

    private readonly Option<string[]> _algorithms = OptionReading.Several("--alg", "NAME", "An algorithm to accept, such as RS256. Repeatable; at least one.", OptionReading.Algorithms);
    private readonly Option<string[]> _issuers = OptionReading.Several("--issuer", "TEXT", "The iss to accept, compared exactly. Repeatable: one of them.");
    private readonly Option<bool> _anyIssuer = OptionReading.Flag("--any-issuer", "Accept any iss, or none.");
    private readonly Option<string[]> _audiences = OptionReading.Several("--audience", "TEXT", "The aud to accept, compared exactly. Repeatable: one of them.");
    private readonly Option<bool> _anyAudience = OptionReading.Flag("--any-audience", "Accept any aud, or none.");
    private readonly Option<string?> _profile = OptionReading.One("--profile", "NAME", $"The kind of token: {string.Join(", ", Enum.GetNames<TokenProfile>())}. Default: {default(TokenProfile)}.", Enum.GetNames<TokenProfile>());
    private readonly Option<string[]> _types = OptionReading.Several("--typ", "TYPE", "The typ to accept. Repeatable: one of them. Without it: no typ, JWT or at+jwt, or what the profile says.");
    private readonly Option<bool> _anyType = OptionReading.Flag("--any-typ", "Accept any typ.");
    private readonly Option<string[]> _scopes = OptionReading.Several("--scope", "SCOPE", "A scope that the token must have. Repeatable: all of them.");
    private readonly Option<string[]> _headers = OptionReading.Several("--required-header", "NAME=VALUE", "A header member that the token must have, with this value. Repeatable, as --required-claim.");
    private readonly Option<string[]> _claims = OptionReading.Several("--required-claim", "NAME=VALUE", "A claim that the token must have, with this value. Repeatable: all names, for each one of its values.");
    private readonly Option<string?> _skew = OptionReading.One("--skew", DurationOption.ValueName, $"How far clocks may be apart, 0 to {LargestSkew} seconds. Default: 60s.");
    private readonly Option<string?> _maxAge = OptionReading.One("--max-age", DurationOption.ValueName, "The longest time since iat, which is then required.");
    private readonly Option<string?> _maxLifetime = OptionReading.One("--max-lifetime", DurationOption.ValueName, "The longest time from iat, which is then required, to exp.");
    private readonly Option<string[]> _tolerated = OptionReading.Several("--tolerate", "NAME", $"A leniency to allow: {string.Join(", ", Leniencies)}. Repeatable.", Leniencies);
    private readonly Option<bool> _allowMissingExpiration = OptionReading.Flag("--allow-missing-exp", "Accept a token without exp, which never expires.");

    public IEnumerable<Option> All =>
    [
        _algorithms, _issuers, _anyIssuer, _audiences, _anyAudience, _profile, _types, _anyType, _scopes, _headers, _claims,
        _skew, _maxAge, _maxLifetime, _tolerated, _allowMissingExpiration,
    ];

    private static string[] Leniencies => [.. Enum.GetNames<Tolerance>().Where(name => name != nameof(Tolerance.Nothing))];

    /// <summary>The policy that the options and variables make.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="load">Names the keys, once the algorithms are known.</param>
    /// <param name="defaults">What stands for an option that is not given.</param>
    /// <exception cref="UsageException">They do not make a policy.</exception>
    public VerificationPolicy Read(ParseResult parsed, Func<AlgorithmList, KeySource> load, PolicyDefaults defaults)
    {
        string[] missing = [.. FindMissing(parsed, defaults)];
        if (missing.Length > 0)
        {
            throw new UsageException($"give {string.Join("; ", missing)}.");
        }

        AlgorithmList algorithms = (ReadAlgorithms(parsed) ?? defaults.Algorithms)!;
        return new VerificationPolicy
        {
            Issuer = (ReadIssuer(parsed, defaults) ?? defaults.Issuer)!,
            Audience = (ReadAudience(parsed) ?? defaults.Audience)!,
            Algorithms = algorithms.Values,
            Keys = load(algorithms),
            Profile = parsed.Named<TokenProfile>(_profile) ?? default,
            Types = parsed.Expected(_types, _anyType),
            RequiredScopes = [.. ReadScopes(parsed)],
            RequiredHeaders = ReadPairs(parsed, _headers),
            RequiredClaims = ReadPairs(parsed, _claims),
            Tolerate = ReadTolerance(parsed),
            ClockSkew = TimeSpan.FromSeconds(parsed.Duration(_skew, 0, LargestSkew) ?? 60),
            MaxAge = ReadLimit(parsed, _maxAge),
            MaxLifetime = ReadLimit(parsed, _maxLifetime),
        };
    }

    /// <summary>All that must be given and is not, in words that follow "give".</summary>
    /// <exception cref="UsageException">What is given contradicts itself.</exception>
    public IEnumerable<string> FindMissing(ParseResult parsed, PolicyDefaults defaults)
    {
        if ((ReadAlgorithms(parsed) ?? defaults.Algorithms) is null)
        {
            yield return $"{_algorithms.Name} at least once";
        }

        if ((ReadIssuer(parsed, defaults) ?? defaults.Issuer) is null)
        {
            yield return $"{_issuers.Name}, or {_anyIssuer.Name} to leave the check out";
        }

        if ((ReadAudience(parsed) ?? defaults.Audience) is null)
        {
            yield return $"{_audiences.Name}, or {_anyAudience.Name} to leave the check out";
        }

        if (defaults.MissingKeys is string keys)
        {
            yield return keys;
        }
    }

    /// <summary>An option or variable names algorithms.</summary>
    /// <exception cref="UsageException">One is not known.</exception>
    public bool AreAlgorithmsGiven(ParseResult parsed) => ReadAlgorithms(parsed) is not null;

    /// <summary>A verifier for one policy.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="policy">What <see cref="Read"/> made of it.</param>
    /// <param name="options">How the verifier runs.</param>
    /// <param name="keys">Where the keys of the policy are from.</param>
    /// <exception cref="UsageException">The core refuses the policy; the message names the options as they were typed.</exception>
    public JwtVerifier MakeVerifier(ParseResult parsed, VerificationPolicy policy, JwtVerifierOptions options, KeyOrigin keys)
    {
        try
        {
            return new JwtVerifier(policy, options);
        }
        catch (RefusedArgumentException refusal)
        {
            string Named(string property) => property == nameof(policy.Keys) ? keys.Name : NameOf(parsed, property, refusal.ParamName!);
            throw new UsageException(refusal.Explain(Named(refusal.ParamName!), refusal.OtherName is string other ? Named(other) : null));
        }
    }

    /// <summary>The only issuer that an option or variable names, as a place to find keys by; else null.</summary>
    public KeyOrigin? OnlyIssuer(ParseResult parsed) => (parsed.Values(_issuers), parsed.GetValue(_anyIssuer), variables.Words(Variables.Issuer)) switch
    {
        ([string issuer], _, _) => new KeyOrigin(KeyKind.Discovery, _issuers.Name, issuer),
        ([], false, [string issuer]) => new KeyOrigin(KeyKind.Discovery, Variables.Issuer, issuer),
        _ => null,
    };

    // What was typed for a property, or for a value that the message about a property names.
    private string NameOf(ParseResult parsed, string name, string property) => name switch
    {
        nameof(VerificationPolicy.Algorithms) => ReadAlgorithms(parsed)?.Name ?? _algorithms.Name,
        nameof(VerificationPolicy.Issuer) => NameOf(parsed, _issuers, _anyIssuer, Variables.Issuer, Variables.AcceptAnyIssuer),
        nameof(VerificationPolicy.Audience) => NameOf(parsed, _audiences, _anyAudience, Variables.Audience, Variables.AcceptAnyAudience),
        nameof(VerificationPolicy.Profile) => _profile.Name,
        nameof(VerificationPolicy.Types) => parsed.GetValue(_anyType) ? _anyType.Name : _types.Name,
        nameof(VerificationPolicy.RequiredScopes) => parsed.Values(_scopes).Length > 0 ? _scopes.Name : Variables.RequiredScopes,
        nameof(VerificationPolicy.RequiredHeaders) => _headers.Name,
        nameof(VerificationPolicy.RequiredClaims) => _claims.Name,
        nameof(VerificationPolicy.MaxAge) => _maxAge.Name,
        nameof(VerificationPolicy.MaxLifetime) => _maxLifetime.Name,
        nameof(VerificationPolicy.Tolerate) or $"{nameof(Tolerance)}.{nameof(Tolerance.MissingExpiration)}" =>
            parsed.GetValue(_allowMissingExpiration) ? _allowMissingExpiration.Name : $"{_tolerated.Name} {nameof(Tolerance.MissingExpiration)}",
        $"{nameof(JwtCore.Expected)}.{nameof(JwtCore.Expected.Any)}" when property == nameof(VerificationPolicy.Types) => _anyType.Name,
        _ => name,
    };

    private string NameOf(ParseResult parsed, Option texts, Option<bool> any, string variable, string waiver) =>
        parsed.GetValue(any) ? any.Name
        : parsed.GetResult(texts) is not null ? texts.Name
        : variables.Text(waiver) is not null ? waiver
        : variables.Text(variable) is not null ? variable
        : $"a missing {texts.Name}";

    private AlgorithmList? ReadAlgorithms(ParseResult parsed)
    {
        string[] names = parsed.Values(_algorithms);
        (string source, names) = names.Length > 0 ? (_algorithms.Name, names) : (Variables.Algorithm, variables.Words(Variables.Algorithm));
        return names.Length == 0 ? null : new AlgorithmList(source, [.. names.Select(name => OptionReading.Algorithm(source, name))]);
    }

    // What --discover says stands above the variable: the option is explicit.
    private Expected? ReadIssuer(ParseResult parsed, PolicyDefaults defaults) =>
        parsed.Expected(_issuers, _anyIssuer)
        ?? Only(defaults.DiscoveredIssuer)
        ?? variables.Expected(Variables.Issuer, Variables.AcceptAnyIssuer)
        ?? Only(variables.Text(Variables.Authority));

    private static Expected? Only(string? text) => text is null ? null : JwtCore.Expected.OneOf(text);

    private Expected[] ReadScopes(ParseResult parsed)
    {
        string[] scopes = parsed.Values(_scopes);
        scopes = scopes.Length > 0 ? scopes : variables.Words(Variables.RequiredScopes);
        return [.. scopes.Select(scope => (Expected)scope)];
    }

    private static Dictionary<string, Expected> ReadPairs(ParseResult parsed, Option<string[]> option)
    {
        (string Name, string Value)[] pairs = [.. parsed.Values(option).Select(text => text.Split('=', 2) is [{ Length: > 0 } name, { Length: > 0 } value]
            ? (name, value)
            : throw new UsageException($"{option.Name}: must have the form NAME=VALUE, with neither part empty."))];
        return pairs.GroupBy(pair => pair.Name, pair => pair.Value).ToDictionary(group => group.Key, group => (Expected)group.ToArray());
    }

    private Tolerance ReadTolerance(ParseResult parsed) => parsed.Values(_tolerated)
        .Select(name => Leniencies.Contains(name) ? Enum.Parse<Tolerance>(name) : throw OptionReading.NotNamed(_tolerated, Leniencies))
        .Aggregate(parsed.GetValue(_allowMissingExpiration) ? Tolerance.MissingExpiration : Tolerance.Nothing, (all, one) => all | one);

    private static TimeSpan? ReadLimit(ParseResult parsed, Option<string?> option) =>
        parsed.Duration(option, 1, int.MaxValue) is long seconds ? TimeSpan.FromSeconds(seconds) : null;

    private Expected? ReadAudience(ParseResult parsed) =>
        parsed.Expected(_audiences, _anyAudience) ?? variables.Expected(Variables.Audience, Variables.AcceptAnyAudience);
}
