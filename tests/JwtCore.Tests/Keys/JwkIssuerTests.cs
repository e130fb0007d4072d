using System.Text;
using System.Text.Json.Nodes;
using JwtCore.Tests.Support;

namespace JwtCore.Tests.Keys;

public class JwkIssuerTests
{
    private const string Issuer = "https://login.example.com/{tenantid}/v2.0";

    [Theory, InlineData(JwtAlgorithm.RS256), InlineData(JwtAlgorithm.ES256), InlineData(JwtAlgorithm.HS256)]
    public void A_key_keeps_the_issuer_that_its_JWK_names(JwtAlgorithm algorithm)
    {
        Assert.Equal(Issuer, Key(Named(algorithm, Issuer)).Issuer);
        Assert.Equal("", Key(Named(algorithm, "")).Issuer);
        Assert.Null(Key(Tokens.Pair(algorithm).ToJwk()).Issuer);
    }

    [Theory, InlineData("null"), InlineData("1"), InlineData("true"), InlineData("[\"a\"]"), InlineData("{}")]
    public void An_issuer_that_is_no_string_skips_the_key(string json)
    {
        JwkSet set = Set(Named(JwtAlgorithm.RS256, JsonNode.Parse(json)), Tokens.Pair(JwtAlgorithm.ES256).ToJwk());

        Assert.Equal(new SkippedKey(0, "issuer is not a string."), Assert.Single(set.Skipped));
        Assert.Equal("EC", Assert.Single(set.Keys).KeyType);
    }

    [Fact]
    public void An_issuer_is_read_after_unescaping() =>
        Assert.Equal(Issuer, Key(Named(JwtAlgorithm.ES256, Issuer), text => text.Replace("https:", "https\\u003A", StringComparison.Ordinal)).Issuer);

    [Fact]
    public void Entries_equal_but_for_the_issuer_are_different_keys()
    {
        JsonObject plain = Tokens.Pair(JwtAlgorithm.ES256).ToJwk();

        Assert.Equal([Issuer, "another", null], Set(Named(JwtAlgorithm.ES256, Issuer), Named(JwtAlgorithm.ES256, "another"), plain, Named(JwtAlgorithm.ES256, Issuer)).Keys.Select(key => key.Issuer));
    }

    [Fact]
    public void An_issuer_is_written_and_read_again()
    {
        Jwk key = Key(Named(JwtAlgorithm.ES256, Issuer));
        Jwk read = Jwk.Parse(Encoding.UTF8.GetBytes(key.ToJson()));

        Assert.Equal(Issuer, read.Issuer);
        Assert.True(key.SameAs(read));
    }

    private static JsonObject Named(JwtAlgorithm algorithm, JsonNode? issuer)
    {
        JsonObject jwk = Tokens.Pair(algorithm).ToJwk();
        jwk["issuer"] = issuer;
        return jwk;
    }

    private static Jwk Key(JsonObject jwk, Func<string, string>? change = null) =>
        Jwk.Parse(Encoding.UTF8.GetBytes((change ?? (text => text))(jwk.ToJsonString())));

    private static JwkSet Set(params JsonObject[] keys) =>
        JwkSet.Parse(Encoding.UTF8.GetBytes($"{{\"keys\":[{string.Join(',', keys.Select(key => key.ToJsonString()))}]}}"));
}
