using JwtCore.Tests.Support;

namespace JwtCore.Tests.Documentation;

public class DocumentationTests
{
    [Fact]
    public void The_page_of_errors_has_one_row_for_each_error_in_order()
    {
        string[] rows = [.. File.ReadLines(Path.Combine(Repository.Root, "docs", "errors.md"))
            .Where(line => line.StartsWith("| `", StringComparison.Ordinal))
            .Select(line => line.Split('`')[1])];
        Assert.Equal(Enum.GetNames<VerifyError>(), rows);
    }

    [Fact]
    public void The_sample_of_the_readme_is_a_valid_token()
    {
        string folder = Path.Combine(Repository.Root, "docs", "sample");
        JwtVerifier verifier = new(new VerificationPolicy
        {
            Issuer = "https://issuer.example.com",
            Audience = "https://api.example.com",
            Algorithms = [JwtAlgorithm.RS256],
            Keys = JwkSet.Parse(File.ReadAllBytes(Path.Combine(folder, "jwks.json"))),
            RequiredScopes = ["orders:read", "orders:write"],
        });
        Assert.True(verifier.TryVerify(File.ReadAllText(Path.Combine(folder, "token.jwt")).TrimEnd(), out VerifiedToken verified));
        Assert.True(verified.Subject == "user-42");
        Assert.True(verified.ClientId == "web-frontend");
    }
}
