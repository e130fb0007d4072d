using System.Text;
using JwtCore.Cli.Tests.Support;

namespace JwtCore.Cli.Tests;

public class ToolEnvironmentTests : CliTest
{
    [Theory]
    [InlineData(true, null, null, true)]
    [InlineData(true, "", "xterm", true)]
    [InlineData(false, null, "xterm", false)]
    [InlineData(true, "1", "xterm", false)]
    [InlineData(true, null, "dumb", false)]
    public void Colour_is_for_terminals_that_want_it(bool isTerminal, string? noColour, string? terminal, bool expected) => Assert.Equal(
        expected,
        ToolEnvironment.WantsColour(isTerminal, name => name switch { "NO_COLOR" => noColour, "TERM" => terminal, "WT_SESSION" => "1", _ => null }));

    [Fact]
    public async Task Colour_is_around_the_words_of_the_program_alone()
    {
        Assert.StartsWith("\u001b[32mvalid\u001b[0m\n  algorithm  ES256\n", await RunInColour([.. Verify, Token()]), StringComparison.Ordinal);
        Assert.StartsWith("\u001b[31mnot valid\u001b[0m: Expired\n", await RunInColour([.. Verify, Token("exp", 0)]), StringComparison.Ordinal);
        Assert.StartsWith("\u001b[32m1 usable key, 0 skipped\u001b[0m\n", await RunInColour("jwks", WriteSet("set", Pair)), StringComparison.Ordinal);
        Assert.Contains("  \u001b[33mwarning\u001b[0m  any issuer is accepted\n", await RunInColour("doctor", "--jwks", WriteSet("set", Pair)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Programs_see_no_colour() =>
        Assert.DoesNotContain("\u001b", await RunInColour([.. Verify, "--json", Token()]) + await RunInColour("jwks", "--json", WriteSet("set", Pair)), StringComparison.Ordinal);

    private static async Task<string> RunInColour(params string[] args)
    {
        using MemoryStream output = new();
        await RunWith(Stream.Null, output, new ToolEnvironment { HasColour = true }, args);
        return Encoding.UTF8.GetString(output.ToArray());
    }
}
