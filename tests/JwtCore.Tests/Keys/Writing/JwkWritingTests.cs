using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using JwtCore.Testing;
using JwtCore.Tests.Support;

namespace JwtCore.Tests.Keys;

public class JwkWritingTests
{
    private static readonly string[] KeyIds = ["", "k", "\"\\/<>&'\t\0", "\u00FC\u2028\uD83D\uDE00"];

    public static TheoryData<JwtAlgorithm> PublicAlgorithms => [.. Enum.GetValues<JwtAlgorithm>().Where(JwtAlgorithms.IsSupported).Where(algorithm => algorithm > JwtAlgorithm.HS512)];

    [Theory, MemberData(nameof(PublicAlgorithms))]
    public void What_is_written_is_read_as_an_equal_key_and_verifies_the_same_tokens(JwtAlgorithm algorithm)
    {
        Jwk key = Key(Tokens.Pair(algorithm).ToJwk());
        string json = key.ToJson();
        Jwk read = Jwk.Parse(Encoding.UTF8.GetBytes(json));

        Assert.True(key.SameAs(read));
        Assert.Equal(json, read.ToJson());
        Assert.Equal(VerifyError.None, PublicKeys.VerdictOf(read, algorithm));
    }

    [Fact]
    public void An_RSA_key_is_written_in_one_order()
    {
        using RSA rsa = PublicKeys.Rsa(JwtAlgorithm.RS256);
        RSAParameters parameters = rsa.ExportParameters(false);
        string members = $"\"n\":\"{Base64Url.EncodeToString(parameters.Modulus)}\",\"e\":\"AQAB\"";

        Assert.Equal($"{{\"kty\":\"RSA\",\"use\":\"sig\",{members}}}", Jwk.FromRsa(rsa).ToJson());
        Assert.Equal($"{{\"kty\":\"RSA\",\"use\":\"sig\",\"alg\":\"PS384\",\"kid\":\"k\",{members}}}", Jwk.FromRsa(rsa, "k", JwtAlgorithm.PS384).ToJson());
    }

    [Fact]
    public void An_EC_key_is_written_in_one_order()
    {
        using ECDsa ec = PublicKeys.Ec(JwtAlgorithm.ES512);
        ECPoint point = ec.ExportParameters(false).Q;
        string members = $"\"crv\":\"P-521\",\"x\":\"{Base64Url.EncodeToString(point.X)}\",\"y\":\"{Base64Url.EncodeToString(point.Y)}\"";

        Assert.Equal($"{{\"kty\":\"EC\",\"use\":\"sig\",{members}}}", Jwk.FromECDsa(ec).ToJson());
        Assert.Equal($"{{\"kty\":\"EC\",\"use\":\"sig\",\"alg\":\"ES512\",\"kid\":\"\",{members}}}", Jwk.FromECDsa(ec, "", JwtAlgorithm.ES512).ToJson());
    }

    [Fact]
    public void Every_key_id_comes_back_and_the_text_is_ASCII()
    {
        using RSA rsa = PublicKeys.Rsa(JwtAlgorithm.RS256);
        JwkSet set = new([Jwk.FromRsa(rsa), .. KeyIds.Select(keyId => Jwk.FromRsa(rsa, keyId))]);
        string json = set.ToJson();

        Assert.True(Ascii.IsValid(json));
        Assert.Equal([null, .. KeyIds], Set(json).Keys.Select(key => key.KeyId));
    }

    [Theory, MemberData(nameof(PublicAlgorithms))]
    public void Private_members_are_never_written(JwtAlgorithm algorithm)
    {
        JsonObject jwk = Tokens.Pair(algorithm).ToJwk();
        foreach (string name in (string[])["d", "p", "q", "dp", "dq", "qi", "k", "priv", "x5c"])
        {
            jwk[name] = "AAAA";
        }

        string[] material = algorithm switch { >= JwtAlgorithm.MLDsa44 => ["pub"], >= JwtAlgorithm.EdDSA => ["crv", "x"], >= JwtAlgorithm.ES256 => ["crv", "x", "y"], _ => ["n", "e"] };
        string[] expected = ["kty", "use", "alg", "kid", .. material];
        Assert.Equal(expected, JsonElement.Parse(Key(jwk).ToJson()).EnumerateObject().Select(member => member.Name));
    }

    [Fact]
    public void Numbers_are_written_without_leading_zeros()
    {
        JsonObject jwk = Tokens.Pair(JwtAlgorithm.RS256).ToJwk();
        string expected = Key(jwk).ToJson();
        jwk["n"] = Base64Url.EncodeToString([0, .. Base64Url.DecodeFromChars(jwk["n"]!.GetValue<string>())]);
        jwk["e"] = "AAEAAQ";

        Assert.Equal(expected, Key(jwk).ToJson());
    }

    [Fact]
    public void A_set_is_written_in_its_order_and_read_as_a_published_one()
    {
        TestKeyPair[] pairs = [.. Enum.GetValues<JwtAlgorithm>().Where(JwtAlgorithms.IsSupported).Where(algorithm => algorithm > JwtAlgorithm.HS512).Select(Tokens.Pair)];
        JwkSet set = Tokens.Keys(pairs);
        JwkSet read = JwkSet.Parse(Encoding.UTF8.GetBytes(set.ToJson()), publicOnly: true);

        Assert.Empty(read.Skipped);
        Assert.Equal(pairs.Length, read.Keys.Count);
        Assert.All(set.Keys.Zip(read.Keys), keys => Assert.True(keys.First.SameAs(keys.Second)));
        Assert.Equal($"{{\"keys\":[{string.Join(',', set.Keys.Select(key => key.ToJson()))}]}}", set.ToJson());
        Assert.All(pairs, pair => Assert.Equal(
            VerifyError.None,
            Tokens.Verifier(Tokens.Policy(read, pair.Algorithm)).Verdict(pair.Sign(Tokens.Claims().ToJsonString()))));
    }

    [Fact]
    public void A_set_without_keys_is_written_and_read()
    {
        JwkSet skipped = Set("{\"keys\":[{\"kty\":\"OKP\"}]}");

        Assert.Equal("{\"keys\":[]}", new JwkSet().ToJson());
        Assert.Equal("{\"keys\":[]}", skipped.ToJson());
        Assert.Empty(Set(skipped.ToJson()).Skipped);
    }

    [Fact]
    public void A_shared_secret_is_never_written()
    {
        using RSA rsa = PublicKeys.Rsa(JwtAlgorithm.RS256);
        Jwk secret = Jwk.FromSecret(new byte[32], JwtAlgorithm.HS256);

        Assert.Throws<InvalidOperationException>(secret.ToJson);
        Assert.Throws<InvalidOperationException>(Tokens.Keys(JwtAlgorithm.HS512).ToJson);
        Assert.Throws<InvalidOperationException>(new JwkSet(Jwk.FromRsa(rsa), secret).ToJson);
    }

    private static Jwk Key(JsonObject jwk) => Jwk.Parse(Encoding.UTF8.GetBytes(jwk.ToJsonString()));

    private static JwkSet Set(string json) => JwkSet.Parse(Encoding.UTF8.GetBytes(json));
}
