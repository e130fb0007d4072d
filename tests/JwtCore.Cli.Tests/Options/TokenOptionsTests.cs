using System.Text;
using JwtCore.Cli.Tests.Support;

namespace JwtCore.Cli.Tests;

public class TokenOptionsTests : CliTest
{
    [Fact]
    public async Task A_token_may_be_an_argument_and_standard_input_is_then_not_read() =>
        AssertValid(await RunWith("x\n", [.. Verify, Token()]));

    [Fact]
    public async Task A_token_may_stand_after_two_dashes() => AssertValid(await Run([.. Verify, "--", Token()]));

    [Fact]
    public async Task A_token_that_starts_with_a_dash_goes_after_two_dashes()
    {
        AssertRefused(VerifyError.HeaderMalformed, await Run([.. Verify, "--", "-" + Token()]));
        AssertRefused(VerifyError.NotCompactJws, await Run([.. Verify, "--", "--help"]));
    }

    [Fact]
    public async Task A_token_that_starts_with_a_dash_is_not_quoted_as_an_unknown_option() =>
        AssertWrongUsage($"argument {Verify.Length + 1} is an unknown option. A token that starts with '-' goes after '--'. See jwtcore verify --help.", await Run([.. Verify, "-" + Token()]));

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("@keys.json")]
    [InlineData("/x")]
    [InlineData("true")]
    [InlineData("ä.ö.ü")]
    [InlineData("a.b.c\n")]
    public async Task Any_argument_is_a_token(string token) => AssertRefused(VerifyError.NotCompactJws, await Run([.. Verify, token]));

    [Fact]
    public async Task An_argument_is_not_trimmed() => AssertRefused(VerifyError.NotCompactJws, await Run([.. Verify, Token() + " "]));

    [Theory]
    [InlineData("", null)]
    [InlineData("\n", null)]
    [InlineData("\r\n", null)]
    [InlineData("\r", VerifyError.NotCompactJws)]
    [InlineData("\n\n", VerifyError.NotCompactJws)]
    [InlineData("\n\r\n", VerifyError.NotCompactJws)]
    [InlineData(" \n", VerifyError.NotCompactJws)]
    [InlineData(" ", VerifyError.NotCompactJws)]
    public async Task One_line_end_after_the_token_in_a_file_is_ignored_and_nothing_else(string end, VerifyError? error)
    {
        Outcome outcome = await Run([.. Verify, "--file", Write("token", Token() + end)]);

        if (error is VerifyError refused)
        {
            AssertRefused(refused, outcome);
        }
        else
        {
            AssertValid(outcome);
        }
    }

    [Fact]
    public async Task An_empty_file_is_an_empty_token() =>
        AssertRefused(VerifyError.NotCompactJws, await Run([.. Verify, "--file", Write("token", "")]));

    [Fact]
    public async Task A_byte_order_mark_belongs_to_a_file_and_standard_input_and_not_to_the_token()
    {
        AssertValid(await Run([.. Verify, "--file", Write("token", "\ufeff" + Token())]));
        AssertValid(await RunWith("\ufeff" + Token(), Verify));
        AssertRefused(VerifyError.NotCompactJws, await Run([.. Verify, "--file", Write("token", "\ufeff\ufeff" + Token())]));
        AssertRefused(VerifyError.NotCompactJws, await Run([.. Verify, "\ufeff" + Token()]));
    }

    [Theory, InlineData("\n"), InlineData("\r\n")]
    public async Task The_last_line_end_belongs_to_the_input_and_not_to_the_token(string end)
    {
        AssertValid(await Run([.. Verify, "--file", Write("token", Token() + end)]));
        AssertValid(await RunWith(Token() + end, Verify));
        AssertRefused(VerifyError.NotCompactJws, await Run([.. Verify, "--file", Write("token", Token() + end + end)]));
        AssertRefused(VerifyError.NotCompactJws, await Run([.. Verify, Token() + end]));
    }

    [Theory]
    [InlineData(0, "", VerifyError.NotCompactJws)]
    [InlineData(0, "\r\n", VerifyError.NotCompactJws)]
    [InlineData(1, "", VerifyError.TokenTooLarge)]
    [InlineData(1, "\r\n", VerifyError.TokenTooLarge)]
    [InlineData(1_000_000, "\n", VerifyError.TokenTooLarge)]
    public async Task A_token_in_a_file_is_too_large_from_one_byte_above_the_limit(int above, string end, VerifyError error) =>
        AssertRefused(error, await Run([.. Verify, "--file", Write("token", new string('a', 16_384 + above) + end)]));

    [Theory]
    [InlineData(0, VerifyError.NotCompactJws)]
    [InlineData(1, VerifyError.TokenTooLarge)]
    public async Task The_limit_can_be_set(int above, VerifyError error)
    {
        string token = new('a', 100 + above);

        AssertRefused(error, await Run([.. Verify, "--max-token-bytes", "100", token]));
        AssertRefused(error, await Run([.. Verify, "--max-token-bytes", "100", "--file", Write("token", token)]));
        AssertRefused(error, await RunWith(token + "\n", [.. Verify, "--max-token-bytes", "100"]));
    }

    [Fact]
    public async Task The_limit_can_be_raised()
    {
        string token = Token("x", new string('y', 200_000));

        AssertRefused(VerifyError.TokenTooLarge, await RunWith(token, Verify));
        AssertValid(await RunWith(token, [.. Verify, "--max-token-bytes", "8388608"]));
    }

    [Fact]
    public async Task An_argument_and_a_file_exclude_each_other() =>
        AssertWrongUsage("give a token or --file, not both.", await Run([.. Verify, "--file", Write("token", Token()), Token()]));

    [Fact]
    public async Task Two_arguments_are_too_many_and_none_is_quoted() =>
        AssertWrongUsage("too many arguments: at most one token is taken. See jwtcore verify --help.", await Run([.. Verify, Token(), Token()]));

    [Fact]
    public async Task No_token_at_all_is_wrong_usage() =>
        AssertWrongUsage("there is no token: standard input is empty.", await RunWith("", Verify));

    [Fact]
    public async Task Lines_of_standard_input_are_tokens()
    {
        Outcome outcome = await RunWith($"{Token()}\n{Token()}\n", Verify);

        AssertValid(outcome);
        Assert.Equal(2, outcome.Output.Split("valid\n").Length - 1);
    }

    [Fact]
    public async Task The_last_line_needs_no_end() => AssertValid(await RunWith(Token(), Verify));

    [Fact]
    public async Task An_empty_line_is_a_token() => AssertRefused(VerifyError.NotCompactJws, await RunWith("\n", Verify));

    [Fact]
    public async Task A_carriage_return_that_ends_no_line_belongs_to_the_token() => AssertRefused(VerifyError.NotCompactJws, await RunWith(Token() + "\r", Verify));

    [Fact]
    public async Task Bytes_that_are_no_text_are_no_token()
    {
        byte[] input = [.. Encoding.ASCII.GetBytes(Token()), 0xFF, (byte)'\n', 0xC3, (byte)'\n', .. Encoding.ASCII.GetBytes(Token())];

        Outcome outcome = await RunWith(input, [.. Verify, "--json"]);

        string[] lines = outcome.Output.Split('\n');
        Assert.Contains("NotCompactJws", lines[0], StringComparison.Ordinal);
        Assert.Contains("NotCompactJws", lines[1], StringComparison.Ordinal);
        Assert.StartsWith("""{"valid":true""", lines[2], StringComparison.Ordinal);
        Assert.Equal(1, outcome.Code);
    }

    [Fact]
    public async Task A_huge_line_is_too_large_and_the_next_one_is_still_read()
    {
        Outcome outcome = await RunWith($"{new string('a', 3_000_000)}\n{Token()}\n", [.. Verify, "--json"]);

        string[] lines = outcome.Output.Split('\n');
        Assert.Contains("TokenTooLarge", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("""{"valid":true""", lines[1], StringComparison.Ordinal);
        Assert.Equal(3, lines.Length);
    }

    [Fact]
    public async Task Each_line_is_answered_before_the_next_is_read()
    {
        using MemoryStream output = new();
        List<long> written = [];

        IEnumerable<byte[]> Script()
        {
            byte[] token = Encoding.ASCII.GetBytes(Token());
            yield return token[..50];
            written.Add(output.Length);
            yield return [.. token[50..], (byte)'\n'];
            written.Add(output.Length);
            yield return [(byte)'x', (byte)'\n'];
            written.Add(output.Length);
        }

        using ScriptedStream input = new(Script());
        await RunWith(input, output, Verify);

        Assert.Equal(0, written[0]);
        Assert.True(written[1] > 100);
        Assert.True(written[2] > written[1]);
    }

    [Fact]
    public async Task Input_that_cannot_be_read_is_one_clear_line()
    {
        using ScriptedStream input = new(Enumerable.Range(0, 1).Select<int, byte[]>(_ => throw new IOException("The device is gone.")));
        using MemoryStream output = new();

        AssertWrongUsage("cannot read standard input: The device is gone.", await RunWith(input, output, Verify));
    }
}
