using JwtCore.Cli.Tests.Support;

namespace JwtCore.Cli.Tests;

/// <summary>Start, lines of standard input and the end of the program.</summary>
public class ServeLinesTests : CliTest
{
    [Fact]
    public async Task The_start_prints_the_settings_of_an_API_and_a_request_for_a_token()
    {
        await using LocalServe serve = await LocalServe.StartAsync("--alg", "ES256", "--audience", "https://api.example.com");

        Assert.Contains($$"""

            {
              "JwtCore": {
                "Authority": "{{serve.Address}}",
                "RequireHttpsMetadata": false,
                "Audience": "https://api.example.com",
                "Algorithm": "ES256"
              }
            }

            """.ReplaceLineEndings("\n"), serve.Output, StringComparison.Ordinal);
        Assert.Contains($"export JWTCORE_AUTHORITY={serve.Address}\nexport JWTCORE_REQUIRE_HTTPS_METADATA=false\nexport JWTCORE_AUDIENCE=https://api.example.com\nexport JWTCORE_ALGORITHM=ES256\n", serve.Output, StringComparison.Ordinal);
        Assert.Contains($"curl -d grant_type=client_credentials -d client_id=client-1 -d client_secret={serve.Secret} -d scope=read {serve.Address}/token\n", serve.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_audience_that_settings_would_split_is_printed_as_a_list_of_one()
    {
        await using LocalServe serve = await LocalServe.StartAsync("--alg", "ES256", "--audience", "it's, a \u001b[31m list");

        Assert.Contains("export JWTCORE_AUDIENCE='[\"it\\u0027s, a \\u001b[31m list\"]'\n", serve.Output, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("\"Audience\": [\n      \"it's, a \\u001b[31m list\"\n    ],\n", serve.Output, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(["it's, a \u001b[31m list"], new Variables(_ => "[\"it\\u0027s, a \\u001b[31m list\"]").Words(Variables.Audience));
    }

    [Fact]
    public async Task Quit_ends_the_program_and_frees_the_port()
    {
        LocalServe serve = await LocalServe.StartAsync("--alg", "ES256");
        string port = $"{serve.Port}";

        // The server ends its connections first, so the system remembers them under its port.
        Assert.Equal(200, (await serve.GetAsync("/state")).Status);
        Outcome outcome = await serve.QuitAsync();

        Outcome again = await RunWith("quit\n", "serve", "--port", port, "--alg", "ES256");

        Assert.Equal((0, ""), (outcome.Code, outcome.Error));
        Assert.Equal((0, ""), (again.Code, again.Error));
        Assert.StartsWith($"serving http://localhost:{port}\n", again.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lines_end_with_LF_or_CRLF_and_may_have_spaces_or_nothing()
    {
        Outcome outcome = await RunWith("\ufeff\r\n\n  rotate \r\nfail  5m\r\nrecover\nquit\r\nrotate\n", "serve", "--port", "0", "--alg", "ES256");

        Assert.Equal((0, ""), (outcome.Code, outcome.Error));
        Assert.Equal(["rotated", "failing", "recovered"], outcome.Output.Split('\n').SkipWhile(line => !line.StartsWith("Lines", StringComparison.Ordinal)).Skip(1).Where(line => line.Length > 0).Select(line => line.Split(':')[0]));
    }

    [Theory]
    [InlineData("rotate now", "the line is none of: rotate, fail DURATION, recover, quit.")]
    [InlineData("eyJhbGciOiJub25lIn0.e30.", "the line is none of: rotate, fail DURATION, recover, quit.")]
    [InlineData("QUIT", "the line is none of: rotate, fail DURATION, recover, quit.")]
    [InlineData("fail soon", "fail takes one duration such as 30s or 5m, from 1 to 86400 seconds, or none.")]
    [InlineData("fail 0", "fail takes one duration such as 30s or 5m, from 1 to 86400 seconds, or none.")]
    [InlineData("fail 25h", "fail takes one duration such as 30s or 5m, from 1 to 86400 seconds, or none.")]
    public async Task A_line_that_is_not_understood_is_told_and_never_repeated(string line, string message)
    {
        Outcome outcome = await RunWith($"{line}\nquit\n", "serve", "--port", "0", "--alg", "ES256");

        Assert.Equal((0, $"jwtcore: {message}\n"), (outcome.Code, outcome.Error));
    }

    [Fact]
    public async Task A_line_without_end_costs_no_memory()
    {
        Outcome outcome = await RunWith(new string('x', 1_000_000) + "\nquit\n", "serve", "--port", "0", "--alg", "ES256");

        Assert.Equal((0, "jwtcore: the line is none of: rotate, fail DURATION, recover, quit.\n"), (outcome.Code, outcome.Error));
    }

    [Fact]
    public async Task The_end_of_standard_input_ends_the_program_at_a_terminal()
    {
        Outcome outcome = await RunWith(new MemoryStream(), new MemoryStream(), new ToolEnvironment { HasInputTerminal = true }, "serve", "--port", "0", "--alg", "ES256");

        Assert.Equal((0, ""), (outcome.Code, outcome.Error));
    }

    [Fact]
    public async Task The_end_of_standard_input_does_not_end_a_service()
    {
        await using BuiltServe serve = await BuiltServe.StartAsync();
        serve.EndInput();

        for (int i = 0; i < 3; i++)
        {
            Assert.Equal(200, await serve.GetAsync("/state"));
        }

        Assert.False(serve.HasEnded);
    }

    [Fact]
    public async Task A_port_that_is_taken_is_told_in_one_line()
    {
        await using LocalServe serve = await LocalServe.StartAsync("--alg", "ES256");

        Outcome outcome = await RunWith("", "serve", "--port", $"{serve.Port}", "--alg", "ES256");

        Assert.StartsWith($"jwtcore: --port: cannot listen on port {serve.Port} of loopback: ", outcome.Error, StringComparison.Ordinal);
        Assert.EndsWith(". If another program has it, give another port, or 0 for any free one.\n", outcome.Error, StringComparison.Ordinal);
        Assert.Equal((2, "", 1), (outcome.Code, outcome.Output, outcome.Error.Count(c => c == '\n')));
        Assert.Equal(200, (await serve.GetAsync("/state")).Status);
    }

    [Fact]
    public async Task Wrong_usage_starts_nothing()
    {
        AssertWrongUsage("--port: must be a whole number from 0 to 65535.", await Run("serve", "--port", "65536"));
        AssertWrongUsage("--audience: must not be empty.", await Run("serve", "--audience", "", "--alg", "ES256"));
        AssertWrongUsage("--alg: HS256 has a shared secret, which no key set may publish.", await Run("serve", "--alg", "HS256"));
        AssertWrongUsage($"--key: cannot read {PathOf("absent.json")}: there is no such file.", await Run("serve", "--key", PathOf("absent.json")));
        string secret = Write("secret.json", JwtCore.Testing.TestKeyPair.Create(JwtAlgorithm.HS256).ToPrivateJwk().ToJsonString());
        AssertWrongUsage($"--key: {secret}: it is a shared secret, which no key set may publish.", await Run("serve", "--key", secret));
        AssertWrongUsage("too many arguments: only options are taken. See jwtcore serve --help.", await Run("serve", "now"));
    }

    [Fact]
    public async Task A_reader_that_goes_away_ends_the_program()
    {
        WrittenStream output = new();
        System.IO.Pipelines.Pipe input = new();
        StringWriter error = new();
        Task<int> running = Task.Run(() => CommandLine.RunAsync(["serve", "--port", "0", "--alg", "ES256"], input.Reader.AsStream(), output, error));
        await output.WaitForAsync("Lines: ");
        output.IsBroken = true;
        await input.Writer.WriteAsync("rotate\n"u8.ToArray(), TestContext.Current.CancellationToken);

        Assert.Equal(2, await running.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
        Assert.Equal("jwtcore: cannot write to standard output: Broken pipe\n", error.ToString());
        await input.Writer.CompleteAsync();
    }

    [Fact]
    public async Task A_closed_standard_input_is_told()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The streams are those of a shell of Linux.");

        Outcome outcome = await BuiltProgram.RunInShellAsync("{0} serve --port 0 --alg ES256 <&- >/dev/null");

        Assert.Equal((2, "jwtcore: cannot read standard input: it is closed.\n"), (outcome.Code, outcome.Error));
    }
}
