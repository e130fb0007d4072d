using JwtCore.Tests.Support;

namespace JwtCore.Tests.Recipes;

public class AwsRecipeTests
{
    private static DocumentedToken Balancer => WorkloadTokens.LoadBalancer;

    [Fact]
    public void Cognitos_id_token_is_no_access_token()
    {
        DocumentedToken id = IdentityTokens.CognitoId;
        Assert.Equal(VerifyError.AudienceMismatch, id.Verdict(RecipePage.Policy("Cognito access tokens", id.Keys)));
        Assert.Equal(VerifyError.RequiredClaimMissing, IdentityTokens.CognitoAccess.With("token_use", "id").Verdict());
        Assert.Equal(VerifyError.RequiredClaimMissing, IdentityTokens.CognitoAccess.With("token_use", null).Verdict());
    }

    [Fact]
    public void Cognitos_access_token_is_no_id_token()
    {
        DocumentedToken access = IdentityTokens.CognitoAccess;
        Assert.Equal(VerifyError.AudienceMismatch, access.Verdict(RecipePage.Policy("Cognito ID tokens", access.Keys)));
        Assert.Equal(VerifyError.RequiredClaimMissing, IdentityTokens.CognitoId.With("token_use", "access").Verdict());
    }

    [Fact]
    public void Another_Cognito_client_or_pool_is_refused()
    {
        Assert.Equal(VerifyError.AudienceMismatch, IdentityTokens.CognitoAccess.With("client_id", "2example23456789").Verdict());
        Assert.Equal(VerifyError.AudienceMismatch, IdentityTokens.CognitoId.With("aud", "2example23456789").Verdict());
        Assert.Equal(VerifyError.IssuerMismatch, IdentityTokens.CognitoAccess.With("iss", "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Another").Verdict());
    }

    [Fact]
    public void The_default_refuses_Cognitos_access_token_as_it_has_no_audience() =>
        Assert.Equal(VerifyError.AudienceMismatch, IdentityTokens.CognitoAccess.Verdict(TestPolicies.With(
            IdentityTokens.CognitoAccess.Keys, [JwtAlgorithm.RS256], "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Example", "1example23456789")));

    [Fact]
    public void The_load_balancers_padding_is_what_the_default_refuses()
    {
        Assert.Contains('=', Balancer.Sign());
        Assert.Equal(VerifyError.NotCompactJws, Balancer.Verdict(TestPolicies.With(Balancer.Keys, [JwtAlgorithm.ES256], "https://issuer.example.com", Expected.Any)));
    }

    [Fact]
    public void A_load_balancer_for_another_provider_or_without_an_end_is_refused()
    {
        Assert.Equal(VerifyError.IssuerMismatch, Balancer.With("iss", "https://other.example.com").Verdict());
        Assert.Equal(VerifyError.ExpirationMissing, Balancer.With("exp", null).Verdict());
    }

    [Theory]
    [InlineData("signer", "arn:aws:elasticloadbalancing:eu-west-1:999999999999:loadbalancer/app/shop/50dc6c495c0c9188")]
    [InlineData("client", "2example23456789")]
    [InlineData("signer", null)]
    [InlineData("client", null)]
    public void Another_customers_load_balancer_is_refused(string member, string? value)
    {
        Assert.Equal(VerifyError.RequiredHeaderMissing, Balancer.WithHeader(member, value).Verdict());
        Assert.Equal(VerifyError.RequiredHeaderMissing, Balancer.WithHeader(member, 1).Verdict());
        Assert.Equal(VerifyError.None, Balancer.Verdict());
        Assert.Equal(VerifyError.None, (Balancer with { IsPadded = false }).Verdict());
    }
}
