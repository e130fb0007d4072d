using System.Text.Json.Nodes;
using JwtCore.Cli.Tests.Support;
using JwtCore.Testing;

namespace JwtCore.Cli.Tests;

/// <summary>What doctor says of a key set: it counts as the verifier does.</summary>
public class KeyFindingsTests : CliTest
{
    private const string Secret = """{"kty":"oct","kid":"s","k":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}""";

    private static readonly string Public = Pair.ToJwk().ToJsonString();

    [Fact]
    public async Task Equal_entries_count_once()
    {
        Outcome outcome = await DiagnoseAsync([Public, Public, Public], "ES256");

        Assert.Contains("  ok       1 key can verify: 3 entries, of which equal ones count once\n", outcome.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("same kid", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Entries_that_differ_in_alg_count_apart()
    {
        TestKeyPair rsa = TestKeyPair.Create(JwtAlgorithm.RS256, "key-1");
        JsonObject other = rsa.ToJwk();
        other["alg"] = "PS256";

        Outcome outcome = await DiagnoseAsync([rsa.ToJwk().ToJsonString(), other.ToJsonString()], "RS256");

        Assert.Contains("  ok       2 keys can verify\n", outcome.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("same kid", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Different_secrets_of_one_kid_are_ambiguous_where_the_algorithm_takes_both()
    {
        string longer = Secret.Replace("\"}", new string('A', 43) + "\"}", StringComparison.Ordinal);

        Assert.Contains("entries 0, 1 have the same kid \"s\", and each could verify HS256", (await DiagnoseAsync([Secret, longer], "HS256")).Output, StringComparison.Ordinal);

        // The shorter one cannot be used with HS512 (RFC 7518 section 3.2).
        Assert.DoesNotContain("same kid", (await DiagnoseAsync([Secret, longer], "HS512")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keys_of_different_issuers_never_count_as_one()
    {
        string bound = Public.Replace("{", """{"issuer":"https://a.example.com",""", StringComparison.Ordinal);
        string other = Public.Replace("{", """{"issuer":"https://b.example.com",""", StringComparison.Ordinal);

        Outcome outcome = await DiagnoseAsync([bound, other], "ES256");

        Assert.Contains("  ok       2 keys can verify\n", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("entries 0, 1 have the same kid", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_secret_beside_public_keys_is_a_secret_that_everybody_has()
    {
        Outcome outcome = await DiagnoseAsync([Public, Secret, Secret], "ES256");

        Assert.Contains("  warning  entries 1, 2 are shared secrets (oct) in a published set: a secret that everybody has\n", outcome.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("AAAA", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_set_of_secrets_is_published_when_it_was_fetched_and_not_when_it_is_a_file()
    {
        await using LoopbackServer server = new();
        server.Answer("/keys", $$"""{"keys":[{{Secret}}]}""");

        Outcome remote = await Run("doctor", "--jwks", server.Address + "/keys", "--allow-http-loopback", "--alg", "ES256", "--issuer", Issuer, "--audience", Audience);

        Assert.Contains("  warning  entry 0 is a shared secret (oct) in a published set: a secret that everybody has\n", remote.Output, StringComparison.Ordinal);
        Assert.Equal(1, remote.Code);
        Assert.DoesNotContain("everybody has", (await DiagnoseAsync([Secret], "HS256")).Output, StringComparison.Ordinal);

        // Too short for a secret, and still a file of secrets alone.
        Assert.DoesNotContain("everybody has", (await DiagnoseAsync([Secret, """{"kty":"oct","k":"AA"}"""], "HS256")).Output, StringComparison.Ordinal);
    }

    private Task<Outcome> DiagnoseAsync(string[] entries, string algorithm) =>
        Run("doctor", "--jwks", Write("keys.json", $$"""{"keys":[{{string.Join(',', entries)}}]}"""), "--alg", algorithm, "--issuer", Issuer, "--audience", Audience);
}
