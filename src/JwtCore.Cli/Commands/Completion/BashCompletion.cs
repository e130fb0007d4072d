using System.Text;

namespace JwtCore.Cli;

/// <summary>The script for bash, 3.2 of macOS included.</summary>
internal static class BashCompletion
{
    private const string Start = $$"""
        # Completion of {{CommandLine.Name}} for bash: source <({{CommandLine.Name}} completion bash)
        _{{CommandLine.Name}}_words() {
            local word
            while IFS= read -r word; do
                COMPREPLY+=("$word")
            done < <(compgen -W "$1" -- "$cur")
        }

        _{{CommandLine.Name}}_files() {
            local name
            compopt -o filenames 2>/dev/null
            while IFS= read -r name; do
                COMPREPLY+=("$name")
            done < <(compgen -f -- "$cur")
        }

        _{{CommandLine.Name}}() {
            local cur="${COMP_WORDS[COMP_CWORD]}" prev="${COMP_WORDS[COMP_CWORD-1]}" i
            COMPREPLY=()
            # bash makes words of --option, = and the value.
            if [[ $cur == "=" ]]; then
                cur=""
            elif [[ $prev == "=" ]]; then
                prev="${COMP_WORDS[COMP_CWORD-2]}"
            fi
            # What follows -- is a token.
            for ((i = 1; i < COMP_CWORD; i++)); do
                [[ ${COMP_WORDS[i]} == "--" ]] && return
            done

        """;

    public static string Write(IReadOnlyList<CompletedCommand> commands)
    {
        StringBuilder script = new(Start);
        script.AppendLine("    if ((COMP_CWORD == 1)); then");
        script.AppendLine($"        _{CommandLine.Name}_words \"{string.Join(' ', commands.Select(command => command.Name))} --help --version\"");
        script.AppendLine("        return");
        script.AppendLine("    fi");
        script.AppendLine("    case \"${COMP_WORDS[1]}\" in");
        foreach (CompletedCommand command in commands)
        {
            script.AppendLine($"        {command.Name})");
            script.AppendLine("            case \"$prev\" in");
            AppendValues(script, command.Options.Where(option => option.TakesFile), _ => $"_{CommandLine.Name}_files; ");
            foreach (CompletedOption option in command.Options.Where(option => option.Values.Count > 0))
            {
                AppendValues(script, [option], known => $"_{CommandLine.Name}_words \"{string.Join(' ', known.Values)}\"; ");
            }

            AppendValues(script, command.Options.Where(option => option is { ValueName: not null, TakesFile: false, Values.Count: 0 }), _ => "");
            script.AppendLine("            esac");
            script.AppendLine($"            _{CommandLine.Name}_words \"{string.Join(' ', command.Values.Concat(command.Options.Select(option => option.Name)))}\"");
            if (command.TakesFile)
            {
                script.AppendLine($"            [[ $cur == -* ]] || _{CommandLine.Name}_files");
            }

            script.AppendLine("            ;;");
        }

        script.AppendLine("    esac");
        script.AppendLine("}");
        script.AppendLine($"complete -F _{CommandLine.Name} {CommandLine.Name}");
        return script.ToString();
    }

    private static void AppendValues(StringBuilder script, IEnumerable<CompletedOption> options, Func<CompletedOption, string> action)
    {
        CompletedOption[] same = [.. options];
        if (same.Length > 0)
        {
            script.AppendLine($"                {string.Join('|', same.Select(option => option.Name))}) {action(same[0])}return ;;");
        }
    }
}
