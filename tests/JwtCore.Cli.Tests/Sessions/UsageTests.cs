using JwtCore.Cli.Tests.Support;

namespace JwtCore.Cli.Tests;

public class UsageTests : CliTest
{
    private const string See = "See jwtcore verify --help.";

    public static TheoryData<string> Flags => ["--as-remote", "--allow-http-loopback", "--any-issuer", "--any-audience", "--any-typ", "--allow-missing-exp", "--json"];

    public static TheoryData<string> Repeatable => ["--issuer", "--audience", "--alg", "--typ", "--scope", "--required-claim", "--required-header", "--tolerate", "--header", "--header-origin"];

    public static TheoryData<string> OnceOnly =>
    [
        "--file", "--jwks", "--discover", "--key", "--secret-file", "--profile", "--skew", "--max-age", "--max-lifetime", "--at", "--max-token-bytes",
        "--metadata", "--use", "--ca",
    ];

    [Fact]
    public async Task Without_arguments_help_goes_to_standard_error()
    {
        Outcome outcome = await Run();

        Assert.Contains("jwtcore [command] [options]", outcome.Error, StringComparison.Ordinal);
        Assert.Contains("\nExit codes:\n", outcome.Error, StringComparison.Ordinal);
        Assert.Equal(("", 2), (outcome.Output, outcome.Code));
    }

    [Theory]
    [InlineData("verfy", " Did you mean verify?")]
    [InlineData("docter", " Did you mean doctor?")]
    [InlineData("VERIFY", " Did you mean verify?")]
    [InlineData("sign", "")]
    public async Task An_unknown_command_gets_the_nearest_name(string command, string hint) =>
        AssertWrongUsage($"unknown command.{hint} See jwtcore --help.", await Run(command, "--json"));

    [Fact]
    public async Task A_token_in_the_place_of_the_command_is_not_quoted() =>
        AssertWrongUsage("unknown command. See jwtcore --help.", await Run(Token()));

    [Theory]
    [InlineData("--isuer", "--issuer")]
    [InlineData("--iss", "--issuer")]
    [InlineData("--aud", "--audience")]
    [InlineData("--audiance", "--audience")]
    [InlineData("--algorithm", "--alg")]
    [InlineData("--aglorithm", null)]
    [InlineData("--jwks-uri", "--jwks")]
    [InlineData("--clock-skew", "--skew")]
    [InlineData("--secret=hunter2", "--secret-file")]
    [InlineData("--Issuer", "--issuer")]
    [InlineData("-x", null)]
    [InlineData("-eyJhbGciOiJIUzI1NiJ9.e30.AAAA", null)]
    [InlineData("--abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz", null)]
    public async Task An_unknown_option_gets_the_nearest_name_and_is_not_quoted(string option, string? meant)
    {
        string hint = meant is null ? "A token that starts with '-' goes after '--'." : $"Did you mean {meant}?";

        AssertWrongUsage($"argument {Verify.Length + 1} is an unknown option. {hint} {See}", await Run([.. Verify, option, "x"]));
        AssertWrongUsage($"argument {Verify.Length + 1} is an unknown option. {hint} {See}", await Run([.. Verify, option]));
        AssertWrongUsage($"argument {Verify.Length + 2} is an unknown option. {hint} {See}", await Run([.. Verify, Token(), option]));
    }

    [Fact]
    public async Task Several_near_names_are_all_named() =>
        AssertWrongUsage($"argument 2 is an unknown option. Did you mean --max-token-bytes or --max-age or --max-lifetime? {See}", await Run("verify", "--max"));

    [Theory, MemberData(nameof(Flags))]
    public async Task A_flag_takes_no_value(string flag)
    {
        AssertWrongUsage($"{flag}: takes no value.", await Run([.. Verify, flag + "=false"]));
        AssertWrongUsage($"{flag}: takes no value.", await Run([.. Verify, flag + ":true", Token()]));
    }

    [Fact]
    public async Task A_word_after_a_flag_is_the_token() => AssertValid(await Run([.. Verify, "--as-remote", Token()]));

    [Theory, MemberData(nameof(Repeatable)), MemberData(nameof(OnceOnly))]
    public async Task An_option_without_its_value_is_named(string option)
    {
        AssertWrongUsage($"{option}: a value is missing.", await Run(["verify", Token(), option]));
        AssertWrongUsage($"{option}: a value is missing.", await Run(["verify", option + "=", Token()]));
        AssertWrongUsage($"{option}: a value is missing.", await Run(["verify", option + ":", Token()]));
    }

    [Theory, MemberData(nameof(Repeatable))]
    public async Task A_repeated_option_has_a_value_each_time(string option)
    {
        AssertWrongUsage($"{option}: a value is missing.", await Run(["verify", option, "x", Token(), option]));
        AssertWrongUsage($"{option}: a value is missing.", await Run(["verify", option, "x", option + "=", "--", Token()]));
    }

    [Theory, MemberData(nameof(OnceOnly))]
    public async Task An_option_for_one_value_is_given_once(string option) =>
        AssertWrongUsage($"{option}: may be given only once.", await Run(["verify", Token(), option, "1", option, "2"]));

    [Fact]
    public async Task A_value_may_start_with_a_dash() =>
        AssertRefused(VerifyError.IssuerMismatch, await Run([.. Verify[..5], "--any-audience", "--issuer", "-x", "--issuer=--y", "--at", "1767225600", Token()]));

    [Fact]
    public async Task A_value_that_starts_with_an_at_sign_names_no_file_of_arguments() =>
        AssertRefused(VerifyError.IssuerMismatch, await Run([.. Verify[..5], "--any-audience", "--issuer", "@" + Write("args", Issuer), "--at", "1767225600", Token()]));

    [Fact]
    public async Task Wrong_usage_is_told_before_a_token_is_read()
    {
        using ScriptedStream input = new(Enumerable.Range(0, 1).Select<int, byte[]>(_ => throw new InvalidOperationException("Standard input was read.")));
        using MemoryStream output = new();

        AssertWrongUsage(
            "give --alg at least once; --issuer, or --any-issuer to leave the check out; --audience, or --any-audience to leave the check out; exactly one of --jwks, --key, --secret-file and --discover.",
            await RunWith(input, output, "verify"));
    }

    [Fact]
    public async Task Only_what_is_missing_is_named()
    {
        string[] keys = Verify[1..3];

        AssertWrongUsage("give --alg at least once; --audience, or --any-audience to leave the check out.", await Run(["verify", .. keys, "--any-issuer"]));
        AssertWrongUsage("give --issuer, or --any-issuer to leave the check out; exactly one of --jwks, --key, --secret-file and --discover.", await Run("verify", "--alg", "ES256", "--any-audience"));
    }

    [Fact]
    public async Task Help_names_every_option_and_exit_code()
    {
        Outcome outcome = await Run("verify", "--help");

        Assert.Equal(0, outcome.Code);
        Assert.Equal("", outcome.Error);
        Assert.Contains("jwtcore verify [<TOKEN>] [options]", outcome.Output, StringComparison.Ordinal);
        foreach (string option in Flags.Concat(Repeatable).Concat(OnceOnly).Select(row => row.Data))
        {
            Assert.Contains($"\n  {option} ", outcome.Output, StringComparison.Ordinal);
        }

        foreach (string line in (string[])["0  all tokens are valid", "1  at least one token is not valid", "2  wrong usage or policy", "3  keys are unavailable"])
        {
            Assert.Contains($"\n  {line}\n", outcome.Output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Every_option_is_covered_by_the_tests_above()
    {
        VerifyCommand command = new(Stream.Null, TextWriter.Null, TextWriter.Null, new ToolEnvironment());

        Assert.Equal(
            command.Options.Select(option => option.Name).Order(),
            Flags.Concat(Repeatable).Concat(OnceOnly).Select(row => row.Data).Order());
    }

    [Fact]
    public async Task Help_of_the_program_names_its_commands()
    {
        Outcome outcome = await Run("--help");

        Assert.Equal(0, outcome.Code);
        foreach (string command in (string[])["verify", "inspect", "jwks", "doctor", "keygen", "issue", "completion"])
        {
            Assert.Contains($"\n  {command} ", outcome.Output, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("-h")]
    [InlineData("verify", "--help")]
    [InlineData("verify", "-h")]
    [InlineData("inspect", "-h")]
    [InlineData("jwks", "-h")]
    [InlineData("doctor", "--help")]
    [InlineData("keygen", "--help")]
    [InlineData("issue", "--help")]
    public async Task Help_alone_is_no_error(params string[] args)
    {
        Outcome outcome = await Run(args);

        Assert.Contains("\nExit codes:\n", outcome.Output, StringComparison.Ordinal);
        Assert.Equal("", outcome.Error);
        Assert.Equal(0, outcome.Code);
    }

    [Theory]
    [InlineData("verify", "--alg", "ES256", "--help")]
    [InlineData("verify", "-h", "--alg", "ES256")]
    [InlineData("verify", "--help", "--isuer")]
    [InlineData("verify", "--alg", "nonsense", "--help")]
    [InlineData("verify", "--alg", "ES256", "--file", "token.jwt", "--help")]
    [InlineData("--help", "verify")]
    [InlineData("verify", "--help", "--help")]
    [InlineData("verify", "x", "-h")]
    public async Task Help_is_shown_wherever_it_is_asked_for(params string[] args)
    {
        Outcome outcome = await Run(args);

        Assert.Contains("jwtcore verify [<TOKEN>] [options]", outcome.Output, StringComparison.Ordinal);
        Assert.Equal(("", 0), (outcome.Error, outcome.Code));
    }

    [Fact]
    public async Task Help_of_other_commands_is_shown_too()
    {
        Assert.Equal(0, (await Run("inspect", "--json", "--help")).Code);
        Assert.Equal(0, (await Run("keygen", "--alg", "ES256", "-h")).Code);
        Assert.Equal(0, (await Run("doctor", "--issuer", Issuer, "--help")).Code);
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("-h")]
    public async Task Help_in_the_place_of_a_token_is_no_verdict(string token)
    {
        Outcome outcome = await Run([.. Verify, token]);

        Assert.Contains("jwtcore verify [<TOKEN>] [options]", outcome.Output, StringComparison.Ordinal);
        Assert.Equal(("jwtcore: --help stands where a token may stand: nothing was verified. A token goes after '--'.\n", 2), (outcome.Error, outcome.Code));
        Assert.Equal(2, (await Run(["verify", token, .. Verify[1..]])).Code);
        Assert.Equal(0, (await Run([.. Verify, token, Token()])).Code);
        Assert.Equal(0, (await Run([.. Verify, token, "--", Token()])).Code);
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("-h")]
    [InlineData("-?")]
    [InlineData("--version")]
    public async Task After_two_dashes_help_is_a_token(string token) =>
        AssertRefused(VerifyError.NotCompactJws, await Run([.. Verify, "--", token]));

    [Theory]
    [InlineData("--issuer=--help")]
    [InlineData("--issuer", "--help")]
    public async Task Help_in_the_value_of_an_option_is_a_value(params string[] issuer) =>
        AssertRefused(VerifyError.IssuerMismatch, await Run([.. Verify[..5], "--any-audience", .. issuer, "--at", "1767225600", Token()]));

    [Theory]
    [InlineData("/?")]
    [InlineData("/h")]
    public async Task A_slash_opens_no_help(string token)
    {
        AssertRefused(VerifyError.NotCompactJws, await Run([.. Verify, token]));
        AssertWrongUsage($"too many arguments: at most one token is taken. {See}", await Run([.. Verify, token, Token()]));
        AssertWrongUsage("unknown command. See jwtcore --help.", await Run(token));
        Assert.Equal(1, (await Run("inspect", token)).Code);
    }

    [Fact]
    public async Task A_question_mark_opens_no_help()
    {
        AssertWrongUsage($"argument {Verify.Length + 1} is an unknown option. A token that starts with '-' goes after '--'. {See}", await Run([.. Verify, "-?"]));
        AssertWrongUsage("argument 2 is an unknown option. A token that starts with '-' goes after '--'. See jwtcore inspect --help.", await Run("inspect", "-?"));
    }

    [Fact]
    public async Task The_version_stands_alone()
    {
        Outcome outcome = await Run("--version");

        Assert.Matches("^[0-9]+\\.[0-9]+\\.[0-9]+.*\n$", outcome.Output);
        Assert.Equal(0, outcome.Code);
        AssertWrongUsage("--version stands alone.", await Run("--version", "verify"));
        AssertWrongUsage("--version stands alone.", await Run(["--version", .. Verify, Token()]));
        AssertWrongUsage("unknown command. See jwtcore --help.", await Run("--version", Token()));
        AssertWrongUsage("--version stands alone.", await Run("--version", "--version"));
        Assert.Equal(2, (await Run([.. Verify, "--version"])).Code);
        Assert.Equal(2, (await Run("inspect", "--version")).Code);
    }

    [Fact]
    public async Task Output_that_cannot_be_written_is_one_clear_line()
    {
        using StringWriter error = new();
        using MemoryStream input = new();
        using FullStream output = new();

        int code = await CommandLine.RunAsync([.. Verify, Token()], input, output, error);

        Assert.Equal("jwtcore: cannot write to standard output: No space left.\n", error.ToString());
        Assert.Equal(2, code);
    }

    [Fact]
    public async Task A_terminal_without_input_is_told_that_it_is_read()
    {
        const string Note = "jwtcore: reading tokens from standard input, one on each line\n";
        ToolEnvironment terminal = new() { HasInputTerminal = true };

        Assert.Equal(Note, (await RunWith(new MemoryStream(), new MemoryStream(), terminal, "inspect")).Error.Split("jwtcore: there is no token")[0]);
        Assert.StartsWith(Note, (await RunWith(new MemoryStream("x\n"u8.ToArray()), new MemoryStream(), terminal, Verify)).Error, StringComparison.Ordinal);
        Assert.Equal("", (await RunWith(new MemoryStream(), new MemoryStream(), terminal, [.. Verify, Token()])).Error);
        Assert.Equal("", (await RunWith("x\n", Verify)).Error);
    }

    private sealed class FullStream : MemoryStream
    {
        public override void Write(ReadOnlySpan<byte> buffer) => throw new IOException("No space left.");

        public override void Write(byte[] buffer, int offset, int count) => throw new IOException("No space left.");

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => throw new IOException("No space left.");
    }
}
