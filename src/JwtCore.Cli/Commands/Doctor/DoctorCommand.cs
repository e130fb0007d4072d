using System.CommandLine;

namespace JwtCore.Cli;

/// <summary><c>jwtcore doctor</c>: would tokens of this issuer pass, and what is risky.</summary>
internal sealed class DoctorCommand : ToolCommand
{
    /// <summary>The option that takes the address of a key set.</summary>
    public const string KeysOption = "--jwks";

    private static readonly string HelpNotes = $"""
        Without a source of keys they are found through --issuer. What is not given
        is not checked, and named as a risk.
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
    private readonly VerificationOptions _options;

    public DoctorCommand(Stream input, TextWriter output, TextWriter notes, ToolEnvironment environment)
        : base("doctor", "Find out why tokens are refused, and what is risky.", HelpNotes)
    {
        _output = output;
        _notes = notes;
        _environment = environment;
        TokenOptions tokens = new(input, isOptional: true);
        _options = new VerificationOptions(tokens, environment, "Write one JSON object.", alternative: "--issuer");
        Add(tokens.Argument);
        AddAll(_options.All);
        SetAction((parsed, _) => RunAsync(parsed));
    }

    private async Task<int> RunAsync(ParseResult parsed)
    {
        PolicyDefaults defaults = new() { Issuer = Expected.Any, Audience = Expected.Any, Algorithms = WithPublicKeys };
        using PreparedVerification prepared = _options.Prepare(parsed, defaults);
        byte[]? token = await ReadTokenAsync(parsed);
        KeyFetch? fetch = prepared.Remote is RemoteJwks remote ? await KeyFetch.RunAsync(remote, _options.Use(parsed), new Progress(_notes, _environment)) : null;
        KeySetView? set = fetch is null ? _options.View(parsed, prepared) : fetch.Set;
        Diagnosis diagnosis = new()
        {
            Findings = [.. Find(parsed, prepared, fetch, set)],
            Fetch = fetch,
            Set = set,
            Guarantees = prepared.Remote?.Guarantees,
            IsWithoutKeys = fetch is { Attempt: { IsSuccess: false, Outcome: not RefreshOutcome.NoUsableKey } },
            Token = token is null ? null : Judge(prepared, token),
        };
        new DoctorReport(_output, new TerminalColours(_environment.HasColour), _environment.Columns(), _options.IsJson(parsed)).Write(diagnosis, isTokenGiven: token is not null);
        return diagnosis.ExitCode;
    }

    // Without keys too: what is wrong with the token may be found before a key is needed.
    private static TokenJudgement? Judge(PreparedVerification prepared, byte[] token)
    {
        prepared.Verifier.TryVerify(token, out VerifiedToken verified);
        return verified.Error == VerifyError.KeysUnavailable ? null : TokenJudgement.Of(prepared.Refuse(token, verified.Error, verified.ErrorClaim, verified.ErrorFault));
    }

    private IEnumerable<Finding> Find(ParseResult parsed, PreparedVerification prepared, KeyFetch? fetch, KeySetView? set)
    {
        (KeyOrigin origin, VerificationPolicy policy) = (prepared.Origin, prepared.Policy);
        bool isAlone = !origin.IsRemote && origin.Kind != KeyKind.SetFile;
        return
        [
            .. origin.Kind == KeyKind.Discovery ? DiscoveryFindings.Of(origin, fetch!, policy) : [],
            .. fetch is null ? [] : KeyFindings.Of(fetch),
            .. set is null ? [] : KeyFindings.Of(set, policy.Keys as JwkSet ?? new JwkSet(prepared.Keys), isAlone, policy.Algorithms),
            .. fetch is null ? [] : ClockFindings.Of(fetch, policy.ClockSkew),
            .. fetch is { Attempt.IsSuccess: true, Keys: JwksRequest answer } ? CacheFindings.Of(answer) : [],
            .. PolicyFindings.Of(policy, _options.AreAlgorithmsGiven(parsed), _options.AllowsHttp(parsed)),
            .. AlgorithmFindings.Of(policy, _options.AreAlgorithmsGiven(parsed), set),
        ];
    }

    private async Task<byte[]?> ReadTokenAsync(ParseResult parsed)
    {
        await foreach (ReadOnlyMemory<byte> token in _options.Tokens.ReadAsync(parsed))
        {
            return token.ToArray();
        }

        return null;
    }
}
