using System.Net;
using JwtCore.Jwks;

namespace JwtCore.Tests.Jwks;

public class PrivateAddressTests
{
    // The first and the last address of each block.
    [Theory]
    [InlineData("127.0.0.0"), InlineData("127.255.255.255"), InlineData("::1"), InlineData("::ffff:127.0.0.1")]
    [InlineData("10.0.0.0"), InlineData("10.255.255.255"), InlineData("172.16.0.0"), InlineData("172.31.255.255"), InlineData("192.168.0.0"), InlineData("192.168.255.255")]
    [InlineData("::ffff:10.0.0.1"), InlineData("fc00::"), InlineData("fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff")]
    [InlineData("fd00:ec2::253"), InlineData("fd00:ec2::255"), InlineData("fd20:ce::253"), InlineData("fd20:ce::255"), InlineData("fd20:ec2::254")]
    public void Addresses_of_this_machine_and_of_private_networks_are_private(string address) => Assert.True(PrivateAddress.IsPrivate(IPAddress.Parse(address)));

    // The neighbours of each block, and what clouds serve their metadata at.
    [Theory]
    [InlineData("126.255.255.255"), InlineData("128.0.0.0"), InlineData("9.255.255.255"), InlineData("11.0.0.0"), InlineData("172.15.255.255"), InlineData("172.32.0.0"), InlineData("192.167.255.255"), InlineData("192.169.0.0")]
    [InlineData("fd00:ec2::254"), InlineData("fd20:ce::254"), InlineData("169.254.169.254"), InlineData("100.64.0.1"), InlineData("0.0.0.0"), InlineData("255.255.255.255"), InlineData("8.8.8.8")]
    [InlineData("::"), InlineData("::2"), InlineData("fbff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"), InlineData("fe00::"), InlineData("fe80::1"), InlineData("fec0::1"), InlineData("ff02::1"), InlineData("2001:4860:4860::8888")]
    [InlineData("::ffff:8.8.8.8"), InlineData("::ffff:169.254.169.254"), InlineData("64:ff9b::a00:1"), InlineData("::10.0.0.1"), InlineData("2002:a00:1::1")]
    public void Everything_else_is_not(string address) => Assert.False(PrivateAddress.IsPrivate(IPAddress.Parse(address)));
}
