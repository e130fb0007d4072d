using System.CommandLine;
using System.CommandLine.Completions;

namespace JwtCore.Cli;

/// <summary>A command as a completion script needs it, read from the option tables that parse the command line.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Description">One sentence.</param>
/// <param name="Options">Its options, help included.</param>
/// <param name="TakesFile">Its argument is the name of a file.</param>
/// <param name="Values">The values of its argument, when they are known.</param>
internal sealed record CompletedCommand(string Name, string Description, IReadOnlyList<CompletedOption> Options, bool TakesFile, IReadOnlyList<string> Values)
{
    /// <summary>The commands of the program.</summary>
    public static IReadOnlyList<CompletedCommand> All(Command root) => [.. root.Subcommands.Select(command => Of(command, root))];

    private static CompletedCommand Of(Command command, Command root) => new(
        command.Name,
        command.Description ?? "",
        [.. command.Options.Concat(root.Options.Where(option => option.Recursive)).Where(option => !option.Hidden).Select(CompletedOption.Of)],
        command.Arguments.Any(argument => CompletedOption.IsFile(argument.Name)),
        [.. command.Arguments.SelectMany(argument => argument.GetCompletions(CompletionContext.Empty)).Select(item => item.Label)]);
}
