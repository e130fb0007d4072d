namespace JwtCore.AspNetCore.Tests;

public class BearerChallengeTests
{
    private static readonly Uri Metadata = new("https://api.example.com/.well-known/oauth-protected-resource/mcp");

    [Fact]
    public void Without_anything_it_is_the_scheme_alone() => Assert.Equal("Bearer", BearerChallenge.Write(null, null, "No.", [], null));

    [Fact]
    public void Without_an_error_there_is_no_description() =>
        Assert.Equal(
            "Bearer scope=\"read write\", resource_metadata=\"https://api.example.com/.well-known/oauth-protected-resource/mcp\"",
            BearerChallenge.Write(null, null, "No.", ["read", "write", "read"], Metadata));

    [Fact]
    public void Everything_stands_in_one_value() =>
        Assert.Equal(
            "Bearer realm=\"api\", error=\"insufficient_scope\", error_description=\"No.\", scope=\"read\", "
            + "resource_metadata=\"https://api.example.com/.well-known/oauth-protected-resource/mcp\"",
            BearerChallenge.Write("api", "insufficient_scope", "No.", ["read"], Metadata));

    [Theory]
    [InlineData("https://a.example/\"é", "https://a.example/%22%C3%A9")]
    [InlineData("https://a.example/x\\y\r\nz", "https://a.example/x/y%0D%0Az")]
    [InlineData("https://münchen.example/é?x=\\", "https://xn--mnchen-3ya.example/%C3%A9?x=%5C")]
    public void An_address_is_written_escaped(string address, string expected) =>
        Assert.Equal($"Bearer resource_metadata=\"{expected}\"", BearerChallenge.Write(null, null, null, [], new Uri(address)));

    [Theory]
    [InlineData("my api", true)]
    [InlineData("", false)]
    [InlineData("a\"b", false)]
    [InlineData("a\\b", false)]
    [InlineData("a\r\nb", false)]
    [InlineData("é", false)]
    public void Texts_for_quotes_are_printable_ASCII(string text, bool isQuotable) => Assert.Equal(isQuotable, BearerChallenge.IsQuotable(text));
}
