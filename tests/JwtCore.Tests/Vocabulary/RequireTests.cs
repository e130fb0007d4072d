using JwtCore.Tests.Support;

namespace JwtCore.Tests.Vocabulary;

public class RequireTests
{
    [Theory, InlineData(0, false), InlineData(1, true), InlineData(5, true), InlineData(6, false)]
    public void Both_ends_of_a_range_belong_to_it(int maxKeys, bool passes)
    {
        if (passes)
        {
            Require.Range("Options", maxKeys, 1, 5);
            return;
        }

        ArgumentException refusal = Assert.ThrowsAny<ArgumentException>(() => Require.Range("Options", maxKeys, 1, 5));
        Assert.StartsWith($"Options.maxKeys is {maxKeys}; it must be from 1 to 5.", refusal.Message, StringComparison.Ordinal);
        Assert.Equal("maxKeys", refusal.ParamName);
    }

    [Fact]
    public void A_refused_option_is_named_alone() =>
        Assert.All(
            (IEnumerable<(Action Make, string Name)>)
            [
                (() => Tokens.Verifier(TestPolicies.With(), new Limits { TokenBytes = 0 }), nameof(Limits.TokenBytes)),
                (() => _ = new JwtVerifier(TestPolicies.With(), new JwtVerifierOptions { KeyRequestsAtOnce = 0 }), nameof(JwtVerifierOptions.KeyRequestsAtOnce)),
                (() => _ = new JwtVerifier(TestPolicies.With(), new JwtVerifierOptions { Cache = new TokenCacheOptions { MaxBytes = 0 } }), nameof(TokenCacheOptions.MaxBytes)),
                (() => _ = new RemoteJwks("https://issuer.example.com/jwks", new RemoteJwksOptions { MaxKeys = 0 }), nameof(RemoteJwksOptions.MaxKeys)),
            ],
            refused => Assert.Equal(refused.Name, Assert.ThrowsAny<ArgumentException>(refused.Make).ParamName));
}
