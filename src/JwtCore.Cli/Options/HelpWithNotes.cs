using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace JwtCore.Cli;

/// <summary>The help of the command line library, followed by what it has no section for.</summary>
internal sealed class HelpWithNotes(HelpAction inner) : SynchronousCommandLineAction
{
    private const string NotesOfProgram = $"""
        Exit codes:
          0  done, and all tokens are valid (inspect: readable)
          1  at least one token is not, or there is no usable key
          2  wrong usage, policy or key
          3  keys are unavailable

        Example:
          {CommandLine.Name} verify --key issuer.pem --alg RS256 --issuer https://issuer.example.com --audience https://api.example.com < tokens.txt
        """;

    public override bool ClearsParseErrors => inner.ClearsParseErrors;

    /// <summary>Takes the place of the library's help.</summary>
    /// <param name="root">The program.</param>
    /// <param name="columns">The width to wrap descriptions at; null for none. Examples stay on one line, to be copied.</param>
    public static void Install(RootCommand root, int? columns)
    {
        HelpOption help = root.Options.OfType<HelpOption>().Single();
        help.Aliases.Clear();
        help.Aliases.Add("-h");
        HelpAction inner = (HelpAction)help.Action!;
        inner.MaxWidth = columns ?? int.MaxValue;
        help.Action = new HelpWithNotes(inner);
    }

    public override int Invoke(ParseResult parseResult)
    {
        int code = inner.Invoke(parseResult);
        string notes = (parseResult.CommandResult.Command as ToolCommand)?.Notes ?? NotesOfProgram;
        parseResult.InvocationConfiguration.Output.WriteLine(notes.ReplaceLineEndings("\n"));
        return code;
    }
}
