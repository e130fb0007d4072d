using System.Security.Cryptography;
using System.Text.Json.Nodes;
using JwtCore.Cli.Tests.Support;
using JwtCore.Testing;

namespace JwtCore.Cli.Tests;

/// <summary>What the commands say of algorithms that the platform does not verify.</summary>
public class AlgorithmFindingsTests : CliTest
{
    private const string OwnCode = "EdDSA, Ed25519: verified by code of JwtCore itself, because .NET has no Ed25519\n";
    private const string Missing = "ML-DSA needs OpenSSL 3.5 or later, which this system does not have.";

    private static readonly TestKeyPair Edwards = TestKeyPair.Create(JwtAlgorithm.EdDSA, "ed");

    [Fact]
    public async Task Doctor_says_that_Ed25519_is_own_code_where_it_is_named()
    {
        Assert.Contains("EdDSA: verified by code of JwtCore itself, because .NET has no Ed25519\n", (await DoctorAsync(Edwards, "--alg", "EdDSA")).Output, StringComparison.Ordinal);
        Assert.Contains("\"code\":\"own-code\"", (await DoctorAsync(Edwards, "--alg", "Ed25519", "--json")).Output, StringComparison.Ordinal);
        Assert.DoesNotContain("code of JwtCore", (await DoctorAsync(Pair, "--alg", "ES256")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Doctor_says_so_where_no_algorithm_is_named_and_a_key_is_for_it()
    {
        Assert.Contains(OwnCode, (await DoctorAsync(Edwards)).Output, StringComparison.Ordinal);
        Assert.DoesNotContain("code of JwtCore", (await DoctorAsync(Pair)).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_is_issued_and_verified_under_either_name()
    {
        string key = Write("key.json", Edwards.ToPrivateJwk().ToJsonString());
        string set = Write("set.json", Set(Edwards));
        foreach (string name in (string[])["EdDSA", "Ed25519"])
        {
            string token = (await Run("issue", "--key", key, "--alg", name, "--issuer", "https://a.example.com", "--audience", "api")).Output.Trim();

            Outcome outcome = await Run("verify", "--jwks", set, "--alg", name, "--issuer", "https://a.example.com", "--audience", "api", token);

            Assert.Equal((0, true), (outcome.Code, outcome.Output.Contains($"algorithm  {name}\n", StringComparison.Ordinal)));
            Assert.Contains($"64 bytes; {name} can have that many\n", (await Run("inspect", token)).Output, StringComparison.Ordinal);
        }

        Assert.Contains("  OKP  EdDSA  Ed25519  ", (await Run("jwks", set)).Output, StringComparison.Ordinal);
        Assert.Contains("\"curve\":\"Ed25519\"", (await Run("jwks", "--json", set)).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_private_key_whose_x_is_of_another_seed_does_not_sign()
    {
        JsonObject jwk = Edwards.ToPrivateJwk();
        jwk["x"] = (string)TestKeyPair.Create(JwtAlgorithm.EdDSA).ToJwk()["x"]!;

        Outcome outcome = await Run("issue", "--key", Write("key.json", jwk.ToJsonString()));

        Assert.Equal(2, outcome.Code);
        Assert.Contains("its numbers do not make one key.", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_system_lacks_is_named_by_every_command()
    {
        Assert.SkipWhen(MLDsa.IsSupported, "The platform has ML-DSA.");
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Elsewhere something else is missing.");
        string set = Write("set.json", $$"""{"keys":[{{Edwards.ToJwk().ToJsonString()}},{"kty":"AKP","alg":"ML-DSA-44","pub":"{{System.Buffers.Text.Base64Url.EncodeToString(new byte[1312])}}"}]}""");

        Assert.Equal((2, $"jwtcore: --alg: this system cannot make the key. {Missing}\n"), CodeAndError(await Run("keygen", "--alg", "ML-DSA-44")));
        Assert.Equal((2, $"jwtcore: --alg: this system cannot make the key. {Missing}\n"), CodeAndError(await Run("serve", "--port", "0", "--alg", "ML-DSA-87")));
        Assert.Equal((2, $"jwtcore: --alg has no algorithm that this system can verify: {Missing}\n"), CodeAndError(await Run("verify", "--jwks", set, "--alg", "ML-DSA-65", "--issuer", "a", "--audience", "b", "a.b.c")));
        Assert.Contains($"entry 1 was skipped: this system cannot verify its algorithm: {Missing}\n", (await Run("jwks", set)).Output, StringComparison.Ordinal);
        Outcome doctor = await Run("doctor", "--jwks", set, "--alg", "EdDSA", "--alg", "ML-DSA-44", "--issuer", "a", "--audience", "b");
        Assert.Contains("ML-DSA-44: this system cannot verify it\n", doctor.Output, StringComparison.Ordinal);
        Assert.Contains(Missing, doctor.Output, StringComparison.Ordinal);
    }

    private static (int Code, string Error) CodeAndError(Outcome outcome) => (outcome.Code, outcome.Error);

    private static string Set(TestKeyPair pair) => new JsonObject { ["keys"] = new JsonArray(pair.ToJwk()) }.ToJsonString();

    private Task<Outcome> DoctorAsync(TestKeyPair pair, params string[] options) =>
        Run(["doctor", "--jwks", Write("set.json", Set(pair)), "--issuer", "https://a.example.com", "--audience", "api", .. options]);
}
