using JwtCore.Tests.Support;

namespace JwtCore.Tests.Rules;

public class TypeRuleTests
{
    [Theory]
    [InlineData(null, true), InlineData("JWT", true), InlineData("jwt", true), InlineData("Jwt", true), InlineData("application/jwt", true), InlineData("APPLICATION/JWT", true), InlineData("at+jwt", true), InlineData("AT+JWT", true)]
    [InlineData("application/at+jwt", true), InlineData("Application/At+Jwt", true), InlineData("\\u004aWT", true), InlineData("application\\/at+jwt", true)]
    [InlineData("", false), InlineData(" ", false), InlineData("JWT ", false), InlineData(" JWT", false), InlineData("JW", false), InlineData("JWTT", false), InlineData("JWS", false), InlineData("JOSE", false), InlineData("application/", false)]
    [InlineData("logout+jwt", false), InlineData("dpop+jwt", false), InlineData("secevent+jwt", false), InlineData("kb+jwt", false), InlineData("token-introspection+jwt", false), InlineData("id+jwt", false)]
    [InlineData("application/jwt;charset=utf-8", false), InlineData("jwt;x=1", false), InlineData("application/application/jwt", false), InlineData("text/jwt", false), InlineData("/jwt", false), InlineData("application/x/jwt", false)]
    [InlineData("jw\\u0000t", false), InlineData("\\u017fwt", false), InlineData("J\u00e9T", false), InlineData("\uff2aWT", false), InlineData("at\\u002bjwt", true)]
    public void Without_named_types_only_plain_and_access_tokens_pass(string? typ, bool passes) => AssertPasses(passes, typ, null);

    [Theory]
    [InlineData("at+jwt", true), InlineData("AT+jwt", true), InlineData("application/at+jwt", true), InlineData("\\u0061t+jwt", true)]
    [InlineData(null, false), InlineData("JWT", false), InlineData("", false), InlineData("at+jwt;x=1", false), InlineData("text/at+jwt", false), InlineData("at+jw\u0167", false)]
    public void A_named_type_must_be_carried(string? typ, bool passes)
    {
        AssertPasses(passes, typ, "at+jwt");
        AssertPasses(passes, typ, "application/AT+JWT");
        AssertPasses(passes, typ, Expected.OneOf("x", "At+Jwt"));
    }

    [Theory, InlineData("text/plain", true), InlineData("TEXT/PLAIN", true), InlineData("plain", false), InlineData("application/text/plain", false), InlineData("x/y", false)]
    public void Another_media_type_is_compared_whole(string typ, bool passes) => AssertPasses(passes, typ, "text/plain");

    [Theory, InlineData(null), InlineData(""), InlineData("dpop+jwt"), InlineData("a;b=c"), InlineData("\u00e9"), InlineData("\\ud83d\\ude00")]
    public void Any_type_at_all_takes_the_visible_word(string? typ) => AssertPasses(true, typ, Expected.Any);

    [Fact]
    public void Types_may_be_very_long()
    {
        string longest = new('a', 127);
        string escaped = string.Concat(Enumerable.Repeat("\\u0061", 127));
        string prefix = string.Concat("application/".Select(c => $"\\u{(int)c:x4}"));

        AssertPasses(true, longest, longest);
        AssertPasses(true, escaped, longest);
        AssertPasses(true, prefix + escaped, longest);
        AssertPasses(false, longest + "a", longest);
        AssertPasses(false, escaped + "\\u0061", longest);
        foreach (int length in (int[])[1023, 1024, 1025, 6_000])
        {
            AssertPasses(false, new string('a', length), longest);
            AssertPasses(false, new string('a', length), null);
            AssertPasses(false, "\\n" + new string('a', length - 2), null);
            AssertPasses(true, new string('a', length), Expected.Any);
        }
    }

    private static void AssertPasses(bool passes, string? typ, Expected? types) => Assert.Equal(
        passes ? VerifyError.None : VerifyError.TypeMismatch,
        Hmac.VerdictOfHeader(typ is null ? Hmac.Header().Remove("typ") : Hmac.Header().Set("typ", $"\"{typ}\""), TestPolicies.With(types: types)));
}
