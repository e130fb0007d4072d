namespace JwtCore.Tests.Vocabulary;

public class ExpectedTests
{
    [Fact]
    public void One_text_several_texts_and_anything_are_told_apart()
    {
        Expected one = "a";
        Expected several = ["a", "b"];
        Expected array = (string[])["a", "b"];

        Assert.Equal(["a"], one);
        Assert.Equal(["a", "b"], several);
        Assert.Equal(["a", "b"], array);
        Assert.Empty(Expected.Any);
        Assert.True(Expected.Any.IsAny);
        Assert.False(one.IsAny);
    }

    [Fact]
    public void An_empty_list_is_not_anything()
    {
        Expected empty = [];
        Assert.False(empty.IsAny);
        Assert.False(Expected.OneOf().IsAny);
    }

    [Fact]
    public void The_texts_are_copied()
    {
        string[] texts = ["a"];
        Expected expected = texts;
        texts[0] = "b";
        Assert.Equal(["a"], expected);
        foreach (object one in (System.Collections.IEnumerable)expected)
        {
            Assert.Equal("a", one);
        }
    }
}
