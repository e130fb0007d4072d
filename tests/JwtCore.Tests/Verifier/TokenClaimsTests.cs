using JwtCore.Tests.Support;

namespace JwtCore.Tests.Verifier;

public class TokenClaimsTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Claims_own_what_the_token_said()
    {
        RawJson claims = Hmac.Claims().Set("jti", "\"j\\u0031\"").Set("azp", "\"c\"").Set("aud", $"[\"x\",\"{Tokens.Audience}\"]").Set("extra", "{\"a\":[1,null]}");
        VerifyResult result = await Tokens.Verifier(JwtAlgorithm.HS256).VerifyAsync(Hmac.Sign(claims).AsMemory(), Cancellation);

        Assert.True(result.IsValid);
        TokenClaims token = Assert.IsType<TokenClaims>(result.Claims);
        Assert.Equal(JwtAlgorithm.HS256, token.Algorithm);
        Assert.Equal("HS256-1", token.KeyId);
        Assert.Equal(Tokens.Issuer, token.Issuer);
        Assert.Equal("user-1", token.Subject);
        Assert.Equal("c", token.ClientId);
        Assert.Equal("j1", token.JwtId);
        Assert.Equal(["x", Tokens.Audience], token.Audiences);
        Assert.Equal(["read", "write"], token.Scopes);
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(Tokens.Now + 300), token.ExpiresAt);
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(Tokens.Now - 60), token.NotBefore);
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(Tokens.Now - 60), token.IssuedAt);
        Assert.Equal("[1,null]", token.Payload.GetProperty("extra").GetProperty("a").GetRawText());
    }

    [Fact]
    public async Task A_text_that_was_asked_for_is_kept()
    {
        TokenClaims token = (await Tokens.Verifier(JwtAlgorithm.HS256).VerifyAsync(Hmac.Sign(Hmac.Claims().Set("jti", "\"j\"").Set("azp", "\"c\"")).AsMemory(), Cancellation)).Claims!;

        Assert.Same(token.Issuer, token.Issuer);
        Assert.Same(token.Subject, token.Subject);
        Assert.Same(token.ClientId, token.ClientId);
        Assert.Same(token.JwtId, token.JwtId);
        Assert.Same(token.Audiences, token.Audiences);
        Assert.Same(token.Scopes, token.Scopes);
    }

    [Fact]
    public async Task What_the_token_lacks_is_null_or_empty()
    {
        JwtVerifier verifier = Tokens.Verifier(TestPolicies.With(issuer: Expected.Any, audience: Expected.Any, tolerate: Tolerance.MissingExpiration));
        TokenClaims token = (await verifier.VerifyAsync(Hmac.Pair.Sign("{}").AsMemory(), Cancellation)).Claims!;

        Assert.Null(token.Issuer ?? token.Subject ?? token.ClientId ?? token.JwtId);
        Assert.Null(token.ExpiresAt ?? token.NotBefore ?? token.IssuedAt);
        Assert.Empty(token.Audiences);
        Assert.Empty(token.Scopes);
        Assert.Empty(token.Payload.EnumerateObject());
    }

    [Fact]
    public async Task A_result_holds_claims_when_the_token_is_authentic_and_none_otherwise()
    {
        VerifyResult insufficient = await Tokens.Verifier(TestPolicies.With(requiredScopes: ["admin"])).VerifyAsync(Hmac.Sign(Hmac.Claims()).AsMemory(), Cancellation);
        Assert.False(insufficient.IsValid);
        Assert.Equal(VerifyError.InsufficientScope, insufficient.Error);
        Assert.Equal("user-1", insufficient.Claims!.Subject);

        VerifyResult expired = await Tokens.Verifier(JwtAlgorithm.HS256).VerifyAsync(Hmac.Sign(Hmac.Claims().Set("exp", "0")).AsMemory(), Cancellation);
        Assert.Equal(VerifyError.Expired, expired.Error);
        Assert.Null(expired.Claims);
    }

    [Fact]
    public async Task A_cancelled_call_throws() => await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        await Tokens.Verifier(JwtAlgorithm.HS256).VerifyAsync(Hmac.Sign(Hmac.Claims()).AsMemory(), new CancellationToken(canceled: true)));

    [Fact]
    public void It_costs_one_copy_of_the_payload_until_a_text_is_asked_for()
    {
        RawJson claims = Hmac.Claims().Set("padding", $"\"{new string('x', 1_000)}\"");
        byte[] token = System.Text.Encoding.UTF8.GetBytes(Hmac.Sign(claims));
        JwtVerifier verifier = Tokens.Verifier(JwtAlgorithm.HS256);
        verifier.TryVerify(token, out VerifiedToken verified);
        _ = verified.ToClaims();

        long before = GC.GetAllocatedBytesForCurrentThread();
        TokenClaims owned = verified.ToClaims();
        long cost = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.InRange(cost, verified.Payload.Length, verified.Payload.Length + 500);
        Assert.Same(owned.Subject, owned.Subject);
        Assert.Same(owned.Scopes, owned.Scopes);
    }

    [Fact]
    public void What_was_written_with_escapes_is_read_from_its_own_copy()
    {
        JwtVerifier verifier = Tokens.Verifier(JwtAlgorithm.HS256);
        verifier.TryVerify(Hmac.Sign(Hmac.Claims().Set("sub", "\"\\u0061b\"").Set("scope", "\"re\\u0061d\"")), out VerifiedToken verified);
        TokenClaims owned = verified.ToClaims();
        verifier.TryVerify(Hmac.Sign(Hmac.Claims().Set("sub", "\"other\"")), out verified);

        Assert.Equal("ab", owned.Subject);
        Assert.True(owned.HasScope("read"));
        Assert.Equal("ab", owned.Payload.GetProperty("sub").GetString());
    }

    [Fact]
    public void Its_lists_cannot_be_changed()
    {
        Tokens.Verifier(JwtAlgorithm.HS256).TryVerify(Hmac.Sign(Hmac.Claims()), out VerifiedToken token);
        TokenClaims claims = token.ToClaims();

        Assert.Throws<NotSupportedException>(() => ((IList<string>)claims.Scopes)[0] = "admin");
        Assert.Throws<NotSupportedException>(() => ((IList<string>)claims.Audiences).Clear());
    }
}
