using System.CommandLine;

namespace JwtCore.Cli;

/// <summary>A command with what the command line library's help has no section for.</summary>
internal abstract class ToolCommand(string name, string description, string notes) : Command(name, description)
{
    /// <summary>Exit codes and examples, the end of the help.</summary>
    public string Notes => notes;

    /// <summary>What its argument is, in one word; null when it takes none.</summary>
    public virtual string? Noun => Arguments.Count > 0 ? "token" : null;

    protected void AddAll(params IEnumerable<Option> options)
    {
        foreach (Option option in options)
        {
            Add(option);
        }
    }
}
