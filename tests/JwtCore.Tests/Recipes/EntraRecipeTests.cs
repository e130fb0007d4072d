using System.Text.Json.Nodes;
using JwtCore.Tests.Support;

namespace JwtCore.Tests.Recipes;

public class EntraRecipeTests
{
    private const string SecondTenant = "bbbbcccc-1111-dddd-2222-eeee3333ffff";
    private const string ForeignTenant = "ccccdddd-2222-eeee-3333-ffff4444aaaa";
    private const string PersonalAccounts = "9188040d-6c67-4c5b-b112-36a304b66dad";

    public static TheoryData<string> Recipes => [.. All.Select(token => token.Recipe)];

    private static IEnumerable<DocumentedToken> All => [IdentityTokens.EntraV2, IdentityTokens.EntraV2ManyTenants, IdentityTokens.EntraV1];

    [Theory, MemberData(nameof(Recipes))]
    public void Another_applications_token_is_refused(string recipe) =>
        Assert.Equal(VerifyError.AudienceMismatch, Token(recipe).With("aud", "99990000-aaaa-2222-bbbb-3333cccc4444").Verdict());

    [Theory, MemberData(nameof(Recipes))]
    public void The_same_applications_id_token_lacks_the_scope(string recipe) =>
        Assert.Equal(VerifyError.InsufficientScope, Token(recipe).With("aud", "00001111-aaaa-2222-bbbb-3333cccc4444").With("scp", null).With("nonce", "12345").Verdict());

    [Theory, MemberData(nameof(Recipes))]
    public void A_daemons_token_with_roles_needs_a_policy_of_its_own(string recipe) =>
        Assert.Equal(VerifyError.InsufficientScope, Token(recipe).With("scp", null).With("roles", new JsonArray("Orders.Read.All")).Verdict());

    [Fact]
    public void A_tenant_off_the_list_is_refused()
    {
        Assert.Equal(VerifyError.None, OfTenant(IdentityTokens.EntraV2ManyTenants, SecondTenant).Verdict());
        Assert.Equal(VerifyError.IssuerMismatch, OfTenant(IdentityTokens.EntraV2ManyTenants, ForeignTenant).Verdict());
        Assert.Equal(VerifyError.IssuerMismatch, OfTenant(IdentityTokens.EntraV2ManyTenants, PersonalAccounts).Verdict());
    }

    [Fact]
    public void Another_tenant_than_the_one_is_refused()
    {
        Assert.Equal(VerifyError.IssuerMismatch, OfTenant(IdentityTokens.EntraV2, SecondTenant).Verdict());
        Assert.Equal(VerifyError.IssuerMismatch, IdentityTokens.EntraV1.With("iss", $"https://sts.windows.net/{SecondTenant}/").With("tid", SecondTenant).Verdict());
    }

    [Fact]
    public void A_tenant_id_that_is_not_the_issuers_is_refused() =>
        Assert.Equal(VerifyError.IssuerMismatch, IdentityTokens.EntraV2ManyTenants.With("tid", SecondTenant).Verdict());

    [Fact]
    public void The_other_version_is_refused()
    {
        DocumentedToken v1 = IdentityTokens.EntraV1;
        DocumentedToken v2 = IdentityTokens.EntraV2;
        Assert.Equal(VerifyError.IssuerMismatch, v1.Verdict(RecipePage.Policy(v2.Recipe, v1.Keys)));
        Assert.Equal(VerifyError.IssuerMismatch, v2.Verdict(RecipePage.Policy(v1.Recipe, v2.Keys)));
    }

    [Fact]
    public void A_v1_token_under_the_keys_of_v2_is_refused() =>
        Assert.Equal(VerifyError.IssuerMismatch, (IdentityTokens.EntraV1 with { KeyIssuer = "https://login.microsoftonline.com/{tenantid}/v2.0" }).Verdict());

    [Fact]
    public void A_key_of_another_tenant_is_refused() =>
        Assert.Equal(VerifyError.IssuerMismatch, (IdentityTokens.EntraV2ManyTenants with { KeyIssuer = $"https://login.microsoftonline.com/{PersonalAccounts}/v2.0" }).Verdict());

    [Fact]
    public void A_token_for_Graph_does_not_verify_as_its_header_was_signed_in_another_form()
    {
        DocumentedToken signed = IdentityTokens.EntraV1.With("aud", "https://graph.microsoft.com").WithHeader("nonce", "hashed");
        string[] segments = signed.Sign().Split('.');
        segments[0] = signed.WithHeader("nonce", "plain").Sign().Split('.')[0];
        Assert.Equal(VerifyError.AudienceMismatch, signed.Verdict());
        Assert.Equal(VerifyError.SignatureInvalid, Tokens.Verifier(signed.Policy).Verdict(string.Join('.', segments)));
    }

    [Fact]
    public void The_client_is_read_in_both_versions()
    {
        foreach (DocumentedToken token in All)
        {
            Assert.True(Tokens.Verifier(token.Policy).TryVerify(token.Sign(), out VerifiedToken verified));
            Assert.True(verified.ClientId == "11112222-bbbb-3333-cccc-4444dddd5555");
        }
    }

    private static DocumentedToken Token(string recipe) => All.Single(token => token.Recipe == recipe);

    private static DocumentedToken OfTenant(DocumentedToken token, string tenant) =>
        (token with { KeyIssuer = "https://login.microsoftonline.com/{tenantid}/v2.0" })
            .With("iss", $"https://login.microsoftonline.com/{tenant}/v2.0")
            .With("tid", tenant);
}
