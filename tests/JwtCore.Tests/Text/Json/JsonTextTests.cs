using System.Text;
using System.Text.Json;
using JwtCore.Text;

namespace JwtCore.Tests.Text;

public class JsonTextTests
{
    [Theory]
    [InlineData(""), InlineData("abc"), InlineData("\\\"\\\\\\/\\b\\f\\n\\r\\t"), InlineData("\\u0000\\u0001\\u007f"), InlineData("\\u0080\\u07ff\\u0800\\uffff\\uFFFD"), InlineData("\\ud800\\udc00\\uDBFF\\uDFFF")]
    [InlineData("a\\u00e9b\u00e9\\u20AC\u20ac\\ud83d\\ude00\U0001F600c"), InlineData("12345678\\u0039"), InlineData("1234567\\u00e9"), InlineData("\\u0061\\u0062\\u0063\\u0064\\u0065\\u0066\\u0067\\u0068\\u0069")]
    public void Unescaping_comparing_and_hashing_agree_with_the_platform(string raw)
    {
        string expected = JsonSerializer.Deserialize<string>($"\"{raw}\"")!;
        byte[] content = Encoding.UTF8.GetBytes(raw);
        byte[] text = Encoding.UTF8.GetBytes(expected);
        byte[] unescaped = new byte[content.Length];

        Assert.Equal(expected, Encoding.UTF8.GetString(unescaped, 0, JsonText.Unescape(content, unescaped)));
        Assert.True(JsonText.TextEquals(content, text));
        Assert.True(JsonText.SameText(content, Encoding.UTF8.GetBytes(JsonSerializer.Serialize(expected)[1..^1])));
        Assert.Equal(KeyedHash.Of(text), KeyedHash.OfJson(content));
        Assert.Equal(raw.Contains('\\'), JsonText.IsEscaped(content));
    }

    [Theory]
    [InlineData("a", "b"), InlineData("a", "A"), InlineData("a", ""), InlineData("a", "ab"), InlineData("\\u0061", "b"), InlineData("\\u0061", ""), InlineData("\\u0061", "ab"), InlineData("\\u0061b", "a")]
    [InlineData("\\u00e9", "e\u0301"), InlineData("\\u0000", ""), InlineData("a\\u0000", "a"), InlineData("\\\\u0061", "a")]
    public void Other_texts_are_not_equal(string raw, string other)
    {
        byte[] content = Encoding.UTF8.GetBytes(raw);
        byte[] text = Encoding.UTF8.GetBytes(other);

        Assert.False(JsonText.TextEquals(content, text));
        Assert.False(JsonText.SameText(content, text));
        Assert.False(JsonText.SameText(text, content));
        Assert.NotEqual(KeyedHash.Of(text), KeyedHash.OfJson(content));
    }

    [Fact]
    public void A_text_of_any_length_hashes_alike_with_and_without_escapes()
    {
        for (int length = 1; length <= 70; length++)
        {
            string rest = new('b', length - 1);
            Assert.Equal(KeyedHash.Of(Encoding.UTF8.GetBytes("a" + rest)), KeyedHash.OfJson(Encoding.UTF8.GetBytes("\\u0061" + rest)));
        }
    }
}
