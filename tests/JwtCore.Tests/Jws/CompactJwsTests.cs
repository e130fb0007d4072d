using System.Text;
using JwtCore.Jws;
using JwtCore.Tests.Support;

namespace JwtCore.Tests.Jws;

public class CompactJwsTests
{
    [Fact]
    public void A_token_splits_into_three_segments_and_the_signed_part()
    {
        Assert.Equal(VerifyError.None, CompactJws.Split("ab.cd.ef"u8, allowPadding: false, out CompactJws jws));

        Assert.Equal("ab"u8, jws.Header);
        Assert.Equal("cd"u8, jws.Payload);
        Assert.Equal("ef"u8, jws.Signature);
        Assert.Equal("ab.cd"u8, jws.SigningInput);
    }

    [Theory]
    [InlineData("a.b.", VerifyError.None)]
    [InlineData("", VerifyError.NotCompactJws), InlineData("a", VerifyError.NotCompactJws), InlineData(".", VerifyError.NotCompactJws), InlineData("a.b", VerifyError.NotCompactJws)]
    [InlineData("..", VerifyError.NotCompactJws), InlineData("a..", VerifyError.NotCompactJws), InlineData(".b.", VerifyError.NotCompactJws), InlineData("..c", VerifyError.NotCompactJws)]
    [InlineData("a..c", VerifyError.NotCompactJws), InlineData(".b.c", VerifyError.NotCompactJws), InlineData("a.b.c.d", VerifyError.NotCompactJws), InlineData("...", VerifyError.NotCompactJws)]
    [InlineData("a.b.c.d.e", VerifyError.EncryptedTokenNotSupported), InlineData("a..c.d.e", VerifyError.EncryptedTokenNotSupported), InlineData("....", VerifyError.EncryptedTokenNotSupported)]
    [InlineData(".b.c.d.e", VerifyError.EncryptedTokenNotSupported), InlineData("a.b.c.d.e.f", VerifyError.NotCompactJws), InlineData(".....", VerifyError.NotCompactJws)]
    public void There_are_exactly_three_segments_with_header_and_payload_present(string token, VerifyError expected) =>
        Assert.Equal(expected, CompactJws.Split(Encoding.ASCII.GetBytes(token), allowPadding: false, out _));

    [Fact]
    public void Nothing_but_the_alphabet_and_dots_is_accepted_in_any_segment()
    {
        const string alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        for (int value = 0; value < 256; value++)
        {
            bool isAllowed = value < 128 && alphabet.Contains((char)value);
            foreach (int at in (int[])[0, 3, 6])
            {
                byte[] token = "ab.cd.ef"u8.ToArray();
                token[at] = (byte)value;

                Assert.Equal(isAllowed, CompactJws.Split(token, allowPadding: false, out _) == VerifyError.None);
                Assert.Equal(isAllowed || value == '=', CompactJws.Split(token, allowPadding: true, out _) == VerifyError.None);
            }
        }
    }

    [Theory]
    [InlineData(" "), InlineData("\n"), InlineData("\0"), InlineData("="), InlineData("%"), InlineData("+"), InlineData("/"), InlineData("\u00e9"), InlineData("\u0130"), InlineData("\uff0e"), InlineData("\ud800")]
    public void A_foreign_character_before_within_or_after_a_token_refuses_it(string foreign)
    {
        string token = Hmac.Sign(Hmac.Claims());

        Assert.Equal(VerifyError.None, Hmac.Verdict(token));
        foreach (int at in (int[])[0, 5, token.IndexOf('.') + 3, token.Length - 2, token.Length])
        {
            Assert.Equal(VerifyError.NotCompactJws, Hmac.Verdict(token.Insert(at, foreign)));
        }
    }

    [Fact]
    public void The_words_around_a_token_in_a_request_are_not_part_of_it() =>
        Assert.Equal(VerifyError.NotCompactJws, Hmac.Verdict("Bearer " + Hmac.Sign(Hmac.Claims())));
}
