using System.Text;
using System.Text.Json.Nodes;
using JwtCore.Tests.Support;

namespace JwtCore.Tests.Recipes;

public class OAuthServerRecipeTests
{
    [Fact]
    public void Auth0s_issuer_ends_in_a_slash() =>
        Assert.Equal(VerifyError.IssuerMismatch, IdentityTokens.Auth0.With("iss", "https://my-tenant.eu.auth0.com").Verdict());

    [Fact]
    public void Auth0s_id_token_and_another_apis_token_are_refused()
    {
        Assert.Equal(VerifyError.AudienceMismatch, IdentityTokens.Auth0.With("aud", "my_client_id").Verdict());
        Assert.Equal(VerifyError.AudienceMismatch, IdentityTokens.Auth0.With("aud", new JsonArray("https://other.example.com", "https://my-tenant.eu.auth0.com/userinfo")).Verdict());
    }

    [Fact]
    public void With_Auth0_a_scope_that_the_client_asked_for_is_no_permission() =>
        Assert.Equal(VerifyError.InsufficientScope, IdentityTokens.Auth0.With("scope", "orders:read").With("permissions", new JsonArray()).Verdict());

    [Fact]
    public void Auth0s_RFC_9068_profile_passes_as_well() =>
        Assert.Equal(VerifyError.None, IdentityTokens.Auth0.WithHeader("typ", "at+jwt").With("azp", null).With("client_id", "my_client_id").With("jti", "1").Verdict());

    [Fact]
    public void Another_Auth0_tenant_is_refused() =>
        Assert.Equal(VerifyError.IssuerMismatch, IdentityTokens.Auth0.With("iss", "https://other-tenant.eu.auth0.com/").Verdict());

    [Theory]
    [InlineData("ID")]
    [InlineData("Refresh")]
    [InlineData("Offline")]
    [InlineData("bearer")]
    public void Keycloaks_other_kinds_are_refused_even_with_the_same_audience(string kind) =>
        Assert.Equal(VerifyError.RequiredClaimMissing, IdentityTokens.Keycloak.With("typ", kind).Verdict());

    [Fact]
    public void Keycloaks_id_token_has_the_client_as_its_audience() =>
        Assert.Equal(VerifyError.AudienceMismatch, IdentityTokens.Keycloak.With("typ", "ID").With("aud", "web").Verdict());

    [Fact]
    public void Keycloaks_refresh_token_is_signed_otherwise() =>
        Assert.Equal(VerifyError.AlgorithmNotAllowed, IdentityTokens.Keycloak.WithHeader("alg", "HS512").Verdict(IdentityTokens.Keycloak.Policy));

    [Fact]
    public void Keycloaks_default_audience_is_not_this_api()
    {
        Assert.Equal(VerifyError.AudienceMismatch, IdentityTokens.Keycloak.With("aud", "account").Verdict());
        Assert.Equal(VerifyError.AudienceMismatch, IdentityTokens.Keycloak.With("aud", null).Verdict());
    }

    [Fact]
    public void Another_Keycloak_realm_is_refused() =>
        Assert.Equal(VerifyError.IssuerMismatch, IdentityTokens.Keycloak.With("iss", "https://sso.example.com/realms/master").Verdict());

    [Fact]
    public void A_Keycloak_token_bound_by_DPoP_is_no_bearer_token() =>
        Assert.Equal(VerifyError.ProofOfPossessionRequired, IdentityTokens.Keycloak.With("cnf", new JsonObject { ["jkt"] = "0ZcO" }).Verdict());

    [Fact]
    public void Keycloaks_encryption_key_is_skipped_with_its_reason()
    {
        JsonObject encryption = Tokens.Pair(JwtAlgorithm.RS384).With(JwtAlgorithm.RS384, "enc").ToJwk();
        encryption["use"] = "enc";
        encryption["alg"] = "RSA-OAEP";
        JwkSet keys = JwkSet.Parse(Encoding.UTF8.GetBytes(new JsonObject { ["keys"] = new JsonArray(encryption, IdentityTokens.Keycloak.Jwk) }.ToJsonString()));
        Assert.Single(keys.Skipped);
        Assert.Equal(VerifyError.None, IdentityTokens.Keycloak.Verdict(RecipePage.Policy("Keycloak", keys)));
    }

    [Fact]
    public void Authentiks_id_token_lacks_the_scope_and_other_applications_are_refused()
    {
        DocumentedToken token = IdentityTokens.Authentik;

        Assert.Equal(VerifyError.InsufficientScope, token.With("scope", null).With("azp", null).With("uid", null).With("at_hash", "HK6E_P6Dh8Y93mRNtsDB1Q").Verdict());
        Assert.Equal(VerifyError.IssuerMismatch, token.With("iss", "https://auth.example.com/application/o/orders").Verdict());
        Assert.Equal(VerifyError.IssuerMismatch, token.With("iss", "https://auth.example.com/application/o/other/").Verdict());
        Assert.Equal(VerifyError.AudienceMismatch, token.With("aud", "other-client-id").Verdict());
    }

    [Fact]
    public void Without_a_signing_key_authentik_signs_with_a_secret() =>
        Assert.Equal(VerifyError.AlgorithmNotAllowed, IdentityTokens.Authentik.WithHeader("alg", "HS256").Verdict(IdentityTokens.Authentik.Policy));

    [Fact]
    public void Oktas_id_token_and_another_servers_tokens_are_refused()
    {
        Assert.Equal(VerifyError.AudienceMismatch, IdentityTokens.Okta.With("aud", "0oabv6kx4qq6h1U5l0h7").With("cid", null).With("scp", null).Verdict());
        Assert.Equal(VerifyError.AudienceMismatch, IdentityTokens.Okta.With("aud", "https://example.okta.com").Verdict());
        Assert.Equal(VerifyError.IssuerMismatch, IdentityTokens.Okta.With("iss", "https://example.okta.com").Verdict());
        Assert.Equal(VerifyError.IssuerMismatch, IdentityTokens.Okta.With("iss", "https://example.okta.com/oauth2/aus9o8wzkhckw9TLa0h7").Verdict());
    }

    [Fact]
    public void Oktas_scopes_and_client_are_read()
    {
        Assert.Equal(VerifyError.InsufficientScope, IdentityTokens.Okta.With("scp", new JsonArray("openid", "orders.readonly")).Verdict());
        Assert.True(Tokens.Verifier(IdentityTokens.Okta.Policy).TryVerify(IdentityTokens.Okta.Sign(), out VerifiedToken verified));
        Assert.True(verified.ClientId == "0oabv6kx4qq6h1U5l0h7");
    }
}
