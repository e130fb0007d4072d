using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;

namespace JwtCore.Cli;

/// <summary>
/// Says what is wrong with a command line. The parser's own messages quote arguments, and an argument may be a token.
/// </summary>
internal static class ParseErrors
{
    /// <exception cref="UsageException">The command line was not understood.</exception>
    public static void Check(ParseResult parsed, string[] args)
    {
        Command command = parsed.CommandResult.Command;
        string help = command is RootCommand ? $"See {CommandLine.Name} --help." : $"See {CommandLine.Name} {command.Name} --help.";
        if (command is RootCommand && parsed.UnmatchedTokens.Count > 0 && !parsed.UnmatchedTokens[0].StartsWith('-'))
        {
            throw new UsageException($"unknown command.{Suggestions.Of(parsed.UnmatchedTokens[0], command.Subcommands.Select(known => known.Name))} {help}");
        }

        if (AsksForHelp(parsed))
        {
            return;
        }

        CheckAlone(parsed, args);
        string? noun = (command as ToolCommand)?.Noun;
        CheckUnknown(parsed, args, noun, help);
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

    /// <summary>Help is asked for, in whatever place.</summary>
    public static bool AsksForHelp(ParseResult parsed) =>
        parsed.RootCommandResult.Command.Options.OfType<HelpOption>().Any(help => parsed.GetResult(help) is { Implicit: false });

    private static void CheckUnknown(ParseResult parsed, string[] args, string? noun, string help)
    {
        Command command = parsed.CommandResult.Command;
        if (UnknownOption(parsed) is string option)
        {
            string hint = Suggestions.Of(option, command.Options.Select(known => known.Name));
            hint = hint.Length > 0 || noun is null ? hint : $" A {noun} that starts with '-' goes after '--'.";
            throw new UsageException($"argument {Array.IndexOf(args, option) + 1} is an unknown option.{hint} {help}");
        }

        if (command is RootCommand && parsed.Errors.Count > 0)
        {
            throw new UsageException($"no command given. {help}");
        }
    }

    // The version succeeds without a look at any token. In the place of one it would pass for the verdict that all are valid.
    private static void CheckAlone(ParseResult parsed, string[] args)
    {
        foreach (Option option in parsed.RootCommandResult.Command.Options.Where(option => option is not HelpOption && parsed.GetResult(option) is { Implicit: false }))
        {
            if (args.Length != 1)
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
}
