using System.Text;

namespace JwtCore.Tests.Vocabulary;

public class Utf8TextTests
{
    [Theory]
    [InlineData("", "", true), InlineData("a", "a", true), InlineData("\u00e9\u20ac\U0001F600", "\u00e9\u20ac\U0001F600", true), InlineData("a\0", "a\0", true)]
    [InlineData("a", "", false), InlineData("", "a", false), InlineData("a", "A", false), InlineData("a", "ab", false), InlineData("ab", "a", false), InlineData("\u00e9", "e\u0301", false), InlineData("\u00e9", "\u00e8", false), InlineData("\ufffd", "\ud800", false), InlineData("\U0001F600", "\ud83d", false)]
    public void Texts_compare_by_their_characters(string left, string right, bool equal)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(left);
        Utf8Text text = new(bytes);

        Assert.Equal(equal, text == right);
        Assert.Equal(!equal, text != right);
        if (!right.Any(char.IsSurrogate) || equal)
        {
            byte[] other = Encoding.UTF8.GetBytes(right);
            Assert.Equal(equal, text == other);
            Assert.Equal(!equal, text != other);
            Assert.Equal(equal, text == new Utf8Text(other));
            Assert.Equal(!equal, text != new Utf8Text(other));
        }

        Assert.Equal(left, text.ToString());
        Assert.True(text.IsPresent);
    }

    [Fact]
    public void A_missing_text_is_not_an_empty_one()
    {
        Utf8Text missing = default;
        Utf8Text empty = new([]);

        Assert.False(missing.IsPresent);
        Assert.True(empty.IsPresent);
        Assert.True(missing == default(Utf8Text));
        Assert.True(missing != empty);
        Assert.True(missing == (string?)null);
        Assert.True(missing != "");
        Assert.False(missing == ""u8);
        Assert.True(empty == "");
        Assert.True(empty == ""u8);
        Assert.True(empty != (string?)null);
        Assert.Equal("", missing.ToString());
        Assert.True(missing.Bytes.IsEmpty);
    }

    [Fact]
    public void What_would_box_or_hash_is_not_supported()
    {
        Assert.Throws<NotSupportedException>(() => default(Utf8Text).Equals(null));
        Assert.Throws<NotSupportedException>(() => default(Utf8Text).GetHashCode());
    }
}
