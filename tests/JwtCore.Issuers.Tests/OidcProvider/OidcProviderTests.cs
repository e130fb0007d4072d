using JwtCore.Issuers.Tests.OpenIddict;
using JwtCore.Issuers.Tests.Support;
using JwtCore.Testing;

namespace JwtCore.Issuers.Tests.OidcProvider;

public sealed class OidcProviderTests(SharedProvider<OidcProviderServer> shared) : ProviderTests<OidcProviderServer>(shared)
{
    [Fact]
    public async Task A_token_that_is_bound_to_a_key_is_no_bearer_token()
    {
        OidcProviderServer provider = await ProviderAsync();
        using Relying service = new(provider.Issuer);
        TestKeyPair pair = TestKeyPair.Create(JwtAlgorithm.ES256, keyId: null);
        string header = $$"""{"typ":"dpop+jwt","alg":"ES256","jwk":{{pair.ToJwk().ToJsonString()}}}""";
        string claims = $$"""{"jti":"{{Guid.NewGuid()}}","htm":"POST","htu":"{{provider.TokenEndpoint}}","iat":{{DateTimeOffset.UtcNow.ToUnixTimeSeconds()}}}""";

        string token = await provider.BoundTokenAsync(JwtAlgorithm.ES256, pair.Sign(header, claims), Cancellation);

        Assert.Equal(VerifyError.ProofOfPossessionRequired, await service.VerdictAsync(token));
    }

    [Fact]
    public async Task Both_kinds_of_provider_stand_in_one_verifier()
    {
        OidcProviderServer provider = await ProviderAsync();
        await using OpenIddictProvider other = await OpenIddictProvider.StartAsync(Cancellation);
        using Relying one = new(provider.Issuer);
        using Relying two = new(other.Issuer);
        JwtVerifier both = new([Given.Policy(provider.Issuer, one.Keys), Given.Policy(other.Issuer, two.Keys)]);

        foreach (string token in new[] { await provider.AccessTokenAsync(JwtAlgorithm.PS256, Given.Api, Cancellation), await other.AccessTokenAsync(JwtAlgorithm.PS256, Given.Api, Cancellation) })
        {
            Assert.Equal(VerifyError.None, (await both.VerifyAsync(token.AsMemory(), Cancellation)).Error);
        }
    }
}
