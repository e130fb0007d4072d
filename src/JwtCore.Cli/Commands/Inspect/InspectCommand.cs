using System.CommandLine;

namespace JwtCore.Cli;

/// <summary><c>jwtcore inspect</c>: what does the token say, whoever wrote it.</summary>
internal sealed class InspectCommand : ToolCommand
{
    private const string HelpNotes = $"""
        Nothing is verified: use {CommandLine.Name} verify before trusting any of it.

        Exit codes:
          0  all parts of all tokens can be read
          1  at least one part cannot
          2  wrong usage

        Examples:
          {CommandLine.Name} inspect --file token.jwt
          {CommandLine.Name} inspect -- "$TOKEN"
        """;

    private readonly TextWriter _output;
    private readonly TokenOptions _tokens;
    private readonly Option<bool> _json = OptionReading.Flag("--json", "Write one JSON object per token and line.");

    public InspectCommand(Stream input, TextWriter output, TextWriter notes, ToolEnvironment environment)
        : base("inspect", "Show what tokens say, without verifying them.", HelpNotes)
    {
        _output = output;
        _tokens = new TokenOptions(input) { TerminalNotes = environment.HasInputTerminal ? notes : null };
        Add(_tokens.Argument);
        AddAll([.. _tokens.All, _json]);

        SetAction((parsed, _) => RunAsync(parsed));
    }

    private async Task<int> RunAsync(ParseResult parsed)
    {
        InspectReport report = new(_output, parsed.GetValue(_json));
        int longest = _tokens.Longest(parsed);
        int? code = null;
        await foreach (ReadOnlyMemory<byte> bytes in _tokens.ReadAsync(parsed))
        {
            UnverifiedToken token = UnverifiedToken.Read(bytes.Span, longest);
            report.Write(token);
            await _output.FlushAsync();
            code = Math.Max(code ?? ExitCode.Valid, token.IsReadable ? ExitCode.Valid : ExitCode.NotValid);
        }

        return code ?? throw new UsageException(TokenOptions.NoToken);
    }
}
