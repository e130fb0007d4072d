using System.Text;

namespace JwtCore.Cli;

/// <summary>The script for PowerShell.</summary>
internal static class PowerShellCompletion
{
    private const string End = """
            }
            $before = @($commandAst.CommandElements | Where-Object { $_.Extent.EndOffset -lt $cursorPosition } | ForEach-Object { $_.Extent.Text })
            if ($before -contains '--') {
                return
            }
            if ($before.Count -lt 2) {
                $found = $commands.Keys | ForEach-Object { @{ Text = $_; Help = $commands[$_].Help } }
            }
            else {
                $command = $commands[$before[1]]
                if ($null -eq $command) {
                    return
                }
                $option = $command.Options[$before[-1]]
                if ($null -ne $option -and $option.TakesValue) {
                    # Without values PowerShell completes the names of files.
                    $found = $option.Values | ForEach-Object { @{ Text = $_; Help = $_ } }
                }
                else {
                    $found = @($command.Values | ForEach-Object { @{ Text = $_; Help = $_ } }) + @($command.Options.Keys | ForEach-Object { @{ Text = $_; Help = $command.Options[$_].Help } })
                }
            }
            $found | Where-Object { $null -ne $_ -and $_.Text.StartsWith($wordToComplete, [System.StringComparison]::OrdinalIgnoreCase) } | ForEach-Object {
                [System.Management.Automation.CompletionResult]::new($_.Text, $_.Text, 'ParameterValue', $_.Help)
            }
        }

        """;

    public static string Write(IReadOnlyList<CompletedCommand> commands)
    {
        StringBuilder script = new();
        script.AppendLine($"# Completion of {CommandLine.Name} for PowerShell: {CommandLine.Name} completion pwsh | Out-String | Invoke-Expression");
        script.AppendLine($"Register-ArgumentCompleter -Native -CommandName {CommandLine.Name} -ScriptBlock {{");
        script.AppendLine("    param($wordToComplete, $commandAst, $cursorPosition)");
        script.AppendLine("    $commands = [ordered]@{");
        foreach (CompletedCommand command in commands)
        {
            script.AppendLine($"        {Quote(command.Name)} = @{{ Help = {Quote(command.Description)}; Values = {List(command.Values)}; Options = [ordered]@{{");
            foreach (CompletedOption option in command.Options)
            {
                script.AppendLine($"            {Quote(option.Name)} = @{{ Help = {Quote(option.Description)}; TakesValue = ${(option.ValueName is null ? "false" : "true")}; Values = {List(option.Values)} }}");
            }

            script.AppendLine("        } }");
        }

        return script.Append(End).ToString();
    }

    private static string List(IReadOnlyList<string> values) => $"@({string.Join(", ", values.Select(Quote))})";

    private static string Quote(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
}
