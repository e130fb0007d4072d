using System.Text.Json.Nodes;
using JwtCore.Tests.Support;

namespace JwtCore.Tests.Reference;

/// <summary>
/// A20 to A22: EdDSA, which FastMCP has and JwtCore does not have yet. What a user is told instead, as early as possible.
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
    public void A20_NotYet_An_Ed25519_key_is_refused_at_construction_and_its_tokens_by_their_algorithm()
    {
        Assert.Contains("not an RSA key, nor an EC key", Assert.Throws<FormatException>(() => Jwk.FromPem(Ed25519Pem)).Message, StringComparison.Ordinal);
        Assert.Contains("kty is not RSA, EC or oct", JwkJson.Refusal(Ed25519Jwk), StringComparison.Ordinal);
        Assert.False(Enum.TryParse<JwtAlgorithm>("Ed25519", out _));
        Assert.Equal(VerifyError.AlgorithmNotAllowed, ReferenceSetup.Default.Verdict(Claiming("Ed25519")));
    }

    [Fact]
    public void A21_NotYet_An_Ed448_key_is_refused_at_construction_and_its_tokens_by_their_algorithm()
    {
        string pem = $"-----BEGIN PUBLIC KEY-----\n{Convert.ToBase64String(Convert.FromHexString(Ed448Der))}\n-----END PUBLIC KEY-----";
        Assert.Contains("not an RSA key, nor an EC key", Assert.Throws<FormatException>(() => Jwk.FromPem(pem)).Message, StringComparison.Ordinal);
        Assert.False(Enum.TryParse<JwtAlgorithm>("Ed448", out _));
        Assert.Equal(VerifyError.AlgorithmNotAllowed, ReferenceSetup.Default.Verdict(Claiming("Ed448")));
    }

    [Fact]
    public async Task A22_NotYet_A_published_OKP_key_is_skipped_with_its_reason_and_an_EdDSA_token_refused()
    {
        using ReferenceEndpoint remote = new();
        remote.Endpoint.Respond($$"""{"keys":[{{Ed25519Jwk}},{{ReferenceEndpoint.Named("rsa-1").ToJwk().ToJsonString()}}]}""");

        Assert.Equal(VerifyError.None, await remote.VerdictAsync(ReferenceEndpoint.Named("rsa-1").CreateToken(ReferenceSetup.Good)));
        Assert.Equal((0, "kty is not RSA, EC or oct."), (Assert.Single(remote.Keys.Status.Skipped).Index, remote.Keys.Status.Skipped[0].Reason));
        Assert.Equal(VerifyError.AlgorithmNotAllowed, await remote.VerdictAsync(Claiming("EdDSA")));
    }

    // The header decides, before any signature.
    private static string Claiming(string algorithm) => ReferenceSetup.Sign(ReferenceSetup.Good with { Header = new JsonObject { ["alg"] = algorithm, ["kid"] = "ed-1" } });
}
