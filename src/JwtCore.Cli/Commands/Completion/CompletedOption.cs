using System.CommandLine;
using System.CommandLine.Completions;

namespace JwtCore.Cli;

/// <summary>An option as a completion script needs it.</summary>
/// <param name="Name">Its name with dashes.</param>
/// <param name="Description">One sentence.</param>
/// <param name="ValueName">What its value is called; null for a flag.</param>
/// <param name="IsRepeatable">It may be given more than once.</param>
/// <param name="Values">Its values, when they are known.</param>
internal sealed record CompletedOption(string Name, string Description, string? ValueName, bool IsRepeatable, IReadOnlyList<string> Values)
{
    /// <summary>Its value is the name of a file.</summary>
    public bool TakesFile => ValueName is not null && IsFile(ValueName);

    public static CompletedOption Of(Option option)
    {
        bool isFlag = option.Arity.MaximumNumberOfValues == 0;
        return new CompletedOption(
            option.Name,
            option.Description ?? option.Name,
            isFlag ? null : option.HelpName ?? "VALUE",
            option.Arity.MaximumNumberOfValues > 1,
            isFlag ? [] : [.. option.GetCompletions(CompletionContext.Empty).Select(item => item.Label)]);
    }

    public static bool IsFile(string valueName) => valueName.Split('|').Contains("FILE");
}
