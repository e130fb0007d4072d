using System.Text.Json.Nodes;

namespace JwtCore.Cli.Tests;

public class MalformedClaimExplanationTests : ExplanationTest
{
    [Theory]
    [InlineData("exp", "\"soon\"", "exp: a string, \"soon\"", "Have the issuer write exp as a number of seconds since 1970 (RFC 7519 section 2).")]
    [InlineData("exp", "\"1767225900\"", "exp: a string, \"1767225900\"", "Have the issuer write exp as a number, without quotes, or use --tolerate StringDates.")]
    [InlineData("exp", "\"1e400\"", "exp: a string, \"1e400\"", "Have the issuer write exp as a number of seconds since 1970 (RFC 7519 section 2).")]
    [InlineData("iat", "\"-1\"", "iat: a string, \"-1\"", "Have the issuer write iat as a number of seconds since 1970 (RFC 7519 section 2).")]
    [InlineData("nbf", "null", "nbf: null", "Have the issuer leave nbf out instead of writing null.")]
    [InlineData("nbf", "[1]", "nbf: an array that holds a number, [1]", "Have the issuer write nbf as a number of seconds since 1970 (RFC 7519 section 2).")]
    [InlineData("iat", "-1", "iat: a number, -1", "Have the issuer write iat as a time after 1970.")]
    [InlineData("iat", "1767225600000", "iat: a number, 1767225600000", "The value looks like milliseconds: have the issuer write iat in seconds (RFC 7519 section 2).")]
    [InlineData("exp", "1767225900000", "exp: a number, 1767225900000", "The value looks like milliseconds: have the issuer write exp in seconds (RFC 7519 section 2).")]
    [InlineData("exp", "1e300", "exp: a number, 1e300", "Have the issuer write exp as a time before the year 10000, or use --tolerate DistantExpiration: such a token never expires.")]
    [InlineData("nbf", "1e300", "nbf: a number, 1e300", "Have the issuer write nbf as a time before the year 10000.")]
    [InlineData("sub", "7", "sub: a number", "Have the issuer write sub as a string, or use --tolerate NumericSubject.")]
    [InlineData("sub", "true", "sub: a boolean", "Have the issuer write sub as a string.")]
    [InlineData("sub", "{}", "sub: an object", "Have the issuer write sub as a string.")]
    [InlineData("jti", "7", "jti: a number", "Have the issuer write jti as a string.")]
    [InlineData("iss", "[\"a\"]", "iss: an array of strings, [\"a\"]", "Have the issuer write iss as a string.")]
    [InlineData("aud", "null", "aud: null", "Have the issuer leave aud out instead of writing null.")]
    [InlineData("aud", "[]", "aud: an empty array, []", "Have the issuer name the service that the token is meant for.")]
    [InlineData("aud", "[\"a\",1]", "aud: an array that holds a number, [\"a\",1]", "Have the issuer write aud as a string or an array of strings, not empty.")]
    public void Claim_value_and_remedy_are_named(string claim, string json, string found, string hint)
    {
        Explanation explanation = Explain(Token(claim, JsonNode.Parse(json)));

        Assert.Equal((VerifyError.ClaimMalformed, claim, true), (explanation.Error, explanation.Claim, explanation.IsAuthentic));
        Assert.NotEqual(ClaimFault.None, explanation.Fault);
        Assert.StartsWith($"{claim}: ", explanation.Expected, StringComparison.Ordinal);
        Assert.Equal((found, hint), (explanation.Found, explanation.Hint));
    }

    [Theory]
    [InlineData("exp", "\"soon\"", Tolerance.StringDates)]
    [InlineData("exp", "\"1767225900000\"", Tolerance.StringDates)]
    [InlineData("sub", "true", Tolerance.NumericSubject)]
    [InlineData("nbf", "1e300", Tolerance.DistantExpiration)]
    public void A_tolerance_that_was_given_is_not_advised(string claim, string json, Tolerance tolerated)
    {
        VerificationPolicy policy = new() { Issuer = Issuer, Audience = Audience, Algorithms = [JwtAlgorithm.ES256], Keys = Accepting().Keys, Tolerate = tolerated };

        Assert.DoesNotContain("--tolerate", Explain(Token(claim, JsonNode.Parse(json)), policy).Hint, StringComparison.Ordinal);
    }

    [Fact]
    public void A_tolerance_that_the_policy_excludes_is_not_advised()
    {
        VerificationPolicy bounded = new() { Issuer = Issuer, Audience = Audience, Algorithms = [JwtAlgorithm.ES256], Keys = Accepting().Keys, MaxLifetime = TimeSpan.FromHours(1) };
        VerificationPolicy mcp = new() { Issuer = Issuer, Audience = Audience, Algorithms = [JwtAlgorithm.ES256], Keys = Accepting().Keys, Profile = TokenProfile.McpResource };

        Assert.All([bounded, mcp], policy => Assert.Equal("Have the issuer write exp as a time before the year 10000.", Explain(Token("exp", JsonNode.Parse("1e300")), policy).Hint));
    }

    [Fact]
    public void What_names_a_person_is_not_shown() => Assert.DoesNotContain("4711", Explain(Token("sub", 4711)).Found, StringComparison.Ordinal);
}
