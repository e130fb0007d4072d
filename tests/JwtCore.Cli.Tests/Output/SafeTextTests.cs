namespace JwtCore.Cli.Tests;

public class SafeTextTests
{
    public static TheoryData<int, int> Blank => new()
    {
        { 0x034F, 0x034F },
        { 0x115F, 0x1160 },
        { 0x17B4, 0x17B5 },
        { 0x180B, 0x180F },
        { 0x2800, 0x2800 },
        { 0x3164, 0x3164 },
        { 0xFE00, 0xFE0F },
        { 0xFFA0, 0xFFA0 },
    };

    [Theory, MemberData(nameof(Blank))]
    public void What_shows_as_nothing_is_escaped(int first, int last)
    {
        for (int c = first; c <= last; c++)
        {
            Assert.Equal($"a\\u{c:x4}b", SafeText.Escape($"a{(char)c}b"));
        }
    }

    [Fact]
    public void Variation_selectors_of_the_supplement_are_escaped()
    {
        for (int c = 0xE0100; c <= 0xE01EF; c++)
        {
            string pair = char.ConvertFromUtf32(c);
            Assert.Equal($"a\\u{(int)pair[0]:x4}\\u{(int)pair[1]:x4}b", SafeText.Escape($"a{pair}b"));
        }
    }

    [Theory]
    [InlineData("admin")]
    [InlineData("müßig ключ 鍵 한글 ខ្មែរ")]
    [InlineData("\u2801\u115e\u1161\u3163")]
    public void What_shows_is_kept(string text) => Assert.Equal(text, SafeText.Escape(text));
}
