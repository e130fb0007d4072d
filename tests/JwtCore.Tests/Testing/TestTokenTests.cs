using System.Buffers.Text;
using System.Text;
using System.Text.Json.Nodes;
using JwtCore.Testing;
using JwtCore.Tests.Support;

namespace JwtCore.Tests.Testing;

public class TestTokenTests
{
    private static readonly TestKeyPair Pair = Tokens.Pair(JwtAlgorithm.HS256);
    private static readonly TestToken Now = new() { TimeProvider = FixedTime.At(Tokens.Now + 0.9) };

    [Fact]
    public void By_default_it_has_these_members_in_this_order()
    {
        (string header, string payload) = Read(Pair.CreateToken(Now));

        Assert.Equal("""{"typ":"JWT","alg":"HS256","kid":"HS256-1"}""", header);
        Assert.Equal("""{"sub":"test-user","iss":"https://issuer.example.com","iat":1767225600,"exp":1767229200}""", payload);
    }

    [Fact]
    public void Audience_and_scopes_are_written_as_given()
    {
        Assert.EndsWith(
            ",\"aud\":\"https://api.example.com\",\"scope\":\"read write\"}",
            Payload(Now with { Audience = Tokens.Audience, Scopes = ["read", "write"] }),
            StringComparison.Ordinal);
        Assert.EndsWith(",\"aud\":[\"a\"]}", Payload(Now with { Audience = new JsonArray("a") }), StringComparison.Ordinal);
        Assert.EndsWith(",\"aud\":[\"a\",\"b\"]}", Payload(Now with { Audience = new JsonArray("a", "b") }), StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Tokens.Algorithms), MemberType = typeof(Tokens))]
    public void It_is_valid_under_a_policy_for_it(JwtAlgorithm algorithm) =>
        Assert.Equal(VerifyError.None, Tokens.Verifier(algorithm).Verdict(Tokens.Pair(algorithm).CreateToken(Now with { Audience = Tokens.Audience })));

    [Fact]
    public void Without_arguments_it_is_valid_on_the_clock_of_the_machine() =>
        Assert.True(new JwtVerifier(TestPolicies.With(audience: Expected.Any)).TryVerify(Pair.CreateToken(), out _));

    [Fact]
    public void A_negative_lifetime_is_an_expired_token() => Assert.Equal(
        VerifyError.Expired,
        Hmac.Verdict(Pair.CreateToken(Now with { Audience = Tokens.Audience, Lifetime = TimeSpan.FromSeconds(-1) })));

    [Fact]
    public void Claims_come_last_and_replace_or_remove()
    {
        TestToken token = Now with
        {
            Subject = null,
            Audience = Tokens.Audience,
            Claims = new() { ["exp"] = "soon", ["aud"] = null, ["iat"] = null, ["tenant"] = new JsonObject { ["id"] = 1, ["none"] = null } },
        };

        Assert.Equal("""{"iss":"https://issuer.example.com","exp":"soon","tenant":{"id":1,"none":null}}""", Payload(token));
    }

    [Fact]
    public void Header_members_come_last_and_replace_or_remove() => Assert.Equal(
        """{"typ":"at+jwt","alg":"none","crit":["exp"]}""",
        Read(Pair.CreateToken(Now with { Header = new() { ["typ"] = "at+jwt", ["alg"] = "none", ["kid"] = null, ["crit"] = new JsonArray("exp") } })).Header);

    [Fact]
    public void A_pair_without_key_id_writes_no_kid() =>
        Assert.Equal("""{"typ":"JWT","alg":"HS256"}""", Read(Pair.With(JwtAlgorithm.HS256, null).CreateToken(Now)).Header);

    [Fact]
    public void Signing_leaves_the_description_as_it_was()
    {
        TestToken token = Now with { Audience = new JsonArray("a"), Claims = new() { ["sub"] = null, ["a"] = new JsonArray(1) }, Header = new() { ["b"] = new JsonArray(1) } };

        Assert.Equal(Pair.CreateToken(token), Pair.CreateToken(token));
        Assert.Equal(2, token.Claims.Count);
    }

    private static string Payload(TestToken token) => Read(Pair.CreateToken(token)).Payload;

    private static (string Header, string Payload) Read(string token)
    {
        string[] segments = token.Split('.');
        return (Encoding.UTF8.GetString(Base64Url.DecodeFromChars(segments[0])), Encoding.UTF8.GetString(Base64Url.DecodeFromChars(segments[1])));
    }
}
