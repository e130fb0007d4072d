namespace JwtCore.Cli.Tests;

public class ClaimExplanationTests : ExplanationTest
{
    [Theory]
    [InlineData("https://api.example.com", "https://api.example.com/", true)]
    [InlineData("https://api.example.com/", "https://api.example.com", true)]
    [InlineData("https://api.example.com:8443", "https://api.example.com:8443/", true)]
    [InlineData("https://api.example.com/mcp", "https://api.example.com/mcp/", false)]
    [InlineData("https://api.example.com", "https://api.example.com//", false)]
    [InlineData("https://api.example.com?x=", "https://api.example.com?x=/", false)]
    [InlineData("urn:api", "urn:api/", false)]
    [InlineData("api", "api/", false)]
    public void An_audience_that_lacks_the_slash_of_an_empty_path_is_called_the_same_service(string expected, string found, bool isSame)
    {
        Explanation explanation = Explain(With(("aud", found)), Accepting() with { Audience = expected });

        Assert.Equal(VerifyError.AudienceMismatch, explanation.Error);
        Assert.Equal(isSame, explanation.Hint!.Contains($"give --audience \"{found}\" as well", StringComparison.Ordinal));
        Assert.Equal(!isSame, explanation.Hint!.Contains("meant for another service", StringComparison.Ordinal));
    }
}
