using System.Text;
using JwtCore.Keys;
using JwtCore.Tests.Support;

namespace JwtCore.Tests.Keys;

public class JwkSetTests
{
    [Theory]
    [InlineData(""), InlineData(" "), InlineData("null"), InlineData("1"), InlineData("[]"), InlineData("\"keys\""), InlineData("{}"), InlineData("{\"Keys\":[]}"), InlineData("<html></html>")]
    [InlineData("{\"keys\":null}"), InlineData("{\"keys\":{}}"), InlineData("{\"keys\":\"\"}"), InlineData("{\"keys\":[]"), InlineData("{\"keys\":[]} x"), InlineData("{\"keys\":[]}{}"), InlineData("{\"keys\":[],}")]
    [InlineData("{\"keys\":[],\"keys\":[]}"), InlineData("{\"keys\":[],\"\\u006beys\":[]}"), InlineData("{\"x\":1,\"keys\":[],\"x\":1}"), InlineData("{\"keys\":[],\"x\":{\"a\":1,\"a\":1}}")]
    [InlineData("{\"keys\":[],\"x\":\"\\ud800\"}"), InlineData("{\"keys\":[],\"\\ud800\":1}"), InlineData("{\"keys\":[//\n]}"), InlineData("{\"keys\":[{]}")]
    public void A_text_that_is_no_strict_JWK_Set_throws(string json) =>
        Assert.StartsWith("The text is not a JWK Set: ", Assert.Throws<FormatException>(() => JwkSet.Parse(Encoding.UTF8.GetBytes(json))).Message, StringComparison.Ordinal);

    [Fact]
    public void A_set_has_as_many_entries_as_are_allowed_and_no_more()
    {
        Assert.Equal(2, JwkSetReader.Read("{\"keys\":[{},{}]}"u8, publicOnly: false, "sig", most: 2).Skipped.Count);
        Assert.Throws<FormatException>(() => JwkSetReader.Read("{\"keys\":[{},{}]}"u8, publicOnly: false, "sig", most: 1));
    }

    [Theory, InlineData(60), InlineData(64), InlineData(500)]
    public void An_entry_nested_deeply_costs_that_entry_only(int depth)
    {
        string deep = $"{{\"kty\":\"EC\",\"x\":{new string('[', depth)}{new string(']', depth)}}}";
        JwkSet set = JwkSet.Parse(Encoding.UTF8.GetBytes($"{{\"keys\":[{deep},{JwkJson.Ec.ToJsonString()}]}}"));
        Assert.Single(set.Keys);
        Assert.Equal(0, Assert.Single(set.Skipped).Index);
    }

    [Fact]
    public void Thousands_of_keys_of_one_id_are_read_and_told_apart()
    {
        string[] keys = [.. Enumerable.Range(0, 5_000).Select(i => $"{{\"kty\":\"oct\",\"kid\":\"same\",\"k\":\"{System.Buffers.Text.Base64Url.EncodeToString(Encoding.ASCII.GetBytes($"secret number {i:D20}"))}\"}}")];
        JwkSet set = JwkSet.Parse(Encoding.UTF8.GetBytes($"{{\"keys\":[{string.Join(',', keys)},{keys[0]}]}}"));
        Assert.Equal(keys.Length, set.Keys.Count);
    }

    [Fact]
    public void No_keys_and_a_missing_key_are_mistakes_of_the_caller()
    {
        Assert.Throws<ArgumentNullException>(() => new JwkSet(null!));
        Assert.Throws<ArgumentException>(() => new JwkSet([null!]));
        Assert.Contains("Keys", Assert.ThrowsAny<ArgumentException>(() => Tokens.Verifier(new VerificationPolicy
        {
            Issuer = "a",
            Audience = "a",
            Algorithms = [JwtAlgorithm.HS256],
            Keys = (Jwk)null!,
        })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Invalid_UTF8_throws() =>
        Assert.Throws<FormatException>(() => JwkSet.Parse([.. "{\"keys\":[],\"x\":\""u8, 0xC3, .. "\"}"u8]));

    [Theory]
    [InlineData("{\"keys\":[]}"), InlineData(" {\"x\":{\"keys\":1},\"\\u006beys\" : [ ] , \"y\":[{}]} \n")]
    public void A_set_without_keys_is_valid_and_answers_KeyNotFound(string json)
    {
        JwkSet set = JwkSet.Parse(Encoding.UTF8.GetBytes(json));

        Assert.Empty(set.Keys);
        Assert.Empty(set.Skipped);
        Assert.Equal(VerifyError.KeyNotFound, Hmac.Verdict(Hmac.Claims(), TestPolicies.With(set)));
        Assert.Equal(VerifyError.KeyNotFound, Hmac.VerdictOfHeader(Hmac.Header().Remove("kid"), TestPolicies.With(set)));
        Assert.Equal(VerifyError.KeyNotFound, Hmac.Verdict(Hmac.Claims(), TestPolicies.With(new JwkSet())));
    }

    [Fact]
    public void Entries_that_cannot_verify_are_skipped_with_their_place_and_reason()
    {
        JwkSet set = JwkJson.SetOf($$"""[1, {{JwkJson.Ec.ToJsonString()}}, {}, {"kty":"OKP","crv":"X25519"}, {{JwkJson.Rsa.WithText("use", "enc").ToJsonString()}} , {{JwkJson.Rsa.ToJsonString()}}]""");

        Assert.Equal(["ES256-1", "RS256-1"], set.Keys.Select(key => key.KeyId));
        Assert.Equal([0, 2, 3, 4], set.Skipped.Select(skipped => skipped.Index));
        Assert.Equal(
            ["it is not a JSON object in strict UTF-8.", "kty is missing or not a string.", "crv is X25519, which agrees on keys and signs nothing.", "use is not sig."],
            set.Skipped.Select(skipped => skipped.Reason));
        Assert.Equal(VerifyError.None, Tokens.Verifier(Tokens.Policy(set, JwtAlgorithm.ES256)).Verdict(Tokens.Pair(JwtAlgorithm.ES256).Sign(Tokens.Claims().ToJsonString())));
    }

    [Fact]
    public void A_published_set_of_secrets_holds_no_key()
    {
        JwkSet set = JwkJson.Set(publicOnly: true, JwkJson.Oct);
        Assert.Empty(set.Keys);
        Assert.Equal(VerifyError.KeyNotFound, Hmac.Verdict(Hmac.Claims(), TestPolicies.With(set)));
        Assert.Single(JwkJson.Set(publicOnly: false, JwkJson.Oct).Keys);
    }

    [Fact]
    public void Entries_equal_in_kid_alg_and_material_are_one()
    {
        Assert.Single(JwkJson.Set(JwkJson.Rsa, JwkJson.Rsa, JwkJson.Rsa.With("use", null).With("key_ops", "[\"verify\"]").With("x5t", "1")).Keys);
        Assert.Single(JwkJson.Set(JwkJson.Oct, JwkJson.Oct).Keys);
        Assert.Single(JwkJson.Set(JwkJson.Ec.With("kid", null), JwkJson.Ec.With("kid", null)).Keys);
        Assert.Single(new JwkSet(JwkJson.Set(JwkJson.Ec).Keys[0], JwkJson.Set(JwkJson.Ec).Keys[0]).Keys);

        Assert.Equal(2, JwkJson.Set(JwkJson.Rsa, JwkJson.Rsa.WithText("kid", "other")).Keys.Count);
        Assert.Equal(2, JwkJson.Set(JwkJson.Rsa, JwkJson.Rsa.With("kid", null)).Keys.Count);
        Assert.Equal(2, JwkJson.Set(JwkJson.Rsa.With("kid", null), JwkJson.Rsa.WithText("kid", "")).Keys.Count);
        Assert.Equal(2, JwkJson.Set(JwkJson.Rsa, JwkJson.Rsa.WithText("alg", "PS256")).Keys.Count);
        Assert.Equal(2, JwkJson.Set(JwkJson.Rsa, JwkJson.Rsa.With("alg", null)).Keys.Count);
        Assert.Equal(2, JwkJson.Set(JwkJson.Rsa, JwkJson.Rsa.WithText("n", (string)Tokens.Pair(JwtAlgorithm.RS384).ToJwk()["n"]!)).Keys.Count);
        Assert.Equal(2, JwkJson.Set(JwkJson.Rsa, JwkJson.Rsa.WithText("e", "Aw")).Keys.Count);
    }

    [Fact]
    public void Keys_are_checked_when_loaded_and_null_is_none()
    {
        Assert.Throws<ArgumentException>(() => new JwkSet([null!]));
        Assert.Null((KeySource)(Jwk)null!);
    }

    [Fact]
    public void Secrets_and_public_keys_given_in_code_may_stand_in_one_set()
    {
        JwkSet set = new(JwkJson.Set(JwkJson.Oct).Keys[0], JwkJson.Set(JwkJson.Ec).Keys[0]);
        JwtVerifier verifier = Tokens.Verifier(Tokens.Policy(set, JwtAlgorithm.HS256, JwtAlgorithm.ES256));

        foreach (JwtAlgorithm algorithm in (JwtAlgorithm[])[JwtAlgorithm.HS256, JwtAlgorithm.ES256])
        {
            Assert.Equal(VerifyError.None, verifier.Verdict(Tokens.Pair(algorithm).Sign(Tokens.Claims().ToJsonString())));
        }
    }
}
