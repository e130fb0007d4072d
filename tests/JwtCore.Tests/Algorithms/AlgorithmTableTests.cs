using System.Text;
using JwtCore.Algorithms;
using JwtCore.Tests.Support;

namespace JwtCore.Tests.Algorithms;

public class AlgorithmTableTests
{
    [Fact]
    public void Every_algorithm_has_one_row_in_order_under_its_name()
    {
        Assert.Equal(Enum.GetValues<JwtAlgorithm>(), AlgorithmTable.All.ToArray().Select(row => row.Id));
        foreach (SignatureAlgorithm row in AlgorithmTable.All)
        {
            Assert.Same(row, AlgorithmTable.Find(row.Id));
            Assert.Same(row, AlgorithmTable.Find(Encoding.ASCII.GetString(row.Name)));
            Assert.Equal((string)Tokens.Pair(row.Id).ToJwk()["kty"]!, row.KeyType);
        }
    }

    [Fact]
    public void There_are_twelve_algorithms_and_none_is_not_among_them()
    {
        Assert.Equal(["HS256", "HS384", "HS512", "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"], Enum.GetNames<JwtAlgorithm>());
        Assert.Equal(1, (int)JwtAlgorithm.HS256);
        Assert.Null(AlgorithmTable.Find(default(JwtAlgorithm)));
        Assert.Null(AlgorithmTable.Find((JwtAlgorithm)13));
        foreach (string name in (string[])["none", "", "hs256", "1", "EdDSA"])
        {
            Assert.Null(AlgorithmTable.Find(name));
        }
    }
}
