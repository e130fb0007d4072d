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
        AssertWrongUsage("no command given. See jwtcore --help.", await BuiltProgram.RunAsync(""));
}
