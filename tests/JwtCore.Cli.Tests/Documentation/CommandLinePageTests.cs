using System.Text.RegularExpressions;
using JwtCore.Cli.Tests.Support;

namespace JwtCore.Cli.Tests;

/// <summary>The commands on the page of the command line, run in their order in one folder.</summary>
public class CommandLinePageTests : CliTest
{
    private static readonly string[] Tasks = ["Verify a token", "Find out why a token is refused", "Rotate keys"];

    private static readonly Regex Block = new("```sh\n(.*?)```", RegexOptions.Singleline | RegexOptions.CultureInvariant);

    private static readonly Regex ExitLine = new("^exit ([0-9])$", RegexOptions.Multiline | RegexOptions.CultureInvariant);

    private static string Page { get; } = File.ReadAllText(Path.Combine(GoldenTest.Root, "docs", "cli.md")).ReplaceLineEndings("\n");

    [Fact]
    public async Task Every_command_of_the_tasks_does_what_the_page_says()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The commands are those of a shell of Linux.");
        string[] commands = [.. Tasks.SelectMany(CommandsOf)];
        Assert.Equal(7, commands.Length);

        Outcome outcome = await BuiltProgram.RunInShellAsync($"cd '{PathOf("")}'; jwtcore() {{ {{0}} \"$@\"; }}; {string.Concat(commands.Select(command => $"{command}; echo \"exit $?\"; "))}");

        Assert.Equal(["0", "0", "0", "1", "0", "0", "0"], ExitLine.Matches(outcome.Output).Select(match => match.Groups[1].Value));
        Assert.Contains("valid\n  algorithm  ES256\n", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("""
                       expected    "https://issuer.example.com/"
                       found       "https://issuer.example.com"
            """, outcome.Output, StringComparison.Ordinal);
        Assert.Equal(3, JwkSet.Parse(File.ReadAllBytes(PathOf("jwks.json")), publicOnly: true).Keys.Count);
    }

    [Fact]
    public void The_page_has_a_section_for_each_task_and_installs_the_tool()
    {
        Assert.All([.. Tasks, "Run a local issuer"], task => Assert.Contains($"\n## {task}\n", Page, StringComparison.Ordinal));
        Assert.Contains("dotnet tool install -g JwtCore.Cli\n", Page, StringComparison.Ordinal);
    }

    [Fact]
    public void What_doctor_is_said_to_print_it_prints() =>
        Assert.All(
            Directory.GetFiles(Path.Combine(GoldenTest.Root, "tests", "JwtCore.Cli.Tests", "Golden"), "doctor-remote.txt"),
            file => Assert.Contains("any change of the set is known within", File.ReadAllText(file), StringComparison.Ordinal));

    private static IEnumerable<string> CommandsOf(string task)
    {
        string section = Page.Split("\n## ").Single(part => part.StartsWith(task + "\n", StringComparison.Ordinal));
        return Block.Matches(section.Split("\n# ")[0]).SelectMany(block => block.Groups[1].Value.Split('\n')).Select(line => line.Trim()).Where(line => line.StartsWith("jwtcore ", StringComparison.Ordinal));
    }
}
