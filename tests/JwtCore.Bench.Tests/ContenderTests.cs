using System.Text.Json.Nodes;
using JwtCore.Competitors;
using JwtCore.Testing;

namespace JwtCore.Bench.Tests;

/// <summary>The other libraries make the checks that they are measured with.</summary>
public class ContenderTests
{
    public static TheoryData<JwtAlgorithm> Algorithms => [.. FullCallRows.Usual];

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void Every_library_accepts_the_good_token(JwtAlgorithm algorithm)
    {
        TestKeyPair pair = Sample.Pair(algorithm);

        Contender[] all = [.. Field.Accept(Sample.Setup(pair), Sample.Token(pair))];

        Assert.All(all, contender => Assert.True(contender.Call(), $"{contender.Library}, {contender.Name}"));
        Assert.Superset(new HashSet<string>(["Microsoft.IdentityModel.JsonWebTokens", "System.IdentityModel.Tokens.Jwt", "jose-jwt"]), new HashSet<string>(all.Select(contender => contender.Library)));
    }

    [Theory]
    [InlineData("iss", "https://other.example.com")]
    [InlineData("aud", "https://other.example.com")]
    [InlineData("exp", 1_000_000_000)]
    [InlineData("nbf", 9_000_000_000)]
    public void Every_library_refuses_a_wrong_claim(string name, object value)
    {
        foreach (JwtAlgorithm algorithm in FullCallRows.Named)
        {
            JsonObject claims = Sample.Claims();
            claims[name] = value is int number ? number : value is long large ? large : (string)value;
            AssertRefused(algorithm, Sample.Pair(algorithm).Sign(claims.ToJsonString()));
        }
    }

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void Every_library_refuses_another_keys_signature(JwtAlgorithm algorithm) =>
        AssertRefused(algorithm, TestKeyPair.Create(algorithm, Sample.KeyId).Sign(Sample.Claims().ToJsonString()));

    [Fact]
    public void The_versions_are_those_of_the_packages()
    {
        Assert.All(Field.Versions, library => Assert.Matches(@"^\d+\.\d+\.\d+$", library.Value));
        Assert.All(FullCallRows.Named, algorithm => Assert.All(
            Field.Accept(Sample.Setup(Sample.Pair(algorithm)), ""), contender => Assert.Contains(contender.Library, Field.Versions.Keys)));
    }

    // The rows that refuse are made for those alone that do.
    private static void AssertRefused(JwtAlgorithm algorithm, string token)
    {
        Setup setup = Sample.Setup(Sample.Pair(algorithm));
        string[] accepting = [.. Field.Accept(setup, token).Where(contender => contender.Call()).Select(contender => $"{contender.Library}, {contender.Name}")];
        Assert.Empty(accepting);
        Assert.All(Field.Refuse(setup, token), contender => Assert.True(contender.Call()));
    }
}
