using System.Text.Json.Nodes;
using JwtCore.Cli.Tests.Support;

namespace JwtCore.Cli.Tests;

/// <summary>Headers with credentials: who gets them, who does not, and that they are never shown.</summary>
public class HeaderOptionTests : CliTest
{
    private const string Loopback = "--allow-http-loopback";
    private const string Secret = "s3cret-value";
    private const string Variable = "GATEWAY_KEY";

    private static readonly string[] Line = ["X-Key: " + Secret];

    public static TheoryData<string> Commands => ["verify", "jwks", "doctor"];

    private static string Set => $$"""{"keys":[{{Pair.ToJwk().ToJsonString()}}]}""";

    [Theory, MemberData(nameof(Commands))]
    public async Task A_header_comes_from_a_file_or_a_variable(string command)
    {
        await using LoopbackServer server = new();
        server.Answer("/keys", Set);
        string file = Write("secret.txt", "\ufeff" + Secret + "\r\n");

        AssertShowsNothing(0, await RunAsync([.. Command(command, server.Address + "/keys"), "--header", "X-Key=@" + file]));
        AssertShowsNothing(0, await RunAsync([.. Command(command, server.Address + "/keys"), "--header", "X-Key=env:" + Variable]));
        Assert.Equal(2, server.Requests.Count);
        Assert.All(server.Requests, request => Assert.Equal(Line, Sent(request)));
    }

    [Theory, MemberData(nameof(Commands))]
    public async Task Keys_at_another_origin_get_no_header_unless_it_is_named(string command)
    {
        await using LoopbackServer keys = new();
        await using LoopbackServer issuer = new();
        keys.Answer("/keys", Set);
        issuer.Answer("/.well-known/openid-configuration", new JsonObject { ["issuer"] = issuer.Address, ["jwks_uri"] = keys.Address + "/keys" }.ToJsonString());
        string[] args = [.. Command(command, issuer.Address, isIssuer: true), "--header", "X-Key=env:" + Variable];

        await RunAsync(args);
        Assert.Equal(Line, Sent(Assert.Single(issuer.Requests)));
        Assert.Empty(Sent(Assert.Single(keys.Requests)));

        await RunAsync([.. args, "--header-origin", keys.Address]);
        Assert.Equal(Line, Sent(keys.Requests.Last()));

        // Another name of the same machine is another origin.
        await RunAsync([.. args, "--header-origin", $"http://localhost:{keys.Port}"]);
        Assert.Empty(Sent(keys.Requests.Last()));
    }

    // A label of 64 characters in ASCII is one too many (RFC 1035 section 2.3.4).
    [Theory, MemberData(nameof(Commands))]
    public async Task A_host_that_has_no_form_in_ASCII_is_wrong_usage(string command)
    {
        string host = "https://" + new string('\u00fc', 64) + ".example";

        Assert.Equal(2, (await RunAsync([.. Command(command, host), "--header", "X-Key=env:" + Variable])).Code);
        Assert.Equal(2, (await RunAsync([.. Command(command, "https://issuer.example.com"), "--header", "X-Key=env:" + Variable, "--header-origin", host])).Code);
    }

    [Fact]
    public async Task Of_merged_addresses_the_first_alone_gets_the_header()
    {
        await using LoopbackServer own = new();
        await using LoopbackServer partner = new();
        own.Answer("/keys", Set);
        partner.Answer("/keys", Set);
        string[] args = ["jwks", own.Address + "/keys", "--merge", partner.Address + "/keys", Loopback, "--header", "X-Key=env:" + Variable];

        Assert.Equal(0, (await RunAsync(args)).Code);
        Assert.Equal(Line, Sent(Assert.Single(own.Requests)));
        Assert.Empty(Sent(Assert.Single(partner.Requests)));

        await RunAsync([.. args, "--header-origin", partner.Address]);
        Assert.Equal(Line, Sent(partner.Requests.Last()));
    }

    [Fact]
    public async Task With_an_address_of_metadata_that_is_the_origin()
    {
        await using LoopbackServer metadata = new();
        await using LoopbackServer issuer = new();
        issuer.Answer("/keys", Set);
        metadata.Answer("/m", new JsonObject { ["issuer"] = issuer.Address, ["jwks_uri"] = issuer.Address + "/keys" }.ToJsonString());

        await RunAsync([.. Command("jwks", issuer.Address, isIssuer: true), "--metadata", metadata.Address + "/m", "--header", "X-Key=env:" + Variable]);

        Assert.Equal(Line, Sent(Assert.Single(metadata.Requests)));
        Assert.Empty(Sent(Assert.Single(issuer.Requests)));
    }

    [Theory]
    [InlineData("https://issuer.example.com", true)]
    [InlineData("https://issuer.example.com:443/path?x=1", true)]
    [InlineData("https://ISSUER.example.com/", true)]
    [InlineData("https://issuer.example.com:8443", false)]
    [InlineData("https://issuer.example.com.evil.example", false)]
    [InlineData("http://issuer.example.com", false)]
    [InlineData("http://issuer.example.com:443", false)]
    public void An_origin_is_scheme_host_and_port(string address, bool isSent) => Assert.Equal(isSent ? 1 : 0, Headers("https://issuer.example.com/keys").For(new Uri(address)).Count);

    [Fact]
    public void Plain_http_gets_a_header_on_this_machine_alone()
    {
        Assert.Empty(Headers("http://issuer.example.com/keys").For(new Uri("http://issuer.example.com/keys")));
        Assert.Single(Headers("http://127.0.0.1:80/keys").For(new Uri("http://127.0.0.1/keys")));
    }

    [Theory, MemberData(nameof(Commands))]
    public async Task A_literal_value_is_refused_and_not_echoed(string command)
    {
        foreach (string literal in (string[])["X-Key=" + Secret, "X-Key: " + Secret, Secret, "X-Key=", "X-Key=@", "X-Key=env:", ""])
        {
            Outcome outcome = await Run([.. Command(command, "https://issuer.example.com/keys"), "--header", literal]);

            Assert.Equal(2, outcome.Code);
            Assert.Equal(literal.Length > 0
                ? "jwtcore: --header: must have the form NAME=@FILE or NAME=env:VARIABLE. A literal value is refused: other users see it in the list of processes.\n"
                : outcome.Error, outcome.Error);
            Assert.DoesNotContain(Secret, outcome.Error + outcome.Output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_source_without_a_value_is_refused()
    {
        string[] jwks = Command("jwks", "https://issuer.example.com/keys");
        AssertWrongUsage("--header: the environment variable is not set, or empty.", await Run([.. jwks, "--header", "X-Key=env:NOT_SET"]));
        AssertWrongUsage("--header: cannot read the file: there is no such file.", await Run([.. jwks, "--header", "X-Key=@" + PathOf("none")]));
        foreach (string value in (string[])["", "\n", "a\nb", "a\rb", "a\tb", "\u00e4", "a\0", "a\n\n"])
        {
            AssertWrongUsage("--header: the value must be one line of printable ASCII.", await Run([.. jwks, "--header", "X-Key=@" + Write("value", value)]));
        }

        AssertWrongUsage("--header: the file: it is longer than 16384 bytes.", await Run([.. jwks, "--header", "X-Key=@" + Write("value", new string('x', 16_385))]));
    }

    [Theory]
    [InlineData("Host")]
    [InlineData("host")]
    [InlineData("Accept")]
    [InlineData("Content-Type")]
    [InlineData("Content-Length")]
    [InlineData("Transfer-Encoding")]
    [InlineData("If-None-Match")]
    [InlineData("Proxy-Authorization")]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("a:b")]
    [InlineData("a\nb")]
    public async Task A_name_that_cannot_be_set_is_refused(string name) => AssertWrongUsage(
        "--header: the name is not one of a header that can be set.",
        await RunAsync([.. Command("jwks", "https://issuer.example.com/keys"), "--header", $"{name}=env:{Variable}"]));

    [Fact]
    public async Task The_same_header_twice_is_refused() => AssertWrongUsage(
        "--header: two give the same header.",
        await RunAsync([.. Command("jwks", "https://issuer.example.com/keys"), "--header", $"X-Key=env:{Variable}", "--header", $"x-key=env:{Variable}"]));

    [Theory]
    [InlineData("keys.example.com")]
    [InlineData("http://keys.example.com")]
    [InlineData("https://keys.example.com/path")]
    [InlineData("https://user@keys.example.com")]
    [InlineData("https://keys.example.com/?x")]
    [InlineData("https://keys.example.com/#x")]
    [InlineData("*")]
    public async Task An_origin_is_one_of_https_or_of_this_machine(string origin)
    {
        string[] args = [.. Command("jwks", "https://issuer.example.com/keys"), "--header-origin", origin];
        AssertWrongUsage(
            "--header-origin: must be an https origin such as https://keys.example.com, without a path. Plain http is for this machine alone.",
            await RunAsync([.. args, "--header", "X-Key=env:" + Variable]));
        AssertWrongUsage("--header-origin goes with --header only.", await RunAsync(args));
    }

    [Theory, MemberData(nameof(Commands))]
    public async Task What_fails_shows_no_header(string command)
    {
        await using LoopbackServer server = new();
        server.Answer("/keys", "", 401, "WWW-Authenticate: Basic");
        foreach (string[] form in (string[][])[[], ["--json"]])
        {
            AssertShowsNothing(3, await RunAsync([.. Command(command, server.Address + "/keys"), "--header", "X-Key=env:" + Variable, .. form]));
        }
    }

    private static RequestHeaders Headers(string typed) =>
        RequestHeaders.Read("--header", ["X-Key=env:" + Variable], new Variables(_ => Secret), typed, "--header-origin", []);

    private static string[] Command(string command, string address, bool isIssuer = false) => command == "jwks"
        ? ["jwks", isIssuer ? "--discover" : "--url", address, Loopback]
        : [command, isIssuer ? "--discover" : "--jwks", address, Loopback, "--alg", "ES256", "--any-issuer", "--any-audience", "--at", $"{Now}", Token()];

    private static Task<Outcome> RunAsync(string[] args) =>
        RunWith(Stream.Null, new MemoryStream(), new ToolEnvironment { Variable = name => name == Variable ? Secret : null }, args);

    private static string[] Sent(string[] request) => [.. request.Where(line => line.Contains(Secret, StringComparison.Ordinal))];

    private static void AssertShowsNothing(int code, Outcome outcome)
    {
        Assert.DoesNotContain(Secret, outcome.Output + outcome.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("X-Key", outcome.Output + outcome.Error, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(code, outcome.Code);
    }
}
