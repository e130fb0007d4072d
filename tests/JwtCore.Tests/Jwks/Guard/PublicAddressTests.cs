using System.Net;
using JwtCore.Jwks;

namespace JwtCore.Tests.Jwks;

public class PublicAddressTests
{
    private const string Last64Bits = ":ffff:ffff:ffff:ffff";

    // Where an IPv4 address, as two groups, stands in an IPv6 address.
    public static TheoryData<string, string> Forms => new()
    {
        { "IPv4-mapped", "::ffff:{0}:{1}" },
        { "IPv4-compatible", "::{0}:{1}" },
        { "IPv4-translated", "::ffff:0:{0}:{1}" },
        { "NAT64", "64:ff9b::{0}:{1}" },
        { "6to4", "2002:{0}:{1}::1" },
        { "ISATAP", "2606:4700::5efe:{0}:{1}" },
        { "ISATAP of a global IPv4 address", "2606:4700::200:5efe:{0}:{1}" },
        { "ISATAP in 6to4", "2002:808:808::5efe:{0}:{1}" },
        { "6to4 with ISATAP", "2002:{0}:{1}::5efe:808:808" },
    };

    [Theory]
    [InlineData("a resolver", "8.8.8.8"), InlineData("another resolver", "1.1.1.1"), InlineData("a web server", "93.184.216.34")]
    [InlineData("an IPv6 web server", "2606:4700::6810:84e5"), InlineData("an IPv6 resolver", "2001:4860:4860::8888")]
    [InlineData("NAT64", "64:ff9b::0808:0808"), InlineData("IPv4-translated", "::ffff:0:0808:0808"), InlineData("IPv4-compatible", "::0808:0808")]
    [InlineData("ISATAP", "2606:4700::5efe:8.8.8.8"), InlineData("IPv4-mapped", "::ffff:8.8.8.8"), InlineData("6to4", "2002:808:808::1")]
    public void A_global_unicast_address_is_public(string name, string address) => Assert.True(IsPublic(address), name);

    [Theory]
    [InlineData("private 192.168/16", "192.168.1.1"), InlineData("private 10/8", "10.0.0.1"), InlineData("private 172.16/12", "172.16.0.1")]
    [InlineData("loopback", "127.0.0.1"), InlineData("IPv6 loopback", "::1"), InlineData("unspecified", "0.0.0.0"), InlineData("IPv6 unspecified", "::")]
    [InlineData("metadata", "169.254.169.254"), InlineData("carrier-grade NAT", "100.64.0.1"), InlineData("metadata behind carrier-grade NAT", "100.100.100.100")]
    [InlineData("metadata among protocol assignments", "192.0.0.192"), InlineData("broadcast", "255.255.255.255")]
    [InlineData("IPv4-mapped loopback", "::ffff:127.0.0.1"), InlineData("IPv4-mapped private", "::ffff:192.168.1.1")]
    [InlineData("NAT64 of loopback", "64:ff9b::7f00:1"), InlineData("NAT64 of private", "64:ff9b::0a00:1")]
    [InlineData("NAT64 of metadata", "64:ff9b::a9fe:a9fe"), InlineData("NAT64 of carrier-grade NAT", "64:ff9b::6440:1")]
    [InlineData("local NAT64 of metadata, /96", "64:ff9b:1::a9fe:a9fe"), InlineData("local NAT64 of metadata, /48", "64:ff9b:1:a9fe:a9:fe00::")]
    [InlineData("IPv4-translated loopback", "::ffff:0:7f00:1"), InlineData("IPv4-translated private", "::ffff:0:0a00:1")]
    [InlineData("IPv4-translated metadata", "::ffff:0:a9fe:a9fe"), InlineData("IPv4-translated carrier-grade NAT", "::ffff:0:6440:1")]
    [InlineData("IPv4-compatible loopback", "::7f00:1"), InlineData("IPv4-compatible private", "::0a00:1")]
    [InlineData("IPv4-compatible metadata", "::a9fe:a9fe"), InlineData("IPv4-compatible carrier-grade NAT", "::6440:1")]
    [InlineData("6to4 of metadata", "2002:a9fe:a9fe::1")]
    [InlineData("ISATAP of private", "2606:4700::5efe:192.168.1.1"), InlineData("ISATAP of metadata", "2606:4700::200:5efe:169.254.169.254")]
    [InlineData("IPv6 metadata", "fd00:ec2::254"), InlineData("IPv6 link-local with scope", "fe80::1%1"), InlineData("private with scope", "::ffff:10.0.0.1%1")]
    public void Any_other_address_is_not_public(string name, string address) => Assert.False(IsPublic(address), name);

    // Neighbours that are not public themselves are left out.
    [Theory]
    [InlineData("this network", null, "0.0.0.0", "0.255.255.255", "1.0.0.0")]
    [InlineData("private 10/8", "9.255.255.255", "10.0.0.0", "10.255.255.255", "11.0.0.0")]
    [InlineData("carrier-grade NAT", "100.63.255.255", "100.64.0.0", "100.127.255.255", "100.128.0.0")]
    [InlineData("loopback", "126.255.255.255", "127.0.0.0", "127.255.255.255", "128.0.0.0")]
    [InlineData("link-local", "169.253.255.255", "169.254.0.0", "169.254.255.255", "169.255.0.0")]
    [InlineData("private 172.16/12", "172.15.255.255", "172.16.0.0", "172.31.255.255", "172.32.0.0")]
    [InlineData("protocol assignments", "191.255.255.255", "192.0.0.0", "192.0.0.255", "192.0.1.0")]
    [InlineData("TEST-NET-1", "192.0.1.255", "192.0.2.0", "192.0.2.255", "192.0.3.0")]
    [InlineData("6to4 relays", "192.88.98.255", "192.88.99.0", "192.88.99.255", "192.88.100.0")]
    [InlineData("private 192.168/16", "192.167.255.255", "192.168.0.0", "192.168.255.255", "192.169.0.0")]
    [InlineData("benchmarking", "198.17.255.255", "198.18.0.0", "198.19.255.255", "198.20.0.0")]
    [InlineData("TEST-NET-2", "198.51.99.255", "198.51.100.0", "198.51.100.255", "198.51.101.0")]
    [InlineData("TEST-NET-3", "203.0.112.255", "203.0.113.0", "203.0.113.255", "203.0.114.0")]
    [InlineData("multicast", "223.255.255.255", "224.0.0.0", "239.255.255.255", null)]
    [InlineData("reserved and broadcast", null, "240.0.0.0", "255.255.255.255", null)]
    [InlineData("below unicast", null, "1fff::", "1fff:ffff:ffff:ffff" + Last64Bits, "2000::")]
    [InlineData("IETF protocol assignments", "2000:ffff:ffff:ffff" + Last64Bits, "2001::", "2001:1ff:ffff:ffff" + Last64Bits, "2001:200::")]
    [InlineData("Teredo", "2000:ffff:ffff:ffff" + Last64Bits, "2001::", "2001:0:ffff:ffff" + Last64Bits, null)]
    [InlineData("IPv6 benchmarking", null, "2001:2::", "2001:2:0:ffff" + Last64Bits, null)]
    [InlineData("ORCHID", null, "2001:10::", "2001:1f:ffff:ffff" + Last64Bits, null)]
    [InlineData("ORCHIDv2", null, "2001:20::", "2001:2f:ffff:ffff" + Last64Bits, null)]
    [InlineData("IPv6 documentation", "2001:db7:ffff:ffff" + Last64Bits, "2001:db8::", "2001:db8:ffff:ffff" + Last64Bits, "2001:db9::")]
    [InlineData("6to4 of this network", "2001:ffff:ffff:ffff" + Last64Bits, "2002::", "2002:ff:ffff:ffff" + Last64Bits, "2002:100::")]
    [InlineData("6to4 of multicast", "2002:dfff:ffff:ffff" + Last64Bits, "2002:e000::", "2002:ffff:ffff:ffff" + Last64Bits, "2003::")]
    [InlineData("IPv6 documentation of 2024", "3ffe:ffff:ffff:ffff" + Last64Bits, "3fff::", "3fff:fff:ffff:ffff" + Last64Bits, "3fff:1000::")]
    [InlineData("above unicast", "3fff:ffff:ffff:ffff" + Last64Bits, "4000::", "ffff:ffff:ffff:ffff" + Last64Bits, null)]
    [InlineData("discard-only", null, "100::", "100::ffff:ffff:ffff:ffff", null)]
    [InlineData("segment routing", null, "5f00::", "5f00:ffff:ffff:ffff" + Last64Bits, null)]
    [InlineData("unique local", null, "fc00::", "fdff:ffff:ffff:ffff" + Last64Bits, null)]
    [InlineData("IPv6 link-local", null, "fe80::", "febf:ffff:ffff:ffff" + Last64Bits, null)]
    [InlineData("site-local", null, "fec0::", "feff:ffff:ffff:ffff" + Last64Bits, null)]
    [InlineData("IPv6 multicast", null, "ff00::", "ffff:ffff:ffff:ffff" + Last64Bits, null)]
    public void A_block_is_refused_from_its_first_to_its_last_address(string name, string? before, string first, string last, string? after)
    {
        Assert.True(before is null || IsPublic(before), name);
        Assert.False(IsPublic(first), name);
        Assert.False(IsPublic(last), name);
        Assert.True(after is null || IsPublic(after), name);
    }

    [Theory, MemberData(nameof(Forms))]
    public void An_embedded_address_decides(string name, string form)
    {
        foreach (string address in (string[])["8.8.8.8", "9.255.255.255", "11.0.0.0", "169.253.255.255", "169.255.0.0", "223.255.255.255"])
        {
            Assert.True(IsPublic(Embed(form, address)), $"{name}: {address}");
        }

        foreach (string address in (string[])["0.0.0.0", "10.0.0.0", "10.255.255.255", "100.64.0.1", "127.0.0.1", "169.254.169.254", "192.168.1.1", "224.0.0.1", "255.255.255.255"])
        {
            Assert.False(IsPublic(Embed(form, address)), $"{name}: {address}");
        }
    }

    // Around the blocks of embedded addresses, with 8.8.8.8 where their form has it.
    [Theory]
    [InlineData("::fffe:808:808"), InlineData("::1:0:808:808"), InlineData("::fffe:0:808:808"), InlineData("::ffff:1:808:808"), InlineData("::1:ffff:0:808:808")]
    [InlineData("::1:0:ffff:808:808"), InlineData("64:ff9b::1:808:808"), InlineData("64:ff9a:ffff:ffff:ffff:ffff:808:808"), InlineData("64:ff9c::808:808")]
    [InlineData("64:ff9b:0:808:8:808:808:808"), InlineData("64:ff9b:2:808:8:808:808:808")]
    public void An_embedded_address_beside_its_block_counts_for_nothing(string address) => Assert.False(IsPublic(address));

    [Theory]
    [InlineData("2606:4700::5efd:10.0.0.1"), InlineData("2606:4700::5eff:10.0.0.1"), InlineData("2606:4700::1:5efe:10.0.0.1"), InlineData("2606:4700::200:5efd:10.0.0.1")]
    [InlineData("2606:4700::201:5efe:10.0.0.1"), InlineData("2606:4700::100:5efe:10.0.0.1"), InlineData("2606:4700::300:5efe:10.0.0.1"), InlineData("2606:4700::10.0.0.1")]
    public void Other_interface_identifiers_embed_nothing(string address) => Assert.True(IsPublic(address));

    // Bytes 6 to 15 of 64:ff9b:1::/48; byte 8 belongs to no address.
    [Theory]
    [InlineData("all four are public", "08080008080808080808", true), InlineData("byte 8 is passed over", "0808FF08080808080808", true)]
    [InlineData("/48 is 10.8.8.8", "0A080008080808080808", false), InlineData("/56 is 10.8.8.8", "080A0008080808080808", false)]
    [InlineData("/64 is 10.8.8.8", "0808000A080808080808", false), InlineData("/96 is 10.8.8.8", "0808000808080A080808", false)]
    [InlineData("/48 is 169.254.8.8", "A9FE0008080808080808", false), InlineData("/56 is 169.254.8.8", "08A900FE080808080808", false)]
    [InlineData("/64 is 169.254.8.8", "080800A9FE0808080808", false), InlineData("/96 is 169.254.8.8", "080800080808A9FE0808", false)]
    [InlineData("/48 is 192.0.2.8", "C0000002080808080808", false), InlineData("/56 is 192.0.2.8", "08C00000020808080808", false)]
    [InlineData("/64 is 192.0.2.8", "080800C0000208080808", false), InlineData("/96 is 192.0.2.8", "080800080808C0000208", false)]
    public void Local_NAT64_is_judged_at_every_length_of_its_prefix(string name, string bytes, bool isPublic) =>
        Assert.True(isPublic == PublicAddress.IsPublic(new IPAddress(Convert.FromHexString("0064FF9B0001" + bytes))), name);

    [Fact]
    public void A_scope_changes_nothing()
    {
        Assert.True(IsPublic("2606:4700::1%7"));
        Assert.False(IsPublic("fd00::1%7"));
    }

    private static string Embed(string form, string address)
    {
        string digits = Convert.ToHexString(IPAddress.Parse(address).GetAddressBytes());
        return string.Format(System.Globalization.CultureInfo.InvariantCulture, form, digits[..4], digits[4..]);
    }

    private static bool IsPublic(string address) => PublicAddress.IsPublic(IPAddress.Parse(address));
}
