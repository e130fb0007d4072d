using System.Text;

namespace JwtCore.Cli.Tests;

public class TokenShapeTests : ExplanationTest
{
    [Theory]
    [InlineData("Bearer {0}", "scheme \"Bearer \" around the token")]
    [InlineData("bearer {0}", "scheme \"Bearer \" around the token")]
    [InlineData("Authorization: Bearer {0}", "header name \"Authorization:\", white space, scheme \"Bearer \" around the token")]
    [InlineData("\"{0}\"", "quotes around the token")]
    [InlineData("'{0}'", "quotes around the token")]
    [InlineData("{0}'", "quotes around the token")]
    [InlineData("\u201c{0}\u201d", "typographic quotes around the token")]
    [InlineData("\"Bearer {0}\"", "quotes, scheme \"Bearer \" around the token")]
    [InlineData(" {0}", "white space around the token")]
    [InlineData("{0}\r", "line end around the token")]
    [InlineData("\ufeff{0}", "byte order mark around the token")]
    [InlineData("", "no token: the text is empty")]
    [InlineData(" ", "no token: the text is empty")]
    [InlineData("a b.c.d", "white space inside the token, at character 2")]
    [InlineData("a.b\n.c", "white space inside the token, at character 4")]
    [InlineData("a+.b.c", "'+' of standard base64, at character 2")]
    [InlineData("a.b/.c", "'/' of standard base64, at character 4")]
    [InlineData("a=.b.c", "segments padded with '='")]
    [InlineData("a%2Eb.c", "a '%', as in a URL-encoded text")]
    [InlineData("{{\"access_token\":\"a.b.c\"}}", "a JSON document")]
    [InlineData("a\0.b.c", "null bytes, as in UTF-16 text")]
    [InlineData("a.\u00e9.c", "a character that no token has, at character 3")]
    [InlineData("a.b\"c.d", "a quote inside the token, at character 4")]
    [InlineData("abc", "1 segment, without a dot")]
    [InlineData("a.b", "2 segments")]
    [InlineData("a.b.c.d", "4 segments")]
    [InlineData(".b.c", "an empty header")]
    [InlineData("a..c", "an empty payload")]
    [InlineData("eyJ...xyz", "three dots in a row, as in a shortened text")]
    public void What_stands_in_the_place_of_a_token_is_named(string text, string found)
    {
        Explanation explanation = Explain(string.Format(null, CompositeFormat.Parse(text), Token()));

        Assert.Equal((VerifyError.NotCompactJws, found, false), (explanation.Error, explanation.Found, explanation.IsAuthentic));
        Assert.NotNull(explanation.Hint);
    }

    [Theory]
    [InlineData("\"{0}\"", "Pass the token alone, without the quotes.")]
    [InlineData("Bearer {0}", "Pass the token alone, without the scheme \"Bearer \".")]
    [InlineData("abc", "An opaque token or an API key cannot be verified here: ask the issuer's introspection endpoint (RFC 7662).")]
    public void The_remedy_names_what_is_there_and_nothing_else(string text, string hint) =>
        Assert.Equal(hint, Explain(string.Format(null, CompositeFormat.Parse(text), Token())).Hint);

    [Fact]
    public void Padding_is_tolerated_only_by_who_does_not_tolerate_it_yet()
    {
        Assert.Contains("--tolerate PaddedBase64Url", TokenShape.Describe("a=.b.c"u8, isPaddingAccepted: false).Hint, StringComparison.Ordinal);
        Assert.DoesNotContain("--tolerate", TokenShape.Describe("a=.b.c.d"u8, isPaddingAccepted: true).Hint, StringComparison.Ordinal);
        Assert.DoesNotContain("--tolerate", TokenShape.Describe("a=.b+.c"u8, isPaddingAccepted: false).Hint, StringComparison.Ordinal);
    }

    [Fact]
    public void A_token_that_is_too_long_names_the_option_while_it_can_be_raised()
    {
        Assert.Contains("--max-token-bytes", Explain(Token(), longest: 20).Hint, StringComparison.Ordinal);
        Assert.Equal("more than 20 bytes", Explain(Token(), longest: 20).Found);
        Assert.Equal($"a header of {8193} characters", Explain($"{new string('a', 8193)}.b.c").Found);
        Assert.DoesNotContain("--max", Explain($"{new string('a', 8193)}.b.c").Hint, StringComparison.Ordinal);
    }

    [Fact]
    public void Five_segments_are_an_encrypted_token() => Assert.Equal("5 segments, an encrypted token (JWE)", Explain("a.b.c.d.e").Found);
}
