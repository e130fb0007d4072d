using System.CommandLine;
using System.Text;

namespace JwtCore.Cli;

/// <summary><c>jwtcore verify</c>: is the token valid, and if not, why.</summary>
internal sealed class VerifyCommand : ToolCommand
{
    /// <summary>The end of the help of each command that reads the variables.</summary>
    public const string NotesOnVariables = $"""
        Variables, where the option is not given:
          {Variables.PublicKey}, {Variables.JwksUri}, {Variables.Authority}, {Variables.Issuer},
          {Variables.AcceptAnyIssuer}, {Variables.Audience}, {Variables.AcceptAnyAudience},
          {Variables.Algorithm}, {Variables.RequiredScopes}
        """;

    private const string HelpNotes = $"""
        {NotesOnVariables}

        Exit codes:
          0  all tokens are valid
          1  at least one token is not valid
          2  wrong usage or policy
          3  keys are unavailable

        Examples:
          {CommandLine.Name} verify --key issuer.pem --alg RS256 --issuer https://issuer.example.com --audience https://api.example.com < tokens.txt
          {CommandLine.Name} verify --discover https://issuer.example.com --alg RS256 --audience https://api.example.com -- "$TOKEN"
        """;

    private readonly TextWriter _output;
    private readonly TextWriter _notes;
    private readonly ToolEnvironment _surroundings;
    private readonly TokenOptions _tokens;
    private readonly KeyOptions _keys;
    private readonly PolicyOptions _policy;
    private readonly Option<string?> _at = OptionReading.One("--at", "UNIXTIME", "Judge as of this time, in seconds since 1970, instead of now.");
    private readonly Option<bool> _json = OptionReading.Flag("--json", "Write one JSON object per token and line.");

    public VerifyCommand(Stream input, TextWriter output, TextWriter notes, ToolEnvironment surroundings)
        : base("verify", "Verify tokens and say why one is refused.", HelpNotes)
    {
        _output = output;
        _notes = notes;
        _surroundings = surroundings;
        Variables variables = new(surroundings.Variable);
        _tokens = new TokenOptions(input);
        _keys = new KeyOptions(variables, surroundings.TimeProvider);
        _policy = new PolicyOptions(variables);
        Add(_tokens.Argument);
        AddAll([.. _tokens.All, .. _keys.All, .. _policy.All, _at, _json]);
        SetAction((parsed, _) => RunAsync(parsed));
    }

    private async Task<int> RunAsync(ParseResult parsed)
    {
        Limits limits = new() { TokenBytes = _tokens.Longest(parsed) };
        KeyOrigin? origin = null;
        VerificationPolicy policy = _policy.Read(
            parsed,
            algorithms => _keys.Load(parsed, origin = _keys.Find(parsed), algorithms),
            new PolicyDefaults { DiscoveredIssuer = _keys.Discovered(parsed) });
        using RemoteJwks? remote = policy.Keys as RemoteJwks;
        JwtVerifier verifier = _policy.MakeVerifier(parsed, policy, new JwtVerifierOptions { Limits = limits, TimeProvider = parsed.Clock(_at, _surroundings) }, origin!);
        IAsyncEnumerable<ReadOnlyMemory<byte>> tokens = _tokens.ReadAsync(parsed);
        if (remote is not null)
        {
            await WarmUpAsync(remote, origin!);
        }

        IReadOnlyList<SkippedKey> Skipped() => (policy.Keys as JwkSet)?.Skipped ?? remote?.Status.Skipped ?? [];
        Report report = parsed.GetValue(_json) ? new JsonReport(_output) : new HumanReport(_output, new TerminalColours(_surroundings.HasColour), Skipped);
        int? code = null;
        await foreach (ReadOnlyMemory<byte> token in tokens)
        {
            // A byte is a character here: one beyond ASCII stays so, which no token may have.
            ReadOnlyMemory<char> text = Encoding.Latin1.GetString(token.Span).AsMemory();
            VerifyError error = remote?.Status.State == JwksState.NotLoaded ? Write(report, verifier, text.Span) : Write(report, await verifier.VerifyAsync(text));
            await _output.FlushAsync();
            code = Math.Max(code ?? ExitCode.Valid, ExitCode.Of(error));
        }

        // Also when no token came as far as to need a key.
        return remote?.Status.State == JwksState.NotLoaded && code is not null ? ExitCode.KeysUnavailable
            : code ?? throw new UsageException(TokenOptions.NoToken);
    }

    private static VerifyError Write(Report report, VerifyResult result)
    {
        report.Write(result.Error, result.IsValid ? result.Claims : null);
        return result.Error;
    }

    // The fetch has had its time. Each of many tokens that waited for another would make minutes of an outage; one that
    // comes late still starts another, for those after it.
    private static VerifyError Write(Report report, JwtVerifier verifier, ReadOnlySpan<char> token)
    {
        bool isValid = verifier.TryVerify(token, out VerifiedToken verified);
        report.Write(verified.Error, isValid ? verified.ToClaims() : null);
        return verified.Error;
    }

    // Whatever comes of it, each token gets its verdict; without keys that is KeysUnavailable.
    private async Task WarmUpAsync(RemoteJwks remote, KeyOrigin origin)
    {
        JwksAttempt attempt = await RemoteSource.FetchAsync(remote, origin, new Progress(_notes, _surroundings));
        if (!attempt.IsSuccess)
        {
            await _notes.WriteAsync($"{CommandLine.Name}: {origin.Name}: {attempt.Cause}: {FetchSentences.Explain(attempt, "--jwks")}\n");
        }
    }
}
