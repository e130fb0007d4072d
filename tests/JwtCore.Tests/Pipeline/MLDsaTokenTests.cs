using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using JwtCore.Testing;
using JwtCore.Tests.Support;

namespace JwtCore.Tests.Pipeline;

/// <summary>Tokens with ML-DSA signatures, 3 to 6 KB long, on platforms that have the algorithm and on those that have not.</summary>
public class MLDsaTokenTests
{
    public static TheoryData<JwtAlgorithm> Algorithms => [JwtAlgorithm.MLDsa44, JwtAlgorithm.MLDsa65, JwtAlgorithm.MLDsa87];

    [Theory, MemberData(nameof(Algorithms))]
    public void A_policy_that_names_nothing_else_is_refused_where_the_platform_lacks_it(JwtAlgorithm algorithm)
    {
        Assert.SkipWhen(MLDsa.IsSupported, "The platform has ML-DSA.");
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Elsewhere something else is missing.");
        const string Reason = "has no algorithm that this system can verify: ML-DSA needs OpenSSL 3.5 or later, which this system does not have.";
        JwkSet keys = Tokens.Keys(JwtAlgorithm.ES256);

        RefusedArgumentException alone = Assert.Throws<RefusedArgumentException>(() => Tokens.Verifier(Tokens.Policy(keys, algorithm)));
        Assert.Equal((nameof(VerificationPolicy.Algorithms), $"Algorithms {Reason}"), (alone.ParamName, alone.Message));
        Assert.Equal(alone.Message, Assert.Throws<RefusedArgumentException>(() => Tokens.Verifier(Tokens.Policy(keys, JwtAlgorithm.MLDsa44, JwtAlgorithm.MLDsa65, JwtAlgorithm.MLDsa87))).Message);

        // Beside another it stands for the systems that have it.
        string token = Tokens.Pair(JwtAlgorithm.ES256).Sign(Tokens.Claims().ToJsonString());
        Assert.Equal(VerifyError.None, Tokens.Verifier(Tokens.Policy(keys, algorithm, JwtAlgorithm.ES256)).Verdict(token));
    }

    [Theory, MemberData(nameof(Algorithms))]
    public void A_token_of_3_to_6_KB_verifies_within_the_default_limits(JwtAlgorithm algorithm)
    {
        Require();
        string token = Tokens.Pair(algorithm).Sign(Tokens.Claims().ToJsonString());

        Assert.InRange(token.Length, 3_000, 7_000);
        Assert.Equal(VerifyError.None, Tokens.Verifier(algorithm).Verdict(token));
        Assert.Equal(VerifyError.AlgorithmNotAllowed, Tokens.Verifier(JwtAlgorithm.ES256).Verdict(token));
    }

    [Theory, MemberData(nameof(Algorithms))]
    public void It_allocates_nothing_with_one_issuer_and_with_several(JwtAlgorithm algorithm)
    {
        Require();
        byte[] token = Encoding.ASCII.GetBytes(Tokens.Pair(algorithm).Sign(Tokens.Claims().ToJsonString()));
        string chars = Encoding.ASCII.GetString(token);
        VerificationPolicy policy = Tokens.Policy(Tokens.Keys(algorithm), algorithm);
        foreach (JwtVerifier verifier in (JwtVerifier[])[Tokens.Verifier(policy), new([policy, policy with { Issuer = "https://other.example.com" }], new JwtVerifierOptions { TimeProvider = FixedTime.At(Tokens.Now) })])
        {
            Assert.Equal(0, Allocations.PerCall(() => Assert.True(verifier.TryVerify(token, out _))));
            Assert.Equal(0, Allocations.PerCall(() => Assert.True(verifier.TryVerify(chars, out _))));
        }
    }

    [Theory, MemberData(nameof(Algorithms))]
    public void A_forged_token_allocates_nothing(JwtAlgorithm algorithm)
    {
        Require();
        JwtVerifier verifier = Tokens.Verifier(algorithm);
        string good = Tokens.Pair(algorithm).Sign(Tokens.Claims().ToJsonString());
        foreach (string forged in (string[])[$"{good[..^3]}AAA", TestKeyPair.Create(algorithm, $"{algorithm.ToName()}-1").Sign(Tokens.Claims().ToJsonString())])
        {
            byte[] token = Encoding.ASCII.GetBytes(forged);
            Assert.Equal(VerifyError.SignatureInvalid, verifier.Verdict(forged));
            Assert.Equal(0, Allocations.PerCall(() => Assert.False(verifier.TryVerify(token, out _))));
        }
    }

    [Theory, MemberData(nameof(Algorithms))]
    public void A_remembered_token_is_found_again(JwtAlgorithm algorithm)
    {
        Require();
        JwtVerifier verifier = new(Tokens.Policy(Tokens.Keys(algorithm), algorithm), new JwtVerifierOptions { TimeProvider = FixedTime.At(Tokens.Now), Cache = new TokenCacheOptions() });
        string token = Tokens.Pair(algorithm).Sign(Tokens.Claims().ToJsonString());
        for (int i = 0; i < 3; i++)
        {
            Assert.True(verifier.TryVerify(token, out _));
        }

        Assert.Equal(1, verifier.KnownTokens);
    }

    // Tokens that jose made under a Node with OpenSSL 3.5; it signs where WebCrypto has ML-DSA.
    [Fact]
    public void Tokens_of_jose_verify_and_its_seeds_make_the_same_keys()
    {
        Require();
        JsonElement[] all = [.. JsonElement.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Pipeline", "jose-mldsa.json"))).GetProperty("tokens").EnumerateArray()];

        Assert.Equal(["ML-DSA-44", "ML-DSA-65", "ML-DSA-87"], all.Select(item => item.GetProperty("jwk").GetProperty("alg").GetString()));
        Assert.All(all, item =>
        {
            string jwk = item.GetProperty("jwk").GetRawText();
            Jwk key = Jwk.Parse(Encoding.UTF8.GetBytes(jwk));
            TestKeyPair pair = TestKeyPair.FromJwk(Encoding.UTF8.GetBytes($"{jwk.TrimEnd()[..^1]},\"priv\":\"{item.GetProperty("priv").GetString()}\"}}"));
            JwtVerifier verifier = Tokens.Verifier(Tokens.Policy(new JwkSet(key), key.Algorithm!.Value));

            Assert.Equal(key.KeyId, key.Thumbprint);
            Assert.Equal(VerifyError.None, verifier.Verdict(item.GetProperty("token").GetString()!));
            Assert.Equal(VerifyError.None, verifier.Verdict(pair.Sign(Tokens.Claims().ToJsonString())));
        });
    }

    [Theory, MemberData(nameof(Algorithms))]
    public void A_pair_comes_back_from_its_JWK_and_its_PEM_and_another_public_key_is_refused(JwtAlgorithm algorithm)
    {
        Require();
        TestKeyPair pair = Tokens.Pair(algorithm);
        string json = pair.ToPrivateJwk().ToJsonString();
        JsonObject mixed = pair.ToPrivateJwk();
        mixed["pub"] = (string)TestKeyPair.Create(algorithm).ToJwk()["pub"]!;

        Assert.Equal(json, TestKeyPair.FromJwk(Encoding.UTF8.GetBytes(json)).ToPrivateJwk().ToJsonString());
        Assert.Equal(json, TestKeyPair.FromPem(pair.ToPrivatePem(), null, pair.KeyId).ToPrivateJwk().ToJsonString());
        Assert.Throws<FormatException>(() => TestKeyPair.FromPem(pair.ToPrivatePem(), JwtAlgorithm.EdDSA));
        Assert.Throws<FormatException>(() => TestKeyPair.FromJwk(Encoding.UTF8.GetBytes(mixed.ToJsonString())));
    }

    private static void Require() => Assert.SkipUnless(MLDsa.IsSupported || Environment.GetEnvironmentVariable("JWTCORE_REQUIRE_MLDSA") == "1", "The platform lacks ML-DSA.");
}
