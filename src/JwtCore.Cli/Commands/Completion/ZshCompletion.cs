using System.Text;

namespace JwtCore.Cli;

/// <summary>The script for zsh.</summary>
internal static class ZshCompletion
{
    public static string Write(IReadOnlyList<CompletedCommand> commands)
    {
        StringBuilder script = new();
        script.AppendLine($"#compdef {CommandLine.Name}");
        script.AppendLine($"# Completion of {CommandLine.Name} for zsh: source <({CommandLine.Name} completion zsh), after compinit");
        script.AppendLine($"_{CommandLine.Name}() {{");
        script.AppendLine("    local -a commands");
        script.AppendLine("    commands=(");
        foreach (CompletedCommand command in commands)
        {
            script.AppendLine($"        {Quote($"{command.Name}:{command.Description}")}");
        }

        script.AppendLine("        '--help:Show help'");
        script.AppendLine("        '--version:Show the version'");
        script.AppendLine("    )");
        script.AppendLine("    if (( CURRENT == 2 )); then");
        script.AppendLine("        _describe -t commands command commands");
        script.AppendLine("        return");
        script.AppendLine("    fi");
        script.AppendLine("    shift words");
        script.AppendLine("    (( CURRENT-- ))");
        script.AppendLine("    case $words[1] in");
        foreach (CompletedCommand command in commands)
        {
            script.AppendLine($"        {command.Name})");
            script.AppendLine("            _arguments -S \\");
            foreach (CompletedOption option in command.Options)
            {
                script.AppendLine($"                {Quote(Spec(option))} \\");
            }

            script.AppendLine($"                {Quote($"::{command.Name}:{Action(command.TakesFile, command.Values)}")}");
            script.AppendLine("            ;;");
        }

        script.AppendLine("    esac");
        script.AppendLine("}");
        script.AppendLine("if [[ $zsh_eval_context[-1] == loadautofunc ]]; then");
        script.AppendLine($"    _{CommandLine.Name} \"$@\"");
        script.AppendLine("else");
        script.AppendLine($"    compdef _{CommandLine.Name} {CommandLine.Name}");
        script.AppendLine("fi");
        return script.ToString();
    }

    // zshcompsys(1), _arguments: *--name=[explanation]:message:action.
    private static string Spec(CompletedOption option)
    {
        string explanation = $"[{Escape(option.Description)}]";
        return option.ValueName is null
            ? option.Name + explanation
            : $"{(option.IsRepeatable ? "*" : "")}{option.Name}={explanation}:{Escape(option.ValueName)}:{Action(option.TakesFile, option.Values)}";
    }

    private static string Action(bool takesFile, IReadOnlyList<string> values) => takesFile ? "_files" : values.Count > 0 ? $"({string.Join(' ', values)})" : " ";

    private static string Escape(string text) => text.Replace("\\", "\\\\", StringComparison.Ordinal)
        .Replace("[", "\\[", StringComparison.Ordinal)
        .Replace("]", "\\]", StringComparison.Ordinal)
        .Replace(":", "\\:", StringComparison.Ordinal);

    private static string Quote(string text) => $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
