using System.Text;
using System.Text.Json;
using JwtCore.Issuers.Tests.Support;
using JwtCore.Testing;

namespace JwtCore.Issuers.Tests.OidcProvider;

/// <summary>Tokens with Ed25519 signatures as oidc-provider, jose and better-auth make them.</summary>
public sealed class Ed25519ProducerTests
{
    private static readonly JwtAlgorithm[] Names = [JwtAlgorithm.EdDSA, JwtAlgorithm.Ed25519];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Tokens_of_oidc_provider_verify_with_keys_by_discovery_under_the_names_of_the_policy()
    {
        await using OidcProviderServer provider = await OidcProviderServer.StartAsync(Names, Cancellation);
        using Relying service = new(provider.Issuer);
        await service.LoadAsync();

        Assert.Empty(service.Keys.Status.Skipped);
        foreach (JwtAlgorithm algorithm in Names)
        {
            string access = await provider.AccessTokenAsync(algorithm, Given.Api, Cancellation);
            JwtVerifier verifier = Verifier(Given.Policy(provider.Issuer, service.Keys) with { Algorithms = [algorithm] }, service.Time);
            Assert.Equal(VerifyError.None, (await verifier.VerifyAsync(access.AsMemory(), Cancellation)).Error);
            Assert.Equal(VerifyError.AlgorithmNotAllowed, await service.VerdictAsync(access));

            string identity = await provider.IdTokenAsync(algorithm, Cancellation);
            JwtVerifier own = Verifier(Given.Policy(provider.Issuer, service.Keys, TokenProfile.Jwt, Given.ClientId(algorithm)) with { Algorithms = Names }, service.Time);
            Assert.Equal(VerifyError.None, (await own.VerifyAsync(identity.AsMemory(), Cancellation)).Error);
        }
    }

    [Fact]
    public async Task Tokens_and_keys_of_jose_are_taken_in_every_form_and_its_private_keys_sign()
    {
        JsonElement[] all = [.. (await NodeModules.RunAsync("tokens.mjs")).GetProperty("jose").EnumerateArray()];

        Assert.Equal(["EdDSA", "Ed25519"], all.Select(item => item.GetProperty("alg").GetString()));
        Assert.All(all, item =>
        {
            Assert.True(JwtAlgorithms.TryParse(item.GetProperty("alg").GetString(), out JwtAlgorithm algorithm));
            JwkSet set = JwkSet.Parse(Encoding.UTF8.GetBytes(item.GetProperty("jwks").GetRawText()), publicOnly: true);
            TestKeyPair pair = TestKeyPair.FromPem(item.GetProperty("pkcs8").GetString(), algorithm);
            string token = item.GetProperty("token").GetString()!;

            Assert.Equal(Assert.Single(set.Keys).KeyId, set.Keys[0].Thumbprint);
            foreach (KeySource keys in (KeySource[])[set, Jwk.FromPem(item.GetProperty("spki").GetString()), Jwk.FromPem(pair.ToPublicPem())])
            {
                JwtVerifier verifier = Verifier(Given.Policy("https://jose.example.com", keys, TokenProfile.Jwt) with { Algorithms = [algorithm] }, TimeProvider.System);
                verifier.TryVerify(token, out VerifiedToken verified);
                Assert.Equal(VerifyError.None, verified.Error);
            }
        });
    }

    [Fact]
    public async Task A_token_of_better_auth_verifies_with_its_published_key()
    {
        JsonElement made = (await NodeModules.RunAsync("tokens.mjs")).GetProperty("betterAuth");
        JwkSet keys = JwkSet.Parse(Encoding.UTF8.GetBytes(made.GetProperty("jwks").GetRawText()), publicOnly: true);
        VerificationPolicy policy = new() { Issuer = made.GetProperty("issuer").GetString()!, Audience = Given.Api, Algorithms = [JwtAlgorithm.EdDSA], Keys = keys };

        VerifyResult result = await Verifier(policy, TimeProvider.System).VerifyAsync(made.GetProperty("token").GetString().AsMemory(), Cancellation);

        Assert.Equal(VerifyError.None, result.Error);
        Assert.Equal(made.GetProperty("user").GetString(), result.Claims!.Subject);
        Assert.Equal(JwtAlgorithm.EdDSA, result.Claims.Algorithm);
    }

    private static JwtVerifier Verifier(VerificationPolicy policy, TimeProvider time) => new(policy, new JwtVerifierOptions { TimeProvider = time });
}
