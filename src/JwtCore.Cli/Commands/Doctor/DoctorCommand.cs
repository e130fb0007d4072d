using System.CommandLine;

namespace JwtCore.Cli;

/// <summary><c>jwtcore doctor</c>: would tokens of this issuer pass, and what is risky.</summary>
internal sealed class DoctorCommand : ToolCommand
{
    /// <summary>The option that takes the address of a key set.</summary>
    public const string KeysOption = "--jwks";

    private static readonly string HelpNotes = $"""
        Without a source of keys they are found through --issuer. What is not given is not checked, and named as a risk.
        Nothing of the token is trusted; what it says is shown.

        {VerifyCommand.NotesOnVariables}

        Exit codes:
          0  no problem was found; the token, if any, is valid
          1  no key can verify, or the token is not valid
          2  wrong usage or policy
          3  keys are unavailable

        Examples:
          {CommandLine.Name} doctor --issuer https://issuer.example.com
          {CommandLine.Name} doctor --issuer https://issuer.example.com --audience https://api.example.com --alg RS256 --file token.jwt
        """;

    private static readonly AlgorithmList WithPublicKeys = new("--alg", [.. Enum.GetValues<JwtAlgorithm>().Where(algorithm => !AlgorithmList.IsSecret(algorithm))]);

    private readonly TextWriter _output;
    private readonly TextWriter _notes;
    private readonly ToolEnvironment _environment;
    private readonly TokenOptions _tokens;
    private readonly KeyOptions _keys;
    private readonly PolicyOptions _policy;
    private readonly Option<string?> _at = OptionReading.One("--at", "UNIXTIME", "Judge as of this time, in seconds since 1970, instead of now.");
    private readonly Option<bool> _json = OptionReading.Flag("--json", "Write one JSON object.");

    public DoctorCommand(Stream input, TextWriter output, TextWriter notes, ToolEnvironment environment)
        : base("doctor", "Find out why tokens are refused, and what is risky.", HelpNotes)
    {
        _output = output;
        _notes = notes;
        _environment = environment;
        Variables variables = new(environment.Variable);
        _tokens = new TokenOptions(input, isOptional: true);
        _keys = new KeyOptions(variables, environment.TimeProvider, alternative: "--issuer");
        _policy = new PolicyOptions(variables);
        Add(_tokens.Argument);
        AddAll([.. _tokens.All, .. _keys.All, .. _policy.All, _at, _json]);
        SetAction((parsed, _) => RunAsync(parsed));
    }

    private async Task<int> RunAsync(ParseResult parsed)
    {
        KeyOrigin? origin = null;
        PolicyDefaults defaults = new()
        {
            DiscoveredIssuer = _keys.Discovered(parsed),
            Issuer = Expected.Any,
            Audience = Expected.Any,
            Algorithms = WithPublicKeys,
        };
        VerificationPolicy policy = _policy.Read(
            parsed,
            algorithms => _keys.Load(parsed, origin = _keys.Find(parsed, _policy.OnlyIssuer(parsed)), algorithms),
            defaults);
        using RemoteJwks? remote = policy.Keys as RemoteJwks;
        TimeProvider clock = parsed.Clock(_at, _environment);
        int longest = _tokens.Longest(parsed);
        JwtVerifier verifier = _policy.MakeVerifier(parsed, policy, new JwtVerifierOptions { Limits = new Limits { TokenBytes = longest }, TimeProvider = clock }, origin!);
        byte[]? token = await ReadTokenAsync(parsed);

        KeyFetch? fetch = remote is null ? null : await KeyFetch.RunAsync(remote, origin!, new Progress(_notes, _environment));
        KeySetView? set = fetch is null ? _keys.View(parsed, origin!, policy.Keys) : fetch.Set;
        bool isWithoutKeys = fetch is { Attempt: { IsSuccess: false, Outcome: not RefreshOutcome.NoUsableKey } };
        Diagnosis diagnosis = new()
        {
            Findings = [.. Find(parsed, origin!, policy, fetch, set)],
            Fetch = fetch,
            Set = set,
            Guarantees = remote?.Guarantees,
            IsWithoutKeys = isWithoutKeys,
            Token = token is null ? null : Judge(verifier, policy, token, longest, clock),
        };
        new DoctorReport(_output, new TerminalColours(_environment.HasColour), parsed.GetValue(_json)).Write(diagnosis, isTokenGiven: token is not null);
        return diagnosis.ExitCode;
    }

    // Without keys too: what is wrong with the token may be found before a key is needed.
    private static TokenJudgement? Judge(JwtVerifier verifier, VerificationPolicy policy, byte[] token, int longest, TimeProvider clock)
    {
        verifier.TryVerify(token, out VerifiedToken verified);
        return verified.Error == VerifyError.KeysUnavailable ? null : TokenJudgement.Of(new Refusal(verified.Error, verified.ErrorClaim, verified.ErrorFault)
        {
            Policy = policy,
            Text = token,
            Token = UnverifiedToken.Read(token, longest),
            Keys = KeysOf(policy).Keys,
            Now = clock.GetUtcNow(),
            IsTimeGiven = clock is FixedClock,
            LongestToken = longest,
        });
    }

    private static JwkSet KeysOf(VerificationPolicy policy) => policy.Keys as JwkSet ?? new JwkSet(((RemoteJwks)policy.Keys).Status.Keys);

    private IEnumerable<Finding> Find(ParseResult parsed, KeyOrigin origin, VerificationPolicy policy, KeyFetch? fetch, KeySetView? set)
    {
        bool isAlone = !origin.IsRemote && origin.Kind != KeyKind.SetFile;
        return
        [
            .. origin.Kind == KeyKind.Discovery ? DiscoveryFindings.Of(origin, fetch!, policy) : [],
            .. fetch is null ? [] : KeyFindings.Of(fetch),
            .. set is null ? [] : KeyFindings.Of(set, KeysOf(policy), isAlone, policy.Algorithms),
            .. fetch is null ? [] : ClockFindings.Of(fetch, policy.ClockSkew),
            .. fetch is { Attempt.IsSuccess: true, Keys: JwksRequest answer } ? CacheFindings.Of(answer) : [],
            .. PolicyFindings.Of(policy, !ReferenceEquals(policy.Algorithms, WithPublicKeys.Values), _keys.AllowsHttp(parsed)),
        ];
    }

    private async Task<byte[]?> ReadTokenAsync(ParseResult parsed)
    {
        await foreach (ReadOnlyMemory<byte> token in _tokens.ReadAsync(parsed))
        {
            return token.ToArray();
        }

        return null;
    }
}
