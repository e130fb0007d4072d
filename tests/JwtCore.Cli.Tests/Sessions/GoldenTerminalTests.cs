using System.Text.Json.Nodes;
using JwtCore.Cli.Tests.Support;

namespace JwtCore.Cli.Tests;

/// <summary>The same session of every command at a narrow and at a wide terminal, and in a pipe.</summary>
public class GoldenTerminalTests : GoldenTest
{
    private const string Loopback = "--allow-http-loopback";

    private static readonly string[] Commands = ["verify", "inspect", "jwks", "doctor", "keygen", "issue", "serve", "completion"];

    [Fact]
    public void Every_command_is_in_the_session() =>
        Assert.Equal(CommandLine.Root(Stream.Null, TextWriter.Null, TextWriter.Null, new ToolEnvironment()).Subcommands.Select(command => command.Name), Commands);

    [Theory]
    [InlineData("pipe", null)]
    [InlineData("terminal-80", 80)]
    [InlineData("terminal-200", 200)]
    public async Task Every_command_answers_as_it_did(string name, int? columns)
    {
        await using LoopbackServer server = new();
        server.Answer("/keys", Set, 200, "Cache-Control: public, max-age=600", "ETag: \"1\"")
            .Answer("/.well-known/openid-configuration", new JsonObject { ["issuer"] = server.Address, ["jwks_uri"] = server.Address + "/keys" }.ToJsonString());
        GoldenScript script = Script("session-" + name, server).Hide("""(?<="(kid|x|y|d|k)":")[A-Za-z0-9_-]{22,}""", "random");
        ToolEnvironment surroundings = columns is null ? new ToolEnvironment() : new ToolEnvironment { Columns = () => columns, HasColour = true, ShowsProgress = true, HasInputTerminal = true };
        Task Run(string input, params string[] args) => Do(script, input, surroundings, [], args);
        string good = Write("good.jwt", Sign(claims => claims["iss"] = server.Address));
        string old = Write("old.jwt", Sign(claims => claims["exp"] = Now - 60));
        string[] policy = ["--alg", "RS256", "--audience", Audience, "--at", At];
        string keys = Write("keys.json", Set);

        await Run("", ["verify", "--discover", server.Address, Loopback, "--file", good, .. policy]);
        await Run("", ["verify", "--jwks", keys, "--issuer", Issuer, "--file", old, .. policy]);
        await Run(File.ReadAllText(old) + "\n", ["verify", "--jwks", keys, "--issuer", Issuer, "--json", .. policy]);
        await Run("", ["verify", "--jwks", "http://127.0.0.1:1/keys", Loopback, "--issuer", Issuer, "--file", good, .. policy]);
        await Run("", "verify");
        await Run("", "inspect", "--file", good);
        await Run("a.b\n", "inspect");
        await Run("", "jwks", keys);
        await Run("", "jwks", server.Address + "/keys", Loopback);
        await Run("", "jwks", server.Address + "/none", Loopback);
        await Run("", ["doctor", "--issuer", server.Address, Loopback, "--file", good, .. policy]);
        await Run("", ["doctor", "--jwks", keys, "--issuer", Issuer + "/", "--file", old, .. policy]);
        await Run("", "keygen", "--alg", "ES256", "--out", PathOf("key.json"), "--public", PathOf("jwks.json"));
        await Run("", "keygen", "--alg", "ES256", "--public", PathOf("jwks.json"), "--append");
        await Run("", "issue", "--key", Path.Combine(Keys, "HS512.json"), "--at", At, "--issuer", Issuer);
        await Run("", "issue");
        await Run("", "serve", "--port", "x");
        await Run("", "completion");

        script.Say("Help.");
        foreach (string[] command in (string[][])[[], .. Commands.Select(command => new[] { command })])
        {
            await Run("", [.. command, "--help"]);
        }

        script.Check();
    }

    [Theory]
    [InlineData(80)]
    [InlineData(200)]
    public async Task Help_fits_the_terminal_apart_from_examples_to_copy(int columns)
    {
        foreach (string command in Commands)
        {
            using MemoryStream output = new();
            Outcome outcome = await RunWith(Stream.Null, output, new ToolEnvironment { Columns = () => columns }, command, "--help");
            Assert.All(outcome.Output.Split('\n').Where(line => !line.StartsWith("  jwtcore ", StringComparison.Ordinal)), line => Assert.InRange(line.Length, 0, columns));
        }
    }

    [Fact]
    public async Task The_table_of_keys_fits_where_a_thumbprint_in_its_row_would_not()
    {
        string keys = Write("keys.json", Set);
        foreach ((int? columns, int lines) in (IEnumerable<(int?, int)>)[(null, 2), (76, 2), (75, 4), (60, 4)])
        {
            using MemoryStream output = new();
            Outcome outcome = await RunWith(Stream.Null, output, new ToolEnvironment { Columns = () => columns }, "jwks", keys);
            string[] table = outcome.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)[2..];

            Assert.Equal(lines, table.Length);
            Assert.Contains("Z-2PLIXOGhna6bkMlPx_ML58PEeuwzmJxxo-aKH-cOs", table[^1], StringComparison.Ordinal);
            Assert.All(table, line => Assert.InRange(line.Length, 0, columns ?? int.MaxValue));
        }
    }
}
