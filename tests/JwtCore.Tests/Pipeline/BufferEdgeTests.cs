using JwtCore.Tests.Support;

namespace JwtCore.Tests.Pipeline;

/// <summary>Payloads and unescaped texts share 2,048 bytes; whatever does not fit must still read right.</summary>
public class BufferEdgeTests
{
    private static readonly string Subject = new('s', 300);
    private static readonly string[] Audiences = ["first", Tokens.Audience, "\u00e9\U0001F600"];

    [Theory, InlineData(2047), InlineData(2048), InlineData(2049), InlineData(4096), InlineData(10_000)]
    public void Every_text_reads_right_beside_a_payload_of_any_length(int length) => AssertReads(length, escape: true);

    [Theory, InlineData(2047), InlineData(2048), InlineData(2049)]
    public void A_payload_without_escapes_reads_right_at_the_edge(int length) => AssertReads(length, escape: false);

    // Wherever the room ends: within the first text, between two, behind the last one.
    [Fact]
    public void Every_text_reads_right_wherever_the_room_ends()
    {
        int smallest = Payload(0, escape: true).Length;
        for (int length = smallest; length < 2_100; length += length < 1_950 ? 7 : 1)
        {
            AssertReads(length, escape: true);
        }
    }

    private static void AssertReads(int length, bool escape)
    {
        string payload = Payload(length, escape);
        Assert.Equal(length, payload.Length);
        JwtVerifier verifier = Tokens.Verifier(JwtAlgorithm.HS256);
        Assert.True(verifier.TryVerify(Hmac.Pair.Sign(payload), out VerifiedToken token));

        Assert.True(token.Issuer == Tokens.Issuer);
        Assert.True(token.Subject == Subject);
        Assert.True(token.JwtId == "jti-1");
        Assert.True(token.ClientId == "client-1");
        Assert.Equal(Audiences, token.Audiences.ToStrings());
        Assert.Equal(["read", "write", "admin"], token.Scopes.ToStrings());
        Assert.Equal(length, token.Payload.Length);
        Assert.True(token.TryGetClaim("sub"u8, out ClaimValue subject));
        Assert.Equal(Subject, subject.GetString());
        TokenClaims claims = token.ToClaims();
        Assert.Equal(Subject, claims.Subject);
        Assert.Equal(Audiences, claims.Audiences);
        Assert.Equal(["read", "write", "admin"], claims.Scopes);

        // The same variable takes a small token next, and then this one again.
        Assert.True(verifier.TryVerify(Hmac.Sign(Hmac.Claims()), out token));
        Assert.True(token.Subject == "user-1");
        Assert.Equal([Tokens.Audience], token.Audiences.ToStrings());
        Assert.True(verifier.TryVerify(Hmac.Pair.Sign(payload), out token));
        Assert.True(token.Subject == Subject);
    }

    // Every text is ASCII in the payload: what is not, comes escaped.
    private static string Payload(int length, bool escape)
    {
        RawJson claims = Hmac.Claims().Set("iss", Text(Tokens.Issuer)).Set("sub", escape ? $"\"\\u0073{Subject[1..]}\"" : Text(Subject)).Set("jti", Text("jti-1")).Set("client_id", Text("client-1"))
            .Set("aud", $"[{string.Join(',', Audiences.Select(audience => audience.All(char.IsAscii) ? Text(audience) : RawJson.Escaped(audience)))}]")
            .Set("scope", Text("read write")).Set("scp", $"[{Text("admin")}]");
        int missing = length - claims.Set("x", "\"\"").ToString().Length;
        return missing <= 0 ? claims.ToString() : claims.Set("x", $"\"{new string('x', missing)}\"").ToString();

        string Text(string text) => escape ? RawJson.Escaped(text) : $"\"{text}\"";
    }
}
