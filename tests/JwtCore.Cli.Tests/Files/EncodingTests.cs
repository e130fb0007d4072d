using System.Text;
using JwtCore.Cli.Tests.Support;

namespace JwtCore.Cli.Tests;

/// <summary>Every input may be what editors of any platform write: UTF-8, with a byte order mark, with CRLF.</summary>
public class EncodingTests : CliTest
{
    public static TheoryData<string, string> Spellings => new()
    {
        { "", "\n" }, { "", "\r\n" }, { "\ufeff", "\n" }, { "\ufeff", "\r\n" }, { "\ufeff", "" },
    };

    private static string Indented(System.Text.Json.Nodes.JsonObject json, string mark, string end) =>
        mark + json.ToJsonString(new System.Text.Json.JsonSerializerOptions { WriteIndented = true }).ReplaceLineEndings(end.Length > 0 ? end : "\n") + end;

    private string[] VerifyWith(params string[] keys) => ["verify", .. keys, .. Policy, Token()];

    [Theory, MemberData(nameof(Spellings))]
    public async Task A_set_is_read(string mark, string end)
    {
        string set = mark + $$"""{"keys":[{{Pair.ToJwk().ToJsonString()}}]}""" + end;

        AssertValid(await Run(VerifyWith("--jwks", Write("set.json", set))));
        Assert.Equal(0, (await Run("jwks", Write("set.json", set))).Code);
        Assert.Equal(0, (await RunWith(set, "jwks", "-")).Code);
        Assert.Equal(0, (await Run("doctor", "--jwks", Write("set.json", set))).Code);
    }

    [Theory, MemberData(nameof(Spellings))]
    public async Task A_key_is_read(string mark, string end)
    {
        AssertValid(await Run(VerifyWith("--key", Write("key.json", Indented(Pair.ToJwk(), mark, end)))));
        AssertValid(await Run(VerifyWith("--key", Write("key.pem", mark + Pair.ToPublicPem().ReplaceLineEndings(end.Length > 0 ? end : "\n") + end))));
    }

    [Theory, MemberData(nameof(Spellings))]
    public async Task A_private_key_is_read(string mark, string end)
    {
        Assert.Equal(0, (await Run("issue", "--key", Write("key.json", Indented(Pair.ToPrivateJwk(), mark, end)))).Code);
        Assert.Equal(0, (await Run("issue", "--key", Write("key.pem", mark + Pair.ToPrivatePem().ReplaceLineEndings(end.Length > 0 ? end : "\n") + end))).Code);
    }

    [Theory, MemberData(nameof(Spellings))]
    public async Task A_file_of_claims_is_read(string mark, string end)
    {
        string key = Write("key.json", Pair.ToPrivateJwk().ToJsonString());
        string claims = Write("claims.json", mark + $"{{{end}\"sub\":{end}\"José\"}}{end}");

        Outcome issued = await Run("issue", "--key", key, "--claims-file", claims);

        Assert.Equal("José", UnverifiedToken.Read(Encoding.ASCII.GetBytes(issued.Output.Trim()), 16_384).Payload!.Json!.Value.GetProperty("sub").GetString());
    }

    [Theory, MemberData(nameof(Spellings))]
    public async Task A_token_is_read(string mark, string end)
    {
        AssertValid(await Run([.. Verify, "--file", Write("token", mark + Token() + end)]));
        AssertValid(await RunWith(mark + Token() + end, Verify));
        Assert.Equal(0, (await Run("inspect", "--file", Write("token", mark + Token() + end))).Code);
        Assert.Equal(0, (await RunWith(mark + Token() + end, "inspect")).Code);
    }

    [Fact]
    public async Task A_shared_secret_is_taken_as_it_is()
    {
        string secret = new('s', 32);
        string key = Write("secret", secret);
        string token = (await Run("issue", "--secret-file", key, "--alg", "HS256")).Output;
        string[] verify = ["verify", "--alg", "HS256", "--any-issuer", "--any-audience", "--secret-file"];

        AssertValid(await RunWith(token, [.. verify, key]));
        foreach (string other in (string[])[secret + "\n", secret + "\r\n", "\ufeff" + secret])
        {
            AssertRefused(VerifyError.SignatureInvalid, await RunWith(token, [.. verify, Write("other", other)]));
        }
    }

    public static TheoryData<bool> ByteOrders => [false, true];

    [Theory, MemberData(nameof(ByteOrders))]
    public async Task UTF_16_is_named(bool isBigEndian)
    {
        UnicodeEncoding encoding = new(isBigEndian, byteOrderMark: true);
        string Utf16(string name, string text) => Write(name, [.. encoding.GetPreamble(), .. encoding.GetBytes(text)]);
        string set = Utf16("set.json", $$"""{"keys":[{{Pair.ToJwk().ToJsonString()}}]}""");
        string key = Write("private.json", Pair.ToPrivateJwk().ToJsonString());
        string claims = Utf16("claims.json", "{}");
        string pem = Utf16("key.pem", Pair.ToPublicPem());
        string signer = Utf16("signer.pem", Pair.ToPrivatePem());

        AssertWrongUsage($"--jwks: {set}: it is UTF-16 text. Save it as UTF-8.", await Run(VerifyWith("--jwks", set)));
        AssertWrongUsage($"--key: {pem}: it is UTF-16 text. Save it as UTF-8.", await Run(VerifyWith("--key", pem)));
        AssertWrongUsage($"--key: {signer}: it is UTF-16 text. Save it as UTF-8.", await Run("issue", "--key", signer));
        AssertWrongUsage($"--claims-file: {claims}: it is UTF-16 text. Save it as UTF-8.", await Run("issue", "--key", key, "--claims-file", claims));
        Assert.Equal("no keys: The JWK Set is refused: it is UTF-16 text. Save it as UTF-8.\n", (await Run("jwks", set)).Output);
        Assert.Contains("UTF-8", (await Run([.. Verify, "--file", Utf16("token", Token())])).Output, StringComparison.Ordinal);
    }
}
