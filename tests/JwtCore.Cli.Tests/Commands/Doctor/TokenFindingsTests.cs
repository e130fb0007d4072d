using System.Text.Json.Nodes;
using JwtCore.Cli.Tests.Support;
using JwtCore.Testing;

namespace JwtCore.Cli.Tests;

/// <summary>What doctor says of a token: the values that decide, whole and labelled, and nothing that names a person.</summary>
public class TokenFindingsTests : CliTest
{
    private const string Person = "person-of-the-token";

    public static TheoryData<string, string[]> Refused => new()
    {
        { "exp", ["0"] },
        { "iss", [$$"""{"sub":"{{Person}}"}"""] },
        { "iss", [$$"""[["{{Person}}"]]"""] },
        { "aud", [$$"""[{"email":"{{Person}}"}]"""] },
        { "sub", ["123456789"] },
        { "sub", [$$"""["{{Person}}"]"""] },
        { "jti", ["987654321"] },
        { "cnf", [$$"""{"jkt":"{{Person}}"}"""] },
        { "email", [$"\"{Person}\"", "--required-claim", "email=other@example.com"] },
        { "sub", [$"\"{Person}\"", "--required-claim", "sub=other"] },
        { "org", [$$"""{"email":"{{Person}}"}""", "--required-claim", "org=other"] },
        { "name", [$"\"{Person}\"", "--scope", "admin"] },
        { "name", [$"\"{Person}\"", "--typ", "at+jwt"] },
        { "name", [$"\"{Person}\"", "--alg", "RS256"] },
    };

    [Theory, MemberData(nameof(Refused))]
    public async Task Nothing_names_a_person_and_the_token_is_not_shown(string claim, string[] valueAndOptions)
    {
        JsonObject claims = Claims();
        claims["email"] = Person;
        claims["sub"] = Person;
        claims[claim] = JsonNode.Parse(valueAndOptions[0]);
        string token = Pair.Sign(claims.ToJsonString());
        string[] options = valueAndOptions[1..];
        string[] command = ["doctor", "--jwks", WriteSet("keys.json", Pair), .. options.Contains("--alg") ? Policy[2..] : Policy, .. options, "--file", Write("token.jwt", token)];

        foreach (Outcome outcome in (Outcome[])[await Run(command), await Run([.. command, "--json"])])
        {
            Assert.Equal(1, outcome.Code);
            Assert.All([Person, "123456789", "987654321", .. token.Split('.')], text => Assert.DoesNotContain(text, outcome.Output + outcome.Error, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Values_that_decide_are_whole_with_the_first_difference_marked()
    {
        string issuer = Issuer + "/" + new string('r', 300);
        string output = (await DiagnoseAsync(Token("iss", issuer))).Output;

        Assert.Contains($"found: iss: \"{issuer}\"\n", output, StringComparison.Ordinal);
        Assert.Contains($"           expected    \"{Issuer}\"\n           found       \"{issuer}\"\n{new string(' ', 11 + 12 + 1 + Issuer.Length)}^\n", output, StringComparison.Ordinal);

        JsonNode token = await JsonAsync(Token("iss", issuer));
        Assert.Equal((Issuer, issuer, Issuer.Length), ((string?)token["difference"]!["expected"], (string?)token["difference"]!["found"], (int)token["difference"]!["position"]!));
        Assert.Null(token["unverified"]);
    }

    [Fact]
    public async Task What_nobody_need_have_signed_stands_in_one_object_unverified()
    {
        string token = TestKeyPair.Create(JwtAlgorithm.ES256, "key-2").Sign(Claims().ToJsonString());
        string output = (await DiagnoseAsync(token)).Output;

        Assert.Contains("found (unverified): kid: \"key-2\", alg: \"ES256\"\n", output, StringComparison.Ordinal);
        Assert.Contains("           expected    \"key-1\"\n           unverified  \"key-2\"\n", output, StringComparison.Ordinal);

        string json = (await DiagnoseAsync(token, "--json")).Output;
        JsonNode parsed = JsonNode.Parse(json)!;
        Assert.Equal("kid: \"key-2\", alg: \"ES256\"", (string?)parsed["token"]!["unverified"]!["found"]);
        Assert.Equal("key-2", (string?)parsed["token"]!["unverified"]!["difference"]!["found"]);
        parsed["token"]!["unverified"] = null;
        Assert.DoesNotContain("key-2", parsed.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Problems_of_other_parts_are_told_too_and_are_unverified()
    {
        // No key has the kid, the payload has a name twice, and the signature is padded.
        string[] parts = TestKeyPair.Create(JwtAlgorithm.ES256, "other").Sign("""{"a":1,"tenant_ref":1,"tenant_ref":2}""").Split('.');
        string token = $"{parts[0]}.{parts[1]}.{parts[2]}AAA";

        string output = (await DiagnoseAsync(token)).Output;
        Assert.Contains("KeyNotFound", output, StringComparison.Ordinal);
        Assert.Contains("also (unverified): payload: two members of one object have the name \"tenant_ref\".\n", output, StringComparison.Ordinal);
        Assert.Contains("also (unverified): signature: it is not", output, StringComparison.Ordinal);

        string json = (await DiagnoseAsync(token, "--json")).Output;
        JsonNode parsed = JsonNode.Parse(json)!;
        Assert.Equal(2, parsed["token"]!["unverified"]!["problems"]!.AsArray().Count);
        parsed["token"]!["unverified"] = null;
        Assert.DoesNotContain("tenant_ref", parsed.ToJsonString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sub", "found: sub: a string\n")]
    [InlineData("email", "found: email: a string\n")]
    [InlineData("email", "found: no email\n", true)]
    public async Task What_the_policy_requires_of_a_person_is_not_told_either(string claim, string found, bool isMissing = false)
    {
        JsonObject claims = Claims();
        claims[claim] = Person;
        if (isMissing)
        {
            claims.Remove(claim);
        }

        string token = Pair.Sign(claims.ToJsonString());
        string[] options = ["--required-claim", $"{claim}=alice@corp.example"];
        string output = (await DiagnoseAsync(token, options)).Output;
        string json = (await DiagnoseAsync(token, [.. options, "--json"])).Output;

        Assert.Contains($"expected: {claim}: an accepted value\n", output, StringComparison.Ordinal);
        Assert.Contains(found, output, StringComparison.Ordinal);
        Assert.Equal($"{claim}: an accepted value", (string?)JsonNode.Parse(json)!["token"]!["expected"]);
        Assert.All([output, json], text => Assert.DoesNotContain("alice", text, StringComparison.Ordinal));
        Assert.All([output, json], text => Assert.DoesNotContain(Person, text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_signature_is_compared_with_the_length_of_the_key()
    {
        using System.Security.Cryptography.RSA large = System.Security.Cryptography.RSA.Create(3072);
        string key = Write("key.pem", large.ExportSubjectPublicKeyInfoPem());
        string token = TestKeyPair.Create(JwtAlgorithm.RS256, "key-1").Sign(Claims().ToJsonString());

        string output = (await Run(["doctor", "--key", key, "--alg", "RS256", .. Policy[2..], token])).Output;

        Assert.Contains("expected: a signature of 384 bytes, as long as the key\n", output, StringComparison.Ordinal);
        Assert.Contains("found (unverified): a signature of 256 bytes\n", output, StringComparison.Ordinal);
        Assert.Contains("A key of another size signed", output, StringComparison.Ordinal);

        // Cut to a length that no key has.
        output = (await Run(["doctor", "--key", key, "--alg", "RS256", .. Policy[2..], Cut(token)])).Output;
        Assert.Contains("expected: a signature of 384 bytes, as long as the key\n", output, StringComparison.Ordinal);
        Assert.Contains("The token was cut or changed", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_text_that_is_no_token_is_told_without_keys_too()
    {
        string[] command = ["doctor", "--jwks", "http://127.0.0.1:1/keys", "--allow-http-loopback", .. Policy, "--file"];

        Outcome outcome = await Run([.. command, Write("bearer.jwt", "Bearer " + Token())]);
        Assert.Contains("scheme \"Bearer \" around the token", outcome.Output, StringComparison.Ordinal);
        Assert.Equal(3, outcome.Code);

        outcome = await Run([.. command, Write("good.jwt", Token())]);
        Assert.Contains("the token was not judged, for lack of keys\n", outcome.Output, StringComparison.Ordinal);
        Assert.Equal(3, outcome.Code);
    }

    [Fact]
    public async Task A_distant_expiration_is_risky()
    {
        Outcome outcome = await DiagnoseAsync(Token("exp", 1_767_225_900_000), "--tolerate", "DistantExpiration");

        Assert.Contains("  warning  DistantExpiration: a token whose exp is in milliseconds never expires\n", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("  ok       the token is valid\n", outcome.Output, StringComparison.Ordinal);
    }

    // The last group stays, so that the text is canonical base64url.
    private static string Cut(string token) => token[..^84] + token[^4..];

    private Task<Outcome> DiagnoseAsync(string token, params string[] options) =>
        Run(["doctor", "--jwks", WriteSet("keys.json", Pair), .. Policy, .. options, "--file", Write("token.jwt", token)]);

    private async Task<JsonNode> JsonAsync(string token) => JsonNode.Parse((await DiagnoseAsync(token, "--json")).Output)!["token"]!;
}
