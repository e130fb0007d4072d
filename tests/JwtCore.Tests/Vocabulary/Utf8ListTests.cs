using System.Text;

namespace JwtCore.Tests.Vocabulary;

public class Utf8ListTests
{
    [Theory]
    [InlineData((int)Utf8ListForm.Empty, "a", ""), InlineData((int)Utf8ListForm.Words, "", ""), InlineData((int)Utf8ListForm.Words, "   ", ""), InlineData((int)Utf8ListForm.Words, " a  b ", "a|b"), InlineData((int)Utf8ListForm.Words, "a", "a")]
    [InlineData((int)Utf8ListForm.JsonArray, "[]", ""), InlineData((int)Utf8ListForm.JsonArray, "[\"a\"]", "a"), InlineData((int)Utf8ListForm.JsonArray, " [ \"a\" , \"b,]\" ] ", "a|b,]"), InlineData((int)Utf8ListForm.Separated, "a b", "a b")]
    public void A_list_enumerates_its_texts_in_order(int form, string source, string expected)
    {
        string[] texts = expected.Length == 0 ? [] : expected.Split('|');
        Utf8List list = new(Encoding.UTF8.GetBytes(source), (Utf8ListForm)form);

        Assert.Equal(texts, list.ToStrings());
        Assert.Equal(texts.Length, list.Count);
        foreach (string text in texts)
        {
            Assert.True(list.Contains(text));
            Assert.True(list.Contains(Encoding.UTF8.GetBytes(text)));
        }

        foreach (string other in (string[])["", "A", "ab", "[", "\"a\""])
        {
            Assert.False(list.Contains(other));
            Assert.False(list.Contains(Encoding.UTF8.GetBytes(other)));
        }
    }

    [Fact]
    public void Separated_texts_may_be_empty_or_hold_spaces()
    {
        Utf8List list = new([(byte)'a', (byte)' ', 0xFF, 0xFF, (byte)'b', 0xFF], Utf8ListForm.Separated);

        Assert.Equal(["a ", "", "b", ""], list.ToStrings());
        Assert.True(list.Contains(""));
        Assert.Equal([""], new Utf8List([], Utf8ListForm.Separated).ToStrings());
        Assert.Equal(["", "a"], new Utf8List("[\"\",\"a\"]"u8, Utf8ListForm.JsonArray).ToStrings());
    }

    [Fact]
    public void A_default_list_is_empty()
    {
        Assert.Equal(0, default(Utf8List).Count);
        Assert.False(default(Utf8List).Contains(""));
        Assert.Throws<ArgumentNullException>(() => default(Utf8List).Contains((string)null!));
    }
}
