using JwtCore.Cli.Tests.Support;
using JwtCore.Testing;

namespace JwtCore.Cli.Tests;

public class SameKeyIdTests : CliTest
{
    private const string Finding = "have the same kid \"key-1\"";

    private static readonly TestKeyPair Other = TestKeyPair.Create(JwtAlgorithm.ES256, "key-1");

    [Fact]
    public async Task Different_keys_that_fit_one_algorithm_are_ambiguous_and_the_advice_fits_a_token_with_a_kid()
    {
        Outcome outcome = await Run(["doctor", "--jwks", WriteSet("set", Pair, Other), .. Policy, Token()]);

        Assert.Contains($"entries 0, 1 {Finding}, and each could verify ES256: such a token is refused as KeyAmbiguous", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("Have the issuer give each key a kid or an alg of its own, or remove the key that is no longer in use.", outcome.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("TryKeysWithoutKeyId", outcome.Output, StringComparison.Ordinal);
        Assert.Equal(1, outcome.Code);
    }

    [Fact]
    public async Task A_token_without_a_kid_gets_other_advice()
    {
        Outcome outcome = await Run(["doctor", "--jwks", WriteSet("set", Pair, Other), .. Policy, Pair.With(JwtAlgorithm.ES256, null).Sign(Claims().ToJsonString())]);

        Assert.Contains("Have the issuer send a kid, remove old keys, or use --tolerate TryKeysWithoutKeyId.", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Entries_that_differ_in_type_or_curve_and_equal_ones_are_not_ambiguous()
    {
        TestKeyPair rsa = TestKeyPair.Create(JwtAlgorithm.RS256, "key-1");
        TestKeyPair p384 = TestKeyPair.Create(JwtAlgorithm.ES384, "key-1");
        Outcome outcome = await Run(["doctor", "--jwks", WriteSet("set", Pair, rsa, p384, Pair), "--alg", "RS256", "--alg", "ES384", .. Policy, Token()]);

        Assert.DoesNotContain(Finding, outcome.Output, StringComparison.Ordinal);
        Assert.Equal(0, outcome.Code);
    }
}
