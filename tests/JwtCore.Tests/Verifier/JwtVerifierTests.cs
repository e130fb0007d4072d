using System.Text;
using JwtCore.Tests.Support;

namespace JwtCore.Tests.Verifier;

public class JwtVerifierTests
{
    public static TheoryData<JwtAlgorithm> Algorithms => Tokens.Algorithms;

    [Theory, MemberData(nameof(Algorithms))]
    public void A_good_token_of_each_algorithm_is_accepted_and_readable(JwtAlgorithm algorithm)
    {
        string token = Tokens.Pair(algorithm).Sign(Tokens.Claims().ToJsonString());

        Assert.True(Tokens.Verifier(algorithm).TryVerify(Encoding.UTF8.GetBytes(token), out VerifiedToken verified));

        Assert.Equal(algorithm, verified.Algorithm);
        Assert.Equal(algorithm + "-1", verified.KeyId);
        Assert.True(verified.Issuer == Tokens.Issuer);
        Assert.True(verified.Subject == "user-1"u8);
        Assert.True(verified.Audiences.Contains(Tokens.Audience));
        Assert.True(verified.HasScope("write"u8));
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(Tokens.Now + 300), verified.ExpiresAt);
    }
}
