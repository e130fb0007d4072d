using JwtCore.Tests.Support;

namespace JwtCore.Tests.Recipes;

/// <summary>Tokens for jobs, pods, services and what stands before them, of the shapes that docs/issuers.md names the sources of.</summary>
internal static class WorkloadTokens
{
    private const long Iat = Tokens.Now - 60;
    private const long Exp = Tokens.Now + 300;

    public static DocumentedToken LoadBalancer => new(
        "AWS load balancers",
        $$"""
        {"typ":"JWT","kid":"abb8289f-e3a4-4a34-9472-c2105e2b2482","alg":"ES256","iss":"https://issuer.example.com","client":"1example23456789",
         "signer":"arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/app/shop/50dc6c495c0c9188","exp":{{Exp}}}
        """,
        $$"""
        {"sub":"4b5bef9c","email_verified":"true","name":"Ada ?>~","email":"ada@example.com","username":"4b5bef9c","exp":{{Exp}},"iss":"https://issuer.example.com"}
        """)
    { IsPadded = true };

    public static DocumentedToken GitHub => new(
        "GitHub Actions",
        """{"typ":"JWT","alg":"RS256","x5t":"eBZ_cn3sXYAd0ch4THBKHIgOwOE","kid":"78167F727DEC5D801DD1C8784C704A1C880EC0E1"}""",
        $$"""
        {"jti":"978ab3d1","sub":"repo:octo-org/octo-repo:environment:production","aud":"https://deploy.example.com","ref":"refs/heads/main","sha":"96ca3e",
         "repository":"octo-org/octo-repo","repository_owner":"octo-org","repository_owner_id":"65","run_id":"13957936","run_number":"2","run_attempt":"1",
         "repository_visibility":"private","repository_id":"74","actor_id":"12","actor":"octocat","workflow":"deploy","head_ref":"","base_ref":"","event_name":"push",
         "ref_protected":"true","ref_type":"branch","workflow_ref":"octo-org/octo-repo/.github/workflows/deploy.yml@refs/heads/main","environment":"production",
         "job_workflow_ref":"octo-org/octo-repo/.github/workflows/deploy.yml@refs/heads/main","runner_environment":"github-hosted","enterprise_id":"345",
         "iss":"https://token.actions.githubusercontent.com","nbf":{{Iat}},"exp":{{Exp}},"iat":{{Iat}}}
        """);

    public static DocumentedToken GitLab => new(
        "GitLab CI",
        """{"kid":"4i3sFE7sxqNPOT7FdvcGA1ZVGGI_r-tsDXnEuYT4ZqE","typ":"JWT","alg":"RS256"}""",
        $$"""
        {"project_id":"20","project_path":"my-group/my-project","namespace_id":"72","namespace_path":"my-group","user_id":"1","user_login":"ada",
         "user_email":"ada@example.com","user_identities":[{"provider":"github","extern_uid":"2435223452345"}],"pipeline_id":"574","pipeline_source":"push",
         "job_id":"302","ref":"main","ref_type":"branch","ref_path":"refs/heads/main","ref_protected":"true","groups_direct":["my-group"],"environment":"production",
         "environment_protected":"false","runner_id":1,"runner_environment":"self-hosted","sha":"714a6297","project_visibility":"public","jti":"235b3a54",
         "iat":{{Iat}},"nbf":{{Iat}},"exp":{{Exp}},"iss":"https://gitlab.com","sub":"project_path:my-group/my-project:ref_type:branch:ref:main","aud":"https://deploy.example.com"}
        """);

    public static DocumentedToken Kubernetes => new(
        "Kubernetes service accounts",
        """{"alg":"RS256","kid":"eWtBJTnT5R7mNWpVcEDnOSWXTSpb6vSYZbGvHbKJzQ4"}""",
        $$"""
        {"aud":["https://orders.example.com"],"exp":{{Exp}},"iat":{{Iat}},"iss":"https://kubernetes.default.svc.cluster.local","jti":"ea28ed49",
         "kubernetes.io":{"namespace":"shop","node":{"name":"127.0.0.1","uid":"58456cb0"},"pod":{"name":"checkout-797d","uid":"1c35"},
         "serviceaccount":{"name":"checkout","uid":"e087d5a0"},"warnafter":{{Exp}}},"nbf":{{Iat}},"sub":"system:serviceaccount:shop:checkout"}
        """);

    public static DocumentedToken Spiffe => new(
        "SPIFFE JWT-SVIDs",
        """{"alg":"ES256","kid":"H9XIwVaxKwbRKXNGxMDqkrkCgbR0JkCs","typ":"JWT"}""",
        $$"""{"aud":["spiffe://example.org/orders"],"exp":{{Exp}},"iat":{{Iat}},"sub":"spiffe://example.org/checkout"}""")
    { KeyUse = "jwt-svid" };

    public static IEnumerable<DocumentedToken> All => [LoadBalancer, GitHub, GitLab, Kubernetes, Spiffe];
}
