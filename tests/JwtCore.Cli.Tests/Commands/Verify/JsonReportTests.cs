using System.Text.Json;
using System.Text.Json.Nodes;
using JwtCore.Cli.Tests.Support;

namespace JwtCore.Cli.Tests;

public class JsonReportTests : CliTest
{
    private const string NoExplanation = ""","claim":null,"fault":null,"expected":null,"found":null,"hint":null,"cause":null,"unverified":null}""";

    private static string Refused(VerifyError error) =>
        $$"""{"valid":false,"error":"{{error}}","algorithm":null,"keyId":null,"issuer":null,"subject":null,"audiences":[],"scopes":[],"expiresAt":null,"claims":null""";

    [Fact]
    public async Task A_valid_token_is_one_object_with_its_members_in_order()
    {
        Outcome outcome = await Run([.. Verify, "--json", Token()]);

        Assert.Equal(
            """{"valid":true,"error":null,"algorithm":"ES256","keyId":"key-1","issuer":"https://issuer.example.com","subject":"user-1","audiences":["https://api.example.com"],"scopes":["read","write"],"expiresAt":1767225900,"claims":{"iss":"https://issuer.example.com","sub":"user-1","aud":"https://api.example.com","iat":1767225540,"nbf":1767225540,"exp":1767225900,"scope":"read write"}""" + NoExplanation + "\n",
            outcome.Output);
        Assert.Equal("", outcome.Error);
        Assert.Equal(0, outcome.Code);
    }

    [Fact]
    public async Task What_a_valid_token_does_not_have_is_null_or_empty()
    {
        string token = Pair.With(JwtAlgorithm.ES256, null).Sign("{}");

        Outcome outcome = await Run("verify", "--json", "--key", Write("key.pem", Pair.ToPublicPem()), "--alg", "ES256", "--any-issuer", "--any-audience", "--allow-missing-exp", token);

        Assert.Equal(
            """{"valid":true,"error":null,"algorithm":"ES256","keyId":null,"issuer":null,"subject":null,"audiences":[],"scopes":[],"expiresAt":null,"claims":{}""" + NoExplanation + "\n",
            outcome.Output);
    }

    [Fact]
    public async Task A_refused_token_shows_its_error_and_the_explanation()
    {
        Outcome outcome = await Run([.. Verify, "--json", Token("exp", "1")]);

        Assert.Equal(
            Refused(VerifyError.ClaimMalformed)
                + """
                ,"claim":"exp","fault":"WrongType","expected":"exp: a number of seconds since 1970, 0 to 253402300800","found":"exp: a string, \"1\"","hint":"Have the issuer write exp as a number, without quotes, or use --tolerate StringDates.","cause":null,"unverified":null}
                """
                + "\n",
            outcome.Output);
        Assert.Equal("", outcome.Error);
        Assert.Equal(1, outcome.Code);
    }

    [Fact]
    public async Task What_a_token_has_stands_in_one_object_until_the_signature_verified()
    {
        Outcome outcome = await Run([.. Verify, "--json", Pair.With(JwtAlgorithm.ES256, "key-2").Sign("{}")]);

        Assert.StartsWith(Refused(VerifyError.KeyNotFound) + ""","claim":null,"fault":null,"expected":"one of the keys \"key-1\" (EC P-256, ES256)","found":null,"hint":"Compare""", outcome.Output, StringComparison.Ordinal);
        Assert.EndsWith(""","unverified":{"found":"kid: \"key-2\", alg: \"ES256\""}}""" + "\n", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_that_lacks_a_scope_shows_no_claim_but_those_of_scopes()
    {
        Outcome outcome = await Run([.. Verify, "--json", "--scope", "admin", Token()]);

        Assert.StartsWith(Refused(VerifyError.InsufficientScope), outcome.Output, StringComparison.Ordinal);
        Assert.Contains(""","found":"scope: \"read write\"","hint":""", outcome.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("user-1", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Several_tokens_are_several_lines()
    {
        Outcome outcome = await RunWith($"{Token()}\n\n{Token()}", [.. Verify, "--json"]);

        string[] lines = outcome.Output.Split('\n');
        Assert.Equal(4, lines.Length);
        Assert.StartsWith("""{"valid":true,""", lines[0], StringComparison.Ordinal);
        Assert.StartsWith(Refused(VerifyError.NotCompactJws), lines[1], StringComparison.Ordinal);
        Assert.Equal(lines[0][..100], lines[2][..100]);
        Assert.Equal("", lines[3]);
        Assert.Equal(1, outcome.Code);
    }

    [Theory]
    [InlineData("1767225900.5", "1767225900.5")]
    [InlineData("1767225900.1234567", "1767225900.1234567")]
    [InlineData("1767225900.12345678", "1767225900.1234567")]
    [InlineData("17672259e2", "1767225900")]
    [InlineData("253402300799", "253402300799")]
    public async Task Expiry_is_a_number_of_seconds_to_100_ns(string exp, string expected)
    {
        string token = Pair.Sign($$"""{"iss":"{{Issuer}}","aud":"{{Audience}}","exp":{{exp}}}""");

        Outcome outcome = await Run([.. Verify, "--json", token]);

        Assert.Contains($"\"expiresAt\":{expected},\"claims\":", outcome.Output, StringComparison.Ordinal);
        Assert.Contains($"\"exp\":{exp}}}", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Several_audiences_and_any_text_come_back_as_they_were()
    {
        const string Odd = "José \u001b \u202e 😀 \"\\";

        Outcome outcome = await Run([.. Verify, "--json", Token("aud", new JsonArray(Audience, Odd))]);

        using JsonDocument json = JsonDocument.Parse(outcome.Output);
        Assert.Equal(Odd, json.RootElement.GetProperty("audiences")[1].GetString());
        Assert.Equal(Odd, json.RootElement.GetProperty("claims").GetProperty("aud")[1].GetString());
        Assert.DoesNotContain(outcome.Output, c => c is '\u001b' or '\u202e');
    }
}
