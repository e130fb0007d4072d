using JwtCore.Tests.Support;

namespace JwtCore.Tests.Claims;

public class TokenMemoryTests
{
    // Texts that are read for several purposes are unescaped once for each, so together they may outgrow the payload.
    [Theory, InlineData(100), InlineData(1_000), InlineData(1_900), InlineData(2_100), InlineData(4_000)]
    public void One_claim_may_be_audience_client_and_scope_at_once_however_long_it_is(int length)
    {
        string text = new string('x', length) + "/";
        VerificationPolicy policy = Policies.With(audience: text, audienceClaim: "c", clientIdClaims: ["c"], scopeClaims: ["c", "d", "e"], requiredScopes: [text, "y/"]);
        RawJson claims = Hmac.Claims().Set("c", $"\"{text.Replace("/", "\\/", StringComparison.Ordinal)}\"").Set("d", "1").Set("e", "[\"y\\/\"]").Set("jti", "\"\\u006a\"");

        Assert.True(Tokens.Verifier(policy).TryVerify(Hmac.Sign(claims), out VerifiedToken token));
        Assert.True(token.ClientId == text);
        Assert.True(token.JwtId == "j");
        Assert.Equal([text, "y/"], token.Scopes.ToStrings());
        Assert.Equal(text, token.ToClaims().ClientId);
        Assert.Equal([text, "y/"], token.ToClaims().Scopes);
    }
}
