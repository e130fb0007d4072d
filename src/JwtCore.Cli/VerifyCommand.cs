using System.CommandLine;
using System.Globalization;

namespace JwtCore.Cli;

/// <summary><c>jwtcore verify</c>: is the token valid, and if not, why.</summary>
internal sealed class VerifyCommand : Command
{
    // The end of the year 9999: the last time that exp, nbf and iat can name.
    private const decimal LastSecond = 253_402_300_799;
    private const int LargestToken = 8 * 1024 * 1024;

    private readonly TextWriter _output;
    private readonly TokenOptions _tokens;
    private readonly KeyOptions _keys = new();
    private readonly PolicyOptions _policy = new();
    private readonly Option<string?> _at = OptionReading.One("--at", "UNIXTIME", "Judge as of this time, in seconds since 1970, instead of now.");
    private readonly Option<string?> _longest = OptionReading.One("--max-token-bytes", "N", $"Refuse longer tokens, 1 to {LargestToken}. Default: {new Limits().TokenBytes}.");
    private readonly Option<bool> _json = OptionReading.Flag("--json", "Write one JSON object per token and line.");

    public VerifyCommand(Stream input, TextWriter output)
        : base("verify", "Verify tokens and say why one is refused.")
    {
        _output = output;
        _tokens = new TokenOptions(input);
        Add(_tokens.Argument);
        foreach (Option option in (IEnumerable<Option>)[.. _tokens.All, .. _keys.All, .. _policy.All, _at, _longest, _json])
        {
            Add(option);
        }

        SetAction((parsed, _) => RunAsync(parsed));
    }

    private async Task<int> RunAsync(ParseResult parsed)
    {
        Limits limits = new() { TokenBytes = parsed.Integer(_longest, 1, LargestToken) ?? new Limits().TokenBytes };
        JwtVerifier verifier = MakeVerifier(parsed, limits);
        Report report = parsed.GetValue(_json) ? new JsonReport(_output) : new HumanReport(_output);

        int? code = null;
        await foreach (ReadOnlyMemory<byte> token in _tokens.ReadAsync(parsed, limits.TokenBytes))
        {
            VerifyError error = Verify(verifier, token.Span, out TokenClaims? claims);
            report.Write(error, claims);
            await _output.FlushAsync();
            code = Math.Max(code ?? ExitCode.Valid, ExitCode.Of(error));
        }

        return code ?? throw new UsageException("there is no token: standard input is empty.");
    }

    private JwtVerifier MakeVerifier(ParseResult parsed, Limits limits)
    {
        VerificationPolicy policy = _policy.Read(parsed, _keys);
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

    private TimeProvider ReadClock(ParseResult parsed)
    {
        if (parsed.GetValue(_at) is not string text)
        {
            return TimeProvider.System;
        }

        return decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal seconds) && seconds <= LastSecond
            ? new FixedClock(DateTimeOffset.UnixEpoch.AddTicks((long)(seconds * TimeSpan.TicksPerSecond)))
            : throw new UsageException($"{_at.Name}: must be a number of seconds from 0 to {LastSecond}.");
    }

    private static VerifyError Verify(JwtVerifier verifier, ReadOnlySpan<byte> token, out TokenClaims? claims)
    {
        claims = verifier.TryVerify(token, out VerifiedToken verified) ? verified.ToClaims() : null;
        return verified.Error;
    }
}
