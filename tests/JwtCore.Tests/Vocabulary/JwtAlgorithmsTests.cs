using System.Security.Cryptography;

namespace JwtCore.Tests.Vocabulary;

public class JwtAlgorithmsTests
{
    private static readonly JwtAlgorithm[] OfML = [JwtAlgorithm.MLDsa44, JwtAlgorithm.MLDsa65, JwtAlgorithm.MLDsa87];

    [Fact]
    public void Every_name_stands_for_its_algorithm_and_is_the_registered_one()
    {
        Assert.Equal(Enum.GetValues<JwtAlgorithm>().Length, JwtAlgorithms.Names.Count);
        foreach ((JwtAlgorithm algorithm, string name) in Enum.GetValues<JwtAlgorithm>().Zip(JwtAlgorithms.Names))
        {
            Assert.Equal(name, algorithm.ToName());
            Assert.True(JwtAlgorithms.TryParse(name, out JwtAlgorithm parsed));
            Assert.Equal(algorithm, parsed);
        }

        Assert.Equal(["EdDSA", "Ed25519", "ML-DSA-44", "ML-DSA-65", "ML-DSA-87"], JwtAlgorithms.Names.Skip(12));
    }

    [Theory, InlineData(null), InlineData(""), InlineData("none"), InlineData("eddsa"), InlineData("ED25519"), InlineData("Ed448"), InlineData("MLDsa44"), InlineData("ML-DSA-44 "), InlineData("1"), InlineData("HS256,RS256")]
    public void No_other_text_is_a_name(string? name)
    {
        Assert.False(JwtAlgorithms.TryParse(name, out JwtAlgorithm algorithm));
        Assert.Equal(default, algorithm);
    }

    [Fact]
    public void An_undefined_value_has_its_number_as_name_and_is_not_supported()
    {
        Assert.Equal("200", ((JwtAlgorithm)200).ToName());
        Assert.False(((JwtAlgorithm)200).IsSupported());
        Assert.False(default(JwtAlgorithm).IsSupported());
    }

    [Fact]
    public void All_are_supported_but_ML_DSA_where_the_platform_lacks_it() =>
        Assert.Equal(MLDsa.IsSupported ? [] : OfML, Enum.GetValues<JwtAlgorithm>().Where(algorithm => !algorithm.IsSupported()));
}
