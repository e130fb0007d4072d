using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace JwtCore.Cli;

/// <summary>The help of the command line library, followed by what it has no section for.</summary>
internal sealed class HelpWithExitCodes(HelpAction inner) : SynchronousCommandLineAction
{
    private const string Text = $"""
        Exit codes:
          0  all tokens are valid
          1  at least one token is not valid
          2  wrong usage or policy
          3  keys are unavailable

        Example:
          {Tool.Name} verify --key issuer.pem --alg RS256 --issuer https://issuer.example.com --audience https://api.example.com < tokens.txt

        """;

    public override bool ClearsParseErrors => inner.ClearsParseErrors;

    public static void Install(RootCommand root)
    {
        HelpOption help = root.Options.OfType<HelpOption>().Single();
        help.Action = new HelpWithExitCodes((HelpAction)help.Action!);
    }

    public override int Invoke(ParseResult parseResult)
    {
        int code = inner.Invoke(parseResult);
        parseResult.InvocationConfiguration.Output.WriteLine(Text.ReplaceLineEndings("\n"));
        return code;
    }
}
