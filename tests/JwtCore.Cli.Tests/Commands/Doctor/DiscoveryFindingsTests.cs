using System.Text.Json;
using System.Text.Json.Nodes;
using JwtCore.Cli.Tests.Support;

namespace JwtCore.Cli.Tests;

/// <summary>What doctor says of an issuer's metadata, and that it does not contradict itself.</summary>
public class DiscoveryFindingsTests : CliTest
{
    private const string Metadata = "/.well-known/openid-configuration";
    private const string AccessTokenIssuer = "http://adfs.example.com/adfs/services/trust";

    private static readonly string Keys = new JsonObject { ["keys"] = new JsonArray(Pair.ToJwk()) }.ToJsonString();

    [Fact]
    public async Task The_issuer_of_access_tokens_is_named_and_a_risk_where_it_is_not_accepted()
    {
        await using LoopbackServer server = new();
        server.Answer("/keys", Keys).Answer(Metadata, $$"""{"issuer":"{{server.Address}}","access_token_issuer":"{{AccessTokenIssuer}}","jwks_uri":"{{server.Address}}/keys"}""");

        Outcome outcome = await DiagnoseAsync("--discover", server.Address);
        Assert.Contains($"  warning  the metadata names \"{AccessTokenIssuer}\" as access_token_issuer: access tokens have that as iss\n", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("give that text with --issuer", outcome.Output, StringComparison.Ordinal);

        outcome = await DiagnoseAsync("--discover", server.Address, "--issuer", AccessTokenIssuer);
        Assert.Contains($"  ok       the metadata names \"{AccessTokenIssuer}\" as access_token_issuer", outcome.Output, StringComparison.Ordinal);

        outcome = await DiagnoseAsync("--discover", server.Address, "--any-issuer", "--json");
        Assert.Equal(AccessTokenIssuer, JsonElement.Parse(outcome.Output).GetProperty("requests")[0].GetProperty("accessTokenIssuer").GetString());
    }

    [Theory, InlineData("7"), InlineData("null"), InlineData("same")]
    public async Task One_that_is_no_text_or_the_issuer_itself_is_not_named(string value)
    {
        await using LoopbackServer server = new();
        string named = value == "same" ? $"\"{server.Address}\"" : value;
        server.Answer("/keys", Keys).Answer(Metadata, $$"""{"issuer":"{{server.Address}}","access_token_issuer":{{named}},"jwks_uri":"{{server.Address}}/keys"}""");

        Assert.DoesNotContain("access_token_issuer", (await DiagnoseAsync("--discover", server.Address)).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"issuer":"{0}/","jwks_uri":"{0}/keys"}""", "IssuerDiffers")]
    [InlineData("""{"issuer":"{0}"}""", "KeysAddressRefused")]
    [InlineData("<html>", "NotMetadata")]
    [InlineData("""{"keys":[]}""", "NotMetadata")]
    public async Task An_answer_that_arrived_is_the_one_problem_and_nothing_says_that_there_was_none(string body, string cause)
    {
        await using LoopbackServer server = new();
        server.Answer(Metadata, body.Replace("{0}", server.Address, StringComparison.Ordinal));

        string output = (await DiagnoseAsync("--discover", server.Address)).Output;

        Assert.Contains($"  problem  {cause}: {server.Address}{Metadata}: ", output, StringComparison.Ordinal);
        Assert.Contains("\n1 problem, ", output, StringComparison.Ordinal);
        Assert.DoesNotContain("cannot be reached", output, StringComparison.Ordinal);
        Assert.DoesNotContain("no metadata of this issuer", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Metadata_that_leads_to_keys_that_fail_is_good_itself()
    {
        await using LoopbackServer server = new();
        server.Answer(Metadata, $$"""{"issuer":"{{server.Address}}","jwks_uri":"{{server.Address}}/keys"}""");

        string output = (await DiagnoseAsync("--discover", server.Address)).Output;

        Assert.Contains($"  ok       {server.Address}{Metadata}: answered 200.\n", output, StringComparison.Ordinal);
        Assert.Contains($"  problem  StatusRefused: {server.Address}/keys: answered 404; 200 was expected.\n", output, StringComparison.Ordinal);
        Assert.Contains("\n1 problem, ", output, StringComparison.Ordinal);
    }

    private static Task<Outcome> DiagnoseAsync(params string[] args) => Run(["doctor", "--allow-http-loopback", "--alg", "ES256", "--audience", Audience, .. args]);
}
