using System.CommandLine;
using System.Text;

namespace JwtCore.Cli;

/// <summary><c>jwtcore verify</c>: is the token valid, and if not, why.</summary>
internal sealed class VerifyCommand : ToolCommand
{
    /// <summary>The end of the help of each command that reads the variables.</summary>
    public static readonly string NotesOnVariables = $"""
        Variables, where the option is not given:
          {Variables.PublicKey}, {Variables.JwksUri}, {Variables.Authority}, {Variables.Issuer},
          {Variables.AcceptAnyIssuer}, {Variables.Audience}, {Variables.AcceptAnyAudience},
          {Variables.Algorithm}, {Variables.RequiredScopes}
        """;

    private static readonly string HelpNotes = $"""
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
    private readonly ToolEnvironment _environment;
    private readonly TokenOptions _tokens;
    private readonly KeyOptions _keys;
    private readonly PolicyOptions _policy;
    private readonly Option<string?> _at = OptionReading.One("--at", "UNIXTIME", "Judge as of this time, in seconds since 1970, instead of now.");
    private readonly Option<bool> _json = OptionReading.Flag("--json", "Write one JSON object per token and line.");

    public VerifyCommand(Stream input, TextWriter output, TextWriter notes, ToolEnvironment environment)
        : base("verify", "Verify tokens and say why one is refused.", HelpNotes)
    {
        _output = output;
        _notes = notes;
        _environment = environment;
        Variables variables = new(environment.Variable);
        _tokens = new TokenOptions(input) { TerminalNotes = environment.HasInputTerminal ? notes : null };
        _keys = new KeyOptions(variables, environment.TimeProvider);
        _policy = new PolicyOptions(variables);
        Add(_tokens.Argument);
        AddAll([.. _tokens.All, .. _keys.All, .. _policy.All, _at, _json]);
        SetAction((parsed, _) => RunAsync(parsed));
    }

    /// <summary>
    /// Whether a script that leaves out '--' may have meant a word for the token: all else is there. A token named --help must not
    /// answer like one that is valid.
    /// </summary>
    public bool LacksTokenAlone(ParseResult parsed)
    {
        try
        {
            return !_tokens.AreGiven(parsed) && !_policy.FindMissing(parsed, Defaults(parsed)).Any();
        }
        catch (UsageException)
        {
            // Not complete, so no script goes on with it.
            return false;
        }
    }

    private async Task<int> RunAsync(ParseResult parsed)
    {
        Limits limits = new() { TokenBytes = _tokens.Longest(parsed) };
        KeyOrigin? origin = null;
        VerificationPolicy policy = _policy.Read(
            parsed,
            algorithms => _keys.Load(parsed, origin = _keys.Find(parsed), algorithms),
            Defaults(parsed));
        using RemoteJwks? remote = policy.Keys as RemoteJwks;
        TimeProvider clock = parsed.Clock(_at, _environment);
        JwtVerifier verifier = _policy.MakeVerifier(parsed, policy, new JwtVerifierOptions { Limits = limits, TimeProvider = clock }, origin!);
        IAsyncEnumerable<ReadOnlyMemory<byte>> tokens = _tokens.ReadAsync(parsed);
        if (remote is not null)
        {
            await WarmUpAsync(remote, origin!);
        }

        IReadOnlyList<SkippedKey> Skipped() => (policy.Keys as JwkSet)?.Skipped ?? remote?.Status.Skipped ?? [];
        Report report = parsed.GetValue(_json) ? new JsonReport(_output) : new HumanReport(_output, new TerminalColours(_environment.HasColour), Skipped);
        int? code = null;
        await foreach (ReadOnlyMemory<byte> token in tokens)
        {
            (Refusal? refusal, TokenClaims? claims) = await JudgeAsync(verifier, remote, token, Explain);
            if (claims is not null)
            {
                report.WriteValid(claims);
            }
            else
            {
                report.WriteRefused(Explanation.Of(refusal!));
            }

            await _output.FlushAsync();
            code = Math.Max(code ?? ExitCode.Valid, ExitCode.Of(refusal?.Error ?? VerifyError.None));
        }

        report.WriteEnd();

        // Also when no token came as far as to need a key.
        return remote?.Status.State == JwksState.NotLoaded && code is not null ? ExitCode.KeysUnavailable
            : code ?? throw new UsageException(TokenOptions.NoToken);

        Refusal Explain(ReadOnlyMemory<byte> token, VerifyError error, string? claim, ClaimFault fault) => new(error, claim, fault)
        {
            Policy = policy,
            Text = token,
            Token = UnverifiedToken.Read(token.Span, limits.TokenBytes),
            Keys = (policy.Keys as JwkSet)?.Keys ?? remote?.Status.Keys ?? [],
            Fetch = remote?.Status.LastAttempts is [JwksAttempt last, ..] ? last : null,
            Now = clock.GetUtcNow(),
            IsTimeGiven = clock is FixedClock,
            LongestToken = limits.TokenBytes,
        };
    }

    private PolicyDefaults Defaults(ParseResult parsed) => new() { DiscoveredIssuer = _keys.Discovered(parsed), MissingKeys = _keys.Missing(parsed) };

    private delegate Refusal Explainer(ReadOnlyMemory<byte> token, VerifyError error, string? claim, ClaimFault fault);

    private static async ValueTask<(Refusal? Refusal, TokenClaims? Claims)> JudgeAsync(JwtVerifier verifier, RemoteJwks? remote, ReadOnlyMemory<byte> token, Explainer explain)
    {
        // A byte is a character here: one beyond ASCII stays so, which no token may have.
        ReadOnlyMemory<char> text = Encoding.Latin1.GetString(token.Span).AsMemory();

        // The fetch has had its time. Each of many tokens that waited for another would make minutes of an outage; one that
        // comes late still starts another, for those after it.
        if (remote?.Status.State == JwksState.NotLoaded)
        {
            return verifier.TryVerify(text.Span, out VerifiedToken verified)
                ? (null, verified.ToClaims())
                : (explain(token, verified.Error, verified.ErrorClaim, verified.ErrorFault), null);
        }

        VerifyResult result = await verifier.VerifyAsync(text);
        return result.IsValid ? (null, result.Claims) : (explain(token, result.Error, result.ErrorClaim, result.ErrorFault), null);
    }

    // Whatever comes of it, each token gets its verdict; without keys that is KeysUnavailable.
    private async Task WarmUpAsync(RemoteJwks remote, KeyOrigin origin)
    {
        JwksAttempt attempt = await RemoteSource.FetchAsync(remote, origin, new Progress(_notes, _environment));
        if (!attempt.IsSuccess)
        {
            await _notes.WriteAsync($"{CommandLine.Name}: {origin.Name}: {attempt.Cause}: {FetchSentences.Explain(attempt, "--jwks")}\n");
        }
    }
}
