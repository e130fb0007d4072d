using System.Text;
using System.Text.Json;
using JwtCore.Tests.Support;

namespace JwtCore.Tests.Claims;

public class ClaimValueTests
{
    [Theory]
    [InlineData("\"a\"", JsonValueKind.String, "a"), InlineData("\"\"", JsonValueKind.String, ""), InlineData("\"https:\\/\\/\\u00e9\\ud83d\\ude00\"", JsonValueKind.String, "https://\u00e9\U0001F600")]
    [InlineData("{}", JsonValueKind.Object, null), InlineData("{ \"a\" : [1, 2] }", JsonValueKind.Object, null), InlineData("[\"a\"]", JsonValueKind.Array, null)]
    [InlineData("true", JsonValueKind.True, null), InlineData("false", JsonValueKind.False, null), InlineData("null", JsonValueKind.Null, null), InlineData("1", JsonValueKind.Number, null), InlineData("-1.5e3", JsonValueKind.Number, null)]
    public void A_claim_is_read_as_it_stands(string json, JsonValueKind kind, string? text)
    {
        Tokens.Verifier(JwtAlgorithm.HS256).TryVerify(Hmac.Sign(Hmac.Claims().Set("\\u0078", json)), out VerifiedToken token);

        Assert.True(token.TryGetClaim("x"u8, out ClaimValue value));
        Assert.Equal(kind, value.Kind);
        Assert.Equal(json, Encoding.UTF8.GetString(value.Json));
        Assert.Equal(text, value.GetString());
        Assert.Equal(text ?? json, value.ToString());
        Assert.Equal(text is not null, value.TextEquals(Encoding.UTF8.GetBytes(text ?? json)));
        Assert.False(value.TextEquals("other"u8));
    }

    [Theory]
    [InlineData("0", 0L), InlineData("-0", 0L), InlineData("42", 42L), InlineData("9223372036854775807", long.MaxValue), InlineData("-9223372036854775808", long.MinValue)]
    [InlineData("9223372036854775808", null), InlineData("-9223372036854775809", null), InlineData("1.0", null), InlineData("1e2", null), InlineData("\"1\"", null), InlineData("true", null), InlineData("[1]", null)]
    public void A_number_is_an_integer_of_64_bits_or_nothing(string json, long? expected)
    {
        Tokens.Verifier(JwtAlgorithm.HS256).TryVerify(Hmac.Sign(Hmac.Claims().Set("x", json)), out VerifiedToken token);
        token.TryGetClaim("x"u8, out ClaimValue value);

        Assert.Equal(expected is not null, value.TryGetInt64(out long number));
        Assert.Equal(expected ?? 0, number);
    }

    [Theory, InlineData(0), InlineData(100)]
    public void A_claim_is_found_by_its_exact_name_at_the_top_level(int more)
    {
        RawJson claims = Hmac.Claims().Set("outer", "{\"inner\":1}");
        for (int i = 0; i < more; i++)
        {
            claims.Set($"m{i}", "0");
        }

        Tokens.Verifier(JwtAlgorithm.HS256).TryVerify(Hmac.Sign(claims), out VerifiedToken token);
        Assert.True(token.TryGetClaim("outer"u8, out _));
        foreach (string name in (string[])["inner", "Outer", "oute", "outer ", ""])
        {
            Assert.False(token.TryGetClaim(Encoding.UTF8.GetBytes(name), out ClaimValue value));
            Assert.Equal(JsonValueKind.Undefined, value.Kind);
            Assert.True(value.Json.IsEmpty);
            Assert.Null(value.GetString());
            Assert.Equal("", value.ToString());
            Assert.False(value.TryGetInt64(out _));
            Assert.False(value.TextEquals(""u8));
        }
    }
}
