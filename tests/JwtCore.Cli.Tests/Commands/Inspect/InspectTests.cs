using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using JwtCore.Cli.Tests.Support;
using JwtCore.Testing;

namespace JwtCore.Cli.Tests;

public class InspectTests : CliTest
{
    private const string First = "unverified: the signature was not checked; anyone may have written this\n";

    // Nobody has the key of this one.
    private static string Forged { get; } = Unsigned("""{"alg":"ES256","typ":"JWT","kid":"key-1"}""", """{"iss":"i","aud":["a","b"],"x":{},"y":[],"exp":1767225900.5,"iat":1767225600}""") + new string('A', 86);

    public static TheoryData<JwtAlgorithm> Algorithms => [.. Enum.GetValues<JwtAlgorithm>().Where(JwtAlgorithms.IsSupported)];

    [Fact]
    public async Task A_token_is_shown_under_the_word_unverified()
    {
        Outcome outcome = await Run("inspect", Forged);

        Assert.Equal(First + """
              header     55 characters, 41 bytes
                {
                  "alg": "ES256",
                  "typ": "JWT",
                  "kid": "key-1"
                }
              payload    103 characters, 77 bytes
                {
                  "iss": "i",
                  "aud": [
                    "a",
                    "b"
                  ],
                  "x": {},
                  "y": [],
                  "exp": 1767225900.5,
                  "iat": 1767225600
                }
              exp        2026-01-01T00:05:00.5Z (unverified)
              iat        2026-01-01T00:00:00Z (unverified)
              signature  86 characters, 64 bytes; ES256 can have that many

            """, outcome.Output);
        Assert.Equal("", outcome.Error);
        Assert.Equal(0, outcome.Code);
    }

    [Fact]
    public async Task For_programs_the_first_member_says_that_nothing_was_verified()
    {
        Outcome outcome = await Run("inspect", "--json", Forged);

        Assert.Equal(
            """{"verified":false,"readable":true,"problems":[],"segments":[55,103,86],"header":{"alg":"ES256","typ":"JWT","kid":"key-1"},"payload":{"iss":"i","aud":["a","b"],"x":{},"y":[],"exp":1767225900.5,"iat":1767225600},"times":{"exp":"2026-01-01T00:05:00.5Z","nbf":null,"iat":"2026-01-01T00:00:00Z"},"signatureBytes":64,"signatureFits":true}""" + "\n",
            outcome.Output);
        Assert.Equal("", outcome.Error);
        Assert.Equal(0, outcome.Code);
    }

    [Theory]
    [InlineData("", "the token has 1 segment; a signed token has 3.|header: it is empty.")]
    [InlineData("..", "header: it is empty.|payload: it is empty.")]
    [InlineData("e30", "the token has 1 segment; a signed token has 3.")]
    [InlineData("e30.e30", "the token has 2 segments; a signed token has 3.")]
    [InlineData("e30.e30.AA.AA", "the token has 4 segments; a signed token has 3.")]
    [InlineData("e30.e30.AA.AA.AA", "the token has 5 segments: it is encrypted, and only its header can be read.")]
    [InlineData("e30.e30.AA.AA.AA.AA", "the token has 6 segments; a signed token has 3.")]
    [InlineData("e30.e3+.", "payload: it is not base64url: byte 3 is none of A-Z a-z 0-9 - _.")]
    [InlineData(" e30.e30.", "header: it is not base64url: byte 1 is none of A-Z a-z 0-9 - _.")]
    [InlineData("Bearer e30.e30.", "header: it is not base64url: byte 7 is none of A-Z a-z 0-9 - _.")]
    [InlineData("e30.e30.é", "signature: it is not base64url: byte 1 is none of A-Z a-z 0-9 - _.")]
    [InlineData("e30.e30.A", "signature: it is not base64url: no text has this length.")]
    [InlineData("e30.e31.", "payload: it is not canonical base64url: the last character has bits that must be zero.")]
    [InlineData("e30.e30.AB", "signature: it is not canonical base64url: the last character has bits that must be zero.")]
    [InlineData("e30=.e30.AA==", "header: it is padded with '='.|signature: it is padded with '='.")]
    [InlineData("e30.W10.", "payload: it is not a JSON object.")]
    [InlineData("MQ.e30.", "header: it is not a JSON object.")]
    public async Task What_is_wrong_is_said(string token, string problems)
    {
        foreach (string form in (string[])["--", "--json"])
        {
            Outcome outcome = await Run(form == "--" ? ["inspect", form, token] : ["inspect", form, "--", token]);

            Assert.Equal(1, outcome.Code);
            Assert.Equal("", outcome.Error);
            Assert.DoesNotContain("valid", outcome.Output, StringComparison.OrdinalIgnoreCase);
            if (form == "--json")
            {
                JsonElement report = JsonElement.Parse(outcome.Output);
                Assert.False(report.GetProperty("readable").GetBoolean());
                Assert.Equal(problems.Split('|'), report.GetProperty("problems").EnumerateArray().Select(problem => problem.GetString()));
            }
            else
            {
                Assert.StartsWith(First, outcome.Output, StringComparison.Ordinal);
                Assert.Equal(
                    problems.Split('|').Select(problem => problem[(problem.IndexOf(": it", StringComparison.Ordinal) is int at and > 0 and < 10 ? at + 2 : 0)..]),
                    outcome.Output.Split('\n').Where(line => line.Contains("problem: ", StringComparison.Ordinal)).Select(line => line.Trim()["problem: ".Length..]));
            }
        }
    }

    public static TheoryData<string, string> BadJson => new()
    {
        { "", "it is empty." },
        { "{", "it is not JSON: line 1, byte 2 is not as expected." },
        { "{\n\"a\":1,}", "it is not JSON: line 2, byte 7 is not as expected." },
        { "{}{}", "it is not JSON: line 1, byte 3 is not as expected." },
        { "/**/{}", "it is not JSON: line 1, byte 1 is not as expected." },
        { "\ufeff{}", "it starts with a byte order mark." },
        { """{"a":"\ud800"}""", "a text in it has half of a surrogate pair." },
        { """{"\udc00":1}""", "a text in it has half of a surrogate pair." },
        { new string('[', 65) + new string(']', 65), "it is nested more than 64 levels deep." },
        { """{"a":1,"b":[{"c":1,"\u0063":2}]}""", "two members of one object have the name \"c\"." },
        { "{\"a\\u001b\u202e\":1,\"a\\u001B\u202e\":2}", "two members of one object have the name \"a\\u001B\\u202e\"." },
    };

    [Theory, MemberData(nameof(BadJson))]
    public async Task What_is_wrong_with_the_JSON_is_said(string json, string problem)
    {
        AssertProblem($"header: {problem}", await Run("inspect", "--json", Unsigned(json, "{}")));
        AssertProblem($"payload: {problem}", await Run("inspect", "--json", Unsigned("{}", json)));
    }

    [Fact]
    public async Task Bytes_that_are_no_text_are_no_JSON() =>
        AssertProblem("payload: it is not UTF-8.", await Run("inspect", "--json", "e30." + Base64Url.EncodeToString([(byte)'"', 0xFF, (byte)'"']) + "."));

    [Fact]
    public async Task JSON_of_64_levels_is_read()
    {
        Outcome outcome = await Run("inspect", "--json", Unsigned("{}", $$"""{"a":{{new string('[', 63)}}{{new string(']', 63)}}}"""));

        Assert.Equal(0, outcome.Code);
    }

    [Fact]
    public async Task Members_of_one_name_are_shown_to_people_and_kept_from_programs()
    {
        string token = Unsigned("""{"alg":"none"}""", """{"sub":"a","sub":"b"}""");

        Assert.Equal(First + """
              header     19 characters, 14 bytes
                {
                  "alg": "none"
                }
              payload    28 characters, 21 bytes
                problem: two members of one object have the name "sub".
                {
                  "sub": "a",
                  "sub": "b"
                }
              signature  0 characters, 0 bytes; the header names no supported alg

            """, (await Run("inspect", token)).Output);
        Assert.Contains("\"payload\":null,", (await Run("inspect", "--json", token)).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_padded_part_is_still_shown() => Assert.Equal(
        """{"verified":false,"readable":false,"problems":["header: it is padded with '='."],"segments":[4,3,0],"header":{},"payload":{},"times":{"exp":null,"nbf":null,"iat":null},"signatureBytes":0,"signatureFits":null}""" + "\n",
        (await Run("inspect", "--json", "e30=.e30.")).Output);

    [Fact]
    public async Task Of_an_encrypted_token_the_header_is_shown()
    {
        string token = Base64Url.EncodeToString("""{"alg":"dir","enc":"A128GCM"}"""u8) + "..AA.AA.AA";

        Outcome outcome = await Run("inspect", token);

        Assert.Equal(First + """
              problem: the token has 5 segments: it is encrypted, and only its header can be read.
              header     39 characters, 29 bytes
                {
                  "alg": "dir",
                  "enc": "A128GCM"
                }

            """, outcome.Output);
        Assert.Equal(1, outcome.Code);
        Assert.Equal(
            """{"verified":false,"readable":false,"problems":["the token has 5 segments: it is encrypted, and only its header can be read."],"segments":[39,0,2,2,2],"header":{"alg":"dir","enc":"A128GCM"},"payload":null,"times":{"exp":null,"nbf":null,"iat":null},"signatureBytes":null,"signatureFits":null}""" + "\n",
            (await Run("inspect", "--json", token)).Output);
    }

    [Theory, MemberData(nameof(Algorithms))]
    public async Task A_signature_of_the_algorithm_has_a_length_that_fits(JwtAlgorithm algorithm)
    {
        string token = TestKeyPair.Create(algorithm).Sign("{}");

        Assert.Contains($" bytes; {algorithm.ToName()} can have that many\n", (await Run("inspect", token)).Output, StringComparison.Ordinal);
        Assert.Contains("\"signatureFits\":true}", (await Run("inspect", "--json", token)).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("HS256", 31, false, "HS256 has 32")]
    [InlineData("HS256", 32, true, "HS256 can have that many")]
    [InlineData("HS256", 33, false, "HS256 has 32")]
    [InlineData("ES512", 131, false, "ES512 has 132")]
    [InlineData("ES512", 132, true, "ES512 can have that many")]
    [InlineData("PS384", 255, false, "PS384 has 256 to 1024")]
    [InlineData("PS384", 256, true, "PS384 can have that many")]
    [InlineData("RS512", 1024, true, "RS512 can have that many")]
    [InlineData("RS512", 1025, false, "RS512 has 256 to 1024")]
    [InlineData("EdDSA", 63, false, "EdDSA has 64")]
    [InlineData("Ed25519", 64, true, "Ed25519 can have that many")]
    [InlineData("ML-DSA-44", 2419, false, "ML-DSA-44 has 2420")]
    [InlineData("ML-DSA-44", 2420, true, "ML-DSA-44 can have that many")]
    [InlineData("ML-DSA-65", 3309, true, "ML-DSA-65 can have that many")]
    [InlineData("ML-DSA-87", 4627, true, "ML-DSA-87 can have that many")]
    [InlineData("ML-DSA-87", 4628, false, "ML-DSA-87 has 4627")]
    [InlineData("MLDsa87", 4627, null, "the header names no supported alg")]
    [InlineData("Ed448", 114, null, "the header names no supported alg")]
    [InlineData("1", 32, null, "the header names no supported alg")]
    public async Task A_signature_of_another_length_is_readable_and_does_not_fit(string algorithm, int length, bool? fits, string words)
    {
        string token = Unsigned($$"""{"alg":"{{algorithm}}"}""", "{}") + Base64Url.EncodeToString(new byte[length]);

        Outcome outcome = await Run("inspect", token);

        Assert.EndsWith($" characters, {length} bytes; {words}\n", outcome.Output, StringComparison.Ordinal);
        Assert.Equal(0, outcome.Code);
        Assert.EndsWith($"\"signatureBytes\":{length},\"signatureFits\":{(fits is null ? "null" : fits.Value ? "true" : "false")}}}\n", (await Run("inspect", "--json", token)).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0", "1970-01-01T00:00:00Z")]
    [InlineData("253402300799", "9999-12-31T23:59:59Z")]
    [InlineData("1e9", "2001-09-09T01:46:40Z")]
    [InlineData("253402300800", null)]
    [InlineData("-1", null)]
    [InlineData("1e400", null)]
    [InlineData("\"1\"", null)]
    [InlineData("null", null)]
    public async Task A_time_is_readable_or_said_not_to_be_one(string value, string? time)
    {
        string token = Unsigned("{}", $$"""{"nbf":{{value}}}""");

        Outcome outcome = await Run("inspect", token);

        Assert.Contains($"\n  nbf        {time ?? "no number of seconds until the year 9999"} (unverified)\n", outcome.Output, StringComparison.Ordinal);
        Assert.Equal(0, outcome.Code);
        Assert.Contains($"\"nbf\":{(time is null ? "null" : $"\"{time}\"")},\"iat\":null}}", (await Run("inspect", "--json", token)).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_in_a_token_reaches_the_terminal_as_a_command()
    {
        string token = Unsigned("{}", "{\"a\u202e\u0085\\u001b\\n\":\"\u009b2J \u2028 \u200b \\u0007 漢\"}");

        foreach (Outcome outcome in (Outcome[])[await Run("inspect", token), await Run("inspect", "--json", token)])
        {
            Assert.Equal(0, outcome.Code);
            Assert.Contains("漢", outcome.Output, StringComparison.Ordinal);
            Assert.DoesNotContain(outcome.Output, c => (char.IsControl(c) && c != '\n') || c is '\u202e' or '\u2028' or '\u200b');
        }

        Assert.Contains("\n      \"a\\u202e\\u0085\\u001B\\n\": \"", (await Run("inspect", token)).Output, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task A_token_has_a_largest_size(int above)
    {
        string token = "e30.e30." + new string('A', 92 + above);
        foreach (Outcome outcome in (Outcome[])[
            await Run("inspect", "--max-token-bytes", "100", token),
            await Run("inspect", "--max-token-bytes", "100", "--file", Write("token", token + "\n")),
            await RunWith(token + "\n", "inspect", "--max-token-bytes", "100")])
        {
            Assert.Equal(above, outcome.Code);
            Assert.Equal(above == 1, outcome.Output == First + "  problem: the token is longer than 100 bytes.\n");
        }
    }

    [Fact]
    public async Task Of_a_token_too_large_nothing_is_read() => Assert.Equal(
        """{"verified":false,"readable":false,"problems":["the token is longer than 16384 bytes."],"segments":[],"header":null,"payload":null,"times":{"exp":null,"nbf":null,"iat":null},"signatureBytes":null,"signatureFits":null}""" + "\n",
        (await Run("inspect", "--json", "e30.e30." + new string('A', 16_384))).Output);

    [Fact]
    public async Task Each_line_of_standard_input_is_a_token_and_the_worst_decides()
    {
        Outcome outcome = await RunWith("e30.e30.\nx\ne30.e30.", "inspect");

        Assert.Equal(3, outcome.Output.Split(First).Length - 1);
        Assert.Contains("\n\n" + First, outcome.Output, StringComparison.Ordinal);
        Assert.Equal(1, outcome.Code);
        Assert.Equal(4, (await RunWith("e30.e30.\nx\ne30.e30.", "inspect", "--json")).Output.Split('\n').Length);
    }

    [Fact]
    public async Task A_token_is_given_as_verify_takes_it()
    {
        AssertWrongUsage("there is no token: standard input is empty.", await Run("inspect"));
        AssertWrongUsage("give a token or --file, not both.", await Run("inspect", "--file", Write("token", Forged), Forged));
        AssertWrongUsage("--max-token-bytes: must be a whole number from 1 to 8388608.", await Run("inspect", "--max-token-bytes", "0", Forged));
        AssertWrongUsage("too many arguments: at most one token is taken. See jwtcore inspect --help.", await Run("inspect", Forged, Forged));
        AssertWrongUsage("argument 2 is an unknown option. A token that starts with '-' goes after '--'. See jwtcore inspect --help.", await Run("inspect", "-" + Forged));
        AssertWrongUsage($"--file: cannot read {PathOf("none")}: there is no such file.", await Run("inspect", "--file", PathOf("none")));
    }

    private static void AssertProblem(string problem, Outcome outcome)
    {
        Assert.Equal([problem], JsonElement.Parse(outcome.Output).GetProperty("problems").EnumerateArray().Select(item => item.GetString()));
        Assert.Equal(1, outcome.Code);
    }

    private static string Unsigned(string header, string payload) =>
        $"{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(header))}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(payload))}.";
}
