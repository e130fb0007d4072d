using System.Buffers.Text;
using System.Text.Json.Nodes;
using JwtCore.Tests.Support;

namespace JwtCore.Tests.Keys;

public class JwkReaderTests
{
    private const string UnfitAlgorithm = "alg does not fit the type, curve or size of the key.";
    private const string UnknownAlgorithm = "alg is not a supported signature algorithm.";
    private const string WrongOperations = "key_ops is not an array of distinct strings with verify among them.";
    private const string OffCurve = "the point is not on the curve.";
    private const string WrongSecret = "k is missing, empty or not canonical base64url.";
    private const string NoObject = "it is not a JSON object in strict UTF-8.";
    private const string PublishedSecret = "it is a shared secret (oct) in a published key set: a secret that everybody has.";

    public static TheoryData<JwtAlgorithm> Algorithms => Tokens.Algorithms;

    [Theory, MemberData(nameof(Algorithms))]
    public void A_good_key_of_each_algorithm_is_read(JwtAlgorithm algorithm)
    {
        JsonObject json = Tokens.Pair(algorithm).ToJwk();
        Jwk key = JwkJson.Set(json).Keys[0];

        Assert.Equal(algorithm, key.Algorithm);
        Assert.Equal(algorithm + "-1", key.KeyId);
        Assert.Equal((string)json["kty"]!, key.KeyType);
        Assert.Null(JwkJson.Refusal(json.With("alg", null).With("kid", null).With("use", null)));
    }

    [Theory]
    [InlineData("1"), InlineData("null"), InlineData("[]"), InlineData("\"RSA\"")]
    public void A_key_is_an_object(string json) => Assert.Equal(NoObject, JwkJson.Refusal(json));

    [Fact]
    public void Two_members_of_one_name_skip_the_key_alone()
    {
        const string reason = "it has two members of one name.";
        string good = JwkJson.Ec.ToJsonString();

        Assert.Equal(reason, JwkJson.Refusal(good.Replace("\"kty\":\"EC\"", "\"kty\":\"EC\",\"kty\":\"EC\"")));
        Assert.Equal(reason, JwkJson.Refusal(good.Replace("\"kty\":\"EC\"", "\"kty\":\"EC\",\"\\u006bty\":\"EC\"")));
        Assert.Equal(reason, JwkJson.Refusal(good.Replace("\"kty\":\"EC\"", "\"kty\":\"EC\",\"x-other\":{\"a\":1,\"a\":1}")));
        Assert.Equal(NoObject, JwkJson.Refusal(good.Replace("\"kty\":\"EC\"", "\"kty\":\"EC\",\"x-other\":\"\\ud800\"")));
        Assert.Single(JwkJson.SetOf($"[{good.Replace("\"kty\":\"EC\"", "\"kty\":\"EC\",\"kty\":\"EC\"")},{good}]").Keys);
    }

    [Theory]
    [InlineData(null, "kty is missing or not a string."), InlineData("1", "kty is missing or not a string."), InlineData("null", "kty is missing or not a string.")]
    [InlineData("\"okp\"", "kty is not RSA, EC, OKP, AKP or oct."), InlineData("\"rsa\"", "kty is not RSA, EC, OKP, AKP or oct."), InlineData("\"\"", "kty is not RSA, EC, OKP, AKP or oct.")]
    [InlineData("\"EC\"", "crv is not P-256, P-384 or P-521."), InlineData("\"R\\u0053A\"", null)]
    public void Kty_is_one_of_three(string? json, string? reason) => Assert.Equal(reason, JwkJson.Refusal(JwkJson.Rsa.With("kty", json)));

    [Theory]
    [InlineData(null, null), InlineData("\"sig\"", null), InlineData("\"enc\"", "use is not sig."), InlineData("\"SIG\"", "use is not sig."), InlineData("\"\"", "use is not sig.")]
    [InlineData("null", null), InlineData("[]", "use is not sig."), InlineData("[\"sig\"]", "use is not sig."), InlineData("\"s\\u0069g\"", null)]
    public void Use_when_present_is_sig(string? json, string? reason)
    {
        foreach (string keyType in (string[])["RSA", "EC", "oct"])
        {
            Assert.Equal(reason, JwkJson.Refusal(JwkJson.Of(keyType).With("use", json)));
        }
    }

    [Theory]
    [InlineData("[\"verify\"]", null), InlineData("[\"sign\",\"verify\"]", null), InlineData("[\"verify\",\"unknown\"]", null), InlineData("[\"v\\u0065rify\"]", null)]
    [InlineData("[]", null), InlineData("null", null), InlineData("{}", WrongOperations), InlineData("[null]", WrongOperations), InlineData("\"\"", WrongOperations), InlineData("[\"\"]", WrongOperations)]
    [InlineData("[\"sign\"]", WrongOperations), InlineData("[\"Verify\"]", WrongOperations), InlineData("\"verify\"", WrongOperations)]
    [InlineData("[\"verify\",\"verify\"]", WrongOperations), InlineData("[\"verify\",\"sign\",\"sign\"]", WrongOperations), InlineData("[\"verify\",\"v\\u0065rify\"]", WrongOperations)]
    [InlineData("[\"verify\",1]", WrongOperations), InlineData("[\"verify\",null]", WrongOperations), InlineData("{\"verify\":true}", WrongOperations)]
    public void Key_ops_when_present_are_distinct_strings_with_verify(string json, string? reason)
    {
        foreach (string keyType in (string[])["RSA", "EC", "oct"])
        {
            Assert.Equal(reason, JwkJson.Refusal(JwkJson.Of(keyType).With("key_ops", json)));
        }
    }

    [Theory]
    [InlineData(null, null), InlineData("\"\"", null), InlineData("\"a\"", null)]
    [InlineData("null", null), InlineData("1", "kid is not a string."), InlineData("[\"a\"]", "kid is not a string."), InlineData("{}", "kid is not a string.")]
    public void Kid_when_present_is_a_string(string? json, string? reason) => Assert.Equal(reason, JwkJson.Refusal(JwkJson.Ec.With("kid", json)));

    [Theory]
    [InlineData("RSA", "\"RS512\"", null), InlineData("RSA", "\"PS384\"", null), InlineData("EC", "\"ES256\"", null), InlineData("EC", "\"E\\u0053256\"", null)]
    [InlineData("RSA", "\"ES256\"", UnfitAlgorithm), InlineData("RSA", "\"HS256\"", UnfitAlgorithm), InlineData("EC", "\"RS256\"", UnfitAlgorithm), InlineData("EC", "\"ES384\"", UnfitAlgorithm)]
    [InlineData("EC", "\"ES512\"", UnfitAlgorithm), InlineData("oct", "\"RS256\"", UnfitAlgorithm), InlineData("oct", "\"HS384\"", UnfitAlgorithm), InlineData("oct", "\"HS512\"", UnfitAlgorithm)]
    [InlineData("RSA", "\"RSA-OAEP\"", UnknownAlgorithm), InlineData("RSA", "\"rs256\"", UnknownAlgorithm), InlineData("RSA", "\"none\"", UnknownAlgorithm), InlineData("RSA", "\"\"", UnknownAlgorithm), InlineData("RSA", "\"4\"", UnknownAlgorithm)]
    [InlineData("RSA", "null", null), InlineData("EC", "null", null), InlineData("oct", "null", null), InlineData("RSA", "4", UnknownAlgorithm), InlineData("RSA", "[\"RS256\"]", UnknownAlgorithm)]
    public void Alg_when_present_fits_type_curve_and_size(string keyType, string json, string? reason) =>
        Assert.Equal(reason, JwkJson.Refusal(JwkJson.Of(keyType).With("alg", json)));

    [Theory]
    [InlineData(null), InlineData("\"p-256\""), InlineData("\"secp256k1\""), InlineData("\"Ed25519\""), InlineData("\"\""), InlineData("1"), InlineData("null")]
    public void Crv_is_one_of_three(string? json) => Assert.Equal("crv is not P-256, P-384 or P-521.", JwkJson.Refusal(JwkJson.Ec.With("crv", json)));

    [Theory, InlineData(JwtAlgorithm.ES256), InlineData(JwtAlgorithm.ES384), InlineData(JwtAlgorithm.ES512)]
    public void A_point_is_on_its_curve(JwtAlgorithm algorithm)
    {
        JsonObject jwk = Tokens.Pair(algorithm).ToJwk();
        byte[] y = Base64Url.DecodeFromChars((string)jwk["y"]!);
        y[^1] ^= 1;
        string zero = Base64Url.EncodeToString(new byte[y.Length]);
        string ones = Base64Url.EncodeToString(Enumerable.Repeat((byte)0xFF, y.Length).ToArray());

        Assert.Equal(OffCurve, JwkJson.Refusal(Tokens.Pair(algorithm).ToJwk().WithText("y", Base64Url.EncodeToString(y))));
        Assert.Equal(OffCurve, JwkJson.Refusal(Tokens.Pair(algorithm).ToJwk().WithText("x", (string)jwk["y"]!).WithText("y", (string)jwk["x"]!)));
        Assert.Equal(OffCurve, JwkJson.Refusal(Tokens.Pair(algorithm).ToJwk().WithText("x", zero).WithText("y", zero)));
        Assert.Equal(OffCurve, JwkJson.Refusal(Tokens.Pair(algorithm).ToJwk().WithText("x", ones).WithText("y", ones)));
    }

    [Fact]
    public void A_point_of_another_curve_is_refused() =>
        Assert.Equal("the point is not on the curve: x has 32 octets and y has 32; P-384 needs 48.", JwkJson.Refusal(JwkJson.Ec.WithText("crv", "P-384")));

    [Theory]
    [InlineData(null), InlineData("\"\""), InlineData("1"), InlineData("null"), InlineData("\"A\""), InlineData("\"AAAA=\""), InlineData("\"secret value!\"")]
    public void A_secret_is_canonical_base64url(string? json) => Assert.Equal(WrongSecret, JwkJson.Refusal(JwkJson.Oct.With("k", json)));

    [Theory, InlineData(JwtAlgorithm.HS256, 32), InlineData(JwtAlgorithm.HS384, 48), InlineData(JwtAlgorithm.HS512, 64)]
    public void A_secret_is_at_least_as_long_as_the_hash_of_its_alg(JwtAlgorithm algorithm, int size)
    {
        JsonObject jwk = JwkJson.Oct.WithText("alg", algorithm.ToString());

        Assert.Null(JwkJson.Refusal(jwk.WithText("k", Secret(size + 1))));
        Assert.Null(JwkJson.Refusal(jwk.WithText("k", Secret(size))));
        Assert.Equal(UnfitAlgorithm, JwkJson.Refusal(jwk.WithText("k", Secret(size - 1))));
    }

    [Fact]
    public void A_secret_without_alg_is_long_enough_for_some_algorithm()
    {
        JsonObject jwk = JwkJson.Oct.With("alg", null);

        Assert.Null(JwkJson.Refusal(jwk.WithText("k", Secret(32))));
        Assert.Equal("it is too short for every algorithm.", JwkJson.Refusal(jwk.WithText("k", Secret(31))));
    }

    [Theory, InlineData("d"), InlineData("p"), InlineData("q"), InlineData("dp"), InlineData("dq"), InlineData("qi"), InlineData("k"), InlineData("priv")]
    public void Private_members_are_ignored_in_ones_own_keys_and_refused_in_published_ones(string name)
    {
        foreach (string json in (string[])["\"AQAB\"", "\"\"", "[]", "false", "0", "{}"])
        {
            JsonObject jwk = JwkJson.Rsa.With(name, json);
            Assert.Null(JwkJson.Refusal(jwk));
            Assert.Equal($"it has the private member {name}, which must never be published.", Assert.Single(JwkJson.Set(publicOnly: true, jwk).Skipped).Reason);
        }

        Assert.Empty(JwkJson.Set(publicOnly: true, JwkJson.Rsa.With(name, "null")).Skipped);
        Assert.Single(JwkJson.Set(publicOnly: true, JwkJson.Rsa.With("D", "1"), JwkJson.Rsa.With("x5t", "1")).Keys);
    }

    // RFC 7518 section 6.3.2.7.
    [Fact]
    public void A_key_of_more_than_two_primes_is_refused_and_an_empty_list_of_primes_is_none()
    {
        foreach (string json in (string[])["[{\"r\":\"AQ\",\"d\":\"AQ\",\"t\":\"AQ\"}]", "[null]", "\"\"", "{}", "false"])
        {
            Assert.Equal("oth is not empty: RSA keys of more than two primes are not supported.", JwkJson.Refusal(JwkJson.Rsa.With("oth", json)));
            Assert.Equal("it has the private member oth, which must never be published.", Assert.Single(JwkJson.Set(publicOnly: true, JwkJson.Rsa.With("oth", json)).Skipped).Reason);
        }

        foreach (string json in (string[])["[]", "null"])
        {
            Assert.Null(JwkJson.Refusal(JwkJson.Rsa.With("oth", json)));
            Assert.Single(JwkJson.Set(publicOnly: true, JwkJson.Rsa.With("oth", json)).Keys);
        }
    }

    [Fact]
    public void Of_a_published_secret_is_said_what_it_is_whatever_else_is_wrong_with_it()
    {
        Assert.Equal(PublishedSecret, Assert.Single(JwkJson.Set(publicOnly: true, JwkJson.Oct).Skipped).Reason);
        Assert.Equal(PublishedSecret, Assert.Single(JwkJson.Set(publicOnly: true, JwkJson.Oct.With("k", null)).Skipped).Reason);
        Assert.Equal(PublishedSecret, Assert.Single(JwkJson.Set(publicOnly: true, JwkJson.Oct.With("use", "\"enc\"")).Skipped).Reason);
    }

    [Fact]
    public void A_key_nested_too_deeply_is_refused() =>
        Assert.Equal("its JSON is nested too deeply.", JwkJson.Refusal($"{{\"kty\":\"EC\",\"x-other\":{new string('[', 70)}{new string(']', 70)}}}"));

    [Fact]
    public void A_set_that_is_no_object_or_no_UTF8_is_refused_whole()
    {
        Assert.Equal("The text is not a JWK Set: its top level is not an object.", Assert.Throws<FormatException>(() => JwkSet.Parse("[]"u8)).Message);
        Assert.Equal("The text is not a JWK Set: it is not UTF-8.", Assert.Throws<FormatException>(() => JwkSet.Parse([.. "{\"keys\":[{\"kid\":\""u8, 0xC3, .. "\"}]}"u8])).Message);
    }

    [Fact]
    public void Unknown_members_are_ignored() =>
        Assert.Null(JwkJson.Refusal(JwkJson.Ec.With("x5c", "[\"AA==\"]").With("x5t", "1").With("Use", "\"enc\"").With("iat", "null")));

    [Fact]
    public void A_refusal_quotes_nothing_of_the_key()
    {
        foreach (string name in (string[])["kty", "crv", "alg", "use", "kid", "x"])
        {
            Assert.DoesNotContain("marker", JwkJson.Refusal(JwkJson.Ec.With(name, name == "kid" ? "[\"marker\"]" : "\"marker\"")), StringComparison.OrdinalIgnoreCase);
        }
    }

    private static string Secret(int length) => Base64Url.EncodeToString(Enumerable.Repeat((byte)0x5A, length).ToArray());
}
