using System.Text;
using JwtCore.Tests.Support;

namespace JwtCore.Tests.Verifier;

public class VerifiedTokenTests
{
    [Fact]
    public void A_default_token_is_not_verified_and_empty()
    {
        VerifiedToken token = default;
        Assert.Equal(VerifyError.NotVerified, token.Error);
        AssertEmpty(token);
        Assert.Equal(VerifyError.NotVerified, default(VerifyResult).Error);
        Assert.False(default(VerifyResult).IsValid);
        Assert.Null(default(VerifyResult).Claims);
    }

    [Theory]
    [InlineData("iss", "1"), InlineData("iss", "\"other\""), InlineData("aud", "\"other\""), InlineData("exp", "0"), InlineData("nbf", "253402300799"), InlineData("cnf", "{}"), InlineData("a\",\"a", "1"), InlineData("iss\\u0000\":1,\"iss", "1")]
    public void On_failure_everything_but_the_error_is_empty(string name, string json)
    {
        string signed = Hmac.Sign(Hmac.Claims().Set("jti", "\"\\u0031\"").Set("client_id", "\"c\"").Set(name, json));

        Assert.False(Tokens.Verifier(JwtAlgorithm.HS256).TryVerify(signed, out VerifiedToken token));
        Assert.NotEqual(VerifyError.None, token.Error);
        AssertEmpty(token);
    }

    [Theory, InlineData(0), InlineData(5), InlineData(60), InlineData(-1)]
    public void A_token_that_fails_before_the_payload_leaves_nothing_even_in_a_used_variable(int changedAt)
    {
        string signed = Hmac.Sign(Hmac.Claims());
        char[] changed = signed.ToCharArray();
        int at = changedAt < 0 ? changed.Length - 2 : changedAt;
        changed[at] = changed[at] == 'A' ? 'B' : 'A';
        JwtVerifier verifier = Tokens.Verifier(JwtAlgorithm.HS256);

        Assert.True(verifier.TryVerify(signed, out VerifiedToken token));
        Assert.False(verifier.TryVerify(changed, out token));
        AssertEmpty(token);
        verifier.TryVerify(signed, out token);
        Assert.False(verifier.TryVerify(new string('a', 20_000), out token));
        AssertEmpty(token);
        verifier.TryVerify(signed, out token);
        Assert.False(verifier.TryVerify("\u00e9", out token));
        AssertEmpty(token);
    }

    [Fact]
    public void A_token_that_lacks_a_scope_is_readable_but_gives_no_claims()
    {
        JwtVerifier verifier = Tokens.Verifier(TestPolicies.With(requiredScopes: ["admin"]));

        Assert.False(verifier.TryVerify(Hmac.Sign(Hmac.Claims()), out VerifiedToken token));
        Assert.Equal(VerifyError.InsufficientScope, token.Error);
        Assert.True(token.Subject == "user-1");
        Assert.True(token.HasScope("read"u8));
        Assert.Equal("HS256-1", token.KeyId);
        Assert.True(token.TryGetClaim("sub"u8, out _));
        Assert.Throws<InvalidOperationException>(() =>
        {
            verifier.TryVerify(Hmac.Sign(Hmac.Claims()), out VerifiedToken again);
            again.ToClaims();
        });
        Assert.Throws<InvalidOperationException>(() => default(VerifiedToken).ToClaims());
    }

    [Fact]
    public void Every_claim_can_be_read()
    {
        RawJson claims = Hmac.Claims().Set("jti", "\"j\"").Set("client_id", "\"c\"").Set("aud", $"[\"x\",\"{Tokens.Audience}\"]").Set("exp", $"{Tokens.Now + 1}.99999999").Set("iat", $"{Tokens.Now - 1}.00000001");

        Assert.True(Tokens.Verifier(JwtAlgorithm.HS256).TryVerify(Hmac.Sign(claims), out VerifiedToken token));
        Assert.Equal(VerifyError.None, token.Error);
        Assert.Equal(JwtAlgorithm.HS256, token.Algorithm);
        Assert.True(token.Issuer == Tokens.Issuer);
        Assert.True(token.JwtId == "j");
        Assert.True(token.ClientId == "c");
        Assert.Equal(["x", Tokens.Audience], token.Audiences.ToStrings());
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(Tokens.Now + 1).AddTicks(9_999_999), token.ExpiresAt);
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(Tokens.Now - 60), token.NotBefore);
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(Tokens.Now - 1), token.IssuedAt);
        Assert.Equal(claims.ToString(), Encoding.UTF8.GetString(token.Payload));
    }

    [Fact]
    public void The_key_id_is_the_configured_keys_string_never_the_tokens()
    {
        JwtVerifier verifier = Tokens.Verifier(TestPolicies.With(Jwk.Parse(Encoding.UTF8.GetBytes(JwkJson.Oct.With("kid", null).ToJsonString()))));

        Assert.True(verifier.TryVerify(Hmac.Sign(Hmac.Claims()), out VerifiedToken token));
        Assert.Null(token.KeyId);
    }

    [Fact]
    public void Verifying_again_into_the_same_variable_overwrites_what_older_views_show()
    {
        JwtVerifier verifier = Tokens.Verifier(JwtAlgorithm.HS256);
        scoped VerifiedToken token;
        verifier.TryVerify(Hmac.Sign(Hmac.Claims().Set("sub", "\"user-1\"")), out token);
        Utf8Text older = token.Subject;
        TokenClaims copy = token.ToClaims();
        verifier.TryVerify(Hmac.Sign(Hmac.Claims().Set("sub", "\"user-2\"")), out token);

        Assert.True(older == "user-2");
        Assert.Equal("user-1", copy.Subject);
    }

    [Fact]
    public void A_copy_of_a_token_is_independent_of_the_variable()
    {
        JwtVerifier verifier = Tokens.Verifier(JwtAlgorithm.HS256);
        verifier.TryVerify(Hmac.Sign(Hmac.Claims()), out VerifiedToken token);
        VerifiedToken copy = token;
        verifier.TryVerify(Hmac.Sign(Hmac.Claims().Set("sub", "\"user-2\"")), out token);

        Assert.True(copy.Subject == "user-1");
        Assert.True(token.Subject == "user-2");
    }

    [Fact]
    public void A_used_variable_shows_the_new_token_however_little_it_is_like_the_old_one()
    {
        JwtVerifier verifier = Tokens.Verifier(JwtAlgorithm.HS256);
        Assert.True(verifier.TryVerify(Hmac.Sign(Hmac.Claims().Set("old", "1")), out VerifiedToken token));
        Assert.True(verifier.TryVerify(Hmac.Sign(new RawJson().Add("new", "[2]").Add("sub", "\"somebody else\"").Add("aud", $"\"{Tokens.Audience}\"").Add("exp", $"{Tokens.Now + 9}").Add("iss", $"\"{Tokens.Issuer}\"")), out token));

        Assert.True(token.Subject == "somebody else");
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(Tokens.Now + 9), token.ExpiresAt);
        Assert.True(token.TryGetClaim("new"u8, out ClaimValue value));
        Assert.Equal("[2]", Encoding.UTF8.GetString(value.Json));
        Assert.False(token.TryGetClaim("old"u8, out _));
    }

    [Fact]
    public void Only_texts_with_escapes_are_kept_twice()
    {
        RawJson claims = Hmac.Claims().Set("client_id", "\"c\"").Set("aud", $"[\"x\",\"{Tokens.Audience}\"]");
        JwtVerifier verifier = Tokens.Verifier(JwtAlgorithm.HS256);

        Assert.True(verifier.TryVerify(Hmac.Sign(claims.Set("jti", "\"j\"")), out VerifiedToken token));
        Assert.Equal(0, token.Body.Memory.Texts.Length);
        Assert.True(verifier.TryVerify(Hmac.Sign(claims.Set("jti", "\"\\u006a\"")), out token));
        Assert.Equal(1, token.Body.Memory.Texts.Length);
    }

    [Fact]
    public void A_copy_reads_its_payload_once()
    {
        Tokens.Verifier(JwtAlgorithm.HS256).TryVerify(Hmac.Sign(Hmac.Claims()), out VerifiedToken token);
        TokenClaims claims = token.ToClaims();
        _ = claims.Payload;
        Assert.Equal(0, Allocations.PerCall(() => _ = claims.Payload));
    }

    private static void AssertEmpty(scoped in VerifiedToken token)
    {
        Assert.Equal(default, token.Algorithm);
        Assert.Null(token.KeyId);
        Assert.False(token.Issuer.IsPresent || token.Subject.IsPresent || token.ClientId.IsPresent || token.JwtId.IsPresent);
        Assert.Empty(token.Audiences.ToStrings());
        Assert.Empty(token.Scopes.ToStrings());
        Assert.Null(token.ExpiresAt);
        Assert.Null(token.NotBefore);
        Assert.Null(token.IssuedAt);
        Assert.True(token.Payload.IsEmpty);
        Assert.False(token.HasScope("read"u8));
        Assert.False(token.TryGetClaim("iss"u8, out ClaimValue value));
        Assert.True(value.Json.IsEmpty);
    }
}
