using System.Text;
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

    [Fact]
    public void Claims_from_json_own_what_it_said()
    {
        byte[] json = Encoding.UTF8.GetBytes($$"""{"iss":"{{Tokens.Issuer}}","sub":"a\u006en","aud":["x","y"],"exp":1767225600.5,"iat":1,"nbf":2,"jti":"j","azp":"c","scope":"read write","scp":["admin"],"extra":{"a":1} }""");
        TokenClaims claims = TokenClaims.FromJson(json);
        Array.Clear(json);

        Assert.Equal((Tokens.Issuer, "ann", "j", "c"), (claims.Issuer, claims.Subject, claims.JwtId, claims.ClientId));
        Assert.Equal(["x", "y"], claims.Audiences);
        Assert.Equal(["read", "write", "admin"], claims.Scopes);
        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(1_767_225_600_500), claims.ExpiresAt);
        Assert.Equal((1, 2), (claims.IssuedAt!.Value.ToUnixTimeSeconds(), claims.NotBefore!.Value.ToUnixTimeSeconds()));
        Assert.True(claims.HasScope("admin"));
        Assert.False(claims.HasScope("other") || claims.IsClientOnly);
        Assert.Equal((null, default), (claims.KeyId, claims.Algorithm));
        Assert.Equal(1, claims.Payload.GetProperty("extra").GetProperty("a").GetInt32());
    }

    [Theory]
    [InlineData("", "they are not one strict JSON object in UTF-8.")]
    [InlineData("[]", "they are not one strict JSON object in UTF-8.")]
    [InlineData("{}{}", "they are not one strict JSON object in UTF-8.")]
    [InlineData("\ufeff{}", "they are not one strict JSON object in UTF-8.")]
    [InlineData("{\"a\":1,\"\\u0061\":1}", "they are not one strict JSON object in UTF-8.")]
    [InlineData("{\"a\":{\"b\":1,\"b\":1}}", "they are not one strict JSON object in UTF-8.")]
    [InlineData("{\"a\":\"\\ud800\"}", "they are not one strict JSON object in UTF-8.")]
    [InlineData("{\"iss\":1}", "iss is malformed (WrongType).")]
    [InlineData("{\"sub\":1}", "sub is malformed (WrongType).")]
    [InlineData("{\"aud\":[1]}", "aud is malformed (WrongType).")]
    [InlineData("{\"exp\":\"1\"}", "exp is malformed (WrongType).")]
    [InlineData("{\"exp\":1767225600000}", "exp is malformed (LooksLikeMilliseconds).")]
    [InlineData("{\"nbf\":-1}", "nbf is malformed (Negative).")]
    public void Claims_from_json_are_as_strict_as_those_of_a_token(string json, string reason)
    {
        FormatException refused = Assert.Throws<FormatException>(() => TokenClaims.FromJson(Encoding.UTF8.GetBytes(json)));

        Assert.Equal($"The claims are refused: {reason}", refused.Message);
        Assert.False(TokenClaims.TryFromJson(Encoding.UTF8.GetBytes(json), out TokenClaims? claims));
        Assert.Null(claims);
    }

    [Theory, InlineData(0, true), InlineData(1, false)]
    public void Claims_from_json_have_the_limits_of_tokens_or_others(int more, bool isTaken)
    {
        Assert.Equal(isTaken, TokenClaims.TryFromJson(Padded(16_384 + more), out _));
        Assert.Equal(isTaken, TokenClaims.TryFromJson(Padded(100 + more), out _, new Limits { TokenBytes = 100 }));
        Assert.Equal(isTaken, TokenClaims.TryFromJson(Nested(64 + more), out _));
        Assert.Equal(isTaken, TokenClaims.TryFromJson(Nested(3 + more), out _, new Limits { JsonDepth = 3 }));
        Assert.Contains("longer than 8 bytes", Assert.Throws<FormatException>(() => TokenClaims.FromJson(Padded(9), new Limits { TokenBytes = 8 })).Message, StringComparison.Ordinal);
        Assert.ThrowsAny<ArgumentException>(() => TokenClaims.TryFromJson("{}"u8, out _, new Limits { TokenBytes = 0 }));

        static byte[] Padded(int length) => Encoding.UTF8.GetBytes("{}".PadRight(length));

        static byte[] Nested(int depth) => Encoding.UTF8.GetBytes("{\"a\":" + new string('[', depth - 1) + new string(']', depth - 1) + "}");
    }
}
