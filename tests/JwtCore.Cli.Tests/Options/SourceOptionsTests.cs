using System.Text.Json.Nodes;
using JwtCore.Cli.Tests.Support;

namespace JwtCore.Cli.Tests;

/// <summary>How key sets are found and read: the same options at verify, jwks and doctor.</summary>
public class SourceOptionsTests : CliTest
{
    private const string Loopback = "--allow-http-loopback";

    private static string Set(string? use = null)
    {
        JsonObject key = Pair.ToJwk();
        key["use"] = use ?? "sig";
        return new JsonObject { ["keys"] = new JsonArray(key) }.ToJsonString();
    }

    private static string[] PolicyOf(string issuer) => ["--alg", "ES256", "--issuer", issuer, "--any-audience", "--at", $"{Now}", Token("iss", issuer)];

    [Fact]
    public async Task Metadata_may_be_at_an_address_of_its_own()
    {
        await using LoopbackServer server = new();
        string issuer = server.Address + "/realm";
        server.Answer("/elsewhere", new JsonObject { ["issuer"] = issuer, ["jwks_uri"] = server.Address + "/keys" }.ToJsonString()).Answer("/keys", Set());
        string[] source = ["--discover", issuer, "--metadata", server.Address + "/elsewhere", Loopback];

        AssertValid(await Run(["verify", .. source, .. PolicyOf(issuer)]));
        Assert.Equal(0, (await Run(["jwks", .. source])).Code);
        Assert.Equal(0, (await Run(["doctor", .. source, .. PolicyOf(issuer)])).Code);
        Assert.Equal(0, (await Run(["doctor", "--metadata", server.Address + "/elsewhere", Loopback, .. PolicyOf(issuer)])).Code);
        Assert.All(server.Requests, request => Assert.Matches("^GET /(elsewhere|keys) ", request[0]));

        // Without it the metadata is looked for under the issuer, where there is none.
        Assert.Equal(3, (await Run("jwks", "--discover", issuer, Loopback)).Code);
    }

    [Fact]
    public async Task Metadata_of_another_issuer_is_refused()
    {
        await using LoopbackServer server = new();
        server.Answer("/elsewhere", new JsonObject { ["issuer"] = "https://other.example.com", ["jwks_uri"] = server.Address + "/keys" }.ToJsonString()).Answer("/keys", Set());

        Outcome outcome = await Run("jwks", "--discover", Issuer, "--metadata", server.Address + "/elsewhere", Loopback);

        // An https issuer's metadata is under https.
        AssertWrongUsage("--metadata must be an https address, because the issuer is one: https never leads to http.", outcome);
        outcome = await Run("jwks", "--discover", server.Address, "--metadata", server.Address + "/elsewhere", Loopback);
        Assert.Contains("IssuerDiffers", outcome.Output, StringComparison.Ordinal);
        Assert.Equal(3, outcome.Code);
    }

    [Theory]
    [InlineData("http://issuer.example.com/x")]
    [InlineData("x")]
    [InlineData("")]
    public async Task The_address_of_metadata_is_one_to_fetch(string address) => AssertWrongUsage(
        "--metadata must be an absolute https address with a host, without user information and fragment. Plain http is for this machine alone, with --allow-http-loopback.",
        await Run("jwks", "--discover", Issuer, "--metadata", address));

    [Fact]
    public async Task A_template_of_issuers_needs_the_address_of_its_metadata()
    {
        const string Template = "https://login.example.com/{tenantid}/v2.0";

        AssertWrongUsage("--discover has a placeholder, so its metadata is not at its own address. Give --metadata.", await Run("jwks", "--discover", Template));
    }

    [Fact]
    public async Task Options_that_would_be_ignored_are_refused()
    {
        string set = WriteSet("set.json", Pair);
        string key = Write("key.json", Pair.ToJwk().ToJsonString());
        foreach (string[] option in (string[][])[["--header", "A=env:B"], ["--header-origin", Issuer], ["--ca", key], [Loopback]])
        {
            AssertWrongUsage($"{option[0]} goes with keys that are fetched only.", await Run(["verify", "--jwks", set, .. option, .. PolicyOf(Issuer)]));
            AssertWrongUsage($"{option[0]} goes with keys that are fetched only.", await Run(["jwks", set, .. option]));
            AssertWrongUsage($"{option[0]} goes with keys that are fetched only.", await Run(["doctor", "--key", key, .. option]));
        }

        AssertWrongUsage("--metadata goes with --discover only.", await Run(["verify", "--jwks", "https://x.example.com/keys", "--metadata", Issuer, .. PolicyOf(Issuer)]));
        AssertWrongUsage("--metadata goes with --discover only.", await Run("jwks", set, "--metadata", Issuer));
        AssertWrongUsage("--metadata goes with --discover or --issuer only.", await Run("doctor", "--jwks", set, "--metadata", Issuer));
        AssertWrongUsage("--use goes with a JWK Set only.", await Run(["verify", "--key", key, "--use", "sig", .. PolicyOf(Issuer)]));
        AssertWrongUsage("--use: must not be empty.", await Run("jwks", set, "--use", ""));
    }

    [Fact]
    public async Task Keys_may_have_another_use()
    {
        await using LoopbackServer server = new();
        server.Answer("/keys", Set("jwt-svid"));
        string file = Write("set.json", Set("jwt-svid"));
        foreach (string[] source in (string[][])[["--jwks", file], ["--jwks", file, "--as-remote"], ["--jwks", server.Address + "/keys", Loopback]])
        {
            AssertValid(await Run(["verify", .. source, "--use", "jwt-svid", .. PolicyOf(Issuer)]));
            Assert.Contains("1 key can verify", (await Run(["doctor", .. source, "--use", "jwt-svid", .. PolicyOf(Issuer)])).Output, StringComparison.Ordinal);
            AssertWithoutKey(await Run(["verify", .. source, .. PolicyOf(Issuer)]));
            AssertWithoutKey(await Run(["verify", .. source, "--use", "sig", .. PolicyOf(Issuer)]));
        }

        foreach (string[] source in (string[][])[[file], [file, "--remote-rules"], [server.Address + "/keys", Loopback]])
        {
            Assert.Equal((0, 1), ((await Run(["jwks", .. source, "--use", "jwt-svid"])).Code, (await Run(["jwks", .. source])).Code));
        }
    }

    private static void AssertWithoutKey(Outcome outcome) => Assert.Contains(outcome.Code, new[] { 1, 3 });
}
