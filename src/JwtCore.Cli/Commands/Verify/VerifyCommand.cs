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
    private readonly VerificationOptions _options;

    public VerifyCommand(Stream input, TextWriter output, TextWriter notes, ToolEnvironment environment)
        : base("verify", "Verify tokens and say why one is refused.", HelpNotes)
    {
        _output = output;
        _notes = notes;
        _environment = environment;
        TokenOptions tokens = new(input) { TerminalNotes = environment.HasInputTerminal ? notes : null };
        _options = new VerificationOptions(tokens, environment, "Write one JSON object per token and line.");
        Add(tokens.Argument);
        AddAll(_options.All);
        SetAction((parsed, _) => RunAsync(parsed));
    }

    /// <summary>
    /// Whether a script that leaves out '--' may have meant a word for the token: all else is there. A token named --help must not
    /// answer like one that is valid.
    /// </summary>
    public bool LacksTokenAlone(ParseResult parsed) => !_options.Tokens.AreGiven(parsed) && _options.IsComplete(parsed);

    private async Task<int> RunAsync(ParseResult parsed)
    {
        using PreparedVerification prepared = _options.Prepare(parsed, new PolicyDefaults());
        IAsyncEnumerable<ReadOnlyMemory<byte>> tokens = _options.Tokens.ReadAsync(parsed);
        if (prepared.Remote is RemoteJwks remote)
        {
            await WarmUpAsync(remote, prepared.Origin);
        }

        IReadOnlyList<SkippedKey> Skipped() => (prepared.Policy.Keys as JwkSet)?.Skipped ?? prepared.Remote?.Status.Skipped ?? [];
        Report report = _options.IsJson(parsed) ? new JsonReport(_output) : new HumanReport(_output, new TerminalColours(_environment.HasColour), Skipped);
        int? code = null;
        await foreach (ReadOnlyMemory<byte> token in tokens)
        {
            (Refusal? refusal, TokenClaims? claims) = await JudgeAsync(prepared, token);
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
        return prepared.Remote?.Status.State == JwksState.NotLoaded && code is not null ? ExitCode.KeysUnavailable
            : code ?? throw new UsageException(TokenOptions.NoToken);
    }

    private static async ValueTask<(Refusal? Refusal, TokenClaims? Claims)> JudgeAsync(PreparedVerification prepared, ReadOnlyMemory<byte> token)
    {
        // A byte is a character here: one beyond ASCII stays so, which no token may have.
        ReadOnlyMemory<char> text = Encoding.Latin1.GetString(token.Span).AsMemory();

        // The fetch has had its time. Each of many tokens that waited for another would make minutes of an outage; one that
        // comes late still starts another, for those after it.
        if (prepared.Remote?.Status.State == JwksState.NotLoaded)
        {
            return prepared.Verifier.TryVerify(text.Span, out VerifiedToken verified)
                ? (null, verified.ToClaims())
                : (prepared.Refuse(token, verified.Error, verified.ErrorClaim, verified.ErrorFault), null);
        }

        VerifyResult result = await prepared.Verifier.VerifyAsync(text);
        return result.IsValid ? (null, result.Claims) : (prepared.Refuse(token, result.Error, result.ErrorClaim, result.ErrorFault), null);
    }

    // Whatever comes of it, each token gets its verdict; without keys that is KeysUnavailable.
    private async Task WarmUpAsync(RemoteJwks remote, KeyOrigin origin)
    {
        JwksAttempt attempt = await RemoteSource.FetchAsync(remote, new Progress(_notes, _environment));
        if (!attempt.IsSuccess)
        {
            await _notes.WriteAsync($"{CommandLine.Name}: {origin.Name}: {attempt.Cause}: {FetchSentences.Explain(attempt, "--jwks")}\n");
        }
    }
}
