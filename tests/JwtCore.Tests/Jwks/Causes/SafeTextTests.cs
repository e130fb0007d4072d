using JwtCore.Jwks;

namespace JwtCore.Tests.Jwks;

/// <summary>What of the far side may stand in a log: printable ASCII, one line, bounded.</summary>
public class SafeTextTests
{
    [Theory]
    [InlineData("https://issuer.example.com/", "\"https://issuer.example.com/\""), InlineData("", "\"\""), InlineData(null, "nothing"), InlineData(" ~", "\" ~\"")]
    [InlineData("a\"b", "\"a\\u0022b\""), InlineData("a\\nb", "\"a\\u005cnb\""), InlineData("a\nb\r\u001b[31m", "\"a\\u000ab\\u000d\\u001b[31m\""), InlineData("\u007f\u00e9\u202e", "\"\\u007f\\u00e9\\u202e\"")]
    public void A_text_is_quoted_and_escaped(string? text, string expected) => Assert.Equal(expected, PrintableText.Quote(text, 100));

    [Theory, InlineData("1234567890", "\"1234567890\""), InlineData("12345678901", "\"1234567890...\"")]
    [InlineData("1234\n", "\"1234\\u000a\""), InlineData("12345\n", "\"12345...\""), InlineData("\n\n", "\"\\u000a...\"")]
    public void A_long_text_is_cut(string text, string expected) => Assert.Equal(expected, PrintableText.Quote(text, 10));

    [Theory]
    [InlineData("https://issuer.example.com/keys", "https://issuer.example.com/keys"), InlineData("https://issuer.example.com", "https://issuer.example.com/"), InlineData("HTTPS://ISSUER.example.com:443/a/../keys", "https://issuer.example.com/keys")]
    [InlineData("https://issuer.example.com/keys?p=secret&q=&r", "https://issuer.example.com/keys?p=*&q=*&*"), InlineData("https://issuer.example.com/?", "https://issuer.example.com/"), InlineData("https://issuer.example.com/?a=b=c", "https://issuer.example.com/?a=*")]
    [InlineData("https://user:word@issuer.example.com:8443/keys#fragment", "https://issuer.example.com:8443/keys"), InlineData("http://[fd00::1]:8080/", "http://[fd00::1]:8080/"), InlineData("https://b\u00fccher.example/\u00fc?\u00fc=1", "https://xn--bcher-kva.example/%C3%BC?%C3%BC=*")]
    public void An_address_loses_user_fragment_and_the_values_of_its_query(string address, string expected) => Assert.Equal(expected, AddressText.Of(new Uri(address)));

    [Fact]
    public void A_redirect_loses_its_query_whole()
    {
        Assert.Equal("https://login.example.com/authorize", AddressText.WithoutQuery(new Uri("https://login.example.com/authorize?state=secret#x")));
        Assert.Equal("file:///etc/passwd", AddressText.WithoutQuery(new Uri("file:///etc/passwd")));
    }

    [Fact]
    public void A_long_address_is_cut()
    {
        string path = new('x', 5_000);
        string text = AddressText.Of(new Uri($"https://issuer.example.com/{path}?{path}={path}"));
        Assert.Equal(2_003, text.Length);
        Assert.EndsWith("x...", text);
    }
}
