namespace JwtCore.Cli.Tests;

public class TextComparisonTests
{
    [Theory]
    [InlineData("https://a.example", "https://a.example/", 17, "^ 18 characters and the quote before it", 18)]
    [InlineData("abc", "abd", 2, "a change", 3)]
    [InlineData("abc", "ab", 2, "an end", 3)]
    [InlineData("", "x", 0, "an empty text", 1)]
    [InlineData("a\"b", "a\"c", 2, "an escape before it", 4)]
    [InlineData("a\u202eb", "a\u202ec", 2, "a long escape before it", 8)]
    public void The_mark_stands_under_the_first_place_that_differs(string expected, string found, int position, string why, int column)
    {
        TextComparison comparison = new(expected, found);
        string[] lines = [.. comparison.Lines(isUnverified: false)];

        Assert.Equal(position, comparison.Position);
        Assert.Equal(3, lines.Length);
        Assert.Equal($"expected    {SafeJson.Text(expected)}", lines[0]);
        Assert.Equal($"found       {SafeJson.Text(found)}", lines[1]);
        Assert.True(lines[2] == new string(' ', 12 + column) + "^", why);
        Assert.NotEqual(lines[0].ElementAtOrDefault(12 + column), lines[1].ElementAtOrDefault(12 + column));
        Assert.Equal(lines[0][12..(12 + column)], lines[1][12..(12 + column)]);
    }

    [Fact]
    public void What_nobody_signed_is_labelled() => Assert.StartsWith("unverified  \"b\"", new TextComparison("a", "b").Lines(isUnverified: true).ElementAt(1), StringComparison.Ordinal);

    [Fact]
    public void The_pair_that_begins_alike_for_longest_is_the_closest()
    {
        Assert.Equal(new TextComparison("abcd", "abce"), TextComparison.Closest(["x", "abcd", "a"], ["y", "abce"]));
        Assert.Null(TextComparison.Closest([], ["a"]));
        Assert.Null(TextComparison.Closest(["a"], []));
    }
}
