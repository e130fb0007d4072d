using System.CommandLine;

namespace JwtCore.Cli;

/// <summary>What verify and doctor take: tokens, keys, a policy, the time to judge by and the form of the answer.</summary>
internal sealed class VerificationOptions
{
    private readonly ToolEnvironment _environment;
    private readonly KeyOptions _keys;
    private readonly PolicyOptions _policy;
    private readonly string? _alternative;
    private readonly Option<string?> _at = OptionReading.One("--at", "UNIXTIME", "Judge as of this time, in seconds since 1970, instead of now.");
    private readonly Option<bool> _json;

    /// <param name="tokens">How tokens are given.</param>
    /// <param name="environment">What is around the program.</param>
    /// <param name="json">What the flag for programs writes.</param>
    /// <param name="alternative">The option that leads to keys where nothing names them; null for none.</param>
    public VerificationOptions(TokenOptions tokens, ToolEnvironment environment, string json, string? alternative = null)
    {
        Variables variables = new(environment.Variable);
        _environment = environment;
        _alternative = alternative;
        Tokens = tokens;
        _keys = new KeyOptions(variables, environment.TimeProvider, alternative);
        _policy = new PolicyOptions(variables);
        _json = OptionReading.Flag("--json", json);
    }

    public TokenOptions Tokens { get; }

    public IEnumerable<Option> All => [.. Tokens.All, .. _keys.All, .. _policy.All, _at, _json];

    public bool IsJson(ParseResult parsed) => parsed.GetValue(_json);

    public bool AllowsHttp(ParseResult parsed) => _keys.AllowsHttp(parsed);

    public bool AreAlgorithmsGiven(ParseResult parsed) => _policy.AreAlgorithmsGiven(parsed);

    public string Use(ParseResult parsed) => _keys.Use(parsed);

    /// <summary>The keys of this machine with all entries, for people.</summary>
    public KeySetView View(ParseResult parsed, PreparedVerification prepared) => _keys.View(parsed, prepared.Origin, prepared.Policy.Keys);

    /// <summary>Nothing that must be given is missing.</summary>
    public bool IsComplete(ParseResult parsed)
    {
        try
        {
            return !_policy.FindMissing(parsed, Complete(parsed, new PolicyDefaults())).Any();
        }
        catch (UsageException)
        {
            return false;
        }
    }

    /// <summary>Makes the verifier; keys that are fetched are not asked for yet.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="defaults">What stands for an option of the policy that is not given.</param>
    /// <exception cref="UsageException">The options do not make one.</exception>
    public PreparedVerification Prepare(ParseResult parsed, PolicyDefaults defaults)
    {
        KeyOrigin? origin = null;
        VerificationPolicy policy = _policy.Read(
            parsed,
            algorithms => _keys.Load(parsed, origin = _keys.Find(parsed, _alternative is null ? null : _policy.OnlyIssuer(parsed)), algorithms),
            Complete(parsed, defaults));
        TimeProvider clock = parsed.Clock(_at, _environment);
        int longest = Tokens.Longest(parsed);
        JwtVerifierOptions options = new() { Limits = new Limits { TokenBytes = longest }, TimeProvider = clock };
        return new PreparedVerification(origin!, policy, _policy.MakeVerifier(parsed, policy, options, origin!), clock, longest);
    }

    private PolicyDefaults Complete(ParseResult parsed, PolicyDefaults defaults) => defaults with
    {
        DiscoveredIssuer = _keys.Discovered(parsed),
        MissingKeys = _alternative is null ? _keys.Missing(parsed) : null,
    };
}
