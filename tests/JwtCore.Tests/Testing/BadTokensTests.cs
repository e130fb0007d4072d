using System.Text;
using System.Text.Json.Nodes;
using JwtCore.Testing;
using JwtCore.Tests.Support;

namespace JwtCore.Tests.Testing;

public class BadTokensTests
{
    private static readonly TestToken Good = new() { Audience = Tokens.Audience, Scopes = ["read"], TimeProvider = FixedTime.At(Tokens.Now) };

    [Theory, MemberData(nameof(Tokens.Algorithms), MemberType = typeof(Tokens))]
    public void The_strict_policy_refuses_each_for_its_reason(JwtAlgorithm algorithm)
    {
        TestKeyPair pair = Tokens.Pair(algorithm);
        IReadOnlyList<BadToken> tokens = BadTokens.For(pair, Good);

        Assert.True(tokens.Count >= 200, $"{tokens.Count}");
        Assert.Equal("", Disagreements(Verifier(pair), tokens));
    }

    [Theory]
    [InlineData(JwtAlgorithm.RS256)]
    [InlineData(JwtAlgorithm.HS512)]
    public void A_pair_without_key_id_has_them_too(JwtAlgorithm algorithm)
    {
        TestKeyPair pair = Tokens.Pair(algorithm).With(algorithm, null);

        Assert.Equal("", Disagreements(Verifier(pair), BadTokens.For(pair, Good)));
    }

    [Fact]
    public void They_follow_the_users_own_policy()
    {
        TestKeyPair pair = Tokens.Pair(JwtAlgorithm.ES384);
        TestToken good = Good with
        {
            Issuer = "my-issuer",
            Audience = new JsonArray("my-service", "other"),
            Header = new() { ["typ"] = "at+jwt" },
            Claims = new() { ["client_id"] = "c", ["jti"] = "1" },
        };
        JwtVerifier verifier = Tokens.Verifier(TestPolicies.With(pair.ToJwkSet(), [pair.Algorithm], "my-issuer", "my-service", skew: 60, profile: TokenProfile.AccessToken));
        IEnumerable<BadToken> tokens = BadTokens.For(pair, good);

        Assert.Equal(VerifyError.None, verifier.Verdict(pair.CreateToken(good)));
        Assert.Equal("", Disagreements(verifier, tokens));
    }

    [Fact]
    public void A_token_that_became_good_or_bad_for_another_reason_is_noticed()
    {
        TestKeyPair pair = Tokens.Pair(JwtAlgorithm.RS256);
        string good = pair.CreateToken(Good);

        Assert.Equal("a: None\n", Disagreements(Verifier(pair), [new BadToken("a", good, VerifyError.SignatureInvalid)]));
        Assert.Equal("a: SignatureInvalid\n", Disagreements(Verifier(pair), [new BadToken("a", good[..^4], VerifyError.Expired)]));
    }

    [Fact]
    public void A_lenient_policy_lets_some_through()
    {
        TestKeyPair pair = Tokens.Pair(JwtAlgorithm.HS256);
        JwtVerifier lenient = Tokens.Verifier(TestPolicies.With(audience: Expected.Any, types: Expected.Any, skew: 60, tolerate: Tolerance.MissingExpiration));

        string disagreements = Disagreements(lenient, BadTokens.For(pair, Good));

        Assert.Contains("aud missing: None\n", disagreements, StringComparison.Ordinal);
        Assert.Contains("exp missing: None\n", disagreements, StringComparison.Ordinal);
        Assert.Contains("typ 'logout+jwt': None\n", disagreements, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(JwtAlgorithm.HS256)]
    [InlineData(JwtAlgorithm.PS256)]
    [InlineData(JwtAlgorithm.ES256)]
    public void Names_and_tokens_are_told_apart_and_none_is_the_good_one(JwtAlgorithm algorithm)
    {
        IReadOnlyList<BadToken> tokens = BadTokens.For(Tokens.Pair(algorithm), Good);

        Assert.Empty(tokens.GroupBy(token => token.Name).Where(group => group.Count() > 1).Select(group => group.Key));
        Assert.Empty(tokens.GroupBy(token => token.Token).Where(group => group.Count() > 1).Select(group => string.Join(", ", group)));
        Assert.DoesNotContain(tokens, token => token.Expected is VerifyError.None or VerifyError.NotVerified);
        Assert.All(tokens, token => Assert.DoesNotContain(token.Name, char.IsControl));
    }

    [Fact]
    public void Every_error_of_a_policy_with_one_static_key_is_there()
    {
        VerifyError[] others =
        [
            VerifyError.None, VerifyError.NotVerified, VerifyError.IssuerNotTrusted, VerifyError.KeysUnavailable, VerifyError.KeyAmbiguous, VerifyError.KeyAlgorithmMismatch,
            VerifyError.TooOld, VerifyError.LifetimeTooLong, VerifyError.RequiredHeaderMissing, VerifyError.RequiredClaimMissing, VerifyError.Revoked, VerifyError.RevocationCheckFailed,
            VerifyError.RevocationCheckTimedOut, VerifyError.InsufficientScope,
        ];

        Assert.Equal(Enum.GetValues<VerifyError>().Except(others), BadTokens.For(Tokens.Pair(JwtAlgorithm.HS256), Good).Select(token => token.Expected).Distinct().Order());
    }

    [Fact]
    public void A_name_is_what_a_test_explorer_shows() => Assert.Equal("a", new BadToken("a", "b.c.d", VerifyError.Expired).ToString());

    [Theory]
    [InlineData("a.b.c", true)]
    [InlineData("", false)]
    [InlineData("a.b.c ", false)]
    [InlineData("a\n", false)]
    [InlineData("\u00e4", false)]
    [InlineData("\u007f", false)]
    public void What_an_HTTP_client_would_not_send_is_marked(string token, bool fits) =>
        Assert.Equal(fits, new BadToken("a", token, VerifyError.NotCompactJws).FitsIntoHeader);

    [Fact]
    public void A_good_token_without_issuer_or_audience_is_refused()
    {
        TestKeyPair pair = Tokens.Pair(JwtAlgorithm.HS256);

        Assert.Throws<ArgumentException>(() => BadTokens.For(pair, new TestToken()));
        Assert.Throws<ArgumentException>(() => BadTokens.For(pair, Good with { Audience = new JsonArray() }));
        Assert.Throws<ArgumentException>(() => BadTokens.For(pair, Good with { Issuer = null }));
        Assert.Throws<ArgumentNullException>(() => BadTokens.For(null!, Good));
        Assert.Throws<ArgumentNullException>(() => BadTokens.For(pair, null!));
    }

    private static JwtVerifier Verifier(TestKeyPair pair) => Tokens.Verifier(TestPolicies.With(pair.ToJwkSet(), [pair.Algorithm], skew: 60));

    private static string Disagreements(JwtVerifier verifier, IEnumerable<BadToken> tokens)
    {
        StringBuilder found = new();
        foreach (BadToken token in tokens)
        {
            VerifyError actual = verifier.Verdict(token.Token);
            found.Append(actual == token.Expected ? "" : $"{token.Name}: {actual}\n");
        }

        return found.ToString();
    }
}
