using System.Text;
using JwtCore.Testing;
using JwtCore.Tests.Support;

namespace JwtCore.Tests.Recipes;

/// <summary>Clerk, Supabase and Apple.</summary>
public class AppPlatformRecipeTests
{
    private delegate bool TokenCheck(in VerifiedToken token);

    [Fact]
    public void A_Clerk_session_of_another_origin_or_of_none_is_refused()
    {
        Assert.Equal(VerifyError.AudienceMismatch, IdentityTokens.Clerk.With("azp", "https://evil.example.net").Verdict());
        Assert.Equal(VerifyError.AudienceMismatch, IdentityTokens.Clerk.With("azp", null).Verdict());
    }

    [Fact]
    public void A_Clerk_token_that_is_no_session_or_another_applications_is_refused()
    {
        Assert.Equal(VerifyError.RequiredClaimMissing, IdentityTokens.Clerk.With("sid", null).Verdict());
        Assert.Equal(VerifyError.IssuerMismatch, IdentityTokens.Clerk.With("iss", "https://clerk.example.net").Verdict());
    }

    [Theory]
    [InlineData("active", false)]
    [InlineData("pending", true)]
    [InlineData(null, false)]
    public void A_pending_Clerk_session_is_told_by_the_check(string? status, bool isPending)
    {
        DocumentedToken token = IdentityTokens.Clerk.With("sts", status);
        TokenCheck check = RecipePage.Function<TokenCheck>("Clerk", "IsPending");
        Assert.True(Tokens.Verifier(token.Policy).TryVerify(token.Sign(), out VerifiedToken verified));
        Assert.Equal(isPending, check(in verified));
    }

    [Fact]
    public void Another_Supabase_project_is_refused()
    {
        Assert.Equal(VerifyError.IssuerMismatch, IdentityTokens.Supabase.With("iss", "https://zyxwvutsrqponmlkjihg.supabase.co/auth/v1").Verdict());
        Assert.Equal(VerifyError.AudienceMismatch, IdentityTokens.Supabase.With("aud", "anon").Verdict());
    }

    [Theory]
    [InlineData("anon")]
    [InlineData("service_role")]
    public void Supabases_old_project_keys_are_no_users(string role)
    {
        DocumentedToken key = IdentityTokens.SupabaseLegacy.With("iss", "supabase").With("aud", null).With("ref", "abcdefghijklmnopqrst").With("role", role);
        Assert.Equal(VerifyError.IssuerMismatch, key.Verdict());
    }

    [Fact]
    public void Supabases_RS256_passes_and_its_legacy_algorithm_does_not()
    {
        Assert.Equal(VerifyError.None, IdentityTokens.Supabase.WithHeader("alg", "RS256").Verdict());
        Assert.Equal(VerifyError.AlgorithmNotAllowed, IdentityTokens.SupabaseLegacy.Verdict(IdentityTokens.Supabase.Policy));
    }

    [Fact]
    public void Supabases_legacy_secret_is_its_text_with_or_without_a_key_id()
    {
        const string secret = "c3VwZXItc2VjcmV0LWp3dC10b2tlbi13aXRoLWF0LWxlYXN0LTMyLWNoYXJhY3RlcnM=";
        DocumentedToken token = IdentityTokens.SupabaseLegacy;
        Jwk key = RecipePage.Function<Func<string, Jwk>>(token.Recipe, "KeyOf")(secret);
        JwtVerifier verifier = Tokens.Verifier(RecipePage.Policy(token.Recipe, key));
        TestKeyPair asText = TestKeyPair.FromSecret(Encoding.UTF8.GetBytes(secret), JwtAlgorithm.HS256);
        TestKeyPair asBase64 = TestKeyPair.FromSecret(Convert.FromBase64String(secret), JwtAlgorithm.HS256);
        Assert.Equal(VerifyError.None, verifier.Verdict(asText.Sign(token.Claims.ToJsonString())));
        Assert.Equal(VerifyError.None, verifier.Verdict(asText.Sign(token.Header.ToJsonString(), token.Claims.ToJsonString())));
        Assert.Equal(VerifyError.SignatureInvalid, verifier.Verdict(asBase64.Sign(token.Claims.ToJsonString())));
    }

    [Fact]
    public void With_the_empty_key_set_of_a_legacy_project_no_key_is_found() =>
        Assert.Equal(VerifyError.KeyNotFound, IdentityTokens.SupabaseLegacy.Verdict(RecipePage.Policy("Supabase with the legacy secret", JwkSet.Parse("""{"keys":[]}"""u8))));

    [Fact]
    public void Apples_notification_is_no_id_token() =>
        Assert.Equal(VerifyError.RequiredClaimMissing, IdentityTokens.Apple
            .With("sub", null)
            .With("jti", "abede67f")
            .With("events", """{"type":"consent-revoked","sub":"001234.5b3a3bdf9c0b4f04.0001","event_time":1508184845}""")
            .Verdict());

    [Fact]
    public void An_Apple_token_for_another_app_or_with_another_algorithm_is_refused()
    {
        Assert.Equal(VerifyError.AudienceMismatch, IdentityTokens.Apple.With("aud", "com.example.other").Verdict());
        Assert.Equal(VerifyError.AlgorithmNotAllowed, IdentityTokens.Apple.WithHeader("alg", "ES256").Verdict());
    }

    // Your own client secret: the audience is Apple and the issuer your team.
    [Fact]
    public void A_client_secret_for_Apple_is_no_id_token() =>
        Assert.Equal(VerifyError.IssuerMismatch, IdentityTokens.Apple.With("iss", "DEF123GHIJ").With("aud", "https://appleid.apple.com").Verdict());
}
