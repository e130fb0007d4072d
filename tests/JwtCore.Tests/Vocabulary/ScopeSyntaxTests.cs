namespace JwtCore.Tests.Vocabulary;

public class ScopeSyntaxTests
{
    // RFC 6749 section 3.3: %x21 / %x23-5B / %x5D-7E.
    [Fact]
    public void A_scope_has_the_characters_of_RFC_6749_and_no_other()
    {
        for (int c = 0; c <= char.MaxValue; c++)
        {
            bool isAllowed = c is 0x21 or (>= 0x23 and <= 0x5B) or (>= 0x5D and <= 0x7E);
            Assert.Equal(isAllowed, ScopeSyntax.IsScope($"a{(char)c}b"));
        }
    }

    [Theory]
    [InlineData("orders:read", true)]
    [InlineData(null, false)]
    [InlineData("", false)]
    [InlineData("a b", false)]
    public void A_scope_is_one_word(string? text, bool isScope) => Assert.Equal(isScope, ScopeSyntax.IsScope(text));
}
