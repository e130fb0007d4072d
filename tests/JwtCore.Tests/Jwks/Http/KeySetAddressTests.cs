using JwtCore.Jwks;

namespace JwtCore.Tests.Jwks;

public class KeySetAddressTests
{
    private static readonly RemoteJwksOptions Strict = new();
    private static readonly RemoteJwksOptions Loopback = new() { AllowHttpOnLoopback = true };

    [Theory]
    [InlineData("https://issuer.example.com/keys")]
    [InlineData("https://issuer.example.com")]
    [InlineData("https://issuer.example.com:8443/keys?v=1")]
    [InlineData("HTTPS://ISSUER.example.com/keys")]
    [InlineData("https://[2001:db8::1]/keys")]
    [InlineData("https://192.0.2.1/keys")]
    [InlineData("https://localhost/keys")]
    [InlineData("https://b\u00fccher.example/keys")]
    [InlineData("https://xn--bcher-kva.example/keys")]
    public void Https_with_a_host_is_an_address_whatever_the_host(string text)
    {
        Assert.True(KeySetAddress.TryRead(text, Strict, out Uri? address));
        Assert.Equal("https", address.Scheme);
        Assert.True(KeySetAddress.TryRead(text, Loopback, out _));
    }

    [Theory]
    [InlineData("http://localhost/keys"), InlineData("http://LOCALHOST:5000/keys"), InlineData("http://127.0.0.1/keys"), InlineData("http://127.255.255.254:80/"), InlineData("http://[::1]:5000/keys")]
    public void Http_is_for_this_machine_and_only_on_request(string text)
    {
        Assert.True(KeySetAddress.TryRead(text, Loopback, out _));
        Assert.False(KeySetAddress.TryRead(text, Strict, out Uri? address));
        Assert.Null(address);
    }

    [Theory]
    [InlineData(null), InlineData(""), InlineData(" "), InlineData("keys"), InlineData("/keys"), InlineData("//issuer.example.com/keys"), InlineData("issuer.example.com")]
    [InlineData("http://issuer.example.com/keys"), InlineData("http://localhost.example.com/"), InlineData("http://localhost.:5000/"), InlineData("http://127.0.0.1.example.com/"), InlineData("http://128.0.0.1/"), InlineData("http://0.0.0.0/"), InlineData("http://[::]/"), InlineData("http://10.0.0.1/")]
    [InlineData("https://user@issuer.example.com/"), InlineData("https://user:word@issuer.example.com/"), InlineData("https://:@issuer.example.com/"), InlineData("http://a@localhost/")]
    [InlineData("https://issuer.example.com/#keys"), InlineData("https://issuer.example.com/keys#"), InlineData("http://localhost/#")]
    [InlineData("file:///etc/passwd"), InlineData("file://localhost/etc/passwd"), InlineData("ftp://issuer.example.com/"), InlineData("data:,{}"), InlineData("javascript:1"), InlineData("jwks:https://issuer.example.com"), InlineData("ws://localhost/"), InlineData("unix:///run/keys")]
    [InlineData("https:///keys"), InlineData("https:keys"), InlineData("https:/issuer.example.com"), InlineData("https://"), InlineData("https://?q"), InlineData("https://issuer.example.com:99999/"), InlineData("https://issuer..example.com/")]
    public void Everything_else_is_refused(string? text)
    {
        Assert.False(KeySetAddress.TryRead(text, Loopback, out Uri? address));
        Assert.Null(address);
        Assert.False(KeySetAddress.TryRead(text, Strict, out _));
    }

    // The platform finds this fault when the name is asked for, by throwing.
    [Theory, InlineData("https://xn--\u00e9/keys"), InlineData("http://xn--\u00e9/keys"), InlineData("https://\ufffd/keys")]
    public void A_name_without_a_form_in_ASCII_is_no_host(string text)
    {
        Assert.False(KeySetAddress.TryRead(text, Loopback, out _));
        Assert.Throws<RefusedArgumentException>("uri", () => new RemoteJwks(text));
    }

    [Fact]
    public void A_wrong_address_is_a_mistake_of_the_argument_and_the_message_does_not_quote_it()
    {
        ArgumentException thrown = Assert.Throws<RefusedArgumentException>("uri", () => new RemoteJwks("http://user:word@issuer.example.com"));
        Assert.DoesNotContain("word@", thrown.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentNullException>("uri", () => new RemoteJwks(null!));
        Assert.Throws<RefusedArgumentException>("issuer", () => RemoteJwks.Discover("http://issuer.example.com"));
    }
}
