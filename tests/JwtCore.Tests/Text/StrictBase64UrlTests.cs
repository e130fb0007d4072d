using System.Buffers.Text;
using System.Text;
using JwtCore.Text;

namespace JwtCore.Tests.Text;

public class StrictBase64UrlTests
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    [Fact]
    public void What_an_encoder_writes_decodes_to_the_same_bytes()
    {
        for (int length = 0; length < 100; length++)
        {
            byte[] bytes = new byte[length];
            new Random(length).NextBytes(bytes);

            Assert.Equal(bytes, Decode(Base64Url.EncodeToUtf8(bytes)));
        }
    }

    [Theory, InlineData("A", 15), InlineData("AA", 3), InlineData("-_8AA", 15), InlineData("-_8AAA", 3)]
    public void Trailing_bits_must_be_zero(string start, int trailingBits)
    {
        for (int value = 0; value < Alphabet.Length; value++)
        {
            Assert.Equal((value & trailingBits) == 0, Decode(start + Alphabet[value]) is not null);
        }
    }

    [Theory, InlineData("A"), InlineData("AAAAA"), InlineData("AAAAAAAAA")]
    public void No_text_is_one_character_longer_than_whole_groups(string text) => Assert.Null(Decode(text));

    [Fact]
    public void Nothing_but_the_alphabet_is_accepted_at_any_place()
    {
        for (int length = 1; length <= 9; length++)
        {
            for (int at = 0; at < length; at++)
            {
                for (int value = 0; value < 256; value++)
                {
                    byte[] text = Enumerable.Repeat((byte)'A', length).ToArray();
                    text[at] = (byte)value;
                    if (value > 127 || !Alphabet.Contains((char)value))
                    {
                        Assert.Null(Decode(text));
                    }
                }
            }
        }
    }

    [Theory]
    [InlineData("AA=="), InlineData("AAA="), InlineData("AA="), InlineData("AAAA="), InlineData("AAAA=="), InlineData("AAAA===="), InlineData("=")]
    [InlineData("=="), InlineData("===="), InlineData(" AAAA"), InlineData("AA AA"), InlineData("AAAA "), InlineData("AAA\n"), InlineData("AA\r\n")]
    [InlineData("A A A A "), InlineData("    "), InlineData("AA%3D%3D"), InlineData("AA%%"), InlineData("%"), InlineData("ab+/"), InlineData("ab+_")]
    public void Padding_whitespace_and_the_other_alphabet_are_refused(string text) => Assert.Null(Decode(text));

    [Theory]
    [InlineData("AA==", "AA"), InlineData("AAA=", "AAA"), InlineData("AAAAAA==", "AAAAAA")]
    [InlineData("", ""), InlineData("AAAA", "AAAA"), InlineData("AA=", "AA="), InlineData("AAA==", "AAA=="), InlineData("AAAA=", "AAAA=")]
    [InlineData("=", "="), InlineData("A=AA", "A=AA")]
    public void Only_padding_of_the_right_length_is_trimmed(string padded, string trimmed) =>
        Assert.Equal(trimmed, Encoding.ASCII.GetString(StrictBase64Url.TrimPadding(Encoding.ASCII.GetBytes(padded))));

    [Theory, InlineData("A==="), InlineData("===="), InlineData("AAAA====")]
    public void Trimming_never_makes_a_bad_text_good(string padded) =>
        Assert.Null(Decode(StrictBase64Url.TrimPadding(Encoding.ASCII.GetBytes(padded)).ToArray()));

    private static byte[]? Decode(string text) => Decode(Encoding.ASCII.GetBytes(text));

    private static byte[]? Decode(byte[] text)
    {
        byte[] decoded = new byte[StrictBase64Url.DecodedLength(text.Length)];
        return StrictBase64Url.TryDecode(text, decoded) ? decoded : null;
    }
}
