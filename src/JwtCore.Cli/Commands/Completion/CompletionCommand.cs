using System.CommandLine;

namespace JwtCore.Cli;

/// <summary><c>jwtcore completion</c>: a script that completes commands, options and their values in a shell.</summary>
internal sealed class CompletionCommand : ToolCommand
{
    private const string HelpNotes = $"""
        Load the script in the start file of the shell:
          bash  source <({CommandLine.Name} completion bash)
          zsh   source <({CommandLine.Name} completion zsh), after compinit
          pwsh  {CommandLine.Name} completion pwsh | Out-String | Invoke-Expression

        Exit codes:
          0  the script was written
          2  wrong usage

        Example:
          {CommandLine.Name} completion bash > ~/.local/share/bash-completion/completions/{CommandLine.Name}
        """;

    private static readonly Dictionary<string, Func<IReadOnlyList<CompletedCommand>, string>> Shells = new(StringComparer.Ordinal)
    {
        ["bash"] = BashCompletion.Write,
        ["zsh"] = ZshCompletion.Write,
        ["pwsh"] = PowerShellCompletion.Write,
    };

    private readonly TextWriter _output;
    private readonly Argument<string?> _shell = new("SHELL") { Arity = ArgumentArity.ZeroOrOne, Description = $"One of {string.Join(", ", Shells.Keys)}." };

    public CompletionCommand(TextWriter output)
        : base("completion", "Write a script that completes commands and options in a shell.", HelpNotes)
    {
        _output = output;
        _shell.CompletionSources.Add([.. Shells.Keys]);
        Add(_shell);
        SetAction((parsed, _) => RunAsync(parsed));
    }

    public override string Noun => "shell";

    private async Task<int> RunAsync(ParseResult parsed)
    {
        string? name = parsed.GetResult(_shell) is null ? null : parsed.GetValue(_shell);
        if (name is null || !Shells.TryGetValue(name, out Func<IReadOnlyList<CompletedCommand>, string>? write))
        {
            throw new UsageException($"give one of {string.Join(", ", Shells.Keys)}, in this case.");
        }

        await _output.WriteAsync(write(CompletedCommand.All(parsed.RootCommandResult.Command)).ReplaceLineEndings("\n"));
        return ExitCode.Valid;
    }
}
