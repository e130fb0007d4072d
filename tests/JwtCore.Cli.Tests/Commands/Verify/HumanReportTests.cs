using System.Text.Json.Nodes;
using JwtCore.Cli.Tests.Support;

namespace JwtCore.Cli.Tests;

public class HumanReportTests : CliTest
{
    [Fact]
    public async Task A_valid_token_prints_the_verdict_then_what_was_proved_then_the_claims()
    {
        Outcome outcome = await Run([.. Verify, Token()]);

        Assert.Equal("""
            valid
              algorithm  ES256
              key        "key-1"
              issuer     "https://issuer.example.com"
              subject    "user-1"
              audience   "https://api.example.com"
              scopes     "read", "write"
              expires    2026-01-01T00:05:00Z
              claims
                "iss": "https://issuer.example.com"
                "sub": "user-1"
                "aud": "https://api.example.com"
                "iat": 1767225540
                "nbf": 1767225540
                "exp": 1767225900
                "scope": "read write"

            """, outcome.Output);
        Assert.Equal("", outcome.Error);
        Assert.Equal(0, outcome.Code);
    }

    [Fact]
    public async Task What_a_token_does_not_have_is_none()
    {
        string token = Pair.With(JwtAlgorithm.ES256, null).Sign("{}");

        Outcome outcome = await Run("verify", "--key", Write("key.pem", Pair.ToPublicPem()), "--alg", "ES256", "--any-issuer", "--any-audience", "--allow-missing-exp", token);

        Assert.Equal("""
            valid
              algorithm  ES256
              key        none
              issuer     none
              subject    none
              audience   none
              scopes     none
              expires    none
              claims

            """, outcome.Output);
    }

    [Fact]
    public async Task A_fraction_of_a_second_is_shown() =>
        Assert.Contains("  expires    2026-01-01T00:05:00.5Z\n", (await Run([.. Verify, Token("exp", Now + 300.5)])).Output, StringComparison.Ordinal);

    private static string Without(string removed, string name, JsonNode? value)
    {
        JsonObject claims = Claims();
        claims.Remove(removed);
        claims[name] = value;
        return Pair.Sign(claims.ToJsonString());
    }

    [Fact]
    public async Task A_refused_token_prints_error_claim_expected_found_hint_and_the_next_step()
    {
        Outcome outcome = await Run([.. Verify, Without("iat", "exp", Now - 600)]);

        Assert.Equal("""
            not valid: Expired
              The token's exp has passed, the allowed clock skew included.
              claim: exp
              expected: exp: after 2025-12-31T23:59:00Z, --at is 2026-01-01T00:00:00Z and 1 min of skew are allowed
              found: exp: 1767225000 (2025-12-31T23:50:00Z), expired 10 minutes ago
              hint: Get a new token, or give an earlier time with --at.

            next: jwtcore doctor, with the same options and one of the tokens, looks at keys and policy too

            """, outcome.Output);
        Assert.Equal("", outcome.Error);
        Assert.Equal(1, outcome.Code);
    }

    [Fact]
    public async Task What_a_token_has_is_labelled_until_the_signature_verified()
    {
        string output = (await Run([.. Verify, Pair.With(JwtAlgorithm.ES256, "key-2").Sign("{}")])).Output;

        Assert.Contains("\n  expected: one of the keys \"key-1\" (EC P-256, ES256)\n", output, StringComparison.Ordinal);
        Assert.Contains("\n  found (unverified): kid: \"key-2\", alg: \"ES256\"\n", output, StringComparison.Ordinal);
        Assert.DoesNotContain("\n  found:", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_empty_line_separates_the_answers_and_the_next_step_is_named_once()
    {
        string[] answers = (await RunWith($"x\n{Token("exp", 0)}\n{Token("iss", "x")}", Verify)).Output.Split("\n\n");

        Assert.Equal(["not valid: NotCompactJws", "not valid: Expired", "not valid: IssuerMismatch", "next: jwtcore doctor"], answers.Select(answer => answer.Split('\n', ',')[0]));
    }

    [Fact]
    public async Task A_text_that_is_no_token_has_no_next_step() =>
        Assert.DoesNotContain("doctor", (await Run([.. Verify, "--", $"Bearer {Token()}"])).Output, StringComparison.Ordinal);

    [Fact]
    public async Task Claims_show_with_letters_of_any_script_and_without_controls()
    {
        JsonObject claims = Claims();
        claims["sub"] = "José 漢字 \u001b[31m \u007f \u0085 \u202e \u2066 \u200b \u2028 😀 \" \\ <&+>";
        claims["a\u001b\u202eb"] = new JsonArray("\u009b2J", 1.50m, true, null);

        // Unescaped where strict JSON allows it, so that the program must do the escaping.
        string payload = claims.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping })
            .Replace("\\u202E", "\u202e", StringComparison.Ordinal).Replace("\\u007F", "\u007f", StringComparison.Ordinal)
            .Replace("\\u0085", "\u0085", StringComparison.Ordinal).Replace("\\u009B", "\u009b", StringComparison.Ordinal);

        Outcome outcome = await Run([.. Verify, Pair.Sign(payload)]);

        const string Subject = """José 漢字 \u001B[31m \u007F \u0085 \u202e \u2066 \u200b \u2028 \uD83D\uDE00 \" \\ <&+>""";
        Assert.Contains($"  subject    \"{Subject}\"\n", outcome.Output, StringComparison.OrdinalIgnoreCase);
        Assert.Contains($"    \"sub\": \"{Subject}\"\n", outcome.Output, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("    \"a\\u001B\\u202eb\": [\"\\u009B2J\",1.50,true,null]\n", outcome.Output, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(outcome.Output, c => char.IsControl(c) && c != '\n');
        Assert.DoesNotContain(outcome.Output, c => c is '\u202e' or '\u2066' or '\u200b' or '\u2028');
    }

    [Fact]
    public async Task Space_between_the_members_of_a_payload_breaks_no_line()
    {
        string token = Pair.Sign($"{{\n\"iss\":\"{Issuer}\",\"aud\":\"{Audience}\",\r\n\t\"exp\":{Now + 1},\"x\":{{\n\"y\":\n1e3}}}}");

        Assert.EndsWith("    \"x\": {\"y\":1e3}\n", (await Run([.. Verify, token])).Output, StringComparison.Ordinal);
    }
}
