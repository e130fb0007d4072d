using System.Text.Json.Nodes;
using JwtCore.Cli.Tests.Support;
using JwtCore.Testing;

namespace JwtCore.Cli.Tests;

public class SkippedKeysTests : CliTest
{
    private static readonly string NotFound = $"not valid: KeyNotFound\n  {ErrorSentences.Of(VerifyError.KeyNotFound)}\n";

    [Fact]
    public async Task When_no_key_is_found_each_skipped_entry_is_named_with_its_reason()
    {
        string set = WriteSkipped("{}", Other(), """{"kty":"OKP","crv":"X25519","kid":"key-1"}""");

        Outcome outcome = await Run(["verify", "--jwks", set, .. Policy, Token()]);

        Assert.StartsWith(
            NotFound + "  entry 0 of the set was skipped: kty is missing or not a string.\n  entry 2 of the set was skipped: crv is X25519, which agrees on keys and signs nothing.\n  expected: ",
            outcome.Output,
            StringComparison.Ordinal);
        Assert.Equal(1, outcome.Code);
    }

    [Theory]
    [InlineData(10, 10)]
    [InlineData(11, 9)]
    [InlineData(100, 9)]
    public async Task At_most_ten_lines_are_written(int entries, int named)
    {
        string set = WriteSkipped([.. Enumerable.Repeat("{}", entries)]);

        string output = (await Run(["verify", "--jwks", set, .. Policy, Token()])).Output;

        string lines = string.Concat(Enumerable.Range(0, named).Select(i => $"  entry {i} of the set was skipped: kty is missing or not a string.\n"));
        Assert.StartsWith(NotFound + lines + (named < entries ? $"  {entries - named} more entries of the set were skipped\n" : "") + "  found", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_verdict_has_nothing_to_do_with_skipped_entries() =>
        AssertRefused(VerifyError.Expired, await Run(["verify", "--jwks", WriteSkipped("{}", Pair.ToJwk().ToJsonString()), .. Policy, Token("exp", 0)]));

    [Fact]
    public async Task Programs_see_the_same_members_as_without_skipped_entries() =>
        Assert.StartsWith(
            """{"valid":false,"error":"KeyNotFound","algorithm":null,"keyId":null,"issuer":null,"subject":null,"audiences":[],"scopes":[],"expiresAt":null,"claims":null,"claim":null,""",
            (await Run(["verify", "--json", "--jwks", WriteSkipped("{}"), .. Policy, Token()])).Output,
            StringComparison.Ordinal);

    private static string Other() => TestKeyPair.Create(JwtAlgorithm.ES256, "other").ToJwk().ToJsonString();

    private string WriteSkipped(params string[] entries) =>
        Write("set", new JsonObject { ["keys"] = new JsonArray([.. entries.Select(entry => JsonNode.Parse(entry))]) }.ToJsonString());
}
