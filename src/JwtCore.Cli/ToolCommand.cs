using System.CommandLine;

namespace JwtCore.Cli;

/// <summary>A command with what the command line library's help has no section for.</summary>
internal abstract class ToolCommand(string name, string description, string notes) : Command(name, description)
{
    /// <summary>Exit codes and examples, the end of the help.</summary>
    public string Notes => notes;
}
