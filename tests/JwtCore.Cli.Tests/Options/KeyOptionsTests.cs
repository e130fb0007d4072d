using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using JwtCore.Cli.Tests.Support;
using JwtCore.Testing;

namespace JwtCore.Cli.Tests;

public class KeyOptionsTests : CliTest
{
    private static readonly byte[] Secret = Encoding.ASCII.GetBytes("a secret of at least thirty-two bytes\n");

    [Fact]
    public async Task Keys_come_from_a_JWK_Set() => AssertValid(await Run(["verify", "--jwks", WriteSet("set", Pair), Token(), .. Policy]));

    [Fact]
    public async Task A_set_without_a_key_verifies_nothing() =>
        AssertRefused(VerifyError.KeyNotFound, await Run(["verify", "--jwks", Write("set", """{"keys":[]}"""), Token(), .. Policy]));

    [Theory]
    [InlineData("", "The text is not a JWK Set: it is not one JSON object.")]
    [InlineData("{}", "The text is not a JWK Set: it has no member keys.")]
    [InlineData("[]", "The text is not a JWK Set: its top level is not an object.")]
    [InlineData("<html>", "The text is not a JWK Set: it is not one JSON object.")]
    public async Task A_set_that_is_refused_is_one_clear_line(string content, string reason)
    {
        string path = Write("set", content);

        AssertWrongUsage($"--jwks: {path}: {reason}", await Run(["verify", "--jwks", path, Token(), .. Policy]));
    }

    [Fact]
    public async Task A_set_judged_as_remote_has_no_secrets()
    {
        TestKeyPair pair = TestKeyPair.FromSecret(Secret, JwtAlgorithm.HS256, "s");
        string[] args = ["verify", "--jwks", WriteSet("set", pair), "--alg", "HS256", .. Policy[2..], pair.Sign(Claims().ToJsonString())];

        AssertValid(await Run(args));
        AssertWrongUsage("--alg: HS256, HS384 and HS512 do not go with keys that are fetched (--as-remote): what is published is no secret.", await Run([.. args, "--as-remote"]));
        args = ["verify", "--jwks", WriteSet("set", pair), Token(), .. Policy];
        AssertKeySkipped("it is a shared secret (oct) in a published key set: a secret that everybody has.", await Run([.. args, "--as-remote"]));
    }

    [Fact]
    public async Task A_set_with_a_secret_beside_public_keys_keeps_the_public_keys()
    {
        TestKeyPair pair = TestKeyPair.FromSecret(Secret, JwtAlgorithm.HS256, "s");
        string set = WriteSet("set", pair, Pair);

        AssertValid(await Run(["verify", "--jwks", set, .. Policy, Token()]));
        AssertRefused(VerifyError.AlgorithmNotAllowed, await Run(["verify", "--jwks", set, .. Policy, pair.Sign(Claims().ToJsonString())]));
        AssertKeySkipped(
            "it is a shared secret (oct) beside public keys: published with them, it is a secret that everybody has.",
            await Run(["verify", "--jwks", set, "--alg", "HS256", .. Policy, pair.Sign(Claims().ToJsonString())]));
    }

    [Fact]
    public async Task A_set_judged_as_remote_has_no_private_keys()
    {
        JsonObject key = Pair.ToJwk();
        key["d"] = "AAAA";
        string[] args = ["verify", "--jwks", Write("set", new JsonObject { ["keys"] = new JsonArray(key) }.ToJsonString()), Token(), .. Policy];

        AssertValid(await Run(args));
        AssertKeySkipped("it has the private member d, which must never be published.", await Run([.. args, "--as-remote"]));
    }

    private static void AssertKeySkipped(string reason, Outcome outcome)
    {
        Assert.StartsWith(
            $"not valid: KeyNotFound\n  {ErrorSentences.Of(VerifyError.KeyNotFound)}\n  entry 0 of the set was skipped: {reason}\n",
            outcome.Output,
            StringComparison.Ordinal);
        Assert.Equal(1, outcome.Code);
    }

    [Fact]
    public async Task A_set_of_public_keys_is_the_same_judged_as_remote() => AssertValid(await Run([.. Verify, "--as-remote", Token()]));

    [Fact]
    public async Task Judging_as_remote_goes_with_a_set_only()
    {
        string path = Write("key", Pair.ToPublicPem());

        AssertWrongUsage("--as-remote goes with --jwks only.", await Run(["verify", "--key", path, "--as-remote", Token(), .. Policy]));
        AssertWrongUsage("--as-remote goes with --jwks only.", await Run(["verify", "--as-remote", Token(), .. Policy]));
    }

    [Fact]
    public async Task One_key_may_be_PEM() => AssertValid(await Run(["verify", "--key", Write("key", Pair.ToPublicPem()), Token(), .. Policy]));

    [Fact]
    public async Task One_key_may_be_a_certificate()
    {
        using ECDsa ecdsa = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using X509Certificate2 certificate = new CertificateRequest("CN=issuer", ecdsa, HashAlgorithmName.SHA256)
            .CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddDays(1));

        AssertRefused(VerifyError.SignatureInvalid, await Run(["verify", "--key", Write("key", certificate.ExportCertificatePem()), Token(), .. Policy]));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \t\r\n")]
    public async Task One_key_that_starts_with_a_brace_is_a_JWK(string space) =>
        AssertValid(await Run(["verify", "--key", Write("key", space + Pair.ToJwk().ToJsonString()), Token(), .. Policy]));

    [Theory]
    [InlineData("", "The key is refused: it is neither PEM, nor a JWK, nor base64 of PEM or of DER (SubjectPublicKeyInfo).")]
    [InlineData("key", "The key is refused: it is neither PEM, nor a JWK, nor base64 of PEM or of DER (SubjectPublicKeyInfo).")]
    [InlineData("{", "The JWK is refused: it is not a JSON object in strict UTF-8.")]
    [InlineData("{}", "The JWK is refused: kty is missing or not a string.")]
    [InlineData("""{"keys":[]}""", "The key is refused: it is a JWK Set, not one key. Give it as a set.")]
    [InlineData("""{"keys":[],"keys":[]}""", "The key is refused: it is a JWK Set, not one key. Give it as a set.")]
    [InlineData("""{"kty":"okp","keys":[]}""", "The JWK is refused: kty is not RSA, EC, OKP, AKP or oct.")]
    [InlineData("-----BEGIN PUBLIC KEY-----\nAAAA\n", "The PEM key is refused: there is no PEM block in it.")]
    [InlineData("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n", "The PEM key is refused: it is a private key; verification takes the public key.")]
    public async Task One_key_that_is_refused_is_one_clear_line(string content, string reason)
    {
        string path = Write("key", content);

        AssertWrongUsage($"--key: {path}: {reason}", await Run(["verify", "--key", path, Token(), .. Policy]));
    }

    [Fact]
    public async Task One_key_that_fits_no_algorithm_is_refused() => AssertWrongUsage(
        "--key is a key of type EC, which fits no algorithm in --alg.",
        await Run(["verify", "--key", Write("key", Pair.ToPublicPem()), "--alg", "RS256", Token(), .. Policy[2..]]));

    [Fact]
    public async Task A_secret_is_the_file_byte_for_byte()
    {
        string token = TestKeyPair.FromSecret(Secret, JwtAlgorithm.HS256).Sign(Claims().ToJsonString());
        string[] rest = ["--alg", "HS256", .. Policy[2..], token];

        AssertValid(await Run(["verify", "--secret-file", Write("with", Secret), .. rest]));
        AssertRefused(VerifyError.SignatureInvalid, await Run(["verify", "--secret-file", Write("without", Secret.AsSpan()[..^1]), .. rest]));
        AssertRefused(VerifyError.SignatureInvalid, await Run(["verify", "--secret-file", Write("more", [.. Secret, (byte)'\n']), .. rest]));
    }

    [Fact]
    public async Task A_secret_may_hold_any_bytes()
    {
        byte[] secret = [.. Enumerable.Range(0, 256).Select(value => (byte)value)];
        string token = TestKeyPair.FromSecret(secret, JwtAlgorithm.HS512).Sign(Claims().ToJsonString());

        AssertValid(await Run(["verify", "--secret-file", Write("secret", secret), "--alg", "HS512", "--alg", "ES256", .. Policy[2..], token]));
    }

    [Theory]
    [InlineData("--alg", "ES256")]
    [InlineData("--alg", "HS256", "--alg", "HS512")]
    public async Task A_secret_needs_exactly_one_HMAC_algorithm(params string[] algorithms) => AssertWrongUsage(
        "--secret-file: needs exactly one of HS256, HS384 and HS512 given by --alg.",
        await Run(["verify", "--secret-file", Write("secret", Secret), .. algorithms, .. Policy[2..], Token()]));

    [Fact]
    public async Task A_secret_that_is_refused_is_one_clear_line()
    {
        string small = Write("small", "too short");
        string pem = Write("pem", Pair.ToPublicPem());

        AssertWrongUsage(
            "--secret-file: the file: The secret has 9 bytes; HS256 needs at least as many as its hash has.",
            await Run(["verify", "--secret-file", small, "--alg", "HS256", .. Policy[2..], Token()]));
        AssertWrongUsage(
            "--secret-file: the file: The secret is refused: it is a key in PEM, DER, JWK, OpenSSH or point encoding, not a shared secret.",
            await Run(["verify", "--secret-file", pem, "--alg", "HS256", .. Policy[2..], Token()]));
    }

    [Fact]
    public async Task Exactly_one_source_of_keys_is_given()
    {
        const string Message = "give exactly one of --jwks, --key, --secret-file and --discover.";
        string path = Write("key", Pair.ToPublicPem());

        AssertWrongUsage(Message, await Run(["verify", Token(), .. Policy]));
        AssertWrongUsage(Message, await Run([.. Verify, "--key", path, Token()]));
        AssertWrongUsage(Message, await Run([.. Verify, "--secret-file", path, Token()]));
        AssertWrongUsage(Message, await Run(["verify", "--key", path, "--secret-file", path, Token(), .. Policy]));
    }
}
