using System.Text;
using System.Text.Json.Nodes;
using JwtCore.Tests.Support;

namespace JwtCore.Tests.Recipes;

/// <summary>GitHub Actions, GitLab CI, Kubernetes and SPIFFE.</summary>
public class WorkloadRecipeTests
{
    private delegate bool TokenCheck(in VerifiedToken token);

    [Theory]
    [InlineData("repository", "evil/octo-repo")]
    [InlineData("repository", "octo-org/octo-repo2")]
    [InlineData("repository", null)]
    [InlineData("ref", "refs/heads/feature")]
    [InlineData("ref", "refs/pull/1/merge")]
    [InlineData("ref", "refs/tags/main")]
    public void Another_GitHub_repository_or_ref_is_refused(string claim, string? value) =>
        Assert.Equal(VerifyError.RequiredClaimMissing, WorkloadTokens.GitHub.With(claim, value).Verdict());

    [Fact]
    public void GitHubs_default_audience_is_refused() =>
        Assert.Equal(VerifyError.AudienceMismatch, WorkloadTokens.GitHub.With("aud", "https://github.com/octo-org").Verdict());

    [Fact]
    public void GitHubs_subject_may_have_any_form() =>
        Assert.Equal(VerifyError.None, WorkloadTokens.GitHub.With("sub", "repo:octo-org/octo-repo:ref:refs/heads/main").Verdict());

    [Theory]
    [InlineData("project_path", "evil/my-project")]
    [InlineData("project_path", null)]
    [InlineData("ref_protected", "false")]
    public void Another_GitLab_project_or_a_branch_without_protection_is_refused(string claim, string? value) =>
        Assert.Equal(VerifyError.RequiredClaimMissing, WorkloadTokens.GitLab.With(claim, value).Verdict());

    [Fact]
    public void A_GitLab_token_for_another_audience_or_instance_is_refused()
    {
        Assert.Equal(VerifyError.AudienceMismatch, WorkloadTokens.GitLab.With("aud", "https://vault.example.com").Verdict());
        Assert.Equal(VerifyError.IssuerMismatch, WorkloadTokens.GitLab.With("iss", "https://gitlab.example.net").Verdict());
    }

    [Fact]
    public void GitLabs_old_job_token_is_refused() =>
        Assert.Equal(VerifyError.IssuerMismatch, WorkloadTokens.GitLab.With("iss", "gitlab.com").With("aud", null).Verdict());

    [Fact]
    public void A_pods_default_token_is_for_the_api_server() =>
        Assert.Equal(VerifyError.AudienceMismatch, WorkloadTokens.Kubernetes.With("aud", new JsonArray("https://kubernetes.default.svc.cluster.local")).Verdict());

    [Fact]
    public void One_of_a_pods_several_audiences_is_enough() =>
        Assert.Equal(VerifyError.None, WorkloadTokens.Kubernetes.With("aud", new JsonArray("https://other.example.com", "https://orders.example.com")).Verdict());

    [Theory]
    [InlineData("system:serviceaccount:other:checkout")]
    [InlineData("system:serviceaccount:shop:default")]
    [InlineData("system:serviceaccount:shop:checkout2")]
    public void Another_service_account_is_refused(string subject) =>
        Assert.Equal(VerifyError.RequiredClaimMissing, WorkloadTokens.Kubernetes.With("sub", subject).Verdict());

    [Fact]
    public void A_token_that_no_pod_was_given_is_refused()
    {
        Assert.Equal(VerifyError.RequiredClaimMissing, WorkloadTokens.Kubernetes.With("kubernetes.io", null).Verdict());
        Assert.Equal(VerifyError.IssuerMismatch, WorkloadTokens.Kubernetes
            .With("iss", "kubernetes/serviceaccount").With("aud", null).With("exp", null).With("kubernetes.io", null).Verdict());
    }

    [Fact]
    public void Another_cluster_is_refused() =>
        Assert.Equal(VerifyError.IssuerMismatch, WorkloadTokens.Kubernetes.With("iss", "https://oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLE").Verdict());

    [Theory]
    [InlineData("JWT", VerifyError.None)]
    [InlineData("JOSE", VerifyError.None)]
    [InlineData("at+jwt", VerifyError.TypeMismatch)]
    [InlineData(null, VerifyError.TypeMismatch)]
    public void A_JWT_SVID_has_one_of_two_types(string? type, VerifyError expected) =>
        Assert.Equal(expected, WorkloadTokens.Spiffe.WithHeader("typ", type).Verdict());

    [Fact]
    public void A_JWT_SVID_for_another_service_without_an_end_or_a_subject_is_refused()
    {
        Assert.Equal(VerifyError.AudienceMismatch, WorkloadTokens.Spiffe.With("aud", "spiffe://example.org/billing").Verdict());
        Assert.Equal(VerifyError.AudienceMismatch, WorkloadTokens.Spiffe.With("aud", null).Verdict());
        Assert.Equal(VerifyError.ExpirationMissing, WorkloadTokens.Spiffe.With("exp", null).Verdict());
        Assert.Equal(VerifyError.RequiredClaimMissing, WorkloadTokens.Spiffe.With("sub", null).Verdict());
    }

    [Fact]
    public void Of_a_SPIFFE_bundle_only_the_keys_for_JWT_SVIDs_are_taken()
    {
        JsonObject x509 = Tokens.Pair(JwtAlgorithm.ES256).With(JwtAlgorithm.ES256, "x509").ToJwk();
        x509["use"] = "x509-svid";
        byte[] bundle = Encoding.UTF8.GetBytes(
            new JsonObject { ["keys"] = new JsonArray(x509, WorkloadTokens.Spiffe.Jwk), ["spiffe_sequence"] = 12, ["spiffe_refresh_hint"] = 300 }.ToJsonString());
        JwkSet keys = RecipePage.Function<Func<byte[], JwkSet>>("SPIFFE JWT-SVIDs", "KeysOf")(bundle);
        Assert.Single(keys.Keys);
        Assert.Equal(VerifyError.None, WorkloadTokens.Spiffe.Verdict(RecipePage.Policy("SPIFFE JWT-SVIDs", keys)));
        Assert.Equal(VerifyError.KeyNotFound, WorkloadTokens.Spiffe.WithHeader("kid", "x509").Verdict(RecipePage.Policy("SPIFFE JWT-SVIDs", keys)));
        Assert.Equal(VerifyError.KeyNotFound, WorkloadTokens.Spiffe.Verdict(RecipePage.Policy("SPIFFE JWT-SVIDs", JwkSet.Parse(bundle))));
    }

    [Theory]
    [InlineData("spiffe://example.org/checkout", true)]
    [InlineData("spiffe://example.org.evil.example/checkout", false)]
    [InlineData("spiffe://other.org/checkout", false)]
    [InlineData("checkout", false)]
    public void A_workload_of_another_trust_domain_passes_the_policy_and_fails_the_check(string subject, bool isInside)
    {
        DocumentedToken token = WorkloadTokens.Spiffe.With("sub", subject);
        TokenCheck check = RecipePage.Function<TokenCheck>("SPIFFE JWT-SVIDs", "IsInTrustDomain");
        Assert.True(Tokens.Verifier(token.Policy).TryVerify(token.Sign(), out VerifiedToken verified));
        Assert.Equal(isInside, check(in verified));
    }
}
