using System.Text.Json.Nodes;
using JwtCore.Testing;
using JwtCore.Tests.Support;

namespace JwtCore.Tests.Reference;

/// <summary>
/// A20 to A22: EdDSA, which JwtCore has with Ed25519 alone. What a user of Ed448 is told instead, as early as possible.
/// </summary>
public class ProviderEdDsaTests
{
    // RFC 8410 section 10.1 and RFC 8037 appendix A.2.
    private const string Ed25519Pem = "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=\n-----END PUBLIC KEY-----";
    private const string Ed25519Jwk = """{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo","kid":"ed-1"}""";

    // RFC 8410 section 4 around the first public key of RFC 8032 section 7.4.
    private const string Ed448Der = "3043300506032B6571033A00"
        + "5FD7449B59B461FD2CE787EC616AD46A1DA1342485A70E1F8A0EA75D80E96778EDF124769B46C7061BD6783DF1E50F6CD1FA1ABEAFE8256180";

    [Fact]
    public void A20_An_Ed25519_key_verifies_tokens_of_the_names_that_the_policy_has()
    {
        Assert.Equal("OKP", Jwk.FromPem(Ed25519Pem).KeyType);
        Assert.Null(JwkJson.Refusal(Ed25519Jwk));
        Assert.Equal(VerifyError.AlgorithmNotAllowed, ReferenceSetup.Default.Verdict(Claiming("Ed25519")));
        foreach (JwtAlgorithm algorithm in (JwtAlgorithm[])[JwtAlgorithm.EdDSA, JwtAlgorithm.Ed25519])
        {
            TestKeyPair pair = TestKeyPair.Create(algorithm, "ed-1");
            JwtVerifier verifier = Tokens.Verifier(Tokens.Policy(Jwk.FromPem(pair.ToPublicPem()), algorithm));
            Assert.Equal(VerifyError.None, verifier.Verdict(pair.Sign(Tokens.Claims().ToJsonString())));
        }
    }

    [Fact]
    public void A21_NotYet_An_Ed448_key_is_refused_at_construction_and_its_tokens_by_their_algorithm()
    {
        string pem = $"-----BEGIN PUBLIC KEY-----\n{Convert.ToBase64String(Convert.FromHexString(Ed448Der))}\n-----END PUBLIC KEY-----";
        Assert.Contains("it is an Ed448 key, which is not supported", Assert.Throws<FormatException>(() => Jwk.FromPem(pem)).Message, StringComparison.Ordinal);
        Assert.False(JwtAlgorithms.TryParse("Ed448", out _));
        Assert.Equal(VerifyError.AlgorithmNotAllowed, ReferenceSetup.Default.Verdict(Claiming("Ed448")));
    }

    [Fact]
    public async Task A22_A_published_OKP_key_verifies_only_where_the_policy_names_its_algorithm()
    {
        using ReferenceEndpoint remote = new();
        remote.Endpoint.Respond($$"""{"keys":[{{Ed25519Jwk}},{{ReferenceEndpoint.Named("rsa-1").ToJwk().ToJsonString()}}]}""");

        Assert.Equal(VerifyError.None, await remote.VerdictAsync(ReferenceEndpoint.Named("rsa-1").CreateToken(ReferenceSetup.Good)));
        Assert.Empty(remote.Keys.Status.Skipped);
        Assert.Equal(VerifyError.AlgorithmNotAllowed, await remote.VerdictAsync(Claiming("EdDSA")));
    }

    // The header decides, before any signature.
    private static string Claiming(string algorithm) => ReferenceSetup.Sign(ReferenceSetup.Good with { Header = new JsonObject { ["alg"] = algorithm, ["kid"] = "ed-1" } });
}
