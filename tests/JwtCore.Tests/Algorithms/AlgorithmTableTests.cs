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
            Assert.Equal(row.Id.IsSupported() ? (string)Tokens.Pair(row.Id).ToJwk()["kty"]! : "AKP", row.KeyType);
            Assert.Equal(row.Id.IsSupported(), row.Missing is null);
        }
    }

    [Fact]
    public void There_are_seventeen_algorithms_and_none_is_not_among_them()
    {
        Assert.Equal(["HS256", "HS384", "HS512", "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA", "Ed25519", "ML-DSA-44", "ML-DSA-65", "ML-DSA-87"], JwtAlgorithms.Names);
        Assert.Equal(1, (int)JwtAlgorithm.HS256);
        Assert.Null(AlgorithmTable.Find(default(JwtAlgorithm)));
        Assert.Null(AlgorithmTable.Find((JwtAlgorithm)18));
        foreach (string name in (string[])["none", "", "hs256", "1", "MLDsa44", "ML-DSA", "Ed448"])
        {
            Assert.Null(AlgorithmTable.Find(name));
        }
    }
}
