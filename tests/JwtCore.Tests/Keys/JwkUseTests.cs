using System.Text;
using System.Text.Json.Nodes;
using JwtCore.Testing;
using JwtCore.Tests.Support;

namespace JwtCore.Tests.Keys;

public class JwkUseTests
{
    [Theory]
    [InlineData("\"jwt-svid\"", null), InlineData("\"jwt\\u002Dsvid\"", null), InlineData("\"x509-svid\"", "use is not jwt-svid."), InlineData("\"sig\"", "use is not jwt-svid.")]
    [InlineData("\"JWT-SVID\"", "use is not jwt-svid."), InlineData("\"\"", "use is not jwt-svid."), InlineData("null", null), InlineData("[\"jwt-svid\"]", "use is not jwt-svid.")]
    public void The_use_that_is_named_takes_the_place_of_sig(string use, string? refusal)
    {
        JwkSet set = Parse(use, "jwt-svid");

        Assert.Equal(refusal is null ? [] : [new SkippedKey(0, refusal)], set.Skipped);
        Assert.Equal(refusal is null ? VerifyError.None : VerifyError.KeyNotFound, Verdict(set));
    }

    [Theory, InlineData("jwt-svid"), InlineData("sig")]
    public void A_key_without_use_is_taken_whatever_is_named(string use) => Assert.Equal(VerifyError.None, Verdict(Parse(null, use)));

    [Fact]
    public void Without_a_name_only_sig_is_taken()
    {
        Assert.Single(Parse("\"sig\"", "sig").Keys);
        Assert.Equal("use is not sig.", Assert.Single(Parse("\"jwt-svid\"", "sig").Skipped).Reason);
        Assert.Equal("use is not sig.", Assert.Single(JwkSet.Parse(Json("\"jwt-svid\"")).Skipped).Reason);
    }

    [Fact]
    public void What_is_written_has_the_use_sig()
    {
        JwkSet set = Parse("\"jwt-svid\"", "jwt-svid");
        JwkSet read = JwkSet.Parse(Encoding.UTF8.GetBytes(set.ToJson()));

        Assert.True(set.Keys[0].SameAs(Assert.Single(read.Keys)));
    }

    [Fact]
    public void A_use_is_not_left_empty()
    {
        Assert.Equal("use", Assert.Throws<ArgumentException>(() => Parse(null, "")).ParamName);
        Assert.Equal("use", Assert.Throws<ArgumentNullException>(() => Parse(null, null!)).ParamName);
    }

    private static byte[] Json(string? use)
    {
        JsonObject jwk = Tokens.Pair(JwtAlgorithm.ES256).ToJwk();
        jwk.Remove("use");
        string member = use is null ? "" : $"\"use\":{use},";
        return Encoding.UTF8.GetBytes($"{{\"keys\":[{{{member}{jwk.ToJsonString()[1..]}]}}");
    }

    private static JwkSet Parse(string? use, string named) => JwkSet.Parse(Json(use), publicOnly: true, named);

    private static VerifyError Verdict(JwkSet set)
    {
        TestKeyPair pair = Tokens.Pair(JwtAlgorithm.ES256);
        return Tokens.Verifier(Tokens.Policy(set, pair.Algorithm)).Verdict(pair.Sign(Tokens.Claims().ToJsonString()));
    }
}
