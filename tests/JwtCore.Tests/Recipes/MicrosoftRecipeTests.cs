using System.Text;
using System.Text.Json.Nodes;
using JwtCore.Tests.Support;

namespace JwtCore.Tests.Recipes;

/// <summary>Azure AD B2C, Entra External ID and AD FS; EntraRecipeTests has Entra ID itself.</summary>
public class MicrosoftRecipeTests
{
    [Fact]
    public void The_id_token_of_B2C_lacks_the_scope() =>
        Assert.Equal(VerifyError.InsufficientScope, IdentityTokens.AzureB2C.With("scp", null).With("nonce", "12345").Verdict());

    [Theory, InlineData("B2C_1_password_reset"), InlineData("b2c_1_signin"), InlineData(null)]
    public void Another_user_flow_of_B2C_is_refused(string? flow) =>
        Assert.Equal(VerifyError.RequiredClaimMissing, IdentityTokens.AzureB2C.With("tfp", flow).Verdict());

    [Fact]
    public void The_issuer_of_B2C_ends_in_a_slash_and_names_the_tenant_by_its_id()
    {
        Assert.Equal(VerifyError.IssuerMismatch, IdentityTokens.AzureB2C.With("iss", $"https://contoso.b2clogin.com/{IdentityTokens.Tenant}/v2.0").Verdict());
        Assert.Equal(VerifyError.IssuerMismatch, IdentityTokens.AzureB2C.With("iss", "https://contoso.b2clogin.com/contoso.onmicrosoft.com/v2.0/").Verdict());
        Assert.Equal(VerifyError.IssuerMismatch, IdentityTokens.AzureB2C.With("iss", $"https://contoso.b2clogin.com/tfp/{IdentityTokens.Tenant}/b2c_1_signin/v2.0/").Verdict());
    }

    [Fact]
    public void A_key_of_B2C_has_no_alg()
    {
        JsonObject jwk = IdentityTokens.AzureB2C.Jwk;
        jwk.Remove("alg");
        jwk["nbf"] = 1_493_763_266;
        JwkSet keys = JwkSet.Parse(Encoding.UTF8.GetBytes(new JsonObject { ["keys"] = new JsonArray(jwk) }.ToJsonString()), publicOnly: true);

        Assert.Equal(VerifyError.None, IdentityTokens.AzureB2C.Verdict(RecipePage.Policy("Azure AD B2C", keys)));
    }

    [Fact]
    public void The_id_token_of_External_ID_lacks_the_scope_and_another_issuer_of_the_tenant_is_refused()
    {
        DocumentedToken token = IdentityTokens.EntraExternal;

        Assert.Equal(VerifyError.InsufficientScope, token.With("scp", null).Verdict());
        Assert.Equal(VerifyError.InsufficientScope, token.With("scp", null).With("roles", new JsonArray("Orders.Read")).Verdict());
        Assert.Equal(VerifyError.IssuerMismatch, token.With("iss", $"https://login.microsoftonline.com/{IdentityTokens.Tenant}/v2.0").Verdict());
        Assert.Equal(VerifyError.IssuerMismatch, token.With("iss", $"https://contoso.ciamlogin.com/{IdentityTokens.Tenant}/v2.0").Verdict());
        Assert.Equal(VerifyError.AudienceMismatch, token.With("aud", "99990000-aaaa-2222-bbbb-3333cccc4444").Verdict());
    }

    [Theory, InlineData("https://login.example.com/{tenantid}/v2.0", VerifyError.IssuerMismatch), InlineData($"https://{IdentityTokens.Tenant}.ciamlogin.com/{IdentityTokens.Tenant}/v2.0", VerifyError.None)]
    public void A_key_that_names_an_issuer_serves_that_issuer_alone(string issuer, VerifyError expected) =>
        Assert.Equal(expected, (IdentityTokens.EntraExternal with { KeyIssuer = issuer }).Verdict());

    [Fact]
    public void An_id_token_of_AD_FS_names_another_issuer() =>
        Assert.Equal(VerifyError.IssuerMismatch, IdentityTokens.Adfs.With("iss", "https://sts.example.com/adfs").With("aud", "11112222-bbbb-3333-cccc-4444dddd5555").Verdict());

    [Theory, InlineData("urn:microsoft:userinfo"), InlineData("https://orders.example.com"), InlineData("microsoft:identityserver:https://other.example.com")]
    public void A_token_of_AD_FS_for_another_resource_is_refused(string audience) =>
        Assert.Equal(VerifyError.AudienceMismatch, IdentityTokens.Adfs.With("aud", audience).Verdict());

    [Fact]
    public void The_client_of_AD_FS_is_read_and_required_to_be_one()
    {
        Assert.True(Tokens.Verifier(IdentityTokens.Adfs.Policy).TryVerify(IdentityTokens.Adfs.Sign(), out VerifiedToken verified));
        Assert.True(verified.ClientId == "11112222-bbbb-3333-cccc-4444dddd5555");
        Assert.True(verified.HasScope("orders.read"u8));
        Assert.Equal(VerifyError.RequiredClaimMissing, IdentityTokens.Adfs.With("apptype", null).Verdict());
        Assert.Equal(VerifyError.InsufficientScope, IdentityTokens.Adfs.With("scp", "openid").Verdict());
    }
}
