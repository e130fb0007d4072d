using System.CommandLine;

namespace JwtCore.Cli;

/// <summary><c>jwtcore verify</c>: is the token valid, and if not, why.</summary>
internal sealed class VerifyCommand : ToolCommand
{
    private const string HelpNotes = $"""
        Exit codes:
          0  all tokens are valid
          1  at least one token is not valid
          2  wrong usage or policy
          3  keys are unavailable

        Examples:
          {Tool.Name} verify --key issuer.pem --alg RS256 --issuer https://issuer.example.com --audience https://api.example.com < tokens.txt
          {Tool.Name} verify --key issuer.pem --alg RS256 --issuer https://issuer.example.com --audience https://api.example.com -- "$TOKEN"
        """;

    private readonly TextWriter _output;
    private readonly TokenOptions _tokens;
    private readonly KeyOptions _keys = new();
    private readonly PolicyOptions _policy = new();
    private readonly Option<string?> _at = OptionReading.One("--at", "UNIXTIME", "Judge as of this time, in seconds since 1970, instead of now.");
    private readonly Option<bool> _json = OptionReading.Flag("--json", "Write one JSON object per token and line.");

    public VerifyCommand(Stream input, TextWriter output)
        : base("verify", "Verify tokens and say why one is refused.", HelpNotes)
    {
        _output = output;
        _tokens = new TokenOptions(input);
        Add(_tokens.Argument);
        foreach (Option option in (IEnumerable<Option>)[.. _tokens.All, .. _keys.All, .. _policy.All, _at, _json])
        {
            Add(option);
        }

        SetAction((parsed, _) => RunAsync(parsed));
    }

    private async Task<int> RunAsync(ParseResult parsed)
    {
        Limits limits = new() { TokenBytes = _tokens.Longest(parsed) };
        VerificationPolicy policy = _policy.Read(parsed, _keys);
        JwtVerifier verifier = MakeVerifier(parsed, policy, limits);
        Report report = parsed.GetValue(_json) ? new JsonReport(_output) : new HumanReport(_output, (policy.Keys as JwkSet)?.Skipped ?? []);

        int? code = null;
        await foreach (ReadOnlyMemory<byte> token in _tokens.ReadAsync(parsed))
        {
            VerifyError error = Verify(verifier, token.Span, out TokenClaims? claims);
            report.Write(error, claims);
            await _output.FlushAsync();
            code = Math.Max(code ?? ExitCode.Valid, ExitCode.Of(error));
        }

        return code ?? throw new UsageException(TokenOptions.NoToken);
    }

    private JwtVerifier MakeVerifier(ParseResult parsed, VerificationPolicy policy, Limits limits)
    {
        JwtVerifierOptions options = new() { Limits = limits, TimeProvider = ReadClock(parsed) };
        try
        {
            return new JwtVerifier(policy, options);
        }
        catch (ArgumentException refusal)
        {
            throw new UsageException($"the policy is refused: {_policy.Translate(UsageException.Explain(refusal))}");
        }
    }

    private TimeProvider ReadClock(ParseResult parsed) => parsed.UnixSeconds(_at) is decimal seconds ? new FixedClock(UnixTime.At(seconds)) : TimeProvider.System;

    private static VerifyError Verify(JwtVerifier verifier, ReadOnlySpan<byte> token, out TokenClaims? claims)
    {
        claims = verifier.TryVerify(token, out VerifiedToken verified) ? verified.ToClaims() : null;
        return verified.Error;
    }
}
