using JwtCore.Tests.Support;

namespace JwtCore.Tests.Recipes;

public class GoogleRecipeTests
{
    [Fact]
    public void Both_documented_spellings_of_the_issuer_are_accepted()
    {
        Assert.Equal(VerifyError.None, IdentityTokens.GoogleId.With("iss", "accounts.google.com").Verdict());
        Assert.Equal(VerifyError.IssuerMismatch, IdentityTokens.GoogleId.With("iss", "http://accounts.google.com").Verdict());
    }

    [Fact]
    public void An_id_token_for_another_client_or_service_is_refused()
    {
        Assert.Equal(VerifyError.AudienceMismatch, IdentityTokens.GoogleId.With("aud", "9999987819200.apps.googleusercontent.com").Verdict());
        Assert.Equal(VerifyError.AudienceMismatch, IdentityTokens.GoogleId.With("aud", "https://orders-abc-ew.a.run.app").Verdict());
    }

    [Fact]
    public void An_opaque_access_token_is_no_JWT() =>
        Assert.Equal(VerifyError.NotCompactJws, Tokens.Verifier(IdentityTokens.GoogleId.Policy).Verdict("ya29.a0AfH6SMBx-abc_DEF"));

    [Theory]
    [InlineData("/projects/123456789/global/backendServices/111111111")]
    [InlineData("/projects/999999999/global/backendServices/987654321")]
    [InlineData("/projects/123456789/apps/my-project")]
    public void The_proxys_token_for_another_backend_is_refused(string audience) =>
        Assert.Equal(VerifyError.AudienceMismatch, IdentityTokens.GoogleIap.With("aud", audience).Verdict());

    [Theory]
    [InlineData(660, VerifyError.None)]
    [InlineData(661, VerifyError.LifetimeTooLong)]
    public void The_proxys_token_lives_for_ten_minutes_and_twice_the_skew(int seconds, VerifyError expected) =>
        Assert.Equal(expected, IdentityTokens.GoogleIap.With("exp", Tokens.Now - 60 + seconds).Verdict());

    [Fact]
    public void An_id_token_in_place_of_the_proxys_is_refused() =>
        Assert.Equal(VerifyError.AlgorithmNotAllowed, IdentityTokens.GoogleId.Verdict(RecipePage.Policy("Google Identity-Aware Proxy", IdentityTokens.GoogleId.Keys)));

    [Fact]
    public void Another_firebase_project_is_refused()
    {
        Assert.Equal(VerifyError.IssuerMismatch, IdentityTokens.Firebase.With("iss", "https://securetoken.google.com/other").With("aud", "other").Verdict());
        Assert.Equal(VerifyError.AudienceMismatch, IdentityTokens.Firebase.With("aud", "other").Verdict());
    }

    [Fact]
    public void A_firebase_session_cookie_is_no_id_token() =>
        Assert.Equal(VerifyError.IssuerMismatch, IdentityTokens.Firebase.With("iss", "https://session.firebase.google.com/my-project").Verdict());

    [Fact]
    public void A_firebase_custom_token_is_refused() =>
        Assert.Equal(VerifyError.IssuerMismatch, IdentityTokens.Firebase
            .With("iss", "firebase-adminsdk@my-project.iam.gserviceaccount.com")
            .With("aud", "https://identitytoolkit.googleapis.com/google.identity.identitytoolkit.v1.IdentityToolkit")
            .Verdict());

    [Fact]
    public void A_firebase_token_without_a_user_is_refused() =>
        Assert.Equal(VerifyError.RequiredClaimMissing, IdentityTokens.Firebase.With("sub", null).Verdict());
}
