using JwtCore.Cli.Tests.Support;

namespace JwtCore.Cli.Tests;

public class ProcessTests : CliTest
{
    [Fact]
    public async Task The_built_program_reads_bytes_answers_in_UTF8_and_exits_with_the_code()
    {
        Outcome outcome = await BuiltProgram.RunAsync($"{Token("sub", "José")}\nx\n", Verify);

        Assert.StartsWith("valid\n", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("  subject    \"José\"\n", outcome.Output, StringComparison.Ordinal);
        Assert.Contains($"\n\nnot valid: NotCompactJws\n  {ErrorSentences.Of(VerifyError.NotCompactJws)}\n", outcome.Output, StringComparison.Ordinal);
        Assert.Equal("", outcome.Error);
        Assert.Equal(1, outcome.Code);
    }

    [Fact]
    public async Task The_built_program_refuses_wrong_usage() =>
        AssertWrongUsage("unknown command. See jwtcore --help.", await BuiltProgram.RunAsync("", "x"));

    [Theory]
    [InlineData("--version >&-", "jwtcore: cannot write to standard output: it is closed.\n")]
    [InlineData("keygen --alg ES256 >&-", "jwtcore: cannot write to standard output: it is closed.\n")]
    [InlineData("keygen --alg ES256 >/dev/full", "jwtcore: cannot write to standard output: No space left on device\n")]
    [InlineData("inspect <&-", "jwtcore: cannot read standard input: it is closed.\n")]
    [InlineData("jwks - <&-", "jwtcore: cannot read standard input: it is closed.\n")]
    [InlineData("verify --nonsense 2>&-", "")]
    [InlineData("verify --nonsense 2>/dev/full", "")]
    [InlineData("keygen --alg ES256 >&- 2>&-", "")]
    [InlineData("inspect <&- >&- 2>&-", "")]
    public async Task A_stream_that_is_closed_or_full_is_one_line_and_exit_code_2(string command, string error)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The streams are those of a shell of Linux.");

        Assert.Equal(new Outcome(2, "", error), await BuiltProgram.RunInShellAsync("{0} " + command));
    }

    [Fact]
    public async Task A_reader_that_goes_away_ends_the_program()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The streams are those of a shell of Linux.");

        Outcome outcome = await BuiltProgram.RunInShellAsync("(while echo x; do :; done) 2>/dev/null | {0} inspect | head -n 1");

        Assert.StartsWith("unverified", outcome.Output, StringComparison.Ordinal);
        Assert.Equal("jwtcore: cannot write to standard output: Broken pipe\n", outcome.Error);
    }

    [Fact]
    public async Task Two_programs_that_write_to_one_file_overwrite_nothing()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The streams are those of a shell of Linux.");
        string path = PathOf("out.txt");

        await BuiltProgram.RunInShellAsync("({0} --version; {0} --version) >'" + path + "'");

        Assert.Equal(2, (await File.ReadAllLinesAsync(path, TestContext.Current.CancellationToken)).Length);
    }
}
