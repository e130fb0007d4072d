using System.CommandLine;
using System.Diagnostics;
using JwtCore.Cli.Tests.Support;

namespace JwtCore.Cli.Tests;

/// <summary>Scripts for shells say what the parser takes; bash and zsh are run, where they are installed.</summary>
public class CompletionTests : CliTest
{
    private static readonly IReadOnlyList<CompletedCommand> Commands = CompletedCommand.All(Root());

    public static TheoryData<string> Shells => ["bash", "zsh", "pwsh"];

    public static TheoryData<string> Names => [.. Root().Subcommands.Select(command => command.Name)];

    private static RootCommand Root() => CommandLine.Root(Stream.Null, TextWriter.Null, TextWriter.Null, new ToolEnvironment());

    [Theory, MemberData(nameof(Names))]
    public void The_table_has_what_the_parser_takes(string name)
    {
        Command command = Root().Subcommands.Single(known => known.Name == name);
        CompletedCommand completed = Commands.Single(known => known.Name == name);

        Assert.Equal([.. command.Options.Select(option => option.Name), "--help"], completed.Options.Select(option => option.Name));
        foreach (Option option in command.Options)
        {
            CompletedOption known = completed.Options.Single(one => one.Name == option.Name);
            Assert.Equal((option.Arity.MaximumNumberOfValues > 0, option.Arity.MaximumNumberOfValues > 1), (known.ValueName is not null, known.IsRepeatable));
            Assert.Equal(option.Description, known.Description);
        }
    }

    [Theory]
    [InlineData("verify", "--alg", typeof(JwtAlgorithm), "")]
    [InlineData("doctor", "--alg", typeof(JwtAlgorithm), "")]
    [InlineData("issue", "--alg", typeof(JwtAlgorithm), "")]
    [InlineData("keygen", "--alg", typeof(JwtAlgorithm), "")]
    [InlineData("verify", "--profile", typeof(TokenProfile), "")]
    [InlineData("verify", "--tolerate", typeof(Tolerance), "Nothing")]
    public void Values_are_the_names_that_are_taken(string command, string option, Type names, string but) =>
        Assert.Equal((names == typeof(JwtAlgorithm) ? JwtAlgorithms.Names : Enum.GetNames(names)).Except([but]).Order(StringComparer.Ordinal), Option(command, option).Values.Order(StringComparer.Ordinal));

    [Theory, MemberData(nameof(Shells))]
    public async Task Each_script_has_each_command_option_and_value(string shell)
    {
        string script = await ScriptAsync(shell);

        foreach (CompletedCommand command in Commands)
        {
            int start = script.IndexOf(shell == "pwsh" ? $"        '{command.Name}' = " : $"\n        {command.Name})\n", StringComparison.Ordinal);
            Assert.True(start > 0, command.Name);
            int end = script.IndexOf(shell == "pwsh" ? "        } }\n" : "            ;;\n", start, StringComparison.Ordinal);
            string part = script[start..end];
            Assert.All(command.Options, option => Assert.Matches($"{option.Name}[^a-z-]", part));
            Assert.All(command.Options.SelectMany(option => option.Values).Concat(command.Values), value => Assert.Contains(value, part, StringComparison.Ordinal));
        }
    }

    [Theory, MemberData(nameof(Names))]
    public async Task Bash_completes_options(string command)
    {
        string[] options = [.. Commands.Single(known => known.Name == command).Options.Select(option => option.Name)];

        Assert.Equal(options.Order(), (await BashAsync("jwtcore", command, "--")).Order());
        Assert.Equal(options.Where(option => option.StartsWith("--a", StringComparison.Ordinal)).Order(), (await BashAsync("jwtcore", command, "--a")).Order());
    }

    [Fact]
    public async Task Bash_completes_commands_and_values()
    {
        string[] commands = [.. Commands.Select(command => command.Name)];

        Assert.Equal(commands.Concat(["--help", "--version"]).Order(), (await BashAsync("jwtcore", "")).Order());
        Assert.Equal(["verify"], await BashAsync("jwtcore", "ver"));
        Assert.Equal(["AccessToken"], await BashAsync("jwtcore", "verify", "--profile", "A"));
        Assert.Equal(["AccessToken"], await BashAsync("jwtcore", "verify", "--profile", "=", "A"));
        Assert.Equal(4, (await BashAsync("jwtcore", "verify", "--profile", "=")).Length);
        Assert.Equal(["RS256", "RS384", "RS512"], await BashAsync("jwtcore", "keygen", "--alg", "RS"));
        Assert.Equal(["bash"], await BashAsync("jwtcore", "completion", "b"));
        Assert.Empty(await BashAsync("jwtcore", "verify", "--issuer", ""));
        Assert.Empty(await BashAsync("jwtcore", "verify", "--", "--"));
        Assert.Empty(await BashAsync("jwtcore", "sign", "--"));
    }

    [Fact]
    public async Task Bash_completes_names_of_files()
    {
        Write("key one.json", "");
        Write("key*.json", "");
        string[] expected = [PathOf("key one.json"), PathOf("key*.json")];

        Assert.Equal(expected.Order(StringComparer.Ordinal), (await BashAsync("jwtcore", "verify", "--key", PathOf("key"))).Order(StringComparer.Ordinal));
        Assert.Equal(expected.Order(StringComparer.Ordinal), (await BashAsync("jwtcore", "jwks", PathOf("key"))).Order(StringComparer.Ordinal));
        Assert.Empty(await BashAsync("jwtcore", "inspect", PathOf("key")));
    }

    [Fact]
    public async Task Zsh_completes_at_a_terminal()
    {
        string script = Write("script.zsh", await ScriptAsync("zsh"));

        // zle draws the line again with what was completed.
        string session = $$"""
            zmodload zsh/zpty
            zpty z zsh -f -i
            zpty -w z "autoload -Uz compinit; compinit -u -D; source '{{script}}'; print RE''ADY"
            zpty -r -m z seen '*READY*'
            zpty -w -n z $'jwtcore veri\t--profil\tAccess\t'
            zpty -r -m z line '*AccessToken*' && print -r -- done
            zpty -d z
            """;
        Assert.EndsWith("done\n", await ShellAsync("zsh", ["-f", "-c", session]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData]
    [InlineData("fish")]
    [InlineData("Bash")]
    public async Task Another_shell_is_refused(params string[] shell) => AssertWrongUsage("give one of bash, zsh, pwsh, in this case.", await Run(["completion", .. shell]));

    [Fact]
    public async Task One_shell_is_taken()
    {
        AssertWrongUsage("too many arguments: at most one shell is taken. See jwtcore completion --help.", await Run("completion", "bash", "zsh"));
        AssertWrongUsage("argument 2 is an unknown option. A shell that starts with '-' goes after '--'. See jwtcore completion --help.", await Run("completion", "--bash"));
    }

    private static CompletedOption Option(string command, string option) => Commands.Single(known => known.Name == command).Options.Single(known => known.Name == option);

    private static async Task<string> ScriptAsync(string shell)
    {
        Outcome outcome = await Run("completion", shell);
        Assert.Equal(("", 0), (outcome.Error, outcome.Code));
        Assert.DoesNotContain('\r', outcome.Output);
        return outcome.Output;
    }

    // The words as bash splits them; the last one is being typed.
    private async Task<string[]> BashAsync(params string[] words)
    {
        string script = Write("script.bash", await ScriptAsync("bash"));
        string output = await ShellAsync(
            "bash",
            ["-c", """source "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); $(complete -p jwtcore | sed 's/.*-F \([^ ]*\).*/\1/'); printf '%s\n' "${COMPREPLY[@]}" """, "bash", script, .. words]);
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private static async Task<string> ShellAsync(string shell, string[] args)
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("PATH")!.Split(':').Any(folder => File.Exists(Path.Combine(folder, shell))), $"{shell} is not installed.");
        ProcessStartInfo start = new(shell, args) { RedirectStandardOutput = true, RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        string output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal("", await error);
        return output;
    }
}
