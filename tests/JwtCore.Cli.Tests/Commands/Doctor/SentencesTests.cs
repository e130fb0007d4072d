using JwtCore.Cli.Tests.Support;

namespace JwtCore.Cli.Tests;

public class SentencesTests : GoldenTest
{
    [Theory]
    [InlineData("https://a", true)]
    [InlineData("HTTPS://a", true)]
    [InlineData("http://a", true)]
    [InlineData("https:/a", false)]
    [InlineData("./https://a", false)]
    [InlineData(" https://a", false)]
    [InlineData("file:///a", false)]
    [InlineData("keys.json", false)]
    public void An_address_starts_with_its_scheme_and_all_else_is_a_file(string text, bool isAddress) => Assert.Equal(isAddress, RemoteSource.IsAddress(text));

    [Theory]
    [InlineData(0, "0 s")]
    [InlineData(59, "59 s")]
    [InlineData(60, "1 min")]
    [InlineData(3_661, "1 h 1 min 1 s")]
    [InlineData(86_400, "24 h")]
    public void A_length_of_time_is_exact_to_the_second(int seconds, string expected) => Assert.Equal(expected, DurationText.Of(TimeSpan.FromSeconds(seconds)));

    [Fact]
    public void Text_from_elsewhere_is_JSON_and_no_longer_than_a_line_bears()
    {
        Assert.Equal("none", QuotedText.Of((string?)null));
        Assert.Equal("\"\"", QuotedText.Of(""));
        Assert.Equal($"\"{new string('x', 64)}\"", QuotedText.Of(new string('x', 64)));
        Assert.Equal($"\"{new string('x', 64)}\"...", QuotedText.Of(new string('x', 65)));
        Assert.Equal("\"\\u202e\\\"\"", QuotedText.Of("\u202e\""));
        Assert.Equal("none", QuotedText.Of([]));
        Assert.Equal("\"a\", \"b\"", QuotedText.Of(["a", "b"]));
        Assert.EndsWith("\\uFFFD\"...", QuotedText.Of(new string('x', 63) + "\U0001F600"), StringComparison.OrdinalIgnoreCase);
    }
}
