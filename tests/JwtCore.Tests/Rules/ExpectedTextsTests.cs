using JwtCore.Rules;

namespace JwtCore.Tests.Rules;

public class ExpectedTextsTests
{
    [Fact]
    public void Anything_contains_every_text()
    {
        ExpectedTexts any = new(Expected.Any, "Audience");

        Assert.True(any.IsAny);
        Assert.True(any.Contains("a"u8) && any.Contains(""u8));
        Assert.True(any.ContainsJson("a"u8) && any.ContainsJson("\\u0061"u8));
    }

    [Fact]
    public void A_list_contains_its_texts_alone_however_often_they_are_given()
    {
        ExpectedTexts texts = new(["a", "b", "a"], "Audience");

        Assert.False(texts.IsAny);
        Assert.True(texts.Contains("a"u8) && texts.Contains("b"u8));
        Assert.False(texts.Contains("c"u8) || texts.Contains(""u8) || texts.Contains("\\u0061"u8));
        Assert.True(texts.ContainsJson("a"u8) && texts.ContainsJson("b"u8) && texts.ContainsJson("\\u0061"u8));
        Assert.False(texts.ContainsJson("c"u8) || texts.ContainsJson(""u8));
    }

    [Fact]
    public void What_cannot_be_expected_is_refused_by_its_name()
    {
        Assert.Equal("Audience", Assert.ThrowsAny<ArgumentException>(() => new ExpectedTexts(null!, "Audience")).ParamName);
        Assert.StartsWith("Audience cannot be a template", Assert.ThrowsAny<ArgumentException>(() => new ExpectedTexts(Expected.Template("a{b}", Expected.Any), "Audience")).Message, StringComparison.Ordinal);
        foreach (Expected empty in (Expected[])[Expected.OneOf(), Expected.OneOf(""), Expected.OneOf("a", ""), Expected.OneOf("a", null!)])
        {
            Assert.StartsWith("Audience is empty", Assert.ThrowsAny<ArgumentException>(() => new ExpectedTexts(empty, "Audience")).Message, StringComparison.Ordinal);
        }
    }
}
