using JwtCore.Jwks;

namespace JwtCore.Tests.Jwks;

public class HostAndPortTests
{
    [Theory]
    [InlineData("keycloak", "keycloak", null), InlineData("keycloak:8080", "keycloak", 8080), InlineData("keycloak:80", "keycloak", 80), InlineData("Sso.Example.COM", "sso.example.com", null)]
    [InlineData("10.0.0.5:8080", "10.0.0.5", 8080), InlineData("[fd00::1]:8080", "fd00::1", 8080), InlineData("[fd00::1]", "fd00::1", null)]
    [InlineData("b\u00fccher.example", "xn--bcher-kva.example", null)]
    public void A_host_with_or_without_port_is_read(string text, string host, int? port)
    {
        Assert.True(HostAndPort.TryParse(text, out HostAndPort? parsed));
        Assert.Equal(new HostAndPort(host, port), parsed);
    }

    [Theory]
    [InlineData(null), InlineData(""), InlineData(" "), InlineData(":80"), InlineData("keycloak:"), InlineData("keycloak:99999"), InlineData("keycloak:x"), InlineData("http://keycloak"), InlineData("keycloak/"), InlineData("keycloak/path"), InlineData("user@keycloak")]
    [InlineData("*"), InlineData("*.example.com"), InlineData("keycloak?x"), InlineData("keycloak#x"), InlineData("a,b"), InlineData("a b"), InlineData("fd00::1"), InlineData("keycloak\\x"), InlineData("xn--\u00e9")]
    public void Anything_else_is_not(string? text)
    {
        Assert.False(HostAndPort.TryParse(text, out HostAndPort? parsed));
        Assert.Null(parsed);
    }

    [Theory]
    [InlineData("keycloak:8080", "http://keycloak:8080/x", true), InlineData("keycloak:8080", "http://KEYCLOAK:8080/x", true), InlineData("keycloak:8080", "http://keycloak/x", false), InlineData("keycloak:8080", "http://keycloak:8081/x", false)]
    [InlineData("keycloak:8080", "http://keycloak.example.com:8080/x", false), InlineData("keycloak:8080", "http://xkeycloak:8080/x", false)]
    [InlineData("keycloak", "http://keycloak/x", true), InlineData("keycloak", "http://keycloak:80/x", true), InlineData("keycloak", "http://keycloak:8080/x", false), InlineData("keycloak:80", "http://keycloak/x", true)]
    [InlineData("keycloak", "https://keycloak/x", true), InlineData("keycloak:80", "https://keycloak/x", false), InlineData("[fd00::1]:80", "http://[fd00:0::1]/x", true)]
    public void Host_and_port_are_compared_exactly(string text, string address, bool isOf)
    {
        Assert.True(HostAndPort.TryParse(text, out HostAndPort? parsed));
        Assert.Equal(isOf, parsed.IsOf(new Uri(address)));
    }
}
