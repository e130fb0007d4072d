using System.CommandLine;
using JwtCore.Testing;

namespace JwtCore.Cli;

/// <summary><c>jwtcore issue</c>: a signed token for tests, good or wrong on purpose.</summary>
internal sealed class IssueCommand : ToolCommand
{
    private const string HelpNotes = $$"""
        The payload has what was given, iat and exp; nothing else is made up.

        Exit codes:
          0  the token was written
          2  wrong usage or key

        Examples:
          {{CommandLine.Name}} issue --key key.json --issuer https://issuer.example.com --subject user-1 --audience https://api.example.com --scope read
          {{CommandLine.Name}} issue --key key.json --lifetime -60 --header '{"typ":null}' --claims '{"exp":"soon"}'
        """;

    private readonly TextWriter _output;
    private readonly SigningOptions _keys = new();
    private readonly ContentOptions _content = new();

    public IssueCommand(TextWriter output)
        : base("issue", "Sign a token for tests.", HelpNotes)
    {
        _output = output;
        AddAll([.. _keys.All, .. _content.All]);

        SetAction((parsed, _) => RunAsync(parsed));
    }

    private async Task<int> RunAsync(ParseResult parsed)
    {
        TestKeyPair pair = _keys.Read(parsed);
        string token = pair.Sign(_content.Header(parsed, pair), _content.Payload(parsed));
        await _output.WriteAsync(token + "\n");
        return ExitCode.Valid;
    }
}
