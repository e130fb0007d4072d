using System.CommandLine;
using System.CommandLine.Parsing;

namespace JwtCore.Cli;

/// <summary>
/// Says what is wrong with a command line. The parser's own messages quote arguments, and an argument may be a token.
/// </summary>
internal static class ParseErrors
{
    private const int LongestOptionName = 30;

    /// <exception cref="UsageException">The command line was not understood.</exception>
    public static void Check(ParseResult parsed, string[] args)
    {
        CheckAlone(parsed, args);
        string help = parsed.CommandResult.Command is RootCommand ? $"See {CommandLine.Name} --help." : $"See {CommandLine.Name} {parsed.CommandResult.Command.Name} --help.";
        string? noun = (parsed.CommandResult.Command as ToolCommand)?.Noun;
        if (UnknownOption(parsed) is string option)
        {
            throw new UsageException(IsNameOfOption(option) ? $"unknown option {option}. {help}"
                : noun is not null ? $"unknown option. A {noun} that starts with '-' goes after '--'. {help}"
                : $"unknown option. {help}");
        }

        if (parsed.CommandResult.Command is RootCommand && parsed.Errors.Count > 0)
        {
            throw new UsageException(args.Length > 0 ? $"unknown command. {help}" : $"no command given. {help}");
        }

        string[] options = [.. args.TakeWhile(arg => arg != "--")];
        if (FlagWithValue(parsed, options) is Option flag)
        {
            throw new UsageException($"{flag.Name}: takes no value.");
        }

        if (OptionWithoutValue(parsed, options) is Option incomplete)
        {
            throw new UsageException($"{incomplete.Name}: a value is missing.");
        }

        if (parsed.UnmatchedTokens.Count > 0)
        {
            throw new UsageException($"too many arguments: {(noun is not null ? $"at most one {noun} is taken" : "only options are taken")}. {help}");
        }

        if (parsed.Errors.Count > 0)
        {
            throw new UsageException(parsed.Errors[0].SymbolResult is OptionResult { Option: Option repeated } && TakesValue(repeated)
                ? $"{repeated.Name}: may be given only once."
                : $"the command line is not understood. {help}");
        }
    }

    // Help succeeds without a look at any token. In the place of one it would pass for the verdict that all are valid.
    private static void CheckAlone(ParseResult parsed, string[] args)
    {
        int place = parsed.CommandResult.Command is RootCommand ? 0 : 1;
        foreach (Option option in parsed.RootCommandResult.Command.Options.Where(option => parsed.GetResult(option) is { Implicit: false }))
        {
            if (args.Length != place + 1 || (args[place] != option.Name && !option.Aliases.Contains(args[place])))
            {
                throw new UsageException($"{option.Name} stands alone.");
            }
        }
    }

    // To the parser an unknown option is an argument like any other, and so would be verified as the token.
    private static string? UnknownOption(ParseResult parsed)
    {
        IEnumerable<Token> candidates = parsed.Tokens
            .TakeWhile(token => token.Type != TokenType.DoubleDash)
            .Where(token => token.Type == TokenType.Argument && token.Value.StartsWith('-') && !(token.Value == "-" && TakesDash(parsed)));
        List<Token> values = [.. parsed.CommandResult.Children.OfType<OptionResult>().SelectMany(option => option.Tokens)];
        return candidates.FirstOrDefault(token => !values.Exists(value => ReferenceEquals(value, token)))?.Value;
    }

    // The parser makes two words of --flag=false, the flag and an argument; a flag that opens a check must not be that subtle.
    private static Option? FlagWithValue(ParseResult parsed, IEnumerable<string> options) => parsed.CommandResult.Command.Options
        .FirstOrDefault(option => !TakesValue(option) && options.Any(arg => StartsWithName(arg, option)));

    // To the parser --scope= takes the next word, and --scope without a word is nothing once another --scope has one.
    private static Option? OptionWithoutValue(ParseResult parsed, IEnumerable<string> options) =>
        parsed.CommandResult.Command.Options.FirstOrDefault(option => TakesValue(option)
            && (options.Any(arg => arg.Length == option.Name.Length + 1 && StartsWithName(arg, option))
                || (parsed.GetResult(option) is OptionResult result && result.IdentifierTokenCount > result.Tokens.Count)));

    // Standard input, where a file is taken.
    private static bool TakesDash(ParseResult parsed) => parsed.CommandResult.Command is ToolCommand { Noun: "file" };

    private static bool TakesValue(Option option) => option.Arity.MaximumNumberOfValues > 0;

    private static bool StartsWithName(string arg, Option option) => arg.StartsWith(option.Name, StringComparison.Ordinal)
        && arg.AsSpan(option.Name.Length) is ['=' or ':', ..];

    // No token fits this: tokens have dots.
    private static bool IsNameOfOption(string text) =>
        text.Length <= LongestOptionName && text.All(c => char.IsAsciiLetterLower(c) || c == '-');
}
