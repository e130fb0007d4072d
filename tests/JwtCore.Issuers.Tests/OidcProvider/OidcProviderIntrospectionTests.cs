using System.Text.Json;
using JwtCore.Hosting;
using JwtCore.Issuers.Tests.Support;
using JwtCore.Testing;

namespace JwtCore.Issuers.Tests.OidcProvider;

/// <summary>Opaque tokens of a real provider, and JWTs of the same beside them (RFC 7662).</summary>
public sealed class OidcProviderIntrospectionTests(SharedProvider<OidcProviderServer> shared) : IClassFixture<SharedProvider<OidcProviderServer>>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_opaque_token_and_a_JWT_are_accepted_by_one_verifier()
    {
        OidcProviderServer provider = await shared.GetAsync();
        using Relying service = new(provider.Issuer);
        JwtVerifier jwts = new(Given.Policy(provider.Issuer, service.Keys));
        using IntrospectionVerifier both = new(Options(provider, askAboutJwts: false), jwts);
        string opaque = await provider.OpaqueTokenAsync(Given.Api, null, Cancellation);
        string jwt = await provider.AccessTokenAsync(JwtAlgorithm.PS256, Given.Api, Cancellation);

        Assert.DoesNotContain('.', opaque);
        TokenClaims ofOpaque = await AcceptedAsync(both, opaque);
        TokenClaims ofJwt = await AcceptedAsync(both, jwt);
        Assert.Equal((provider.Issuer, Given.Api, Given.Scope, Given.ClientId(JwtAlgorithm.ES256), null), Facts(ofOpaque));
        Assert.Equal((provider.Issuer, Given.Api, Given.Scope, Given.ClientId(JwtAlgorithm.PS256), Given.KeyId(Given.First, JwtAlgorithm.PS256)), Facts(ofJwt));

        static (string?, string, string, string?, string?) Facts(TokenClaims claims) =>
            (claims.Issuer, Assert.Single(claims.Audiences), Assert.Single(claims.Scopes), claims.ClientId, claims.KeyId);
    }

    [Fact]
    public async Task A_revoked_token_is_refused_at_once_or_when_the_answer_is_forgotten()
    {
        OidcProviderServer provider = await shared.GetAsync();
        string token = await provider.OpaqueTokenAsync(Given.Api, null, Cancellation);
        using IntrospectionVerifier always = new(Options(provider));
        Microsoft.Extensions.Time.Testing.FakeTimeProvider time = new(DateTimeOffset.UtcNow);
        using IntrospectionVerifier remembering = new(Options(provider, TimeSpan.FromSeconds(30), time));
        await AcceptedAsync(always, token);
        await AcceptedAsync(remembering, token);

        await provider.RevokeAsync(token, Cancellation);
        Assert.Equal(VerifyError.NotVerified, await VerdictAsync(always, token));
        await AcceptedAsync(remembering, token);
        time.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(VerifyError.NotVerified, await VerdictAsync(remembering, token));
    }

    [Fact]
    public async Task A_token_for_another_service_one_that_is_bound_and_one_that_nobody_issued_are_refused()
    {
        OidcProviderServer provider = await shared.GetAsync();
        using IntrospectionVerifier verifier = new(Options(provider));
        TestKeyPair pair = TestKeyPair.Create(JwtAlgorithm.ES256, keyId: null);
        string header = $$"""{"typ":"dpop+jwt","alg":"ES256","jwk":{{pair.ToJwk().ToJsonString()}}}""";
        string proof = pair.Sign(header, JsonSerializer.Serialize(new { jti = Guid.NewGuid(), htm = "POST", htu = provider.TokenEndpoint, iat = DateTimeOffset.UtcNow.ToUnixTimeSeconds() }));

        Assert.Equal(VerifyError.AudienceMismatch, await VerdictAsync(verifier, await provider.OpaqueTokenAsync(Given.OtherApi, null, Cancellation)));
        Assert.Equal(VerifyError.ProofOfPossessionRequired, await VerdictAsync(verifier, await provider.OpaqueTokenAsync(Given.Api, proof, Cancellation)));
        Assert.Equal(VerifyError.NotVerified, await VerdictAsync(verifier, "nobody-issued-this"));
    }

    [Fact]
    public async Task A_wrong_secret_is_an_outage_and_no_verdict()
    {
        OidcProviderServer provider = await shared.GetAsync();
        using IntrospectionVerifier verifier = new(new()
        {
            Endpoint = provider.IntrospectionEndpoint,
            Issuer = provider.Issuer,
            Audience = Given.Api,
            ClientId = OidcProviderServer.ResourceServer.Id,
            ClientSecret = "wrong",
            AllowHttpOnLoopback = true,
            AskAboutJwts = true,
        });

        Assert.Equal(VerifyError.KeysUnavailable, await VerdictAsync(verifier, await provider.OpaqueTokenAsync(Given.Api, null, Cancellation)));
    }

    private static IntrospectionOptions Options(OidcProviderServer provider, TimeSpan rememberFor = default, TimeProvider? time = null, bool askAboutJwts = true) => new()
    {
        Endpoint = provider.IntrospectionEndpoint,
        Issuer = provider.Issuer,
        Audience = Given.Api,
        ClientId = OidcProviderServer.ResourceServer.Id,
        ClientSecret = OidcProviderServer.ResourceServer.Secret,
        AllowHttpOnLoopback = true,
        AskAboutJwts = askAboutJwts,
        RememberFor = rememberFor,
        TimeProvider = time ?? TimeProvider.System,
        RequestTimeout = TimeSpan.FromMinutes(1),
    };

    private static async Task<VerifyError> VerdictAsync(IntrospectionVerifier verifier, string token) => (await verifier.VerifyAsync(token.AsMemory(), Cancellation)).Error;

    private static async Task<TokenClaims> AcceptedAsync(IntrospectionVerifier verifier, string token)
    {
        VerifyResult result = await verifier.VerifyAsync(token.AsMemory(), Cancellation);
        Assert.Equal(VerifyError.None, result.Error);
        return result.Claims!;
    }
}
