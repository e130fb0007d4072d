using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using JwtCore.Cli.Tests.Support;
using JwtCore.Testing;

namespace JwtCore.Cli.Tests;

public class IssueTests : CliTest
{
    private const string At = "1767225600";

    public static TheoryData<JwtAlgorithm> Algorithms => [.. Enum.GetValues<JwtAlgorithm>().Where(JwtAlgorithms.IsSupported)];

    [Theory, MemberData(nameof(Algorithms))]
    public async Task A_new_key_signs_a_token_that_verifies(JwtAlgorithm algorithm)
    {
        bool isSecret = algorithm <= JwtAlgorithm.HS512;
        string key = PathOf("key.json");
        string set = PathOf("set.json");
        Assert.Equal(0, (await Run(["keygen", "--alg", algorithm.ToName(), "--out", key, .. isSecret ? Array.Empty<string>() : ["--public", set]])).Code);

        Outcome issued = await Run("issue", "--key", key, "--issuer", Issuer, "--subject", "user-1", "--audience", Audience, "--scope", "read", "--scope", "write");

        Assert.Equal("", issued.Error);
        Assert.Equal(0, issued.Code);
        Assert.Equal(0, (await Run("inspect", issued.Output.TrimEnd('\n'))).Code);
        string[] policy = [.. isSecret ? ["--key", key] : new[] { "--jwks", set, "--as-remote" }, "--alg", algorithm.ToName(), "--issuer", Issuer, "--audience", Audience, "--scope", "read", "--scope", "write"];
        AssertValid(await RunWith(issued.Output, ["verify", .. policy]));
    }

    [Theory]
    [InlineData("RS256")]
    [InlineData("PS512")]
    [InlineData("ES384")]
    public async Task A_new_key_in_PEM_signs_a_token_that_verifies(string algorithm)
    {
        Assert.Equal(0, (await Run("keygen", "--alg", algorithm, "--out", PathOf("key.pem"), "--public", PathOf("public.pem"))).Code);

        Outcome issued = await Run("issue", "--key", PathOf("key.pem"), "--alg", algorithm);

        Assert.DoesNotContain("kid", Part(issued, 0), StringComparison.Ordinal);
        AssertValid(await RunWith(issued.Output, "verify", "--key", PathOf("public.pem"), "--alg", algorithm, "--any-issuer", "--any-audience"));
    }

    [Fact]
    public async Task The_other_forms_of_PEM_are_read()
    {
        using RSA rsa = RSA.Create(2048);
        using ECDsa ec = ECDsa.Create(ECCurve.NamedCurves.nistP256);

        Assert.Equal(0, (await Run("issue", "--key", Write("key", rsa.ExportRSAPrivateKeyPem()), "--alg", "RS256")).Code);
        Assert.Equal(0, (await Run("issue", "--key", Write("key", ec.ExportECPrivateKeyPem()))).Code);
    }

    [Fact]
    public async Task A_secret_is_the_file_byte_for_byte()
    {
        string secret = Write("secret", "a secret of at least thirty-two bytes\n");

        Outcome issued = await Run("issue", "--secret-file", secret, "--alg", "HS256");

        AssertValid(await RunWith(issued.Output, "verify", "--secret-file", secret, "--alg", "HS256", "--any-issuer", "--any-audience"));
        Assert.Equal("""{"alg":"HS256","typ":"JWT"}""", Part(issued, 0));
    }

    [Fact]
    public async Task Nothing_is_made_up_but_the_times()
    {
        Outcome issued = await Issue("--at", At);

        Assert.Equal("""{"alg":"ES256","typ":"JWT","kid":"key-1"}""", Part(issued, 0));
        Assert.Equal("""{"iat":1767225600,"exp":1767229200}""", Part(issued, 1));
    }

    [Fact]
    public async Task Without_a_time_it_is_now()
    {
        long before = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        string payload = Part(await Issue(), 1);
        long after = DateTimeOffset.UtcNow.ToUnixTimeSeconds();

        Assert.Contains(payload, Enumerable.Range(0, (int)(after - before) + 1).Select(i => $$"""{"iat":{{before + i}},"exp":{{before + i + 3600}}}"""));
    }

    [Fact]
    public async Task All_options_together_make_the_claims_in_order()
    {
        Outcome issued = await Issue(
            "--at", At, "--issuer", "i", "--subject", "s", "--audience", "a", "--audience", "b", "--scope", "x", "--scope", "y", "--lifetime", "60",
            "--typ", "at+jwt", "--kid", "k");

        Assert.Equal("""{"alg":"ES256","typ":"at+jwt","kid":"k"}""", Part(issued, 0));
        Assert.Equal("""{"iss":"i","sub":"s","aud":["a","b"],"iat":1767225600,"exp":1767225660,"scope":"x y"}""", Part(issued, 1));
    }

    [Theory]
    [InlineData("--lifetime", "-60", """{"iat":1767225600,"exp":1767225540}""")]
    [InlineData("--lifetime", "0", """{"iat":1767225600,"exp":1767225600}""")]
    [InlineData("--lifetime", "253402300799", """{"iat":1767225600,"exp":255169526399}""")]
    [InlineData("--audience", "a", """{"aud":"a","iat":1767225600,"exp":1767229200}""")]
    [InlineData("--issuer", "", """{"iss":"","iat":1767225600,"exp":1767229200}""")]
    [InlineData("--subject", "é\u202e", """{"sub":"é\u202e","iat":1767225600,"exp":1767229200}""")]
    [InlineData("--claims", """{"exp":"soon","x":{"y":[1.50,null]}}""", """{"iat":1767225600,"exp":"soon","x":{"y":[1.50,null]}}""")]
    [InlineData("--claims", """{"exp":null,"iat":null,"none":null}""", "{}")]
    [InlineData("--claims", "{}", """{"iat":1767225600,"exp":1767229200}""")]
    [InlineData("--claims", """{"iat":1e400}""", """{"iat":1e400,"exp":1767229200}""")]
    public async Task Claims_become_what_was_asked_for(string option, string value, string payload) =>
        Assert.Equal(payload, Part(await Issue("--at", At, option, value), 1));

    [Theory]
    [InlineData("--typ", "", """{"alg":"ES256","typ":"","kid":"key-1"}""")]
    [InlineData("--kid", "", """{"alg":"ES256","typ":"JWT","kid":""}""")]
    [InlineData("--header", """{"alg":"none","crit":[],"typ":null}""", """{"alg":"none","kid":"key-1","crit":[]}""")]
    [InlineData("--header", """{"alg":null,"typ":null,"kid":null}""", "{}")]
    public async Task The_header_becomes_what_was_asked_for(string option, string value, string header) =>
        Assert.Equal(header, Part(await Issue(option, value), 0));

    [Fact]
    public async Task Claims_of_the_file_come_after_the_options_and_before_those_of_the_command_line()
    {
        string file = Write("claims.json", """{ "sub": "file", "a": 1, "b": 1 }""");

        Outcome issued = await Issue("--at", At, "--subject", "option", "--claims-file", file, "--claims", """{"b":2}""");

        Assert.Equal("""{"sub":"file","iat":1767225600,"exp":1767229200,"a":1,"b":2}""", Part(issued, 1));
    }

    [Fact]
    public async Task A_time_may_have_a_fraction() =>
        Assert.Equal("""{"iat":0.5,"exp":3600.5}""", Part(await Issue("--at", "0.5"), 1));

    [Fact]
    public async Task An_expired_token_is_refused_as_such() =>
        AssertRefused(VerifyError.Expired, await RunWith((await Issue("--issuer", Issuer, "--audience", Audience, "--at", At, "--lifetime", "-61")).Output, Verify));

    [Theory]
    [InlineData("--alg: must be one of HS256, HS384, HS512, RS256, RS384, RS512, PS256, PS384, PS512, ES256, ES384, ES512, EdDSA, Ed25519, ML-DSA-44, ML-DSA-65, ML-DSA-87, in this case.", "--alg", "none")]
    [InlineData("--at: must be a number of seconds from 0 to 253402300799.", "--at", "now")]
    [InlineData("--at: must be a number of seconds from 0 to 253402300799.", "--at", "-1")]
    [InlineData("--lifetime: must be a whole number of seconds, or one with s, m, h or d such as 15m, from -253402300799 to 253402300799 seconds.", "--lifetime", "1w")]
    [InlineData("--lifetime: must be a whole number of seconds, or one with s, m, h or d such as 15m, from -253402300799 to 253402300799 seconds.", "--lifetime", "1.5")]
    [InlineData("--lifetime: must be a whole number of seconds, or one with s, m, h or d such as 15m, from -253402300799 to 253402300799 seconds.", "--lifetime", "-253402300800")]
    [InlineData("--claims: it is not JSON: line 1, byte 1 is not as expected.", "--claims", "hunter2")]
    [InlineData("--claims: it is not JSON: line 1, byte 1 is not as expected.", "--claims", "")]
    [InlineData("--claims: it is not a JSON object.", "--claims", "[]")]
    [InlineData("--claims: it is not a JSON object.", "--claims", "null")]
    [InlineData("--claims: two members of one object have the name \"a\".", "--claims", """{"a":1,"a":2}""")]
    [InlineData("--claims: a text in it has half of a surrogate pair.", "--claims", """{"a":"\ud800"}""")]
    [InlineData("--header: it is not JSON: line 1, byte 2 is not as expected.", "--header", "{")]
    [InlineData("--header: it is not a JSON object.", "--header", "1")]
    public async Task Wrong_use_is_one_clear_line(string message, params string[] args) => AssertWrongUsage(message, await Issue(args));

    [Fact]
    public async Task A_file_of_claims_that_is_refused_is_one_clear_line()
    {
        string bad = Write("bad.json", "{\n\"secret\" 1}");
        string list = Write("list.json", "[]");

        AssertWrongUsage($"--claims-file: {bad}: it is not JSON: line 2, byte 10 is not as expected.", await Issue("--claims-file", bad));
        AssertWrongUsage($"--claims-file: {list}: it is not a JSON object.", await Issue("--claims-file", list));
        AssertWrongUsage($"--claims-file: cannot read {PathOf("none")}: there is no such file.", await Issue("--claims-file", PathOf("none")));
    }

    [Fact]
    public async Task Exactly_one_key_is_given()
    {
        const string Message = "give exactly one of --key and --secret-file.";

        AssertWrongUsage(Message, await Run("issue"));
        AssertWrongUsage(Message, await Issue("--secret-file", WriteKey()));
    }

    [Fact]
    public async Task A_key_that_is_refused_is_one_clear_line()
    {
        TestKeyPair rsa = TestKeyPair.Create(JwtAlgorithm.RS256);
        await AssertKeyRefused("it is neither PEM nor a JWK.", "hunter2");
        await AssertKeyRefused("The private JWK is refused: it is not one strict JSON object.", "{");
        await AssertKeyRefused("The private JWK is refused: it is a JWK Set, not one key.", """{"keys":[]}""");
        await AssertKeyRefused("The private JWK is refused: d is missing: signing takes the whole private key.", Pair.ToJwk().ToJsonString());
        await AssertKeyRefused("The private JWK is refused: its alg is ES256, not ES512.", Pair.ToPrivateJwk().ToJsonString(), "--alg", "ES512");
        await AssertKeyRefused("The private PEM key is refused: its type, curve or size does not fit the algorithm RS256.", Pair.ToPrivatePem(), "--alg", "RS256");
        await AssertKeyRefused("The private PEM key is refused: several algorithms fit an RSA key: give --alg.", rsa.ToPrivatePem());
        await AssertKeyRefused("The private PEM key is refused: alg does not fit the type, curve or size of the key.", rsa.ToPrivatePem(), "--alg", "HS256");
        await AssertKeyRefused("The private PEM key is refused: it is a public key; signing takes the private key.", Pair.ToPublicPem());
        AssertWrongUsage($"--key: cannot read {PathOf("none")}: there is no such file.", await Run("issue", "--key", PathOf("none")));
        AssertWrongUsage("--key: takes the name of a file, and this looks like a token.", await Run("issue", "--key", Token()));
    }

    [Fact]
    public async Task A_secret_that_is_refused_is_one_clear_line()
    {
        string small = Write("small", "hunter2");

        AssertWrongUsage("--secret-file: needs one of HS256, HS384 and HS512 given by --alg.", await Run("issue", "--secret-file", small));
        AssertWrongUsage("--secret-file: needs one of HS256, HS384 and HS512 given by --alg.", await Run("issue", "--secret-file", small, "--alg", "RS256"));
        AssertWrongUsage(
            "--secret-file: the file: The secret has 7 bytes; HS256 needs at least as many as its hash has.",
            await Run("issue", "--secret-file", small, "--alg", "HS256"));
        AssertWrongUsage("--secret-file: cannot read the file: there is no such file.", await Run("issue", "--secret-file", PathOf("none"), "--alg", "HS256"));
    }

    private async Task AssertKeyRefused(string reason, string key, params string[] args)
    {
        string path = Write("key", key);
        AssertWrongUsage($"--key: {path}: {reason}", await Run(["issue", "--key", path, .. args]));
    }

    private Task<Outcome> Issue(params string[] args) => Run(["issue", "--key", WriteKey(), .. args]);

    private string WriteKey() => Write("pair.json", Pair.ToPrivateJwk().ToJsonString());

    private static string Part(Outcome outcome, int index)
    {
        Assert.Equal(("", 0), (outcome.Error, outcome.Code));
        Assert.EndsWith("\n", outcome.Output, StringComparison.Ordinal);
        return Encoding.UTF8.GetString(Base64Url.DecodeFromChars(outcome.Output.TrimEnd('\n').Split('.')[index]));
    }
}
