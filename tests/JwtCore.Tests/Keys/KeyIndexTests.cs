using System.Text.Json.Nodes;
using JwtCore.Testing;
using JwtCore.Tests.Support;

namespace JwtCore.Tests.Keys;

public class KeyIndexTests
{
    private const JwtAlgorithm RS256 = JwtAlgorithm.RS256;
    private const JwtAlgorithm PS256 = JwtAlgorithm.PS256;
    private const JwtAlgorithm ES256 = JwtAlgorithm.ES256;

    private static readonly TestKeyPair[] EcPairs = [.. Enumerable.Range(0, 5).Select(i => TestKeyPair.Create(ES256, $"ec-{i}"))];

    [Theory]
    [InlineData("\"ec-0\"", VerifyError.None), InlineData("\"ec\\u002d0\"", VerifyError.None), InlineData("\"\\u0065\\u0063\\u002D\\u0030\"", VerifyError.None)]
    [InlineData("\"ec-1\"", VerifyError.KeyNotFound), InlineData("\"EC-0\"", VerifyError.KeyNotFound), InlineData("\"ec-0 \"", VerifyError.KeyNotFound), InlineData("\"ec-\"", VerifyError.KeyNotFound)]
    [InlineData("\"\"", VerifyError.KeyNotFound), InlineData("\"ec-0\\u0000\"", VerifyError.KeyNotFound), InlineData(null, VerifyError.None)]
    public void A_kid_is_compared_ordinally_after_unescaping(string? kid, VerifyError expected) =>
        Assert.Equal(expected, Verdict(Set(EcPairs[0]), EcPairs[0], kid));

    [Theory]
    [InlineData("a/b", "\"a\\/b\""), InlineData("\u00e9", "\"\\u00e9\""), InlineData("\u00e9", "\"\u00e9\""), InlineData("\U0001F600", "\"\\ud83d\\ude00\""), InlineData("\"\\", "\"\\\"\\\\\""), InlineData("\0", "\"\\u0000\"")]
    public void A_kid_may_be_any_text(string keyId, string kid)
    {
        Assert.Equal(VerifyError.None, Verdict(Set(EcPairs[0].With(ES256, keyId)), EcPairs[0], kid));
        Assert.Equal(VerifyError.KeyNotFound, Verdict(Set(EcPairs[0].With(ES256, keyId + "x")), EcPairs[0], kid));
    }

    [Fact]
    public void A_kid_with_a_lone_surrogate_is_refused_when_the_keys_are_gathered() =>
        Assert.ThrowsAny<ArgumentException>(() => new JwkSet(Jwk.FromPem(EcPairs[0].ToPublicPem(), "\ud800")));

    [Fact]
    public void A_kid_is_not_normalized() => Assert.Equal(VerifyError.KeyNotFound, Verdict(Set(EcPairs[0].With(ES256, "\u00e9")), EcPairs[0], "\"e\u0301\""));

    [Fact]
    public void The_empty_kid_is_a_kid()
    {
        JwkSet set = Set(EcPairs[0].With(ES256, ""));

        Assert.Equal(VerifyError.None, Verdict(set, EcPairs[0], "\"\""));
        Assert.Equal(VerifyError.None, Verdict(set, EcPairs[0], null));
        Assert.Equal(VerifyError.KeyNotFound, Verdict(set, EcPairs[0], "\"ec-0\""));
        Assert.Equal(VerifyError.KeyNotFound, Verdict(Set(EcPairs[0].With(ES256, null)), EcPairs[0], "\"\""));
    }

    [Fact]
    public void A_key_without_kid_in_a_set_serves_only_tokens_without_kid()
    {
        JwkSet set = Set(EcPairs[0].With(ES256, null));

        Assert.Equal(VerifyError.None, Verdict(set, EcPairs[0], null));
        Assert.Equal(VerifyError.KeyNotFound, Verdict(set, EcPairs[0], "\"any\""));
    }

    [Fact]
    public void A_key_without_kid_given_on_its_own_serves_every_token()
    {
        Jwk key = Jwk.FromPem(EcPairs[0].ToPublicPem());

        Assert.Equal(VerifyError.None, Verdict(key, EcPairs[0], null));
        Assert.Equal(VerifyError.None, Verdict(key, EcPairs[0], "\"any\""));
        Assert.Equal(VerifyError.None, Verdict(key, EcPairs[0], "\"\""));
        Assert.Equal(VerifyError.KeyAlgorithmMismatch, Verdict(key, Tokens.Pair(RS256), "\"any\""));
        Assert.Equal(VerifyError.KeyNotFound, Verdict(key, Tokens.Pair(RS256), null));
        Assert.Equal(VerifyError.KeyNotFound, Verdict(new JwkSet(key), EcPairs[0], "\"any\""));
    }

    [Fact]
    public void A_key_with_kid_given_on_its_own_serves_that_kid_and_tokens_without_one()
    {
        Jwk key = Jwk.FromPem(EcPairs[0].ToPublicPem(), "ec-0");

        Assert.Equal(VerifyError.None, Verdict(key, EcPairs[0], "\"ec-0\""));
        Assert.Equal(VerifyError.None, Verdict(key, EcPairs[0], null));
        Assert.Equal(VerifyError.KeyNotFound, Verdict(key, EcPairs[0], "\"other\""));
    }

    [Fact]
    public void The_key_of_the_kid_must_fit_alg_curve_and_size()
    {
        JsonObject anyRsa = JwkJson.Rsa.With("alg", null);
        JsonObject shortSecret = JwkJson.Oct.With("alg", null);
        TestKeyPair hs384 = Hmac.Pair.With(JwtAlgorithm.HS384, "HS256-1");
        TestKeyPair ps256 = Tokens.Pair(RS256).With(PS256, "RS256-1");

        Assert.Equal(VerifyError.None, Verdict(JwkJson.Set(anyRsa), ps256, "\"RS256-1\""));
        Assert.Equal(VerifyError.KeyAlgorithmMismatch, Verdict(JwkJson.Set(JwkJson.Rsa), ps256, "\"RS256-1\""));
        Assert.Equal(VerifyError.None, Verdict(JwkJson.Set(shortSecret), Hmac.Pair, "\"HS256-1\""));
        Assert.Equal(VerifyError.KeyAlgorithmMismatch, Verdict(JwkJson.Set(shortSecret), hs384, "\"HS256-1\""));
        Assert.Equal(VerifyError.KeyAlgorithmMismatch, Verdict(JwkJson.Set(JwkJson.Ec.With("alg", null)), Tokens.Pair(JwtAlgorithm.ES384), "\"ES256-1\""));
    }

    [Fact]
    public void Other_keys_are_never_tried_for_a_token_with_kid()
    {
        Assert.Equal(VerifyError.SignatureInvalid, Verdict(Set(EcPairs[0], EcPairs[1]), EcPairs[0], "\"ec-1\""));
        Assert.Equal(VerifyError.SignatureInvalid, Verdict(Set(EcPairs[0], EcPairs[1]), EcPairs[0], "\"ec-1\"", Tolerance.TryKeysWithoutKeyId));
    }

    [Fact]
    public void Without_kid_the_one_key_that_fits_type_curve_size_and_alg_is_used()
    {
        JwkSet set = JwkJson.Set(JwkJson.Rsa, Tokens.Pair(PS256).ToJwk(), JwkJson.Ec, Tokens.Pair(JwtAlgorithm.ES384).ToJwk());

        Assert.Equal(VerifyError.None, Verdict(set, Tokens.Pair(RS256), null));
        Assert.Equal(VerifyError.None, Verdict(set, Tokens.Pair(PS256), null));
        Assert.Equal(VerifyError.None, Verdict(set, Tokens.Pair(ES256), null));
        Assert.Equal(VerifyError.None, Verdict(set, Tokens.Pair(JwtAlgorithm.ES384), null));
        Assert.Equal(VerifyError.KeyNotFound, Verdict(set, Tokens.Pair(JwtAlgorithm.ES512), null));
        Assert.Equal(VerifyError.KeyNotFound, Verdict(set, Tokens.Pair(JwtAlgorithm.RS384), null));
        Assert.Equal(VerifyError.KeyNotFound, Verdict(JwkJson.Set(JwkJson.Oct.With("alg", null)), Hmac.Pair.With(JwtAlgorithm.HS384, null), null));
    }

    [Fact]
    public void Without_kid_several_fitting_keys_are_ambiguous()
    {
        Assert.Equal(VerifyError.KeyAmbiguous, Verdict(Set(EcPairs[0], EcPairs[1]), EcPairs[0], null));
        Assert.Equal(VerifyError.KeyAmbiguous, Verdict(JwkJson.Set(JwkJson.Rsa.With("alg", null), Tokens.Pair(PS256).ToJwk()), Tokens.Pair(PS256), null));
        Assert.Equal(VerifyError.None, Verdict(Set(EcPairs[0], EcPairs[0].With(ES256, "again")), EcPairs[0], null));
        Assert.Equal(VerifyError.None, Verdict(Set(EcPairs[0], EcPairs[0]), EcPairs[0], null));
    }

    [Theory]
    [InlineData(4, 1, VerifyError.None), InlineData(4, 2, VerifyError.None), InlineData(4, 4, VerifyError.None), InlineData(4, 5, VerifyError.KeyAmbiguous)]
    [InlineData(1, 1, VerifyError.None), InlineData(1, 2, VerifyError.KeyAmbiguous), InlineData(3, 3, VerifyError.None), InlineData(3, 4, VerifyError.KeyAmbiguous)]
    public void Trying_several_keys_is_an_option_with_a_limit(int most, int count, VerifyError expected)
    {
        Limits limits = most == 4 ? new Limits() : new Limits { KeysTriedWithoutKeyId = most };
        JwtVerifier verifier = Tokens.Verifier(TestPolicies.With(Set(EcPairs[..count]), [ES256], tolerate: Tolerance.TryKeysWithoutKeyId), limits);
        foreach (TestKeyPair pair in EcPairs[..count])
        {
            Assert.Equal(expected, verifier.Verdict(pair.With(ES256, null).Sign(Tokens.Claims().ToJsonString())));
        }

        VerifyError forged = expected == VerifyError.None ? VerifyError.SignatureInvalid : expected;
        Assert.Equal(forged, verifier.Verdict(Tokens.Pair(ES256).With(ES256, null).Sign(Tokens.Claims().ToJsonString())));
    }

    [Theory, InlineData(4, VerifyError.None), InlineData(5, VerifyError.KeyAmbiguous)]
    public void Equal_entries_count_once_before_the_limit_of_keys_tried(int different, VerifyError expected)
    {
        JwkSet set = Set([.. EcPairs[..different].SelectMany(pair => (TestKeyPair[])[pair, pair.With(ES256, pair.KeyId + "-again")])]);

        Assert.Equal(2 * different, set.Keys.Count);
        Assert.Equal(expected, Verdict(set, EcPairs[different - 1], null, Tolerance.TryKeysWithoutKeyId));
    }

    [Fact]
    public void The_key_that_verified_is_the_one_reported()
    {
        JwtVerifier verifier = Tokens.Verifier(TestPolicies.With(Set(EcPairs[..4]), [ES256], tolerate: Tolerance.TryKeysWithoutKeyId));
        Assert.True(verifier.TryVerify(EcPairs[2].With(ES256, null).Sign(Tokens.Claims().ToJsonString()), out VerifiedToken token));
        Assert.Equal("ec-2", token.KeyId);
    }

    [Fact]
    public void Keys_that_were_never_loaded_are_unavailable()
    {
        UnloadedKeys keys = new();
        JwtVerifier verifier = Tokens.Verifier(TestPolicies.With(keys));
        string token = Hmac.Sign(Hmac.Claims());

        Assert.Equal(VerifyError.KeysUnavailable, verifier.Verdict(token));
        keys.Loaded = new JwkSet();
        Assert.Equal(VerifyError.KeyNotFound, verifier.Verdict(token));
        keys.Loaded = Tokens.Keys(JwtAlgorithm.HS256);
        Assert.Equal(VerifyError.None, verifier.Verdict(token));
    }

    private static JwkSet Set(params TestKeyPair[] pairs) => Tokens.Keys(pairs);

    private static VerifyError Verdict(KeySource keys, TestKeyPair pair, string? kid, Tolerance tolerate = Tolerance.Nothing) =>
        KeyChoices.Verdict(keys, pair, kid, tolerate);
}
