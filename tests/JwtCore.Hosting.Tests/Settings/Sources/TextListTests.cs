namespace JwtCore.Hosting.Tests;

public class TextListTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData(" \t\r\n", "")]
    [InlineData("read", "read")]
    [InlineData("read write delete", "read|write|delete")]
    [InlineData("read,write,delete", "read|write|delete")]
    [InlineData("  read  ,  write  ", "read|write")]
    [InlineData("read\twrite\r\ndelete", "read|write|delete")]
    [InlineData(",, read,,write ,", "read|write")]
    [InlineData("[]", "")]
    [InlineData("""["read"]""", "read")]
    [InlineData(""" ["read", "write"] """, "read|write")]
    [InlineData("""["  read ", "", " ", "\u0077rite"]""", "read|write")]
    [InlineData("""["a,b c"]""", "a,b c")]
    public void A_text_is_a_JSON_array_or_is_parted_by_commas_and_white_space(string text, string expected)
    {
        IReadOnlyList<string>? texts = TextList.Parse(text, out string? refusal);

        Assert.Null(refusal);
        Assert.Equal(expected.Length == 0 ? [] : expected.Split('|'), texts);
    }

    [Theory]
    [InlineData("[")]
    [InlineData("[read]")]
    [InlineData("""["read",]""")]
    [InlineData("""["read"] write""")]
    [InlineData("[1]")]
    [InlineData("[null]")]
    [InlineData("""[["read"]]""")]
    [InlineData("""["\ud800"]""")]
    public void What_begins_as_a_JSON_array_is_one_of_strings(string text)
    {
        Assert.Null(TextList.Parse(text, out string? refusal));
        Assert.Equal("begins as a JSON array, but is not one of strings.", refusal);
    }

    [Fact]
    public void A_lone_surrogate_is_no_text_of_JSON() => Assert.Null(TextList.Parse("[\"" + '\ud800' + "\"]", out _));
}
